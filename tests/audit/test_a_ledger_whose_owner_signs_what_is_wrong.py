"""Bundles by one who has the keys: everything is signed and proved, and still not as it must be."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from service.audit.verifier import canonical, decode_base64, hash_leaf, sha256
from service.ledger.note import checkpoint_body, sign
from tests.audit import plain_tree
from tests.audit.bundles import ORIGIN, Files, Ledger, place, resealed, told, zipped

SIZES = (3, 6, 9)


def text(hashed: bytes) -> str:
    return base64.b64encode(hashed).decode()


def signed_anew(files: Files, ledger: Ledger, **members: Any) -> Files:
    """The files with a tree, proofs and checkpoints that fit them, by the ledger's own keys."""
    leaves = [
        hash_leaf(files[place(n)])
        if place(n) in files
        else decode_base64(json.loads(files[f"gaps/{n:020d}.json"])["leaf_hash"])
        for n in range(SIZES[-1])
    ]
    made = dict(files)
    for index, leaf in enumerate(leaves):
        proof = {
            "leaf_index": index,
            "leaf_hash": text(leaf),
            "tree_size": len(leaves),
            "inclusion_path": [text(h) for h in plain_tree.path(index, leaves)],
        }
        for name in (place(index, "proof"), f"gaps/{index:020d}.json"):
            if name in files:
                made[name] = json.dumps(proof).encode()
    for size in SIZES:
        body = checkpoint_body(ORIGIN, size, plain_tree.root(leaves[:size]))
        note = sign(body, ledger.keys.signers())
        made[f"checkpoints/{size:020d}-01.txt"] = note.encode()
    for first, second in ((3, 6), (6, 9)):
        path = plain_tree.consistency(first, leaves[:second])
        proof = {"path": [text(h) for h in path]}
        made[f"consistency/{first:020d}-{second:020d}.json"] = json.dumps(proof).encode()
    return resealed(made, **members)


def with_record(files: Files, index: int, **members: Any) -> Files:
    return {**files, place(index): canonical(json.loads(files[place(index)]) | members)}


def with_content(files: Files, index: int, name: str, content: bytes) -> Files:
    """The record of a decision commits to ``content`` instead of what it had."""
    body = json.loads(files[place(index)])["body"]
    body["contents"][name] = sha256(content)
    return with_record({**files, place(index, name): content}, index, body=body)


def faults(files: Files, ledger: Ledger, tmp_path: Path, **members: Any) -> list[tuple[str, str]]:
    return told(zipped(signed_anew(files, ledger, **members), tmp_path / "b.zip"), ledger.vkey)


def test_a_ledger_that_is_signed_anew_and_is_as_it_was_is_sound(
    ledger: Ledger, files: Files, tmp_path: Path
) -> None:
    assert faults(files, ledger, tmp_path) == []


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("grade", "N1"),
        ("decision_id", "00ff"),
        ("dossier_id", "another"),
        ("application_ref", "another"),
        ("rating_date", "2020-01-01"),
        ("dossier_digest", "sha256:00"),
        ("engine", {"name": "another", "version": "1"}),
        ("ruleset", {"id": "another", "version": "1", "digest": "sha256:00"}),
    ],
)
def test_an_answer_that_says_something_else_than_its_record(
    ledger: Ledger, files: Files, tmp_path: Path, member: str, value: Any
) -> None:
    result = json.loads(files[place(2, "result")]) | {member: value}
    changed = with_content(files, 2, "result", json.dumps(result).encode())
    assert faults(changed, ledger, tmp_path) == [("result_contradicts", place(2, "result"))]


@pytest.mark.parametrize("member", ["dossier_id", "application_ref", "rating_date"])
def test_a_dossier_that_says_something_else_than_its_record(
    ledger: Ledger, files: Files, tmp_path: Path, member: str
) -> None:
    dossier = json.loads(files[place(2, "dossier")]) | {member: "another"}
    changed = with_content(files, 2, "dossier", json.dumps(dossier).encode())
    found = faults(changed, ledger, tmp_path)
    assert ("result_contradicts", place(2, "dossier")) in found


