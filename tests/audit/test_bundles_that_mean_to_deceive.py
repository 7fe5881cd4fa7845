"""Bundles that somebody made with care, so that each file fits the manifest."""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from service.audit import verifier
from service.audit.verifier import Audit, lines
from service.decisions.rate import Rater
from service.ledger.checkpoints import make_checkpoint
from service.ledger.key_records import record_keys
from service.ledger.note import Signer, checkpoint_body, sign
from service.ledger.tree import leaf_hash
from tests.audit.bundles import (
    CLIENT,
    ORIGIN,
    Files,
    Ledger,
    files_of,
    make_ledger,
    place,
    resealed,
    told,
    zipped,
)

LAST = "checkpoints/00000000000000000009-01.txt"
MIDDLE = "checkpoints/00000000000000000006-01.txt"


def codes(files: Files, target: Path, *vkeys: str, **kept: str) -> set[str]:
    return {code for code, _ in told(zipped(files, target), *vkeys, **kept)}


def hash64(data: bytes) -> str:
    return base64.b64encode(leaf_hash(data)).decode()


def changed(data: bytes, **members: Any) -> bytes:
    return json.dumps(json.loads(data) | members, ensure_ascii=False).encode()


def test_a_bundle_of_the_key_that_was_given_is_sound(ledger: Ledger, whole: Path) -> None:
    assert told(whole, ledger.vkey) == []


def test_a_whole_other_ledger_is_refused_by_one_who_has_the_key(
    ledger: Ledger, tmp_path: Path, rater: Rater
) -> None:
    forged = make_ledger(tmp_path, rater).bundle(tmp_path / "forged.zip")
    assert told(forged) == []
    assert told(forged, ledger.vkey) == [("checkpoint_not_trusted", LAST)]


def test_a_whole_other_ledger_is_refused_by_one_who_kept_a_checkpoint(
    ledger: Ledger, files: Files, tmp_path: Path, rater: Rater
) -> None:
    forged = make_ledger(tmp_path, rater).bundle(tmp_path / "forged.zip")
    kept = files[MIDDLE].decode()
    assert told(forged, **{"kept.txt": kept}) == [("checkpoint_false", "kept.txt")]


def test_a_checkpoint_that_was_kept_is_found_again(
    ledger: Ledger, whole: Path, files: Files
) -> None:
    assert told(whole, ledger.vkey, kept=files[MIDDLE].decode()) == []


def test_a_checkpoint_that_was_kept_and_is_not_in_the_bundle_is_a_fault(
    ledger: Ledger, files: Files, tmp_path: Path
) -> None:
    """Such as that of a ledger which was put back to a state before it."""
    signer = ledger.keys.signers()
    later = sign(checkpoint_body(ORIGIN, 12, bytes(32)), signer)
    again = sign(checkpoint_body(ORIGIN, 6, bytes(32)), signer)
    for kept in (later, again):
        faults = codes(files, tmp_path / "b.zip", ledger.vkey, kept=kept)
        assert faults == {"checkpoints_disagree"}


def test_what_was_kept_must_be_a_checkpoint(ledger: Ledger, whole: Path) -> None:
    assert told(whole, ledger.vkey, kept="the root is abc") == [("checkpoint_false", "kept")]


def test_a_checkpoint_signed_anew_for_another_tree_does_not_extend_the_others(
    ledger: Ledger, files: Files, tmp_path: Path
) -> None:
    forged = sign(checkpoint_body(ORIGIN, 6, bytes(32)), ledger.keys.signers())
    found = codes(resealed({**files, MIDDLE: forged.encode()}), tmp_path / "b.zip", ledger.vkey)
    assert found == {"checkpoints_disagree"}


def test_two_checkpoints_of_one_size_must_have_one_root(
    ledger: Ledger, files: Files, tmp_path: Path
) -> None:
    forged = sign(checkpoint_body(ORIGIN, 6, bytes(32)), ledger.keys.signers())
    two = {**files, MIDDLE.replace("-01", "-02"): forged.encode()}
    assert codes(resealed(two), tmp_path / "b.zip", ledger.vkey) == {"checkpoints_disagree"}


def test_a_checkpoint_of_another_ledger_by_the_same_key_is_refused(
    ledger: Ledger, files: Files, tmp_path: Path
) -> None:
    assert "checkpoint_false" in codes(
        resealed(files, origin="bank.example/other"), tmp_path / "b.zip", ledger.vkey
    )


