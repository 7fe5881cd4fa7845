"""The rows of proofs: of inclusion and of consistency in trees of several sizes."""

from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from bench.measure import Row, Timing, measure
from bench.report import Figure
from bench.stores import Kept, kept_tree
from service.ledger.proofs import consistency, proof_of
from service.ledger.tree import Node, consistency_path, inclusion_path
from service.store.sqlite import SqliteStore

PROOF, INCLUSION, CONSISTENCY = "proof", "inclusion", "consistency"

SMALLER = (1_000, 100_000)
"""Sizes of the trees beside the largest."""

PROOFS = 500
"""Proofs a size."""


def proofs(folder: Path, largest: int, random: Random) -> tuple[list[Timing], list[Figure]]:
    """Time proofs in trees in ``folder``, and count the nodes that they read."""
    timings: list[Timing] = []
    found: list[Figure] = []
    for size in (*(smaller for smaller in SMALLER if smaller < largest), largest):
        store = SqliteStore(kept_tree(folder, size), read_only=True)
        leaves = [random.randrange(size) for _ in range(PROOFS)]
        timings += measure(_rows(store, size, leaves), 1)
        found += _reads(store, size, leaves)
        store.close()
    return timings, found


def whole_proofs(kept: Kept, random: Random) -> list[Timing]:
    """Time the whole proof of a decision, with its record, as an auditor is handed it."""
    store = SqliteStore(kept.path, read_only=True)
    checkpoint = store.checkpoints()[-1]
    leaves = [random.randrange(kept.count) for _ in range(PROOFS)]
    ids = [record.record_id for leaf in leaves if (record := store.record_at(leaf))]
    row = Row(
        PROOF,
        f"proof of a decision, {kept.count:,} records",
        lambda decision_id: proof_of(store, decision_id, checkpoint),
        ids,
    )
    timings = measure([row], 1)
    store.close()
    return timings


def _rows(store: SqliteStore, size: int, leaves: Sequence[int]) -> list[Row]:
    def inclusion(leaf: int) -> list[bytes]:
        with store.snapshot():
            return inclusion_path(leaf, size, store.node)

    return [
        Row(f"{INCLUSION}_{size}", f"inclusion proof, {size:,} leaves", inclusion, leaves),
        Row(
            f"{CONSISTENCY}_{size}",
            f"consistency proof, {size:,} leaves",
            lambda leaf: consistency(store, leaf + 1, size),
            leaves,
        ),
    ]


def _reads(store: SqliteStore, size: int, leaves: Sequence[int]) -> list[Figure]:
    """Return the most nodes that the path of a proof is made of: it must stay logarithmic."""

    def inclusion(leaf: int, node: Node) -> object:
        return inclusion_path(leaf, size, node)

    def consistent(leaf: int, node: Node) -> object:
        return consistency_path(leaf + 1, size, node)

    # A path has a hash a level, and the last subtree of all is put together from as many.
    most = 2 * (size - 1).bit_length()
    return [
        Figure(
            f"most read for {of}, {size:,} leaves",
            read := max(_read(store, path, leaf) for leaf in leaves),
            "nodes",
            f"at most {most}",
            read <= most,
        )
        for of, path in ((INCLUSION, inclusion), (CONSISTENCY, consistent))
    ]


def _read(store: SqliteStore, path: Callable[[int, Node], object], leaf: int) -> int:
    read: list[tuple[int, int]] = []

    def node(level: int, position: int) -> bytes:
        read.append((level, position))
        return store.node(level, position)

    path(leaf, node)
    return len(read)
