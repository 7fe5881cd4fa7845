"""``export-audit`` and ``verify-bundle``."""

import json
import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.cli.conftest import Pinzhi, store_path
from tests.dossiers import ROOT, STRONG

ORIGIN = "bank.example/pinzhi"
TRADING = ROOT / "fixtures" / "dossiers" / "trading.json"


def recorded(rater: Rater, dossier: Path) -> str:
    store = SqliteStore(store_path())
    decision = decide(rater, store, dossier.read_bytes())
    store.close()
    return decision.decision_id


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "keys"
    monkeypatch.setenv("PINZHI_KEYS", str(folder))
    return folder


@pytest.fixture
def vkey(pinzhi: Pinzhi, keys: Path) -> str:
    return pinzhi("ledger", "init", "--origin", ORIGIN).stdout.strip()


@pytest.fixture
def decided(vkey: str, rater: Rater) -> str:
    return recorded(rater, STRONG)


@pytest.fixture
def bundle(pinzhi: Pinzhi, decided: str, tmp_path: Path) -> Path:
    path = tmp_path / "bundle.zip"
    assert pinzhi("export-audit", "--decision", decided, "-o", path).exit_code == 0
    return path


def test_a_decision_is_exported_and_checked(
    pinzhi: Pinzhi, vkey: str, decided: str, tmp_path: Path
) -> None:
    path = tmp_path / "bundle.zip"
    exported = pinzhi("export-audit", "--decision", decided, "-o", path)
    assert exported.exit_code == 0
    first, _, origin, size, root = exported.stdout.splitlines()
    assert first == f"{path}: 2 records (1 decision), and 0 erased by certificate."
    assert (origin, size) == (f"  {ORIGIN}", "  2")
    checked = pinzhi("verify-bundle", path, "--key", vkey)
    assert checked.exit_code == 0
    assert checked.stdout.startswith("sound: 2 records")
    assert f"{origin}\n{size}\n{root}\n" in checked.stdout


def test_what_was_added_since_the_last_checkpoint_gets_a_new_one(
    pinzhi: Pinzhi, bundle: Path, tmp_path: Path, rater: Rater
) -> None:
    recorded(rater, TRADING)
    exported = pinzhi("export-audit", "--all", "-o", tmp_path / "all.zip")
    assert exported.exit_code == 0
    assert "3 records (2 decisions)" in exported.stdout
    again = pinzhi("export-audit", "--all", "-o", tmp_path / "again.zip")
    assert again.exit_code == 0
    assert (tmp_path / "again.zip").read_bytes() == (tmp_path / "all.zip").read_bytes()


def test_a_period_is_exported(pinzhi: Pinzhi, decided: str, tmp_path: Path) -> None:
    path = tmp_path / "period.zip"
    asked = ("--since", "2026-01-01", "--until", "2026-01-31", "-o", path)
    assert pinzhi("export-audit", *asked).exit_code == 0
    with zipfile.ZipFile(path) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert manifest["asked_for"] == {"since": "2026-01-01", "until": "2026-01-31"}
    assert pinzhi("verify-bundle", path).exit_code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--all", "--since", "2026-01-01"],
        ["--all", "--decision", "00ff"],
        ["--until", "2026-01-01"],
        ["--all", "--until", "2026-01-01"],
        ["--since", "yesterday"],
    ],
)
def test_it_must_be_clear_what_is_asked_for(
    pinzhi: Pinzhi, tmp_path: Path, arguments: list[str]
) -> None:
    called = pinzhi("export-audit", *arguments, "-o", tmp_path / "b.zip")
    assert called.exit_code == 2
    assert called.stderr.startswith("Usage: ")


def test_without_a_store_there_is_nothing_to_export(
    pinzhi: Pinzhi, keys: Path, tmp_path: Path
) -> None:
    called = pinzhi("export-audit", "--all", "-o", tmp_path / "b.zip")
    assert called.exit_code == 2
    assert "There is no store of decisions at " in called.stderr
    assert list(tmp_path.iterdir()) == []


def test_without_a_checkpoint_or_keys_nothing_is_exported(
    pinzhi: Pinzhi, keys: Path, tmp_path: Path, rater: Rater
) -> None:
    recorded(rater, STRONG)
    called = pinzhi("export-audit", "--all", "-o", tmp_path / "b.zip")
    assert called.exit_code == 2
    assert "there is no checkpoint of all the records asked for" in called.stderr
    assert not (tmp_path / "b.zip").exists()


def test_a_decision_that_is_not_recorded_is_named(
    pinzhi: Pinzhi, decided: str, tmp_path: Path
) -> None:
    called = pinzhi("export-audit", "--decision", "00ff", "-o", tmp_path / "b.zip")
    assert called.exit_code == 2
    assert "no decision 00ff is recorded" in called.stderr


