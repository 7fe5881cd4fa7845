"""What installs the Debian packages knows those that a paper needs, and says what it cannot do."""

import os
import subprocess
from pathlib import Path

from service.report.needs import COMMAND, PACKAGES
from tests.dossiers import ROOT

SCRIPT = ROOT / "deploy" / "debian-packages"
TESTS = ("chromium", "poppler-utils")
NOBODY = 65534


def called(*arguments: str, packages: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Call the script as somebody who may install nothing; ``packages`` is what is installed."""
    around = {"DPKG_ADMINDIR": str(packages)} if packages else {}
    return subprocess.run(
        ["bash", "-s", *arguments],
        input=SCRIPT.read_text("utf-8"),
        cwd="/",
        env={**os.environ, **around},
        user=NOBODY if os.getuid() == 0 else None,
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_is_there_is_left_alone() -> None:
    answer = called("test")
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")


def test_it_knows_the_packages_that_a_paper_needs() -> None:
    answer = called("run", packages=Path("/dev/null"))
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert answer.stderr == (
        "Missing Debian packages. The service runs without them, but makes no papers (PDF)."
        f" Install with: {COMMAND}\n"
    )


def test_the_tests_need_more_than_the_service() -> None:
    answer = called("test", packages=Path("/dev/null"))
    assert answer.returncode == 1
    assert "The tests cannot run without them." in answer.stderr
    assert answer.stderr.rstrip().endswith(" ".join((*PACKAGES, *TESTS)))


def test_a_call_that_asks_for_nothing_is_told_how_to_ask() -> None:
    answer = called()
    assert answer.returncode == 2
    assert answer.stderr == "Usage: deploy/debian-packages run|test\n"


def test_the_page_of_the_error_and_the_document_name_the_same_command() -> None:
    for page in ("docs/errors/report_unavailable.md", "docs/report.md"):
        assert COMMAND in (ROOT / page).read_text("utf-8"), page


def test_the_makefile_and_the_container_ask_for_them() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert "@deploy/debian-packages run || true\n" in makefile
    assert "@deploy/debian-packages test\n" in makefile
    container = (ROOT / "deploy" / "Containerfile").read_text("utf-8")
    assert "debian-packages run" in container
