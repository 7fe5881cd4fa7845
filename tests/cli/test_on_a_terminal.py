"""On a terminal the text has colour, and many lines have a progress bar on standard error."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

from tests.dossiers import ROOT, STRONG, document

PROGRAM = [sys.executable, "-c", "from service.cli import main; main(prog_name='pinzhi')"]
ENVIRONMENT = {
    name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS")
} | {"TERM": "xterm-256color"}


def run_on_terminal(arguments: list[str], shown_on: str, other: Path) -> bytes:
    """Run the command with ``shown_on`` (stdout or stderr) on a terminal; return what it showed.

    The other stream goes into the file ``other``.
    """
    leader, follower = pty.openpty()
    with other.open("wb") as file:
        streams = {"stdout": file, "stderr": file, shown_on: follower}
        process = subprocess.Popen(PROGRAM + arguments, cwd=ROOT, env=ENVIRONMENT, **streams)
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
