"""Verifies a ledger part by part, for whoever cannot wait until the whole is through."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from service.audit.verifier import verify_inclusion
from service.canonical import digest
from service.ledger.checkpoints import head_of, insist_signed
from service.ledger.damage import LedgerFault
from service.ledger.tree import inclusion_path, root
from service.records.verified import verified
from service.replay.selection import Certificates
from service.store.port import Checkpoint, Record, RecordDamaged, RecordStore

PART: Final = 500
"""Leaves that are verified in one part."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one part came to: leaves ``first`` to before ``stop``, against ``checkpoint``.

    ``records`` are there, ``erased`` are gone under a certificate.
    """

    checkpoint: Checkpoint
    first: int
    stop: int
    records: int
    erased: int
    faults: tuple[LedgerFault, ...]

    @property
    def following(self) -> int | None:
        """The leaf to go on from, ``None`` where the checkpoint covers no more."""
        return self.stop if self.stop < self.checkpoint.size else None


def verify_part(
    store: RecordStore,
    checkpoint: Checkpoint,
    erased: Certificates,
    first: int,
    vkeys: Sequence[str],
    given: Iterable[Checkpoint] = (),
    most: int = PART,
) -> Part:
    """Verify at most ``most`` leaves from ``first`` on, each proved in the signed ``checkpoint``.

    Of each leaf: its record is the one in the leaf, stands where it says, is not earlier than
    the one before, and is proved in the checkpoint; a decision's contents and rules are those
    that it commits to; a record that is gone has a certificate (``erased``). The tree must
    extend those ``given`` too, and all must be signed by one of ``vkeys``. What only one pass
    over everything can tell is left to :func:`service.ledger.verify.verify_ledger`.

    Raises :exc:`~service.ledger.checkpoints.LedgerInconsistent` where a checkpoint is not
    signed or cannot be read, and :exc:`~service.store.port.StoreUnavailable`.
    """
    check = _Check(store, checkpoint, erased)
    with store.snapshot():
        for held in (checkpoint, *given):
            insist_signed(held, vkeys)
            check.extends(held)
        stop = min(first + most, checkpoint.size)
        check.begin(first)
        for leaf_index in range(first, stop):
            check.leaf(leaf_index)
    return Part(checkpoint, first, stop, check.records, check.gone, tuple(check.faults))


class _Check:
    def __init__(self, store: RecordStore, checkpoint: Checkpoint, erased: Certificates) -> None:
        self._store = store
        self._head = head_of(checkpoint)
        self._erased = erased
        self._last_time = ""
        self._sources: set[str] = set()
        self.records = self.gone = 0
        self.faults: list[LedgerFault] = []

    def extends(self, checkpoint: Checkpoint) -> None:
        """See that the tree extends a checkpoint."""
        head = head_of(checkpoint)
        size = self._store.size()
        if head.size > size:
            message = f"The checkpoint is of {head.size} records, and the ledger has only {size}."
            self._fault("rolled_back", message, checkpoint=head.size)
            return
        try:
            same = root(head.size, self._store.node) == head.root
        except KeyError:
            same = False
        if not same or head.origin != self._head.origin:
            message = f"The tree does not extend the checkpoint of size {head.size}."
            self._fault("checkpoint_not_extended", message, checkpoint=head.size)

    def begin(self, first: int) -> None:
        """Know when the record before the first was made, as far as there is one."""
        before = self._store.record_at(first - 1) if first else None
        if before is not None:
            try:
                self._last_time = before.recorded_at
            except (ValueError, KeyError, TypeError):
                self._last_time = ""  # it was told of in its own part

    def leaf(self, leaf_index: int) -> None:
        """Verify one leaf."""
        record = self._store.record_at(leaf_index)
        if record is not None:
            self.records += 1
            self._record(record)
        elif leaf_index in self._erased:
            self.gone += 1
        else:
            message = f"Record {leaf_index} is missing: deleted, with no certificate."
            self._fault("record_missing", message, leaf_index)
        try:
            leaf = self._store.node(0, leaf_index)
            path = inclusion_path(leaf_index, self._head.size, self._store.node)
        except KeyError:
            self._fault("node_missing", "A node on the way to the root is missing.", leaf_index)
            return
        if not verify_inclusion(leaf_index, self._head.size, leaf, path, self._head.root):
            message = "The leaf is not proved to be in the ledger of the checkpoint."
            self._fault("node_changed", message, leaf_index)

    def _record(self, record: Record) -> None:
        of = record.leaf_index, record.record_id
        try:
            verified(self._store, record)
        except RecordDamaged as damage:
            self._fault("record_changed", _sentence(damage), *of)
            return
        if record.kind == "decision":
            try:
                decision = self._store.get(record.record_id)
            except RecordDamaged as damage:
                self._fault("contents_changed", _sentence(damage), *of)
            else:
                assert decision is not None  # its record is there
                self._source(decision.source_digest, *of)
        if record.recorded_at < self._last_time:
            message = f"The record was made at {record.recorded_at}, the one before it later."
            self._fault("time_goes_back", message, record.leaf_index, record.record_id)
        self._last_time = max(self._last_time, record.recorded_at)

    def _source(self, named: str | None, leaf_index: int, record_id: str) -> None:
        """See that the files of the rules that a decision names are those, once for all of them."""
        if named is None or named in self._sources:
            return
        self._sources.add(named)
        try:
            source = self._store.source(named)
        except RecordDamaged as damage:
            self._fault("source_changed", _sentence(damage), leaf_index, record_id)
            return
        if source is None:
            message = f"The files of the ruleset {named} are missing; this decision names them."
            self._fault("source_missing", message, leaf_index, record_id)
        elif digest(source) != named:
            message = f"The files of the ruleset {named} are not those of this digest."
            self._fault("source_changed", message, leaf_index, record_id)

    def _fault(
        self,
        code: str,
        message: str,
        leaf_index: int | None = None,
        record_id: str | None = None,
        checkpoint: int | None = None,
    ) -> None:
        fault = LedgerFault(code, message, leaf_index, None, record_id, checkpoint)
        self.faults.append(fault)


def _sentence(damage: RecordDamaged) -> str:
    return f"{damage.what[:1].upper()}{damage.what[1:]}."
