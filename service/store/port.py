"""What the service asks of a store of records; nothing here knows a database."""

import re
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

import orjson

from service.canonical import digest
from service.records.rows import DecisionRow


class StoreUnavailable(Exception):
    """The store cannot be opened, read or written; nothing was recorded."""


class RecordDamaged(Exception):
    """What is stored is not what was recorded; ``what`` says where they part."""

    def __init__(self, record_id: str, what: str) -> None:
        self.record_id = record_id
        self.what = what
        super().__init__(f"record {record_id}: {what}")


CLIENT_NAME = re.compile(r"[A-Za-z0-9._@-]{1,64}")
"""How a client may be named."""


@dataclass(frozen=True, slots=True)
class Client:
    """Who asked, as far as it is known.

    ``authenticated``: they proved it, by the API key whose id is ``key``, or as the person
    ``user`` who had signed in.
    """

    name: str | None = None
    authenticated: bool = False
    key: str | None = None
    user: str | None = None

    def to_json(self) -> dict[str, str | bool | None]:
        """Return the client as records name it."""
        proof = {"key": self.key, "user": self.user}
        known = {name: value for name, value in proof.items() if value is not None}
        return {"name": self.name, "authenticated": self.authenticated, **known}


@dataclass(frozen=True, slots=True)
class Draft:
    """A record that has no place in the ledger yet.

    ``kind`` is ``decision``, ``review``, ``retention``, ``hold``, ``erasure`` or ``key``;
    ``record_id`` has 32 hex digits; ``subject`` is the decision that the record is about, where
    it is not one itself. ``contents`` are what ``body`` commits to by digest, ``source`` the
    files of the ruleset it names, ``row`` what searches find of a decision. ``packed`` are contents
    as the store keeps them, where :meth:`RecordStore.prepared` made them ready.
    """

    kind: str
    record_id: str
    subject: str | None
    client: Client
    body: Mapping[str, Any]
    contents: Mapping[str, bytes] = field(default_factory=dict)
    source: bytes | None = None
    row: DecisionRow | None = None
    packed: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Record:
    """One leaf of the ledger: ``data`` is its canonical JSON (RFC 8785).

    ``leaf_index`` counts from 0 (RFC 9162).
    """

    leaf_index: int
    record_id: str
    kind: str
    subject: str | None
    data: bytes

    @cached_property
    def document(self) -> dict[str, Any]:
        """The record as JSON."""
        document: dict[str, Any] = orjson.loads(self.data)
        return document

    @property
    def body(self) -> dict[str, Any]:
        """What is particular to the kind of record."""
        body: dict[str, Any] = self.document["body"]
        return body

    @property
    def recorded_at(self) -> str:
        """When it was recorded: ISO 8601, UTC, never before the record before it."""
        return str(self.document["recorded_at"])

    @property
    def digest(self) -> str:
        """SHA-256 of ``data``."""
        return digest(self.data)


class DecisionErased(Exception):
    """The decision was erased on order; ``certificate`` is the record of that."""

    def __init__(self, decision_id: str, certificate: Record) -> None:
        self.decision_id = decision_id
        self.certificate = certificate
        super().__init__(f"decision {decision_id} was erased: record {certificate.record_id}")


