"""Takes every record of a store with its leaf, and tells of each that is not in its place."""

from collections.abc import Callable, Iterator

import orjson

from service.ledger.damage import MOST_FAULTS, Faults, Runs, without
from service.ledger.examine import SearchRows, examine
from service.ledger.gaps import Gaps
from service.ledger.streams import Row, Stream, Told
from service.ledger.tree import leaf_hash
from service.store.scan import RecordRow, Scan

LeafAt = Callable[[int], bytes | None]
"""Gives the hash stored for a leaf."""

_LARGEST = 2**63 - 1
"""The largest number that SQLite can look for."""


class LeafCheck:
    """Verifies the records in the order of their leaves; :meth:`run` gives the leaf hashes.

    A record that is not the one in its leaf was moved, where its data is that of another leaf;
    was inserted, where the record of the leaf is elsewhere; or else was changed. Which of them
    is known only when all records were seen: :meth:`finish` tells.
    """

    def __init__(self, scan: Scan, faults: Faults, told: Told) -> None:
        self._faults = faults
        self._leaf_at: LeafAt = scan.leaf
        self._leaves = Stream("nodes", scan.nodes(0), told)
        self._records = Stream("records", scan.records(), told)
        self._contents = Stream("contents", scan.contents(), told)
        self._decisions = Stream("decisions", scan.decisions(), told)
        self._codes = Stream("finding_codes", scan.finding_codes(), told)
        self._identifiers = Stream("identifiers", scan.identifiers(), told)
        self._gaps = Gaps(Stream("erasures", scan.erasures(), told), faults)
        self._leafless = Runs()
        """Leaves of the tree that are missing, though there is a record for them."""
        self._void = Runs()
        """Places where there is neither a leaf nor a record."""
        self._absent = Runs()
        """Leaves without a record in their place, and with no erasure to account for it."""
        self._strange: dict[int, str] = {}
        """Records that are in no leaf, by place."""
        self._moves: list[tuple[int, int, int]] = []
        """Runs of records out of place: first and last place, and how far they belong below."""
        self._sources: dict[str, int] = {}
        self._last_time = ""
        self.size = scan.leaves()
        self.records = 0

    @property
    def erased(self) -> int:
        """How many records are gone under a certificate."""
        return self._gaps.certified

    @property
    def sources(self) -> dict[str, int]:
        """The digest of each ruleset that a decision names, and the first leaf that does."""
        return self._sources

    def run(self) -> Iterator[tuple[int, bytes | None]]:
        """Yield each leaf_index of the tree with its hash; ``None`` once where one is missing."""
        expected = 0
        while (index := self._next()) is not None:
            if expected < index < self.size:
                self._void.add(expected, index - 1)
                yield expected, None
            leaf = next((row[1] for row in self._leaves.at(index)), None)
            row = next((RecordRow(*row) for row in self._records.at(index)), None)
            hashed = self._take(index, leaf, row)
            if 0 <= index < self.size:
                expected = index + 1
                yield index, hashed
        if self._stopped:
            if expected < self.size:
                yield expected, None
            return
        for stream in (self._contents, self._decisions, self._codes, self._identifiers):
            self._strays(stream, None)
        self._gaps.finish()

    def finish(self) -> None:
        """Tell of the records that are not in their places, once :meth:`run` is through."""
        for first, last in self._void.runs:
            message = f"{_records(first, last)} gone, and their leaves with them."
            self._faults.add("record_missing", message, first, last_index=last)
        for first, last in self._leafless.runs:
            message = f"The leaves of {_records(first, last)} missing from the tree."
            self._faults.add("node_missing", message, first, last_index=last)
        self._tell_moved()
        self._tell_absent()

    @property
    def _stopped(self) -> bool:
        """Whether leaves or records cannot be read on: what comes after is not known."""
        return self._leaves.broken or self._records.broken

    def _next(self) -> int | None:
        ahead = [i for i in (self._leaves.ahead, self._records.ahead) if i is not None]
        return None if self._stopped else min(ahead, default=None)

    def _take(self, index: int, leaf: bytes | None, row: RecordRow | None) -> bytes | None:
        """Verify one place and return the hash of its leaf, of the record where there is none."""
        hashed = None if row is None else leaf_hash(row.data)
        own = row is not None and 0 <= index < self.size and (leaf is None or leaf == hashed)
        if own and leaf is None:
            self._leafless.add(index)
        contents, search = self._attached(index, known=row is not None)
        if row is not None and hashed is not None:
            self.records += 1
            self._gaps.present(index)
            if own:
                self._examine(row, contents, search)
            else:
                self._displaced(index, row, hashed)
        elif leaf is not None and not self._gaps.explains(index, leaf):
            self._absent.add(index)
        return leaf or hashed

    def _attached(
        self, index: int, *, known: bool
    ) -> tuple[list[tuple[str, bytes]] | None, SearchRows]:
        """Take the rows that belong to a leaf; where there is no record, they are strays."""
        streams = (self._contents, self._decisions, self._codes, self._identifiers)
        for stream in streams:
            self._strays(stream, index if known else index + 1)
        found = [None if s.broken else [row[1:] for row in s.at(index)] for s in streams]
        contents, decision, codes, identifiers = found
        return contents, SearchRows(decision, codes, identifiers)

    def _strays(self, stream: Stream, below: int | None) -> None:
        """Tell of the rows of leaves that have no record."""
        told: int | None = None
        for row in stream.rest() if below is None else stream.below(below):
            if row[0] != told:
                told = row[0]
                self._tell_stray(stream, row)

    def _tell_stray(self, stream: Stream, row: Row) -> None:
        if self._gaps.was_erased(row[0]):
            message = f"The record was erased, but {stream.name} still has rows of it."
            self._faults.add("erasure_incomplete", message, row[0])
        elif stream is self._contents:
            message = "There are contents of a record, and no such record."
            self._faults.add("contents_unknown", message, row[0])
        else:
            message = f"{stream.name} has rows of a record, and there is no such record."
            self._faults.add("search_unknown", message, row[0])

    def _examine(
        self, row: RecordRow, contents: list[tuple[str, bytes]] | None, search: SearchRows
    ) -> None:
        examined = examine(row, contents, search)
        for code, message in examined.findings:
            self._faults.add(code, message, row.leaf_index, record_id=row.record_id)
        if examined.source is not None:
            self._sources.setdefault(examined.source, row.leaf_index)
        if examined.recorded_at is not None:
            if examined.recorded_at < self._last_time:
                message = f"The record was made at {examined.recorded_at}, the one before it later."
                self._faults.add("time_goes_back", message, row.leaf_index, record_id=row.record_id)
            self._last_time = max(self._last_time, examined.recorded_at)

    def _displaced(self, place: int, row: RecordRow, hashed: bytes) -> None:
        """Take a record that is not the one of the leaf in whose place it is."""
        says = _says(row.data)
        if says is not None and says != place and self._leaf_at(says) == hashed:
            down = place - says
            if self._moves and self._moves[-1][1:] == (place - 1, down):
                self._moves[-1] = (self._moves[-1][0], place, down)
            elif len(self._moves) < MOST_FAULTS:
                self._moves.append((place, place, down))
        elif len(self._strange) < MOST_FAULTS:
            self._strange[place] = row.record_id

    def _tell_moved(self) -> None:
        """Tell of the records out of place, and of those that are copies of others in place."""
        places = [(first, last) for first, last, _ in self._moves]
        strange = [(place, place) for place in self._strange]
        not_at_home = [*places, *strange, *self._absent.runs]
        moved = []
        for first, last, down in self._moves:
            copied = without([(first - down, last - down)], not_at_home)
            for start, stop in copied:
                message = f"A record was inserted: a copy of {_span(start, stop)}."
                self._faults.add("record_inserted", message, start + down, last_index=stop + down)
            for start, stop in without([(first - down, last - down)], copied):
                moved.append((start + down, stop + down, down))
        self._moves = moved
        for first, last, down in moved:
            way = "after" if down > 0 else "before"
            message = (
                f"{_records(first, last)} out of place: {abs(down)} {way} the leaf that it is."
            )
            self._faults.add("record_moved", message, first, last_index=last)

    def _tell_absent(self) -> None:
        """Tell of the leaves whose record is nowhere, and of the records that are no leaf."""
        found = [(first - down, last - down) for first, last, down in self._moves]
        places = [(first, last) for first, last, _ in self._moves if first < self.size]
        gone = without([*self._absent.runs, *places], found)
        for first, last in gone:
            last = min(last, self.size - 1)
            message = f"{_records(first, last)} missing: deleted, with no certificate."
            self._faults.add("record_missing", message, first, last_index=last)
        for place, record_id in self._strange.items():
            elsewhere = any(first <= place <= last for first, last in found)
            if place >= self.size or place < 0:
                message = f"A record was inserted: the tree has only {self.size} leaves."
            elif elsewhere:
                message = "A record was inserted: the one of this leaf is in another place."
            else:
                message = "The record is not the one in its leaf: it was changed."
                self._faults.add("record_changed", message, place, record_id=record_id)
                continue
            self._faults.add("record_inserted", message, place, record_id=record_id)


def _says(data: bytes) -> int | None:
    """Return the leaf_index that a record gives itself."""
    try:
        document = orjson.loads(data)
        place = document["leaf_index"]
    except (ValueError, KeyError, TypeError):
        return None
    return place if isinstance(place, int) and 0 <= place <= _LARGEST else None


def _span(first: int, last: int) -> str:
    return f"record {first}" if first == last else f"records {first} to {last}"


def _records(first: int, last: int) -> str:
    return f"{_span(first, last).capitalize()} {'is' if first == last else 'are'}"
