"""Holds checkpoints, stored and given, against the tree as it is recomputed from its leaves."""

import heapq
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from service.ledger.damage import MOST_FAULTS, Faults, Runs
from service.ledger.note import (
    Head,
    NoteMalformed,
    NoteUnverified,
    open_checkpoint,
    unverified_head,
)
from service.ledger.proofs import base64_text
from service.ledger.streams import Told
from service.ledger.treecheck import TreeCheck
from service.store.port import Checkpoint
from service.store.scan import Scan


class _Held(NamedTuple):
    """A checkpoint by its size; ``number`` is its seq in the store, 0 for one that was given."""

    size: int
    number: int
    note: str

    @property
    def of(self) -> str:
        """Where it comes from."""
        return "stored" if self.number else "given"


class CheckpointCheck:
    """Verifies each checkpoint when the tree has the size of it; one pass, in bounded memory."""

    def __init__(
        self,
        scan: Scan,
        vkeys: Sequence[str],
        given: Iterable[Checkpoint],
        faults: Faults,
        told: Told,
    ) -> None:
        self._vkeys = vkeys
        self._retired: dict[str, int] = {}
        """Key to the leaf that retires it: it signs no ledger of more records than before that."""
        try:
            self._retired = scan.retired_keys()
        except sqlite3.DatabaseError as fault:
            told("the records of keys", fault)
        self._faults = faults
        self._told = told
        outside = sorted(_Held(_size(c), 0, c.note) for c in given)
        self.given = len(outside)
        self.stored = 0
        self._waiting = heapq.merge(self._stored(scan), outside)
        self._next = next(self._waiting, None)
        self._bad: list[tuple[_Held, Head, bytes]] = []
        """Checkpoints that the tree does not extend, and its root at their size."""
        self._agreed = 0
        """The size of the largest checkpoint that it extends before any of those."""
        self._agrees = {"stored": -1, "given": -1}
        """The sizes of the largest that it extends."""
        self.covered: int | None = None

    def reach(self, tree: TreeCheck) -> None:
        """Verify the checkpoints of the size that the tree has now."""
        if self._next is None or self._next.size > tree.size:
            return
        group = []
        while self._next is not None and self._next.size <= tree.size:
            group.append(self._next)
            self._next = next(self._waiting, None)
        root = tree.root()
        stored = {_body(held.note) for held in group if held.number}
        for held in group:
            if not held.number and _body(held.note) not in stored:
                self._add(
                    "checkpoint_missing",
                    f"The given checkpoint of size {held.size} is not among those of the store.",
                    held.size,
                )
            self._compare(held, root)

    def finish(self, tree: TreeCheck, size: int) -> None:
        """Tell of the checkpoints that the tree does not extend, ``size`` being its leaves."""
        while self._next is not None:
            held, self._next = self._next, next(self._waiting, None)
            head, _ = self._read(held)
            if head is not None and head.size > size:
                self._add(
                    "rolled_back",
                    f"The {held.of} checkpoint is of {head.size} records, and the ledger has only"
                    f" {size}: it lacks {_records(size, head.size - 1)}.",
                    head.size,
                )
            elif head is not None:
                self._add(
                    "checkpoint_not_extended",
                    f"The tree cannot be compared with the checkpoint of size {head.size}: leaf"
                    f" {tree.broken_at} is missing or cannot be read.",
                    head.size,
                )
        for held, head, root in self._bad:
            self._tell_bad(held, head, root)

    def _stored(self, scan: Scan) -> Iterator[_Held]:
        """Yield the stored checkpoints by size, and tell of those that were removed."""
        numbers = Runs()
        try:
            for seq, size, note in scan.checkpoints():
                self.stored += 1
                yield _Held(size, seq, note)
            for (seq,) in scan.checkpoint_numbers():
                numbers.add(seq)
        except sqlite3.DatabaseError as fault:
            self._told("checkpoints", fault)
            return
        last = 0
        for first, end in numbers.runs:
            if first > last + 1:
                which = f"{last + 1} to {first - 1}" if first > last + 2 else f"{last + 1}"
                message = f"Of the checkpoints of the store, number {which} was removed."
                self._faults.add("checkpoint_missing", message)
            last = end

    def _read(self, held: _Held) -> tuple[Head | None, bool]:
        """Return what a checkpoint says, and whether a known key signed it; tell if not."""
        of = f"The {held.of} checkpoint of size {held.size}"
        try:
            head = unverified_head(held.note)
        except NoteMalformed as fault:
            self._add("checkpoint_malformed", f"{of} cannot be read: {fault}", held.size)
            return None, False
        if head.size != held.size:
            message = f"{of} is in fact one of size {head.size}."
            self._add("checkpoint_malformed", message, held.size)
            return None, False
        try:
            self._open(held)
        except NoteUnverified as fault:
            self._add("signature_bad", f"{of}: {fault}", held.size)
            return head, False
        return head, True

    def _open(self, held: _Held) -> None:
        still = [key for key in self._vkeys if held.size <= self._retired.get(key, held.size)]
        try:
            open_checkpoint(held.note, still)
        except NoteUnverified as fault:
            if len(still) == len(self._vkeys):
                raise
            raise NoteUnverified(f"{fault} A key that was retired before does not count.") from None

    def _compare(self, held: _Held, root: bytes | None) -> None:
        head, signed = self._read(held)
        if head is None or root is None:
            return
        if root != head.root:
            if len(self._bad) < MOST_FAULTS:
                self._bad.append((held, head, root))
        else:
            self._agrees[held.of] = head.size
            if not self._bad:
                self._agreed = head.size
            if signed:
                self.covered = head.size

    def _tell_bad(self, held: _Held, head: Head, root: bytes) -> None:
        said = (
            f"The tree does not extend the {held.of} checkpoint of size {head.size}: its root there"
            f" is {base64_text(root)} and the checkpoint says {base64_text(head.root)}."
        )
        stored, given = self._agrees["stored"], self._agrees["given"]
        # What was kept elsewhere tells of the store, and not the other way round.
        if given >= head.size or (held.number and stored >= head.size):
            size = max(given, stored) if held.number else given
            self._add(
                "checkpoint_not_extended",
                f"{said} But it extends that of size {size}: this one is of another ledger.",
                head.size,
            )
            return
        first, last = self._agreed, self._bad[0][1].size - 1
        since = f"It extends that of size {first}" if first else "It extends no smaller one"
        said += f" {since}, so that the change lies in {_records(first, last)}."
        if stored >= head.size:
            said += (
                f" The stored checkpoint of size {stored} agrees with the tree all the same: it was"
                " signed after the change, or the given one is of another ledger."
            )
        self._faults.add(
            "checkpoint_not_extended", said, first, last_index=last, checkpoint=head.size
        )

    def _add(self, code: str, message: str, size: int) -> None:
        self._faults.add(code, message, checkpoint=size)


def _size(checkpoint: Checkpoint) -> int:
    """The size that a given checkpoint says it is of: nobody else vouches for another."""
    try:
        return unverified_head(checkpoint.note).size
    except NoteMalformed:
        return checkpoint.size


def _body(note: str) -> str:
    return note.rpartition("\n\n")[0]


def _records(first: int, last: int) -> str:
    return f"record {first}" if first == last else f"records {first} to {last}"
