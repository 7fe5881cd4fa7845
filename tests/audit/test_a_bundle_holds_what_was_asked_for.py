"""What is in a bundle: the records asked for, all about them, and what proves them."""

import hashlib
import json
from pathlib import Path

import pytest

from service import __version__
from service.audit import verifier
from service.audit.bundle import NotCovered, NothingRecorded, export
from service.audit.selection import NotRecorded, Request
from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.ledger.checkpoints import make_checkpoint
from service.retention.acts import place_hold
from service.ruleset.load import load_ruleset
from service.store.sqlite import SqliteStore
from tests.audit.bundles import (
    CLIENT,
    Files,
    Ledger,
    dossier,
    files_of,
    make_ledger,
    place,
    told,
)


def leaves(files: Files, folder: str = "records/") -> list[int]:
    start = len(folder)
    return sorted({int(name[start : start + 20]) for name in files if name.startswith(folder)})


def test_the_whole_ledger_has_every_record_and_every_gap(files: Files) -> None:
    assert leaves(files) == [0, 1, 2, 3, 4, 5, 8]
    assert leaves(files, "gaps/") == [6, 7]


def test_each_record_is_there_as_it_was_recorded(ledger: Ledger, files: Files) -> None:
    with ledger.store() as store:
        decision = store.get(ledger.strong)
    assert decision is not None
    assert files[place(1)] == decision.record.data
    assert files[place(1, "dossier")] == decision.dossier
    assert files[place(1, "facts")] == decision.facts
    assert files[place(1, "result")] == decision.body


def test_the_bundle_of_a_decision_has_all_records_about_it_and_the_keys(
    ledger: Ledger, tmp_path: Path
) -> None:
    bundle = ledger.bundle(tmp_path / "one.zip", decisions=(ledger.average,))
    assert leaves(files_of(bundle)) == [0, 2, 3, 4]
    assert told(bundle) == []


@pytest.mark.parametrize("asked", ["strong", "corrected"])
def test_a_correction_and_what_it_corrects_come_together(
    ledger: Ledger, tmp_path: Path, asked: str
) -> None:
    bundle = ledger.bundle(tmp_path / "one.zip", decisions=(getattr(ledger, asked),))
    assert leaves(files_of(bundle)) == [0, 1, 5]


def test_an_erased_decision_leaves_its_gaps_and_their_certificate(
    ledger: Ledger, tmp_path: Path
) -> None:
    bundle = ledger.bundle(tmp_path / "gone.zip", decisions=(ledger.erased,))
    files = files_of(bundle)
    assert leaves(files) == [0, 8]
    assert leaves(files, "gaps/") == [6, 7]
    assert json.loads(files["manifest.json"])["gaps"] == [
        {"leaf_index": 6, "certificate": 8},
        {"leaf_index": 7, "certificate": 8},
    ]
    assert told(bundle) == []


@pytest.mark.parametrize(
    ("since", "until", "records", "gaps"),
    [
        ("2026-03-01", "2026-03-01", [0, 1], []),
        # The record before the period and the one after it; and all about what was decided then.
        ("2026-03-03", "2026-03-03", [0, 1, 2, 3, 4], []),
        ("2026-03-06", "2026-03-06", [0, 1, 4, 5, 8], [6, 7]),
        ("2026-03-07", "2026-03-08", [0, 5, 8], [6, 7]),
        ("2026-03-08", None, [0, 5, 8], [6, 7]),
        ("2026-03-30", None, [0, 8], []),
        ("2020-01-01", None, [0, 1, 2, 3, 4, 5, 8], [6, 7]),
    ],
)
def test_a_period_is_enclosed_by_the_records_next_to_it(
    ledger: Ledger,
    tmp_path: Path,
    since: str,
    until: str | None,
    records: list[int],
    gaps: list[int],
) -> None:
    bundle = ledger.bundle(tmp_path / "period.zip", since=since, until=until)
    files = files_of(bundle)
    assert (leaves(files), leaves(files, "gaps/")) == (records, gaps)
    assert told(bundle) == []


def test_the_rules_are_files_that_can_be_checked(
    ledger: Ledger, files: Files, tmp_path: Path, rater: Rater
) -> None:
    reference = rater.ruleset.reference
    folder = tmp_path / reference["version"]
    folder.mkdir()
    start = f"rulesets/{reference['id']}/{reference['version']}/"
    for name, data in files.items():
        if name.startswith(start):
            (folder / name.removeprefix(start)).write_bytes(data)
    assert load_ruleset(folder).reference == reference


