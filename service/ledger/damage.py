"""What a verification finds wrong: typed faults that name the place, and the report of them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

MOST_FAULTS = 1000
"""How many faults a report lists; of a file that is wrong all over, it counts the rest."""

CODES = {
    "file_damaged": "The file is not a sound database",
    "schema_changed": "A table, index or trigger is not the store's",
    "record_changed": "A record is not the one in its leaf",
    "record_missing": "A record was deleted",
    "record_inserted": "A record was inserted that is no leaf of the ledger",
    "record_moved": "A record is not in its place",
    "record_malformed": "A record has not the form of records",
    "row_changed": "A column of a record's row is not what the record says",
    "time_goes_back": "A record says that it was recorded before the one before it",
    "contents_changed": "Contents are not those that the record commits to",
    "contents_missing": "Contents that the record commits to are missing",
    "contents_unknown": "There are contents that no record commits to",
    "source_changed": "The files of a ruleset are not those of their digest",
    "source_missing": "The files of the ruleset that a decision names are missing",
    "search_changed": "What searches find of a decision is not what it says",
    "search_missing": "Searches do not find a decision",
    "search_unknown": "Searches find what is no decision",
    "gap_without_certificate": "A record is gone, and no certificate says that it was erased",
    "certificate_wrong": "A certificate does not prove the erasure it stands for",
    "erasure_incomplete": "Something of an erased record is still there",
    "hold_changed": "What the store notes of a legal hold is not what the records say",
    "erased_under_hold": "A decision was erased while it was under a legal hold",
    "node_changed": "A node of the tree is not the hash of what is beneath it",
    "node_missing": "A node of the tree is missing",
    "node_unknown": "A node of the tree has nothing beneath it",
    "records_rewritten": "Records were rewritten together with their leaves",
    "checkpoint_not_extended": "The tree does not extend a checkpoint",
    "rolled_back": "The ledger is smaller than a checkpoint of it",
    "checkpoint_missing": "A checkpoint was removed",
    "checkpoint_malformed": "A checkpoint cannot be read",
    "signature_bad": "A checkpoint is not signed by a key of the ledger",
}
"""Code of a fault to its title; each is explained in ``docs/errors/ledger-faults.md``."""


@dataclass(frozen=True, slots=True)
class LedgerFault:
    """One thing wrong with a ledger, and where.

    ``leaf_index`` counts from 0 and ``last_index`` ends a run of leaves with the same fault;
    ``checkpoint`` is the size of the checkpoint that shows it. ``message`` is a sentence.
    """

    code: str
    message: str
    leaf_index: int | None = None
    last_index: int | None = None
    record_id: str | None = None
    checkpoint: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the fault as a JSON object, without the members that say nothing."""
        members = {
            "code": self.code,
            "message": self.message,
            "leaf_index": self.leaf_index,
            "last_index": self.last_index,
            "record_id": self.record_id,
            "checkpoint": self.checkpoint,
        }
        return {name: value for name, value in members.items() if value is not None}


class Faults:
    """Collects faults, in bounded memory: it lists the first :data:`MOST_FAULTS`."""

    def __init__(self) -> None:
        self.listed: list[LedgerFault] = []
        self.counts: Counter[str] = Counter()

    def add(
        self,
        code: str,
        message: str,
        leaf_index: int | None = None,
        *,
        last_index: int | None = None,
        record_id: str | None = None,
        checkpoint: int | None = None,
    ) -> None:
        """Add one fault; ``code`` is one of :data:`CODES`."""
        self.counts[code] += 1
        if len(self.listed) < MOST_FAULTS:
            self.listed.append(
                LedgerFault(
                    code, clean(message), leaf_index, last_index, _clean(record_id), checkpoint
                )
            )

    @property
    def any(self) -> bool:
        """Whether there is a fault."""
        return bool(self.counts)


def clean(text: str) -> str:
    """Return ``text`` such that it can be written anywhere, also where a file is damaged."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def _clean(text: str | None) -> str | None:
    return None if text is None else clean(text)


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification looked at and found.

    ``size`` is the number of leaves and ``root`` the tree's root over them, ``None`` where it
    cannot be computed; ``records`` are the records that are there, ``erased`` those erased under
    a certificate. ``covered`` is the size of the largest checkpoint that the tree extends and a
    known key signed. ``counts`` counts faults by code, also those beyond the listed ``faults``.
    """

    size: int
    root: bytes | None
    records: int
    erased: int
    checkpoints: int
    given: int
    covered: int | None
    faults: tuple[LedgerFault, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.counts


class Runs:
    """Whole numbers as runs: (first, last) of those that follow one another.

    Numbers are added in rising order; at most ``most`` runs are kept.
    """

    def __init__(self, most: int = 10 * MOST_FAULTS) -> None:
        self._most = most
        self.runs: list[tuple[int, int]] = []

    def add(self, first: int, last: int | None = None) -> None:
        """Add ``first`` to ``last``, both included."""
        last = first if last is None else last
        if self.runs and self.runs[-1][1] == first - 1:
            self.runs[-1] = (self.runs[-1][0], last)
        elif len(self.runs) < self._most:
            self.runs.append((first, last))


def without(
    runs: Iterable[tuple[int, int]], other: Iterable[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return ``runs`` without the numbers in ``other``; neither need be in order."""
    left = sorted(runs)
    for start, stop in sorted(other):
        kept = []
        for first, last in left:
            if stop < first or last < start:
                kept.append((first, last))
                continue
            if first < start:
                kept.append((first, start - 1))
            if stop < last:
                kept.append((stop + 1, last))
        left = kept
    return left
