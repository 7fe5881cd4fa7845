"""Recomputes the tree from its leaves while they pass, in memory that grows with its height."""

from service.ledger.damage import Faults, Runs
from service.ledger.streams import Stream, Told
from service.ledger.tree import EMPTY_ROOT, node_hash
from service.store.scan import Scan

MOST_NODES = 10_000
"""How many nodes that are wrong are kept to tell one cause from another."""


class TreeCheck:
    """Takes the leaf hashes in order, compares each node above, and gives roots on the way.

    ``size`` is the number of leaves taken. Once a leaf is missing, nothing above it can be
    computed: ``broken_at`` is its leaf_index.
    """

    def __init__(self, scan: Scan, faults: Faults, told: Told) -> None:
        self._faults = faults
        self._levels = {
            level: Stream("nodes", scan.nodes(level), told) for level in scan.levels() if level
        }
        self._peaks: list[tuple[int, bytes]] = []
        """The complete subtrees so far, the largest first: (level, hash)."""
        self._wrong: set[tuple[int, int]] = set()
        self._missing: dict[int, Runs] = {}
        self.size = 0
        self.broken_at: int | None = None

    def add(self, leaf: bytes) -> None:
        """Take the hash of the next leaf."""
        position, level, hashed = self.size, 0, leaf
        self.size += 1
        while position & 1:
            hashed = node_hash(self._peaks.pop()[1], hashed)
            level, position = level + 1, position >> 1
            self._compare(level, position, hashed)
        self._peaks.append((level, hashed))

    def root(self) -> bytes | None:
        """Return the root of the leaves taken; ``None`` where one is missing."""
        if self.broken_at is not None:
            return None
        if not self._peaks:
            return EMPTY_ROOT
        hashed = self._peaks[-1][1]
        for _, left in self._peaks[-2::-1]:
            hashed = node_hash(left, hashed)
        return hashed

    def finish(self) -> None:
        """Tell what is wrong with the nodes, once all leaves were taken."""
        for level, position in sorted(self._wrong):
            self._tell(level, position)
        for level, runs in self._missing.items():
            for first, last in runs.runs:
                message = f"{_named(level, first, last)} missing from the tree."
                self._at(level, first, last, "node_missing", message)
        if self.broken_at is None:
            for level, stream in self._levels.items():
                self._unknown(level, stream)

    def _compare(self, level: int, position: int, hashed: bytes) -> None:
        stream = self._levels.get(level)
        if stream is not None:
            for stray in stream.below(position):
                self._unknown_node(level, stray[0])
            stored = stream.at(position)
            if stored and stored[0][1] != hashed and len(self._wrong) < MOST_NODES:
                self._wrong.add((level, position))
            if stored or stream.broken:
                return
        self._missing.setdefault(level, Runs()).add(position)

    def _tell(self, level: int, position: int) -> None:
        """Tell of a node that is not what its leaves give, unless one below it explains that.

        Where the nodes above are wrong as well, they are what is left of the leaves before
        those were rewritten; where the node above is right, the node itself was changed.
        """
        if level > 1 and any((level - 1, 2 * position + side) in self._wrong for side in (0, 1)):
            return
        first, last = position << level, ((position + 1) << level) - 1
        if (level + 1, position >> 1) in self._wrong:
            message = (
                f"Of records {first} to {last}, one or more were rewritten together with their"
                f" leaves; the nodes above still have the hashes of before."
            )
            self._faults.add("records_rewritten", message, first, last_index=last)
            return
        message = f"{_named(level, position, position)} not the hash of what is beneath it."
        self._at(level, position, position, "node_changed", message)

    def _unknown(self, level: int, stream: Stream) -> None:
        for stray in stream.rest():
            self._unknown_node(level, stray[0])

    def _unknown_node(self, level: int, position: int) -> None:
        message = f"{_named(level, position, position)} in the tree, with no leaves beneath it."
        self._faults.add("node_unknown", message)

    def _at(self, level: int, first: int, last: int, code: str, message: str) -> None:
        self._faults.add(code, message, first << level, last_index=((last + 1) << level) - 1)


def _named(level: int, first: int, last: int) -> str:
    if first == last:
        return f"The node at level {level}, position {first} is"
    return f"The nodes at level {level}, positions {first} to {last} are"
