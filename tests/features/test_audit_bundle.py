"""The audit bundle, as ``features/audit/bundle.feature`` states it: by ``verify.py`` itself."""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pytest_bdd import given, scenarios, then, when

from service.audit.verifier import canonical, sha256
from service.decisions.rate import Rater
from service.ledger.keys import KeyFolder
from service.ledger.note import Signer
from tests.audit.bundles import (
    Ledger,
    dossier,
    files_of,
    make_ledger,
    place,
    resealed,
    zipped,
)

scenarios("audit/bundle.feature")

ANSWER = place(2, "result")
FORGED = place(7)


@dataclass
class Auditor:
    """What the auditor has, and what the check said."""

    folder: Path
    options: list[str] = field(default_factory=list)
    status: int | None = None
    said: str = ""

    @property
    def bundle(self) -> Path:
        return self.folder / "bundle.zip"

    def check(self) -> None:
        script = self.folder / "verify.py"
        script.write_bytes(files_of(self.bundle)["verify.py"])
        command = [sys.executable, "-I", str(script), str(self.bundle), *self.options]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        self.status, self.said = done.returncode, done.stdout


@pytest.fixture
def auditor(tmp_path: Path) -> Auditor:
    return Auditor(tmp_path)


@given(
    "a ledger with two decisions, a review, and one decision erased on order",
    target_fixture="ledger",
)
def a_ledger(tmp_path: Path, rater: Rater) -> Ledger:
    folder = tmp_path / "bank"
    folder.mkdir()
    return make_ledger(folder, rater)


@given("the auditor has the ledger's public key")
def has_key(auditor: Auditor, ledger: Ledger) -> None:
    auditor.options = ["--key", ledger.vkey]


@given("the auditor has no key")
def has_no_key(auditor: Auditor) -> None:
    auditor.options = []


@given("the auditor kept a checkpoint")
def kept_checkpoint(auditor: Auditor, ledger: Ledger) -> None:
    kept = auditor.folder / "kept.txt"
    with ledger.store() as store:
        kept.write_text(store.checkpoints()[1].note, encoding="utf-8")
    auditor.options += ["--checkpoint", str(kept)]


@when("the bank exports the whole ledger")
def exports_all(auditor: Auditor, ledger: Ledger) -> None:
    ledger.bundle(auditor.bundle)


@when("the bank exports the reviewed decision")
def exports_one(auditor: Auditor, ledger: Ledger) -> None:
    ledger.bundle(auditor.bundle, decisions=(ledger.average,))


@when("the bank exports the erased decision")
def exports_erased(auditor: Auditor, ledger: Ledger) -> None:
    ledger.bundle(auditor.bundle, decisions=(ledger.erased,))


@when("a grade in an answer is changed, and the manifest made to fit")
def changes_grade(auditor: Auditor) -> None:
    files = files_of(auditor.bundle)
    files[ANSWER] = files[ANSWER].replace(b'"grade":"N4"', b'"grade":"N1"')
    zipped(resealed(files), auditor.bundle)


@when("a record is left out, and the manifest made to fit")
def leaves_out(auditor: Auditor) -> None:
    files = files_of(auditor.bundle)
    less = {n: data for n, data in files.items() if not n.startswith(place(3)[:29])}
    zipped(resealed(less), auditor.bundle)


@when("a review is put in under the name of rules, and the manifest made to fit")
def puts_in(auditor: Auditor) -> None:
    files = files_of(auditor.bundle)
    files[FORGED] = b'{"kind":"review","action":"accept"}'
    source = sha256(canonical({"record.json": files[FORGED].decode()}))
    forged = {"id": "x", "version": "1", "source": source, "folder": FORGED[:28]}
    rulesets = json.loads(files["manifest.json"])["rulesets"]
    zipped(resealed(files, rulesets=[*rulesets, forged]), auditor.bundle)


@when("the manifest is made to ask for nothing")
def asks_for_nothing(auditor: Auditor) -> None:
    files = files_of(auditor.bundle)
    asked = {"all": True, "decisions": []}
    zipped(resealed(files, asked_for=asked), auditor.bundle)


@when("another key is put among the ledger's keys, and the manifest made to fit")
def changes_keys(auditor: Auditor) -> None:
    files = files_of(auditor.bundle)
    other = Signer("bank.example/pinzhi", Ed25519PrivateKey.generate())
    files["keys.txt"] += f"{other.vkey}\n".encode()
    zipped(resealed(files), auditor.bundle)


@when("another zip is put before it")
def puts_before(auditor: Auditor) -> None:
    bundle = auditor.bundle.read_bytes()
    evil = zipped({ANSWER: b"{}"}, auditor.folder / "evil.zip").read_bytes()
    auditor.bundle.write_bytes(evil + bundle)


