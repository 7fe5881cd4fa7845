"""A stream that cannot be read or written ends the call with one line and exit status 2."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from service.store.sqlite import SqliteStore
from tests.cli.conftest import Pinzhi
from tests.cli.processes import ENVIRONMENT, PROGRAM, in_shell
from tests.dossiers import ROOT, STRONG, document, spoiled

FULL = "Error: The output cannot be written: No space left on device\n"
CALLS = [
    ["rate", str(STRONG)],
    ["rate", "--format", "json", str(STRONG)],
    ["schema", "dossier"],
    ["ruleset", "check", "rulesets/nonfinancial/1.0.0"],
    ["rate", "--help"],
    ["--version"],
]


@pytest.fixture
def portfolio(tmp_path: Path) -> str:
    path = tmp_path / "portfolio.ndjson"
    path.write_text(json.dumps(document()) + "\n")
    return str(path)


@pytest.mark.parametrize("arguments", CALLS, ids=" ".join)
def test_a_full_disk_is_said_in_one_line(arguments: list[str]) -> None:
    called = in_shell(">/dev/full", *arguments)
    assert (called.returncode, called.stderr.decode()) == (2, FULL)


def test_a_full_disk_ends_many_lines_too(portfolio: str) -> None:
    called = in_shell(">/dev/full", "rate", "--ndjson", portfolio)
    assert (called.returncode, called.stderr.decode()) == (2, FULL)


@pytest.mark.parametrize("arguments", [["rate", str(STRONG)], ["schema", "dossier"], ["--help"]])
def test_a_closed_output_is_said_in_one_line(arguments: list[str]) -> None:
    called = in_shell(">&-", *arguments)
    expected = "Error: The output cannot be written: standard output is closed.\n"
    assert (called.returncode, called.stderr.decode()) == (2, expected)


def test_a_decision_that_could_not_be_printed_is_not_made_where_that_is_known_before(
    tmp_path: Path,
) -> None:
    path = tmp_path / "decisions.sqlite3"
    assert in_shell(">&-", "decide", str(STRONG), PINZHI_STORE=str(path)).returncode == 2
    assert not path.exists()


def test_a_decision_stands_where_printing_it_fails(tmp_path: Path) -> None:
    path = tmp_path / "decisions.sqlite3"
    called = in_shell(">/dev/full", "decide", str(STRONG), PINZHI_STORE=str(path))
    assert (called.returncode, called.stderr.decode()) == (2, FULL)
    store = SqliteStore(path)
    assert store.connection().execute("SELECT count(*) FROM decisions").fetchone() == (1,)
    store.close()


def test_a_closed_input_is_said_and_not_a_crash() -> None:
    called = in_shell("<&-", "rate", "-")
    assert called.returncode == 2
    assert b"standard input is closed" in called.stderr
    assert b"Traceback" not in called.stderr


def test_closed_standard_error_hinders_nothing(portfolio: str) -> None:
    called = in_shell("2>&-", "rate", "--ndjson", portfolio)
    assert called.returncode == 0
    assert json.loads(called.stdout)["grade"] == "N1"


@pytest.mark.parametrize("arguments", [*CALLS, ["rate", "--ndjson", "-"]], ids=" ".join)
def test_a_reader_that_goes_away_ends_the_call_quietly(arguments: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    called = subprocess.run(
        PROGRAM + arguments,
        cwd=ROOT,
        env=ENVIRONMENT,
        input=spoiled(),
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert (called.returncode, called.stderr) == (141, b"")


@pytest.mark.parametrize("form", [[], ["--ndjson"]])
def test_a_file_that_cannot_be_read_is_said_in_one_line(pinzhi: Pinzhi, form: list[str]) -> None:
    # The first page of a process's memory is never there to be read.
    called = pinzhi("rate", *form, "/proc/self/mem")
    assert (called.exit_code, called.stdout) == (2, "")
    assert called.stderr == "Error: FILE cannot be read: Input/output error\n"


@pytest.mark.parametrize("command", ["rate", "decide", "ruleset check"])
def test_the_help_says_what_each_exit_status_means(pinzhi: Pinzhi, command: str) -> None:
    text = " ".join(pinzhi(*command.split(), "--help").stdout.split())
    assert "2 the call cannot be carried out, 141 nobody reads the output any more." in text