@pytest.mark.parametrize("content", [b"", b"[]", b"not JSON", b"\xff"])
def test_an_answer_that_is_no_json_object(
    ledger: Ledger, files: Files, tmp_path: Path, content: bytes
) -> None:
    changed = with_content(files, 2, "result", content)
    assert faults(changed, ledger, tmp_path) == [("record_malformed", place(2))]


@pytest.mark.parametrize("name", ["dossier", "result"])
def test_a_decision_without_its_dossier_or_answer(
    ledger: Ledger, files: Files, tmp_path: Path, name: str
) -> None:
    body = json.loads(files[place(2)])["body"]
    del body["contents"][name]
    less = {n: data for n, data in files.items() if n != place(2, name)}
    found = faults(with_record(less, 2, body=body), ledger, tmp_path)
    assert found == [("record_malformed", place(2))]


@pytest.mark.parametrize(
    "member", [{"leaf_index": 4}, {"recorded_at": "2026-01-01T00:00:00.000000+00:00"}]
)
def test_a_record_that_is_not_of_its_place(
    ledger: Ledger, files: Files, tmp_path: Path, member: dict[str, Any]
) -> None:
    changed = with_record(files, 3, **member)
    assert faults(changed, ledger, tmp_path) == [("record_misplaced", place(3))]


def test_two_records_of_one_id(ledger: Ledger, files: Files, tmp_path: Path) -> None:
    changed = with_record(files, 3, record_id=ledger.average)
    assert faults(changed, ledger, tmp_path) == [("record_misplaced", place(3))]


@pytest.mark.parametrize("spoilt", [b" ", b"twice"])
def test_a_record_that_is_not_in_canonical_form(
    ledger: Ledger, files: Files, tmp_path: Path, spoilt: bytes
) -> None:
    record = files[place(3)]
    changed = record + spoilt if spoilt == b" " else b'{"kind":"review",' + record[1:]
    [(code, file)] = faults({**files, place(3): changed}, ledger, tmp_path)
    assert file == place(3)
    assert code == ("record_misplaced" if spoilt == b" " else "record_malformed")


def test_a_certificate_that_names_another_leaf(
    ledger: Ledger, files: Files, tmp_path: Path
) -> None:
    body = json.loads(files[place(8)])["body"]
    body["erased"][0]["leaf_hash"] = text(bytes(32))
    found = faults(with_record(files, 8, body=body), ledger, tmp_path)
    assert found == [("gap_without_certificate", "gaps/00000000000000000006.json")]


def test_a_record_that_is_there_and_said_to_be_erased(
    ledger: Ledger, files: Files, tmp_path: Path
) -> None:
    body = json.loads(files[place(8)])["body"]
    leaf = text(hash_leaf(files[place(2)]))
    body["erased"].append({"leaf_index": 2, "leaf_hash": leaf, "kind": "decision"})
    gap = "gaps/00000000000000000002.json"
    changed = with_record({**files, gap: files[place(2, "proof")]}, 8, body=body)
    gaps = [{"leaf_index": n, "certificate": 8} for n in (2, 6, 7)]
    assert faults(changed, ledger, tmp_path, gaps=gaps) == [("gap_without_certificate", gap)]


@pytest.mark.parametrize("member", ["leaf_index", "tree_size"])
def test_a_proof_that_says_it_is_of_another_place(
    ledger: Ledger, files: Files, tmp_path: Path, member: str
) -> None:
    name = place(2, "proof")
    proof = json.loads(files[name])
    for data in (
        json.dumps(proof | {member: 5}).encode(),
        b'{"%s": %d, ' % (member.encode(), proof[member]) + files[name][1:],
    ):
        (tmp_path / "b.zip").unlink(missing_ok=True)
        found = told(zipped(resealed({**files, name: data}), tmp_path / "b.zip"))
        assert found == [("not_in_tree", name)]
