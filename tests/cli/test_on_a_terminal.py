"""On a terminal the text has colour, and many lines have a progress bar on standard error."""

import json
import os
import pty
import re
import subprocess
from pathlib import Path

import pytest

from service.decisions.rate import Rater
from service.ruleset.model import Ruleset
from tests.cli.processes import ENVIRONMENT, PROGRAM
from tests.dossiers import ROOT, STRONG, document

FAMILY = ROOT / "fixtures" / "dossiers" / "family_condiment_maker.json"


def run_on_terminal(arguments: list[str], shown_on: str, other: Path, **variables: str) -> bytes:
    """Run the command with ``shown_on`` (stdout or stderr) on a terminal; return what it showed.

    The other stream goes into the file ``other``.
    """
    leader, follower = pty.openpty()
    with other.open("wb") as file:
        streams = {"stdout": file, "stderr": file, shown_on: follower}
        environment = ENVIRONMENT | variables
        process = subprocess.Popen(PROGRAM + arguments, cwd=ROOT, env=environment, **streams)
    os.close(follower)
    shown = b"".join(iter(lambda: _read(leader), b""))
    os.close(leader)
    assert process.wait() == 0
    return shown


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # how Linux says that nobody holds the other end any more
        return b""


def test_the_text_is_coloured(tmp_path: Path) -> None:
    errors = tmp_path / "errors"
    assert b"\x1b[32m" in run_on_terminal(["rate", str(STRONG)], "stdout", errors)
    assert errors.read_bytes() == b""


def test_json_is_never_coloured(tmp_path: Path) -> None:
    arguments = ["rate", "--format", "json", str(STRONG)]
    assert b"\x1b" not in run_on_terminal(arguments, "stdout", tmp_path / "errors")


def test_many_lines_show_their_progress_on_standard_error_only(tmp_path: Path) -> None:
    portfolio = tmp_path / "portfolio.ndjson"
    portfolio.write_text((json.dumps(document()) + "\n") * 3)
    answers = tmp_path / "answers.ndjson"
    shown = run_on_terminal(["rate", "--ndjson", str(portfolio)], "stderr", answers)
    assert b"3 lines" in shown
    assert b"grade" not in shown
    grades = [json.loads(line)["grade"] for line in answers.read_bytes().splitlines()]
    assert grades == ["N1"] * 3


def uncoloured(shown: bytes) -> list[str]:
    return re.sub(r"\x1b\[[0-9;]*m", "", shown.decode()).splitlines()


@pytest.mark.parametrize("columns", [30, 40, 59, 60, 66, 110])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_bars_and_words_of_ratings_are_whole_at_any_width(
    tmp_path: Path, rater: Rater, ruleset: Ruleset, columns: int, lang: str
) -> None:
    arguments = ["rate", "--lang", lang, str(FAMILY)]
    shown = run_on_terminal(arguments, "stdout", tmp_path / "errors", COLUMNS=str(columns))
    lines = uncoloured(shown)
    rated = [d["rating"] for d in rater.rate(FAMILY.read_bytes()).result["dimensions"].values()]
    bars = [line for line in lines if "█" in line]
    assert len(bars) == len(rated)
    for rating, line in zip(rated, bars, strict=True):
        word = ruleset.policy.rating_titles[rating].in_language(lang)
        assert f"{'██' * rating}{'░░' * (5 - rating)}  {rating} {word}" in line
    for code in ruleset.dimensions:
        assert any(line.startswith(f"  {code}  ") for line in lines)
    assert "…" not in "".join(lines)


@pytest.mark.parametrize("columns", [40, 110])
def test_no_line_ends_with_blanks(tmp_path: Path, columns: int) -> None:
    arguments = ["rate", str(FAMILY)]
    shown = run_on_terminal(arguments, "stdout", tmp_path / "errors", COLUMNS=str(columns))
    assert not [line for line in uncoloured(shown) if line != line.rstrip()]