@dataclass(frozen=True)
class Decision:
    """One recorded decision: its record, and the contents that the record commits to.

    ``dossier`` is the dossier's RFC 8785 canonical form, ``facts`` that of the facts read from
    it (``None`` where they were not recorded: decisions older than the ledger), ``body`` the
    answer byte for byte.
    """

    record: Record
    dossier: bytes
    facts: bytes | None
    body: bytes

    @property
    def decision_id(self) -> str:
        """The id under which the decision was answered."""
        return self.record.record_id

    @property
    def recorded_at(self) -> str:
        """When it was recorded: ISO 8601, UTC."""
        return self.record.recorded_at

    @property
    def dossier_id(self) -> str:
        """The dossier's id, as the client gave it."""
        return str(self.record.body["dossier_id"])

    @property
    def application_ref(self) -> str:
        """The application's reference, as the client gave it."""
        return str(self.record.body["application_ref"])

    @property
    def rating_date(self) -> str:
        """The date that the dossier was rated for (ISO 8601)."""
        return str(self.record.body["rating_date"])

    @property
    def grade(self) -> str:
        """The grade that was answered."""
        return str(self.record.body["grade"])

    @property
    def corrects(self) -> str | None:
        """The decision that this one corrects."""
        corrects: str | None = self.record.body["corrects"]
        return corrects

    @property
    def repeats(self) -> str | None:
        """The decision that this one likely repeats, as its answer warns."""
        repeats: str | None = self.record.body.get("repeats")
        return repeats

    @property
    def ruleset(self) -> dict[str, str]:
        """Id, version and digest of the ruleset it was taken by."""
        named = self.record.body["ruleset"]
        return {name: named[name] for name in ("id", "version", "digest")}

    @property
    def source_digest(self) -> str | None:
        """SHA-256 of the ruleset's files, ``None`` where they were not recorded."""
        source: str | None = self.record.body["ruleset"]["source"]
        return source


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed checkpoint of the first ``size`` records; ``note`` in the form of C2SP."""

    size: int
    note: str


class RecordStore(Protocol):
    """Keeps records for ever: they are appended and read, never changed.

    Everything raises :exc:`StoreUnavailable`.
    """

    def prepared(self, draft: Draft) -> Draft:
        """Return ``draft`` with all done that recording it takes and no turn is needed for."""
        ...

    def append(self, draft: Draft) -> Record:
        """Record ``draft`` as the next leaf; durable on return, or where :meth:`turn` ends."""
        ...

    def turn(self) -> AbstractContextManager[None]:
        """Be the only writer inside the block: what is read in it is settled, and it ends in one
        commit, or in none of it where it raises."""
        ...

    def snapshot(self) -> AbstractContextManager[None]:
        """Read one state of the store inside the block, whatever is appended meanwhile."""
        ...

    def get(self, decision_id: str) -> Decision | None:
        """Return the decision, or ``None`` if there is none.

        Raises :exc:`RecordDamaged` where what is stored is not what was recorded, and
        :exc:`DecisionErased`.
        """
        ...

    def record(self, record_id: str) -> Record | None:
        """Return the record of that id, or ``None``; it is not verified."""
        ...

    def record_at(self, leaf_index: int) -> Record | None:
        """Return the record of that leaf, or ``None``; it is not verified."""
        ...

    def records(
        self, start: int = 0, stop: int | None = None, kind: str | None = None
    ) -> Iterator[Record]:
        """Yield the records of leaves ``start`` to ``stop`` (not included), in order."""
        ...

    def about(self, decision_id: str) -> list[Record]:
        """Return the records about a decision, oldest first."""
        ...

    def correcting(self, decision_id: str) -> list[str]:
        """Return the decisions that correct a decision, oldest first."""
        ...

    def repeated(
        self, client: str, application_ref: str, dossier: str, seconds: float
    ) -> str | None:
        """Return the newest decision of the last ``seconds`` on an equal dossier of ``client``.

        ``dossier`` is the digest of its canonical form.
        """
        ...

    def contents(self, leaf_index: int) -> dict[str, bytes]:
        """Return the contents of a record by name, not verified."""
        ...

    def source(self, digest: str) -> bytes | None:
        """Return the files of a ruleset, not verified, or ``None`` where they are not stored."""
        ...

    def size(self) -> int:
        """Return the number of leaves."""
        ...

    def node(self, level: int, position: int) -> bytes:
        """Return the hash of a complete subtree of ``2**level`` leaves, the ``position``-th.

        Raises :exc:`KeyError` if there is none.
        """
        ...

    def checkpoints(self) -> list[Checkpoint]:
        """Return the checkpoints, smallest first, those of one size as they were added."""
        ...

    def last_checkpoint(self) -> Checkpoint | None:
        """Return the newest checkpoint of the greatest size, ``None`` if there is none."""
        ...

    def add_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Keep a checkpoint; durable as :meth:`append` is."""
        ...