def test_a_key_of_the_bundle_cannot_stand_in_for_the_one_that_was_given(
    ledger: Ledger, files: Files, tmp_path: Path
) -> None:
    """The same origin and name, another key, and every checkpoint signed with it."""
    signer = Signer(ORIGIN, Ed25519PrivateKey.generate())
    forged = {**files, "keys.txt": f"{signer.vkey}\n".encode()}
    for name in files:
        if name.startswith("checkpoints/"):
            body = files[name].decode().partition("\n\n")[0] + "\n"
            forged[name] = sign(body, [signer]).encode()
    assert codes(resealed(forged), tmp_path / "b.zip") == {"keys_changed"}
    (tmp_path / "b.zip").unlink()
    found = codes(resealed(forged), tmp_path / "b.zip", ledger.vkey)
    assert found == {"checkpoint_not_trusted", "keys_changed"}


def test_one_who_has_only_the_newest_key_still_checks_older_checkpoints(
    ledger: Ledger, tmp_path: Path, rater: Rater
) -> None:
    """They were signed by a key that was retired, and the ledger is proved to extend them."""
    rotated = make_ledger(tmp_path, rater)
    old = rotated.keys.vkeys()[0]
    new = rotated.keys.rotate()
    rotated.keys.retire(old.key_id)
    with rotated.store() as store:
        record_keys(store, rotated.keys, CLIENT)
        make_checkpoint(store, rotated.keys)
    bundle = rotated.bundle(tmp_path / "rotated.zip")
    assert told(bundle, new.vkey) == []
    assert [code for code, _ in told(bundle, old.vkey)] == ["checkpoint_not_trusted"]


def test_a_key_that_was_retired_signs_no_later_checkpoint(tmp_path: Path, rater: Rater) -> None:
    """Who got hold of it after that signs what he likes."""
    rotated = make_ledger(tmp_path, rater)
    old, signers = rotated.keys.vkeys()[0], rotated.keys.signers()
    rotated.keys.rotate()
    rotated.keys.retire(old.key_id)
    with rotated.store() as store:
        record_keys(store, rotated.keys, CLIENT)
        made = make_checkpoint(store, rotated.keys)
    files = files_of(rotated.bundle(tmp_path / "rotated.zip"))
    last = f"checkpoints/{made.size:020d}-01.txt"
    note = sign(made.note.rpartition("\n\n")[0] + "\n", signers)
    forged = zipped(resealed({**files, last: note.encode()}), tmp_path / "forged.zip")
    assert told(forged, old.vkey) == [("checkpoint_not_trusted", last)]


def test_another_answer_in_a_record_of_its_own_is_not_in_the_tree(
    files: Files, tmp_path: Path
) -> None:
    """Better grade, digests, leaf hash and manifest: all made to fit but the tree."""
    result = files[place(2, "result")].replace(b'"grade":"N4"', b'"grade":"N1"')
    document = json.loads(files[place(2)])
    document["body"]["grade"] = "N1"
    document["body"]["contents"]["result"] = verifier.sha256(result)
    record = verifier.canonical(document)
    proof = changed(files[place(2, "proof")], leaf_hash=hash64(record))
    forged = {
        **files,
        place(2): record,
        place(2, "result"): result,
        place(2, "proof"): proof,
    }
    faults = told(zipped(resealed(forged), tmp_path / "b.zip"))
    assert faults == [("not_in_tree", place(2, "proof"))]
    forged[place(2, "proof")] = files[place(2, "proof")]
    faults = told(zipped(resealed(forged), tmp_path / "c.zip"))
    assert faults == [("record_changed", place(2))]


def test_a_record_at_the_place_of_another_is_named(files: Files, tmp_path: Path) -> None:
    forged = dict(files)
    for name in ("record", "proof", "dossier", "facts", "result"):
        forged[place(1, name)] = files[place(2, name)]
    faults = told(zipped(resealed(forged), tmp_path / "b.zip"))
    assert ("record_misplaced", place(1)) in faults
    assert ("not_in_tree", place(1, "proof")) in faults


@pytest.mark.parametrize("lost", [0, 3, 8])
def test_a_record_left_out_of_the_whole_ledger_is_missed(
    files: Files, tmp_path: Path, lost: int
) -> None:
    less = {n: d for n, d in files.items() if not n.startswith(place(lost)[:29])}
    assert "record_missing" in codes(resealed(less), tmp_path / "b.zip")


def test_the_end_of_the_ledger_cannot_be_left_out(files: Files, tmp_path: Path) -> None:
    less = {n: d for n, d in files.items() if not n.startswith((place(8)[:29], "gaps/"))}
    found = codes(resealed(less, range=[0, 5], gaps=[]), tmp_path / "b.zip")
    assert found == {"record_missing"}


@pytest.mark.parametrize("range_", [[2, 3], [3, 3], [1, 2], [3, 2], [0, -1]])
def test_a_period_cannot_be_made_shorter(ledger: Ledger, tmp_path: Path, range_: list[int]) -> None:
    period = ledger.bundle(tmp_path / "p.zip", since="2026-03-03", until="2026-03-03")
    assert told(period) == []
    files = files_of(period)
    found = codes(resealed(files, range=range_), tmp_path / "b.zip")
    assert found == {"record_missing"}