@when("the bank hands over a bundle of another ledger, made up with a key of its own")
def makes_up(auditor: Auditor, rater: Rater) -> None:
    folder = auditor.folder / "made up"
    folder.mkdir()
    make_ledger(folder, rater).bundle(auditor.bundle)


@when("the bank hands over a bundle of a ledger rewritten since, signed by the same key")
def rewrites(auditor: Auditor, ledger: Ledger, rater: Rater) -> None:
    folder = auditor.folder / "rewritten"
    folder.mkdir()
    # Without what the folder may remember of the checkpoints that were signed.
    forgetful = shutil.ignore_patterns("*.checkpoint")
    shutil.copytree(ledger.keys.path, folder / "keys", ignore=forgetful)
    rewritten = make_ledger(folder, rater, KeyFolder(folder / "keys"))
    rewritten.bundle(auditor.bundle)


@when("the auditor checks the bundle")
def checks(auditor: Auditor) -> None:
    auditor.check()


@then("the bundle is sound")
def is_sound(auditor: Auditor) -> None:
    assert auditor.status == 0, auditor.said
    assert auditor.said.startswith("sound: ")


@then("the checkpoint that the check prints is the one that the bank published")
def same_checkpoint(auditor: Auditor, ledger: Ledger) -> None:
    with ledger.store() as store:
        published = store.checkpoints()[-1].note.splitlines()[:3]
    assert "".join(f"  {line}\n" for line in published) in auditor.said


@then("the bundle has its dossier, its facts, its answer and its review")
def has_all(auditor: Auditor, ledger: Ledger) -> None:
    files = files_of(auditor.bundle)
    assert json.loads(files[ANSWER])["decision_id"] == ledger.average
    assert json.loads(files[place(2, "dossier")]) == json.loads(dossier("average_manufacturer"))
    assert place(2, "facts") in files
    review = json.loads(files[place(3)])
    assert (review["kind"], review["subject"]) == ("review", ledger.average)


@then("the rules it was taken by can be read")
def has_rules(auditor: Auditor, rater: Rater) -> None:
    of = rater.ruleset.reference
    files = files_of(auditor.bundle)
    start = f"rulesets/{of['id']}/{of['version']}/"
    texts = {n.removeprefix(start): d.decode() for n, d in files.items() if n.startswith(start)}
    assert texts == json.loads(rater.ruleset.source)


@then("that answer and its record are named")
def names_answer(auditor: Auditor, ledger: Ledger) -> None:
    assert auditor.status == 1
    line = next(line for line in auditor.said.splitlines() if line.startswith(ANSWER))
    assert line.endswith(f"[contents_changed] record {ledger.average}")


@then("what was put in is named")
def names_what_was_put_in(auditor: Auditor) -> None:
    assert auditor.status == 1
    assert any(line.startswith(FORGED[:29]) for line in auditor.said.splitlines())


@then("the manifest is named")
def names_manifest(auditor: Auditor) -> None:
    assert auditor.status == 1
    assert auditor.said.startswith("manifest.json: ")


@then("the list of keys is named")
def names_keys(auditor: Auditor) -> None:
    assert auditor.status == 1
    assert auditor.said.startswith("keys.txt: ")


@then("the bundle itself is named")
def names_bundle(auditor: Auditor) -> None:
    assert auditor.status == 1
    assert auditor.said.startswith(f"{auditor.bundle}: ")


@then("the record is said to be missing")
def names_missing(auditor: Auditor) -> None:
    assert auditor.status == 1
    assert "record 3 is asked for, and is not here [record_missing]" in auditor.said


@then("it has the certificate of the erasure, and nothing of the borrower")
def has_certificate(auditor: Auditor, ledger: Ledger) -> None:
    files = files_of(auditor.bundle)
    certificate = json.loads(files[place(8)])
    assert (certificate["kind"], certificate["subject"]) == ("erasure", ledger.erased)
    borrower = json.loads(dossier("trading"))["borrower"]["legal_name"].encode()
    assert all(borrower not in data for data in files.values())


@then("it is refused because no trusted key signed it")
def refused_key(auditor: Auditor) -> None:
    assert auditor.status == 1
    assert "[checkpoint_not_trusted]" in auditor.said


@then("it is refused because it has no checkpoint like the one that was kept")
def refused_kept(auditor: Auditor) -> None:
    assert auditor.status == 1
    faults = auditor.said.split("\n\n")[0].splitlines()
    assert faults[:-1] == [
        f"{auditor.folder / 'kept.txt'}: the bundle has no checkpoint of 6 records with the same"
        " root [checkpoints_disagree]"
    ]


@then("the auditor is told that the keys are the bundle's own")
def told_own_keys(auditor: Auditor) -> None:
    assert "The keys are the bundle's own." in auditor.said