def test_a_bundle_is_never_written_over(pinzhi: Pinzhi, bundle: Path) -> None:
    before = bundle.read_bytes()
    called = pinzhi("export-audit", "--all", "-o", bundle)
    assert called.exit_code == 2
    assert f"{bundle} exists already, and is not written over." in called.stderr
    assert bundle.read_bytes() == before


def test_a_folder_that_is_not_there_is_a_sentence(pinzhi: Pinzhi, bundle: Path) -> None:
    target = bundle.parent / "nowhere" / "b.zip"
    called = pinzhi("export-audit", "--all", "-o", target)
    assert called.exit_code == 2
    assert f"{target} cannot be written" in called.stderr


def test_faults_of_a_bundle_end_with_status_1(pinzhi: Pinzhi, bundle: Path, vkey: str) -> None:
    with zipfile.ZipFile(bundle, "a") as archive:
        archive.writestr("note.txt", "added")
    called = pinzhi("verify-bundle", bundle, "--key", vkey)
    assert called.exit_code == 1
    assert called.stdout.startswith("note.txt: it is not in the manifest [file_extra]\n1 fault\n")


def test_the_outcome_as_json(pinzhi: Pinzhi, bundle: Path, vkey: str) -> None:
    sound = json.loads(pinzhi("verify-bundle", bundle, "--format", "json").stdout)
    assert sound["sound"] is True
    assert (sound["records"], sound["gaps"], sound["keys_given"]) == (2, 0, False)
    assert sound["checkpoint"]["size"] == 2
    assert sound["trusted_keys"] == [vkey]
    with zipfile.ZipFile(bundle, "a") as archive:
        archive.writestr("note.txt", "added")
    called = pinzhi("verify-bundle", bundle, "--key", vkey, "--format", "json")
    assert called.exit_code == 1
    faulty = json.loads(called.stdout)
    assert faulty["keys_given"] is True
    assert faulty["faults"] == [
        {
            "code": "file_extra",
            "file": "note.txt",
            "record_id": None,
            "message": "it is not in the manifest",
        }
    ]


def test_what_is_no_zip_is_told_in_a_line(pinzhi: Pinzhi, tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    path.write_bytes(b"not a zip")
    called = pinzhi("verify-bundle", path)
    assert called.exit_code == 1
    assert called.stdout == (
        f"{path}: it is not a zip that is whole: File is not a zip file [bundle_damaged]\n1 fault\n"
    )


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "UPDATE checkpoints SET note = replace(note, char(8212) || ' ', char(8212) || ' x')",
            "checkpoints/: there is no checkpoint, signed by a key that is known,",
        ),
        ("DELETE FROM nodes WHERE level = 1", "The ledger cannot be read: "),
    ],
)
def test_a_damaged_store_is_told_in_sentences(
    pinzhi: Pinzhi, bundle: Path, tmp_path: Path, statement: str, said: str
) -> None:
    with closing(sqlite3.connect(store_path())) as db:
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in db.execute(triggers).fetchall():
            db.execute(f"DROP TRIGGER {name}")
        assert db.execute(statement).rowcount > 0
        db.commit()
    called = pinzhi("export-audit", "--all", "-o", tmp_path / "damaged.zip")
    assert called.exit_code == 1
    assert said in called.stderr
    assert re.search(r"[^.]\. Run pinzhi ledger verify\.\n$", called.stderr)
    assert "/-000" not in called.stderr


def test_what_is_no_zip_is_faulty(pinzhi: Pinzhi, tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    path.write_bytes(b"not a zip")
    called = pinzhi("verify-bundle", path, "--format", "json")
    assert called.exit_code == 1
    told = json.loads(called.stdout)
    assert [fault["code"] for fault in told["faults"]] == ["bundle_damaged"]
    assert told["checkpoint"] is None


@pytest.mark.parametrize("arguments", [["--key", "none"], ["--checkpoint", "/none.txt"]])
def test_what_cannot_be_checked_ends_with_status_2(
    pinzhi: Pinzhi, bundle: Path, arguments: list[str]
) -> None:
    called = pinzhi("verify-bundle", bundle, *arguments)
    assert called.exit_code == 2
    assert "The check cannot be carried out: " in called.stderr
    assert called.stdout == ""


def test_a_bundle_that_is_not_there_cannot_be_checked(pinzhi: Pinzhi, tmp_path: Path) -> None:
    assert pinzhi("verify-bundle", tmp_path / "none.zip").exit_code == 2


def test_a_bundle_is_checked_without_store_and_keys(
    pinzhi: Pinzhi, bundle: Path, vkey: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINZHI_STORE", "/none/store")
    monkeypatch.setenv("PINZHI_KEYS", "/none/keys")
    assert pinzhi("verify-bundle", bundle, "--key", vkey).exit_code == 0


@pytest.mark.parametrize("command", ["export-audit", "verify-bundle"])
def test_both_commands_have_help(pinzhi: Pinzhi, command: str) -> None:
    called = pinzhi(command, "--help")
    assert called.exit_code == 0
    assert "Exit status: 0" in called.stdout