def test_a_decision_asked_for_cannot_be_left_out(ledger: Ledger, tmp_path: Path) -> None:
    asked = (ledger.average, ledger.erased)
    files = files_of(ledger.bundle(tmp_path / "two.zip", decisions=asked))
    for lost in (place(2)[:29], "gaps/"):
        less = {n: d for n, d in files.items() if not n.startswith(lost)}
        forged = resealed(less, gaps=[])
        (tmp_path / "b.zip").unlink(missing_ok=True)
        assert "record_missing" in codes(forged, tmp_path / "b.zip")


def test_a_record_cannot_be_passed_off_as_erased(files: Files, tmp_path: Path) -> None:
    less = {n: d for n, d in files.items() if not n.startswith(place(2)[:29])}
    less["gaps/00000000000000000002.json"] = files[place(2, "proof")]
    for certificate in (8, 3, 99, None, [8]):
        gaps = json.loads(files["manifest.json"])["gaps"]
        gaps.append({"leaf_index": 2, "certificate": certificate})
        (tmp_path / "b.zip").unlink(missing_ok=True)
        found = codes(resealed(less, gaps=gaps), tmp_path / "b.zip")
        assert found & {"gap_without_certificate", "manifest_malformed"}


def test_an_erased_review_does_not_stand_for_the_decision(ledger: Ledger, tmp_path: Path) -> None:
    files = files_of(ledger.bundle(tmp_path / "gone.zip", decisions=(ledger.erased,)))
    del files["gaps/00000000000000000006.json"]
    forged = resealed(files, gaps=[{"leaf_index": 7, "certificate": 8}])
    assert codes(forged, tmp_path / "b.zip") == {"record_missing"}


def test_a_gap_has_the_leaf_that_its_certificate_names(files: Files, tmp_path: Path) -> None:
    forged = {**files, "gaps/00000000000000000006.json": files[place(2, "proof")]}
    faults = told(zipped(resealed(forged), tmp_path / "b.zip"))
    assert faults == [("not_in_tree", "gaps/00000000000000000006.json")]


def test_rules_that_were_changed_are_not_those_of_the_decisions(
    files: Files, tmp_path: Path
) -> None:
    name = "rulesets/nonfinancial/1.1.0/policy.yaml"
    forged = {**files, name: files[name] + b"# more\n"}
    faults = told(zipped(resealed(forged), tmp_path / "b.zip"))
    assert faults == [("ruleset_changed", "rulesets/nonfinancial/1.1.0/")]


def test_rules_that_are_not_there_are_missed(files: Files, tmp_path: Path) -> None:
    less = {n: d for n, d in files.items() if not n.startswith("rulesets/nonfinancial/")}
    rulesets = json.loads(files["manifest.json"])["rulesets"]
    kept = [ruleset for ruleset in rulesets if ruleset["id"] == "records"]
    faults = told(zipped(resealed(less, rulesets=kept), tmp_path / "b.zip"))
    assert faults == [("ruleset_missing", place(n)) for n in (1, 2, 5)]


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"files": []}',
        b'{"files": {"a": 1}}',
        b'{"files": {}}',
        b'{"files": {}, "files": {}}',
        b"[" * 100_000,
        b"\xff",
        b'{"files": {}, "origin": 1, "rulesets": 5}',
        b'{"files": {}, "origin": "o", "rulesets": [], "gaps": [], "asked_for": []}',
        b'{"files": {}, "origin": "o", "rulesets": [], "gaps": 1, "asked_for": {}}',
    ],
)
def test_a_manifest_that_is_none_is_named(files: Files, tmp_path: Path, manifest: bytes) -> None:
    line = f"{hashlib.sha256(manifest).hexdigest()}  manifest.json\n".encode()
    forged = {**files, "manifest.json": manifest, "manifest.sha256": line}
    audit = Audit(str(zipped(forged, tmp_path / "b.zip")))
    assert ("manifest_malformed", "manifest.json") in [fault[:2] for fault in audit.faults]
    assert "manifest_malformed" in "".join(lines(audit, []))


@pytest.mark.parametrize("member", ["record_id", "kind", "body", "recorded_at", "leaf_index"])
@pytest.mark.parametrize("value", [None, 7, [], {}, "text"])
def test_a_record_of_another_shape_is_named(
    files: Files, tmp_path: Path, member: str, value: object
) -> None:
    record = verifier.canonical(json.loads(files[place(2)]) | {member: value})
    faults = told(zipped(resealed({**files, place(2): record}), tmp_path / "b.zip"))
    assert ("record_changed", place(2)) in faults
