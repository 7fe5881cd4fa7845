"""What an outsider asks of the ledger over HTTP, checked with the verifier that he has."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from flask.testing import FlaskClient

from service.api.app import create_app
from service.audit import verifier
from service.canonical import canonical_bytes
from service.decisions.rate import Rater
from service.ledger.key_records import record_keys
from service.ledger.keys import KeyFolder
from service.ledger.note import Signer, parse_note, sign
from service.retention.erase import erase
from service.store.port import Draft
from service.store.sqlite import SqliteStore
from tests.api.test_decisions import post
from tests.api.test_error_shape import assert_problem
from tests.calling import DEVELOPMENT
from tests.dossiers import STRONG
from tests.ledger.ledgers import (
    NOBODY,
    ORIGIN,
    append_decisions,
    decision_draft,
    drop_triggers,
    rebuild_tree,
)


@pytest.fixture
def keys(tmp_path: Path) -> KeyFolder:
    """The place of the keys, where none are yet."""
    return KeyFolder(tmp_path / "keys")


@pytest.fixture
def app(store: SqliteStore, rater: Rater, keys: KeyFolder) -> Flask:
    append_decisions(store, 5)
    return create_app(store, rater, replace(DEVELOPMENT, keys=keys.path))


@pytest.fixture
def vkey(store: SqliteStore, keys: KeyFolder, app: Flask) -> str:
    """A ledger with keys."""
    vkey = keys.create(ORIGIN).vkey
    record_keys(store, keys, NOBODY)
    return vkey


def opened(client: FlaskClient, vkey: str) -> tuple[str, int, bytes]:
    answer = client.get("/v1/ledger/checkpoint")
    assert answer.status_code == 200
    assert answer.content_type == "text/plain; charset=utf-8"
    return verifier.open_note(answer.text, [vkey])


def test_the_checkpoint_is_of_the_ledger_as_it_is_now(
    client: FlaskClient, store: SqliteStore, vkey: str
) -> None:
    assert opened(client, vkey)[:2] == (ORIGIN, 6)
    assert opened(client, vkey)[1] == 6
    append_decisions(store, 2, 20)
    assert opened(client, vkey)[1] == 8
    assert [checkpoint.size for checkpoint in store.checkpoints()] == [6, 8]


def test_a_server_without_keys_gives_the_last_checkpoint(
    client: FlaskClient, store: SqliteStore, keys: KeyFolder, vkey: str
) -> None:
    assert opened(client, vkey)[1] == 6
    append_decisions(store, 2, 20)
    keys.path.rename(keys.path.with_name("elsewhere"))
    assert opened(client, vkey)[1] == 6
    covered, after = decision_draft(4).record_id, decision_draft(21).record_id
    assert client.get(f"/v1/ledger/proof/{covered}").status_code == 200
    answer = client.get(f"/v1/ledger/proof/{after}")
    problem = assert_problem(answer, 409, "no_checkpoint")
    assert problem["detail"].startswith("The newest checkpoint is of 6 records")


def test_where_none_was_ever_made_there_is_no_checkpoint(client: FlaskClient) -> None:
    assert_problem(client.get("/v1/ledger/checkpoint"), 409, "no_checkpoint")
    proof = client.get(f"/v1/ledger/proof/{decision_draft(1).record_id}")
    assert_problem(proof, 409, "no_checkpoint")
    assert client.get("/v1/ledger/keys").json == {"origin": None, "keys": []}


def test_a_decision_just_taken_is_proved(client: FlaskClient, vkey: str) -> None:
    decided = post(client, STRONG.read_bytes())
    answer = client.get(f"/v1/ledger/proof/{decided['decision_id']}")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    proof = json.loads(answer.data)
    assert list(proof) == [
        "decision_id",
        "leaf_index",
        "leaf_hash",
        "record",
        "tree_size",
        "inclusion_path",
        "checkpoint",
    ]
    _, size, root = verifier.open_note(proof["checkpoint"], [vkey])
    assert size == proof["tree_size"] == 7
    leaf = verifier.hash_leaf(proof["record"].encode())
    path = [verifier.decode_base64(hashed) for hashed in proof["inclusion_path"]]
    assert verifier.verify_inclusion(proof["leaf_index"], size, leaf, path, root)
    assert json.loads(proof["record"])["body"]["grade"] == decided["grade"]


def test_an_erased_decision_has_a_proof_without_its_record(
    client: FlaskClient, store: SqliteStore, vkey: str
) -> None:
    decision_id = decision_draft(2).record_id
    certificate = erase(store, decision_id, order="DPO 7", by="A", client=NOBODY)
    proof = json.loads(client.get(f"/v1/ledger/proof/{decision_id}").data)
    assert proof["record"] is None
    assert proof["certificate"] == certificate.record_id
    _, size, root = verifier.open_note(proof["checkpoint"], [vkey])
    leaf = verifier.decode_base64(proof["leaf_hash"])
    path = [verifier.decode_base64(hashed) for hashed in proof["inclusion_path"]]
    assert verifier.verify_inclusion(proof["leaf_index"], size, leaf, path, root)


def test_an_unknown_decision_is_not_found(client: FlaskClient, vkey: str) -> None:
    assert_problem(client.get("/v1/ledger/proof/0f3c"), 404, "decision_not_found")


def test_two_checkpoints_are_consistent(client: FlaskClient, store: SqliteStore, vkey: str) -> None:
    _, first, first_root = opened(client, vkey)
    append_decisions(store, 7, 20)
    _, second, second_root = opened(client, vkey)
    answer = client.get(f"/v1/ledger/consistency?first={first}&second={second}")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    proof = json.loads(answer.data)
    assert list(proof) == ["first", "second", "first_root", "second_root", "path"]
    path = [verifier.decode_base64(hashed) for hashed in proof["path"]]
    assert verifier.verify_consistency(first, second, first_root, second_root, path)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("", "first"),
        ("first=1", "second"),
        ("second=1", "first"),
        ("first=1&second=2&third=3", "third"),
        ("first=1&first=1&second=2", "first"),
        ("first=0&second=2", "first"),
        ("first=01&second=2", "first"),
        ("first=-1&second=2", "first"),
        ("first=1&second=x", "second"),
        ("first=1&second=9999999999999999999999", "second"),
        ("first=3&second=2", "second"),
        ("first=1&second=7", "second"),
    ],
)
def test_sizes_that_cannot_be_are_bad_parameters(
    client: FlaskClient, vkey: str, query: str, name: str
) -> None:
    answer = client.get(f"/v1/ledger/consistency?{query}")
    assert name in assert_problem(answer, 400, "bad_parameter")["detail"]


@pytest.mark.parametrize("path", ["checkpoint", "proof/0f3c", "keys"])
def test_other_addresses_take_no_parameter(client: FlaskClient, vkey: str, path: str) -> None:
    assert_problem(client.get(f"/v1/ledger/{path}?size=1"), 400, "bad_parameter")


def test_the_public_keys_are_given_with_their_states(
    client: FlaskClient, store: SqliteStore, keys: KeyFolder, vkey: str
) -> None:
    second = keys.rotate().vkey
    record_keys(store, keys, NOBODY)
    answer = client.get("/v1/ledger/keys")
    assert json.loads(answer.data) == {
        "origin": ORIGIN,
        "keys": [
            {"key_id": vkey.split("+")[1], "vkey": vkey, "state": "overlapping"},
            {"key_id": second.split("+")[1], "vkey": second, "state": "active"},
        ],
    }


def test_a_ledger_that_was_rewritten_is_neither_signed_nor_proved(
    client: FlaskClient, store: SqliteStore, vkey: str, caplog: pytest.LogCaptureFixture
) -> None:
    opened(client, vkey)
    db = store.connection().conn
    drop_triggers(db)
    db.execute("UPDATE records SET data = x'7b7d' WHERE leaf_index = 3")
    rebuild_tree(db)
    append_decisions(store, 1, 20)
    for path in ("checkpoint", f"proof/{decision_draft(1).record_id}"):
        answer = client.get(f"/v1/ledger/{path}")
        problem = assert_problem(answer, 500, "ledger_inconsistent")
        assert problem["instance"] in caplog.text
    assert len(store.checkpoints()) == 1


def by_hand(store: SqliteStore, statement: str, *values: object) -> None:
    db = store.connection().conn
    drop_triggers(db)
    db.execute(statement, values)


@pytest.mark.parametrize("forged", ["{body}\nnothing", "{body}\n\u2014 bank.example/pinzhi AAAA\n"])
def test_a_checkpoint_that_was_not_signed_is_not_given(
    client: FlaskClient, store: SqliteStore, vkey: str, forged: str
) -> None:
    opened(client, vkey)
    (made,) = store.checkpoints()
    note = forged.format(body=made.note.partition("\n\n")[0] + "\n")
    by_hand(store, "UPDATE checkpoints SET note = ?", note)
    for path in ("checkpoint", f"proof/{decision_draft(1).record_id}"):
        assert_problem(client.get(f"/v1/ledger/{path}"), 500, "ledger_inconsistent")


def test_a_signature_that_does_not_fit_is_not_given(
    client: FlaskClient, store: SqliteStore, vkey: str
) -> None:
    opened(client, vkey)
    (made,) = store.checkpoints()
    other = sign(parse_note(made.note).body, [Signer(ORIGIN, Ed25519PrivateKey.generate())])
    by_hand(store, "UPDATE checkpoints SET note = ?", other)
    for path in ("checkpoint", f"proof/{decision_draft(1).record_id}"):
        assert_problem(client.get(f"/v1/ledger/{path}"), 500, "ledger_inconsistent")


def test_a_checkpoint_removed_after_a_rewriting_is_not_signed_anew(
    client: FlaskClient, store: SqliteStore, vkey: str
) -> None:
    opened(client, vkey)
    by_hand(store, "DELETE FROM checkpoints")
    by_hand(store, "UPDATE records SET data = x'7b7d' WHERE leaf_index = 3")
    rebuild_tree(store.connection().conn)
    assert_problem(client.get("/v1/ledger/checkpoint"), 500, "ledger_inconsistent")
    assert store.checkpoints() == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE records SET record_id = CASE leaf_index WHEN 1 THEN 'x' ELSE '{one}' END"
        " WHERE leaf_index IN (1, 2)",
        "UPDATE records SET kind = 'review' WHERE leaf_index = 1",
        "UPDATE records SET subject = 'x' WHERE leaf_index = 1",
    ],
)
def test_a_record_that_is_kept_as_another_is_not_given(
    client: FlaskClient, store: SqliteStore, vkey: str, change: str
) -> None:
    one = decision_draft(1).record_id
    opened(client, vkey)
    by_hand(store, change.format(one=one))
    for path in (f"decisions/{one}", f"ledger/proof/{one}"):
        assert_problem(client.get(f"/v1/{path}"), 500, "record_damaged")


def test_a_certificate_that_is_no_leaf_answers_nothing(
    client: FlaskClient, store: SqliteStore, vkey: str
) -> None:
    one = decision_draft(1).record_id
    opened(client, vkey)
    data = canonical_bytes({"body": {"erased": []}, "recorded_at": "2026"})
    by_hand(
        store,
        "UPDATE records SET record_id = 'c', kind = 'erasure', subject = ?, data = ?"
        " WHERE leaf_index = 1",
        one,
        data,
    )
    for path in (f"decisions/{one}", f"ledger/proof/{one}"):
        assert_problem(client.get(f"/v1/{path}"), 500, "record_damaged")


def test_a_certificate_of_another_leaf_proves_nothing(
    client: FlaskClient, store: SqliteStore, vkey: str
) -> None:
    leaf = {"leaf_index": 1, "leaf_hash": "AAAA", "kind": "decision"}
    for n, erased in enumerate(([leaf], [], [{"kind": "decision"}])):
        gone = f"{n + 100:032x}"
        store.append(Draft("erasure", f"{n + 200:032x}", gone, NOBODY, {"erased": erased}))
        assert_problem(client.get(f"/v1/ledger/proof/{gone}"), 500, "record_damaged")


def test_the_keys_are_not_those_that_were_put_in_their_place(
    client: FlaskClient, store: SqliteStore, vkey: str
) -> None:
    (record,) = store.records(kind="key")
    other = record.data.replace(b'"added"', b'"retir"')
    by_hand(store, "UPDATE records SET data = ? WHERE kind = 'key'", other)
    assert_problem(client.get("/v1/ledger/keys"), 500, "record_damaged")
