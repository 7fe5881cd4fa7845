"""Where the terminal is not UTF-8, what it cannot show is replaced and the rest is printed."""

import json
from pathlib import Path

import pytest

from service.dossier.jsonschema import dossier_schema
from service.ruleset.model import Ruleset
from tests.cli.processes import in_shell
from tests.dossiers import ROOT, STRONG

FAMILY = ROOT / "fixtures" / "dossiers" / "family_condiment_maker.json"
TRADING = ROOT / "fixtures" / "dossiers" / "trading.json"
ENCODINGS = ["latin-1", "ascii", "gbk"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_text_is_printed(encoding: str, lang: str) -> None:
    called = in_shell("", "rate", "--lang", lang, str(STRONG), PYTHONIOENCODING=encoding)
    assert (called.returncode, called.stderr) == (0, b"")
    assert called.stdout.startswith(b" N1 ")


def test_the_bars_still_differ_by_rating() -> None:
    called = in_shell("", "rate", str(FAMILY), PYTHONIOENCODING="latin-1")
    for bar in ("##########  5 Strong", "########..  4 Good", "######....  3 Adequate"):
        assert bar in called.stdout.decode("latin-1")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_help_is_printed(encoding: str) -> None:
    called = in_shell("", "--help", PYTHONIOENCODING=encoding)
    assert (called.returncode, called.stderr) == (0, b"")
    assert b"corporate borrowers" in called.stdout


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_schema_is_utf_8_all_the_same(encoding: str, ruleset: Ruleset) -> None:
    called = in_shell("", "schema", "dossier", PYTHONIOENCODING=encoding)
    assert (called.returncode, called.stderr) == (0, b"")
    assert json.loads(called.stdout.decode("utf-8")) == dossier_schema(ruleset)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_keys_and_checkpoints_are_utf_8_all_the_same(encoding: str, tmp_path: Path) -> None:
    variables = {
        "PINZHI_STORE": str(tmp_path / "decisions.sqlite3"),
        "PINZHI_KEYS": str(tmp_path / "keys"),
        "PYTHONIOENCODING": encoding,
    }
    made = in_shell("", "ledger", "init", "--origin", "行.example/pinzhi", **variables)
    signed = in_shell("", "ledger", "checkpoint", **variables)
    kept = tmp_path / "kept.checkpoint"
    kept.write_bytes(signed.stdout)
    key = made.stdout.decode("utf-8").strip()
    verified = in_shell(
        "", "ledger", "verify", "--checkpoint", str(kept), "--key", key, **variables
    )
    assert (verified.returncode, verified.stderr) == (0, b"")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_csv_is_utf_8_all_the_same(encoding: str, tmp_path: Path) -> None:
    variables = {"PINZHI_STORE": str(tmp_path / "decisions.sqlite3"), "PYTHONIOENCODING": encoding}
    in_shell("", "decide", str(TRADING), **variables)
    called = in_shell("", "decisions", "list", "--format", "csv", **variables)
    assert json.loads(TRADING.read_bytes())["borrower"]["legal_name"] in called.stdout.decode(
        "utf-8"
    )


def test_a_fault_that_names_chinese_is_printed() -> None:
    called = in_shell("", "rate", "不存在", PYTHONIOENCODING="latin-1")
    assert called.returncode == 2
    assert b"No such file" in called.stderr
    assert b"Traceback" not in called.stderr
