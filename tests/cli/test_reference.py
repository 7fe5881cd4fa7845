"""``ruleset check``, ``schema dossier``, ``--version`` and the help."""

import json
import shutil
from pathlib import Path

import pytest

from service import __version__
from service.dossier.jsonschema import dossier_schema
from service.engine import limits
from service.ruleset import catalogue
from service.ruleset.model import Ruleset
from tests.cli.conftest import Pinzhi

RULESET = catalogue.root().joinpath(*catalogue.ACTIVE)
NAME = " ".join(catalogue.ACTIVE)


def test_a_sound_ruleset_is_ok_with_id_version_and_digest(pinzhi: Pinzhi, ruleset: Ruleset) -> None:
    called = pinzhi("ruleset", "check", RULESET)
    assert called.exit_code == 0
    assert called.stdout == f"ok {NAME} {ruleset.digest}\n"


def test_each_fault_of_a_ruleset_is_one_line_that_names_its_file(
    pinzhi: Pinzhi, tmp_path: Path
) -> None:
    broken = tmp_path / RULESET.name
    shutil.copytree(RULESET, broken)
    history = broken / "history.yaml"
    text = history.read_text(encoding="utf-8")
    text = text.replace("history.founding_basis:", "history.founding_bases:")
    history.write_text(text.replace("'\"lost\"'", "'\"lots\"'"), encoding="utf-8")
    called = pinzhi("ruleset", "check", broken)
    assert called.exit_code == 1
    lines = called.stdout.splitlines()
    assert len(lines) > 1
    for line in lines:
        assert line.startswith("history.yaml: ")
        assert "founding_bases" in line or "lots" in line


def test_a_folder_without_a_ruleset_is_faulty(pinzhi: Pinzhi, tmp_path: Path) -> None:
    called = pinzhi("ruleset", "check", tmp_path)
    assert called.exit_code == 1
    assert called.stdout


def test_a_ruleset_that_the_engine_cannot_run_is_faulty(
    pinzhi: Pinzhi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_PRIORITY", 10)
    called = pinzhi("ruleset", "check", RULESET)
    assert called.exit_code == 1
    assert called.stdout.startswith(f"{NAME}: the rule engine cannot run it: ")
    assert len(called.stdout.splitlines()) == 1


def test_the_schema_of_a_dossier_is_printed_as_json(pinzhi: Pinzhi, ruleset: Ruleset) -> None:
    called = pinzhi("schema", "dossier")
    assert called.exit_code == 0
    assert json.loads(called.stdout) == dossier_schema(ruleset)


def test_the_version_is_printed(pinzhi: Pinzhi) -> None:
    assert pinzhi("--version").stdout == f"pinzhi {__version__}\n"


@pytest.mark.parametrize(
    "command",
    ["", "rate", "decide", "ruleset", "ruleset check", "schema", "schema dossier"],
)
def test_every_command_has_help(pinzhi: Pinzhi, command: str) -> None:
    called = pinzhi(*command.split(), "--help")
    assert called.exit_code == 0
    assert called.stdout.startswith("Usage: ")


def test_the_list_of_commands_is_not_cut(pinzhi: Pinzhi) -> None:
    for group in ([], ["ruleset"], ["schema"]):
        assert "..." not in pinzhi(*group, "--help").stdout.partition("Commands:")[2]


@pytest.mark.parametrize("command", ["rate", "decide"])
def test_the_help_says_what_lang_and_ndjson_are_for(pinzhi: Pinzhi, command: str) -> None:
    text = " ".join(pinzhi(command, "--help").stdout.split())
    assert "--lang [en|zh] Language of the text; JSON is the same in either." in text
    assert "FILE holds one dossier a line" in text
    assert "over several lines" in text