def test_the_policy_of_records_is_there(files: Files) -> None:
    assert b"reason_codes:" in files["rulesets/records/1.0.0/records.yaml"]


def test_every_checkpoint_is_there(ledger: Ledger, files: Files) -> None:
    with ledger.store() as store:
        notes = [checkpoint.note for checkpoint in store.checkpoints()]
    kept = [files[name].decode() for name in sorted(files) if name.startswith("checkpoints/")]
    assert kept == notes
    assert len(notes) == 3


def test_the_manifest_lists_every_file_with_size_and_digest(files: Files) -> None:
    manifest = json.loads(files["manifest.json"])
    assert manifest["service"] == {"name": "pinzhi", "version": __version__}
    assert manifest["asked_for"] == {"all": True}
    listed = manifest["files"]
    assert set(listed) | {"manifest.json", "manifest.sha256"} == set(files)
    for name, of in listed.items():
        assert of["size"] == len(files[name])
        assert of["sha256"] == hashlib.sha256(files[name]).hexdigest()
    digest = hashlib.sha256(files["manifest.json"]).hexdigest()
    assert files["manifest.sha256"].decode() == f"{digest}  manifest.json\n"


def test_the_auditor_is_told_in_both_languages_what_to_do(ledger: Ledger, files: Files) -> None:
    readme = files["README.md"].decode()
    checkpoint = files["checkpoints/00000000000000000009-01.txt"].decode().splitlines()[:3]
    for line in checkpoint:
        assert readme.count(f"    {line}\n") == 2
    assert "python verify.py bundle.zip --key VKEY" in readme
    assert "审计包" in readme
    assert '{"all": true}' in readme


def test_the_verifier_in_a_bundle_is_the_one_that_pinzhi_runs(files: Files) -> None:
    assert files["verify.py"] == Path(verifier.__file__).read_bytes()


def test_the_same_store_gives_the_same_bytes(ledger: Ledger, whole: Path, tmp_path: Path) -> None:
    again = ledger.bundle(tmp_path / "again.zip")
    assert again.read_bytes() == whole.read_bytes()


def test_an_unknown_decision_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(NotRecorded, match="no decision 00ff is recorded"):
        ledger.bundle(tmp_path / "none.zip", decisions=(ledger.strong, "00ff"))
    assert list(tmp_path.iterdir()) == []


def test_an_empty_ledger_gives_no_bundle(store: SqliteStore, tmp_path: Path) -> None:
    with pytest.raises(NothingRecorded):
        export(store, Request(), tmp_path / "none.zip")


def test_what_no_checkpoint_covers_is_not_exported(tmp_path: Path, rater: Rater) -> None:
    ledger = make_ledger(tmp_path, rater)
    target = tmp_path / "new.zip"
    with ledger.store() as store:
        later = decide(rater, store, dossier("services"), CLIENT)
        with pytest.raises(NotCovered):
            export(store, Request((later.decision_id,)), target)
        assert not target.exists()
        size = make_checkpoint(store, ledger.keys).size
        decide(rater, store, dossier("services"), CLIENT)
        export(store, Request(), target, size)
    assert leaves(files_of(target))[-1] == 9
    assert told(target) == []


def test_what_came_after_the_checkpoint_is_left_out(tmp_path: Path, rater: Rater) -> None:
    ledger = make_ledger(tmp_path, rater)
    one, whole = tmp_path / "one.zip", tmp_path / "whole.zip"
    with ledger.store() as store:
        place_hold(store, ledger.strong, reason="suit", by="u1", reference="7", client=CLIENT)
        make_checkpoint(store, ledger.keys)
        export(store, Request((ledger.strong,)), one, 9)
        export(store, Request(), whole, 9)
    assert leaves(files_of(one)) == [0, 1, 5]
    assert leaves(files_of(whole)) == [0, 1, 2, 3, 4, 5, 8]
    assert told(one) == told(whole) == []


def test_two_texts_of_one_version_of_the_rules_are_both_there(tmp_path: Path, rater: Rater) -> None:
    ledger = make_ledger(tmp_path, rater)
    folder = tmp_path / rater.ruleset.version
    folder.mkdir()
    for name, text in json.loads(rater.ruleset.source).items():
        (folder / name).write_text(text + "# Proofread.\n", encoding="utf-8")
    target = tmp_path / "both.zip"
    with ledger.store() as store:
        decide(Rater(load_ruleset(folder)), store, dossier("services"), CLIENT)
        make_checkpoint(store, ledger.keys)
        export(store, Request(), target)
    facts = [name for name in files_of(target) if name.endswith("/facts.yaml")]
    assert len(facts) == 2
    assert told(target) == []
