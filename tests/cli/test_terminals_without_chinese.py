"""Where the terminal is not UTF-8, what it cannot show is replaced and the rest is printed."""

import json

import pytest

from service.dossier.jsonschema import dossier_schema
from service.ruleset.model import Ruleset
from tests.cli.processes import in_shell
from tests.dossiers import ROOT, STRONG

FAMILY = ROOT / "fixtures" / "dossiers" / "family_condiment_maker.json"
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


def test_a_fault_that_names_chinese_is_printed() -> None:
    called = in_shell("", "rate", "不存在", PYTHONIOENCODING="latin-1")
    assert called.returncode == 2
    assert b"No such file" in called.stderr
    assert b"Traceback" not in called.stderr
