"""What people do in these tests, with the words that they give for it."""

from datetime import date

from service.records.policy import records_policy
from service.retention.acts import end_relation, lift_hold, place_hold, set_class
from service.retention.erase import erase
from service.store.port import Client, Draft, Record
from service.store.sqlite import SqliteStore

CLERK = Client("archive")
TODAY = date(2026, 11, 22)


def reclass(store: SqliteStore, decision_id: str, name: str) -> Record:
    return set_class(
        store,
        records_policy(),
        decision_id,
        name,
        reason="a US borrower",
        by="Chen Jing",
        client=CLERK,
    )


def end(store: SqliteStore, *decision_ids: str, on: date) -> list[Record]:
    return end_relation(store, decision_ids, on, today=TODAY, by="Chen Jing", client=CLERK)


def hold(store: SqliteStore, decision_id: str) -> Record:
    return place_hold(
        store,
        decision_id,
        reason="suit of a guarantor",
        by="Chen Jing",
        reference="(2026) 沪01民初88号",
        client=CLERK,
    )


def lift(store: SqliteStore, hold_id: str) -> Record:
    return lift_hold(store, hold_id, reason="suit ended", by="Wu Lei", reference=None, client=CLERK)


def order(store: SqliteStore, decision_id: str) -> Record:
    return erase(store, decision_id, order="DSR-2026-17", by="Wu Lei", client=CLERK)


def review(store: SqliteStore, decision_id: str, text: str = "accepted") -> Record:
    """A record of the kind ``review``, as far as erasing looks at it."""
    record_id = f"{store.size():032x}"
    return store.append(Draft("review", record_id, decision_id, CLERK, {"text": text}))
