"""Verifies a whole ledger: every record, every node, every checkpoint; one pass over the file."""

import sqlite3
import zlib
from collections.abc import Callable, Iterable, Sequence

from service.canonical import digest
from service.ledger.checkpointcheck import CheckpointCheck
from service.ledger.damage import MOST_FAULTS, Faults, Report
from service.ledger.holdcheck import check_holds
from service.ledger.leaves import LeafCheck
from service.ledger.treecheck import TreeCheck
from service.store.packed import unpacked
from service.store.port import Checkpoint, StoreUnavailable
from service.store.postings import SEGMENT
from service.store.scan import Scan, expected_schema, is_damage, scanning
from service.store.sqlite import SqliteStore

Progress = Callable[[int, int], None]
"""Is told how many leaves were verified, and of how many."""

_STEP = 256
"""After how many leaves progress is told."""


def verify_ledger(
    store: SqliteStore,
    vkeys: Sequence[str],
    checkpoints: Iterable[Checkpoint] = (),
    progress: Progress | None = None,
) -> Report:
    """Verify everything in ``store``, as one state of it, and report all that is wrong.

    Checkpoints, those stored and the ``checkpoints`` given, must be signed by one of ``vkeys``
    (:func:`service.ledger.note.vkey`). A file that is damaged is a fault of the report; raises
    :exc:`~service.store.port.StoreUnavailable` where the file cannot be opened or read now.
    Memory is bounded whatever the number of records.
    """
    given = tuple(checkpoints)
    faults = Faults()
    try:
        with scanning(store) as scan:
            return _Verification(scan, vkeys, given, faults).run(progress)
    except (StoreUnavailable, sqlite3.Error) as fault:
        if not is_damage(fault):
            raise
        message = f"The file cannot be read as a database: {fault}."
        faults.add("file_damaged", message)
        return Report(0, None, 0, 0, 0, len(given), None, tuple(faults.listed), dict(faults.counts))


class _Verification:
    def __init__(
        self, scan: Scan, vkeys: Sequence[str], given: tuple[Checkpoint, ...], faults: Faults
    ) -> None:
        self._scan = scan
        self._faults = faults
        self._guarded("its tables", self._file)
        self._leaves = LeafCheck(scan, faults, self._damaged)
        self._tree = TreeCheck(scan, faults, self._damaged)
        self._checkpoints = CheckpointCheck(scan, vkeys, given, faults, self._damaged)

    def run(self, progress: Progress | None) -> Report:
        leaves, tree, checkpoints = self._leaves, self._tree, self._checkpoints
        checkpoints.reach(tree)
        for index, hashed in leaves.run():
            if hashed is None:
                tree.broken_at = index
            if tree.broken_at is None and hashed is not None:
                tree.add(hashed)
                checkpoints.reach(tree)
            if progress is not None and index % _STEP == 0:
                progress(index, leaves.size)
        if progress is not None:
            progress(leaves.size, leaves.size)
        leaves.finish()
        tree.finish()
        checkpoints.finish(tree, leaves.size)
        self._sources()
        self._guarded("postings", self._postings)
        self._guarded("holds", lambda: check_holds(self._scan, self._faults))
        return Report(
            size=leaves.size,
            root=tree.root(),
            records=leaves.records,
            erased=leaves.erased,
            checkpoints=checkpoints.stored,
            given=checkpoints.given,
            covered=checkpoints.covered,
            faults=tuple(self._faults.listed),
            counts=dict(self._faults.counts),
        )

    def _file(self) -> None:
        """See that nobody changed the schema, and ask SQLite whether the file is whole."""
        expected, found = expected_schema(), self._scan.schema()
        for name in sorted(expected.keys() | found.keys()):
            if expected.get(name) != found.get(name):
                how = "missing" if name not in found else "changed"
                how = "not the store's" if name not in expected else how
                self._faults.add("schema_changed", f"The {' '.join(name)} is {how}.")
        for text in self._scan.damages(MOST_FAULTS):
            self._faults.add("file_damaged", f"SQLite finds the file damaged: {text}.")

    def _sources(self) -> None:
        wanted = dict(self._leaves.sources)

        def check() -> None:
            for of, data in self._scan.sources():
                wanted.pop(of, None)
                try:
                    same = digest(unpacked(data)) == of
                except zlib.error:
                    same = False
                if not same:
                    message = f"The files of the ruleset {of} are not those of this digest."
                    self._faults.add("source_changed", message)
            for of, leaf_index in wanted.items():
                message = f"The files of the ruleset {of} are missing; this decision names them."
                self._faults.add("source_missing", message, leaf_index)

        self._guarded("sources", check)

    def _postings(self) -> None:
        known = self._leaves.records + self._leaves.erased
        if self._scan.last_record() > 2 * known + SEGMENT:
            # A record inserted far beyond the others: up to it there is nothing to search.
            return
        for first, last in self._scan.wrong_postings():
            message = "The index of searches does not follow from the decisions."
            self._faults.add("search_changed", message, first, last_index=last)

    def _guarded(self, table: str, check: Callable[[], None]) -> None:
        """Run ``check``; where the file is damaged, tell, and let the others run."""
        try:
            check()
        except sqlite3.DatabaseError as fault:
            self._damaged(table, fault)

    def _damaged(self, table: str, fault: sqlite3.Error) -> None:
        if not is_damage(fault):
            raise fault
        message = f"The file cannot be read to the end of {table}: {fault}."
        self._faults.add("file_damaged", message)
