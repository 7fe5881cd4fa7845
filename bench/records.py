"""All about records: recording and replaying, the ledger, searches; in one part of the run."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench.dossiers import Measured
from bench.ledgers import whole_ledger
from bench.measure import Timing
from bench.proving import proofs, whole_proofs
from bench.recording import recording
from bench.report import Figure
from bench.searching import searching
from bench.stores import kept_store
from service.ruleset.model import Ruleset
from service.store.postings import SEGMENT

LEAST = SEGMENT + 1
"""The fewest decisions to search: with them, a segment of postings is complete."""

SEARCH_ROUNDS = 4


@dataclass(frozen=True)
class Sizes:
    """How much there is: decisions to search, whole decisions to verify, leaves, and rounds."""

    searched: int
    verified: int
    leaves: int
    rounds: int

    def __str__(self) -> str:
        return (
            f"{self.searched:,} to search, {self.verified:,} whole ones to verify,"
            f" trees of up to {self.leaves:,} leaves, {self.rounds} rounds"
        )


def records(
    ruleset: Ruleset, dossiers: Sequence[Measured], folder: Path, sizes: Sizes, seed: int
) -> tuple[list[Timing], list[Figure]]:
    """Measure everything; generated stores are kept in ``folder``, the rest is removed."""
    random = Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    # In the same file system as what is kept, which is that of the working tree.
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        timings, found = recording(ruleset, dossiers, Path(scratch), sizes.rounds)
        verified = kept_store(folder, sizes.verified, "real", seed)
        ledger = whole_ledger(verified, Path(scratch))
    proved = proofs(folder, sizes.leaves, random)
    for of, figures in (ledger, proved):
        timings += of
        found += figures
    searched = kept_store(folder, sizes.searched, "none", seed)
    timings += whole_proofs(searched, random)
    timings += searching(searched, random, SEARCH_ROUNDS)
    return timings, found
