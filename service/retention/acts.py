"""What people do about the keeping of decisions, each act a record: classes, ends, legal holds."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from service.records.policy import RecordsPolicy
from service.records.verified import verified
from service.retention.holds import open_holds
from service.retention.refusals import (
    DayToCome,
    HoldEnded,
    NoSuchClass,
    NoSuchDecision,
    NoSuchHold,
)
from service.retention.words import plain
from service.store.holding import note_end, note_hold
from service.store.port import Client, Draft, Record, RecordStore
from service.store.sqlite import SqliteStore


def set_class(
    store: RecordStore,
    policy: RecordsPolicy,
    decision_id: str,
    name: str,
    *,
    reason: str,
    by: str,
    client: Client,
) -> Record:
    """Record that a decision is of another retention class of ``policy``, and why.

    Raises :exc:`~service.retention.refusals.Refused`,
    :exc:`~service.store.port.DecisionErased`, :exc:`~service.store.port.RecordDamaged` and
    :exc:`~service.store.port.StoreUnavailable`; then nothing was recorded. So do all acts here.
    """
    if name not in policy.retention:
        raise NoSuchClass(name, policy.retention)
    body = {
        "event": "class",
        "class": name,
        "reason": plain("reason", reason),
        "by": plain("name", by),
    }
    with store.turn():
        _find(store, decision_id)
        _read(store, decision_id)
        return store.append(_draft("retention", decision_id, client, body))


def end_relation(
    store: RecordStore,
    decision_ids: Iterable[str],
    on: date,
    *,
    today: date,
    by: str,
    client: Client,
) -> list[Record]:
    """Record that the relation with the borrower of each decision ended ``on`` that day.

    All of them or, where one is refused, none. ``today`` is the day in UTC.
    """
    if on > today:
        raise DayToCome(on, today)
    body = {"event": "relation_ended", "on": on.isoformat(), "by": plain("name", by)}
    with store.turn():
        named = list(dict.fromkeys(decision_ids))
        for decision_id in named:
            _find(store, decision_id)
            _read(store, decision_id)
        return [store.append(_draft("retention", of, client, body)) for of in named]


def place_hold(
    store: SqliteStore, decision_id: str, *, reason: str, by: str, reference: str, client: Client
) -> Record:
    """Put a decision under a legal hold; the hold's id is that of the record returned.

    ``reference`` is that of the proceedings. A decision may be under several holds.
    """
    hold_id = uuid.uuid4().hex
    body = {
        "event": "placed",
        "hold": hold_id,
        "reason": plain("reason", reason),
        "by": plain("name", by),
        "reference": plain("reference", reference),
    }
    with store.turn():
        _find(store, decision_id)
        placed = store.append(Draft("hold", hold_id, decision_id, client, body))
        note_hold(store, placed)
    return placed


def lift_hold(
    store: SqliteStore,
    hold_id: str,
    *,
    reason: str,
    by: str,
    reference: str | None,
    client: Client,
) -> Record:
    """Lift a legal hold; other holds of the decision stay."""
    body = {
        "event": "lifted",
        "hold": hold_id,
        "reason": plain("reason", reason),
        "by": plain("name", by),
        "reference": None if reference is None else plain("reference", reference),
    }
    with store.turn():
        placed = store.record(hold_id)
        if placed is None or placed.kind != "hold":
            raise NoSuchHold(hold_id)
        assert placed.subject is not None  # every hold is about a decision
        about = _read(store, placed.subject)
        if placed.body["event"] != "placed":
            raise NoSuchHold(hold_id)
        if placed not in open_holds(about):
            ended = next(r for r in about if r.kind == "hold" and _ends(r, hold_id))
            raise HoldEnded(hold_id, ended.recorded_at)
        lifted = store.append(_draft("hold", placed.subject, client, body))
        note_end(store, lifted, placed)
    return lifted


def _ends(record: Record, hold_id: str) -> bool:
    return bool(record.body["event"] == "lifted" and record.body["hold"] == hold_id)


def _find(store: RecordStore, decision_id: str) -> None:
    if store.get(decision_id) is None:
        raise NoSuchDecision(decision_id)


def _read(store: RecordStore, decision_id: str) -> list[Record]:
    """Return the records about a decision; nothing is recorded on top of damaged ones."""
    return [verified(store, record) for record in store.about(decision_id)]


def _draft(kind: str, decision_id: str, client: Client, body: dict[str, Any]) -> Draft:
    return Draft(kind, uuid.uuid4().hex, decision_id, client, body)
