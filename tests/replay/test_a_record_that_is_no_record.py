"""A record that was rewritten together with its leaf into what is no record stops no replay."""

from typing import Any

import orjson
import pytest

from service.canonical import canonical_bytes
from service.ledger.tree import leaf_hash
from service.replay.many import replay_leaves
from service.replay.selection import certificates, leaves
from service.store.port import Client, Decision, Draft, RecordDamaged
from service.store.sqlite import SqliteStore
from tests.replay.conftest import ByHand, Replayed


def rewrite(by_hand: ByHand, data: bytes) -> None:
    by_hand("UPDATE records SET data = ? WHERE leaf_index = 0", data)
    by_hand("UPDATE nodes SET hash = ? WHERE level = 0 AND position = 0", leaf_hash(data))


def without(document: dict[str, Any], *path: str) -> bytes:
    changed: dict[str, Any] = orjson.loads(orjson.dumps(document))
    inner = changed
    for name in path[:-1]:
        inner = inner[name]
    del inner[path[-1]]
    return canonical_bytes(changed)


@pytest.mark.parametrize(
    "path",
    [
        ("body",),
        ("recorded_at",),
        ("service", "version"),
        ("body", "ruleset"),
        ("body", "ruleset", "source"),
        ("body", "engine"),
        ("body", "engine", "name"),
        ("body", "software"),
        ("body", "contents"),
    ],
)
def test_a_record_that_lacks_a_part_is_a_divergence(
    store: SqliteStore,
    decision: Decision,
    by_hand: ByHand,
    replayed: Replayed,
    path: tuple[str, ...],
) -> None:
    rewrite(by_hand, without(decision.record.document, *path))
    verdict = replayed(decision.decision_id)
    assert (verdict.verdict, verdict.cause) == ("diverged", "stored_input_damaged")
    assert verdict.first is not None
    assert verdict.first.element == "/record"


@pytest.mark.parametrize("data", [b"", b"[]", b"null", b'{"format":1}', b'{"body":3}', b"\xff"])
def test_replaying_all_goes_on_after_what_is_no_record(
    store: SqliteStore, decision: Decision, by_hand: ByHand, data: bytes
) -> None:
    rewrite(by_hand, data)
    erased = certificates(store)
    for since in (None, "2026-01-01"):
        (verdict,) = replay_leaves(store.path, leaves(store, erased, since))
        assert (verdict.verdict, verdict.cause) == ("diverged", "stored_input_damaged")


@pytest.mark.parametrize("path", [("body", "ruleset"), ("body", "contents"), ("body", "retention")])
def test_no_decision_is_given_that_lacks_a_part(
    store: SqliteStore, decision: Decision, by_hand: ByHand, path: tuple[str, ...]
) -> None:
    rewrite(by_hand, without(decision.record.document, *path))
    with pytest.raises(RecordDamaged, match="is not that of a record"):
        store.get(decision.decision_id)


def test_a_decision_under_a_subject_is_told(
    decision: Decision, by_hand: ByHand, replayed: Replayed
) -> None:
    by_hand("UPDATE records SET subject = 'x' WHERE leaf_index = 0")
    verdict = replayed(decision.decision_id)
    assert verdict.first is not None
    assert verdict.first.element == "/record/subject"


def test_a_certificate_that_certifies_nothing_covers_no_gap(
    store: SqliteStore, decision: Decision
) -> None:
    for n, body in enumerate(({}, {"erased": 1}, {"erased": [{"leaf_index": 0}]})):
        store.append(Draft("erasure", f"{n:032x}", decision.decision_id, Client(), body))
    assert certificates(store) == {}
