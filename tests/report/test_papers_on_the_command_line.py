"""``pinzhi report DECISION`` writes the paper that the service gives."""

from pathlib import Path

import pytest

from tests.cli.conftest import Pinzhi, pinzhi  # noqa: F401 - a fixture
from tests.report.conftest import Library

FAMILY = "family_condiment_maker"


@pytest.fixture
def call(pinzhi: Pinzhi, library: Library, monkeypatch: pytest.MonkeyPatch) -> Pinzhi:  # noqa: F811
    """The command over the store of the library."""
    monkeypatch.setenv("PINZHI_STORE", str(library.store.path))
    return pinzhi


def test_it_writes_to_standard_output_nothing_but_the_paper(call: Pinzhi, library: Library) -> None:
    paper = library.paper(FAMILY, "en")
    answer = call("report", "paper", paper.decision_id, "--output", "-")
    assert answer.exit_code == 0
    assert answer.stdout_bytes == paper.content


def test_a_file_that_cannot_be_written_is_told_and_nothing_is_left(
    call: Pinzhi, library: Library, tmp_path: Path
) -> None:
    decision_id = library.decision("services").decision_id
    answer = call("report", decision_id, "-o", tmp_path / "no-folder" / "paper.pdf")
    assert answer.exit_code == 2
    assert "cannot be written: No such file or directory." in answer.output
    assert list(tmp_path.iterdir()) == []


def test_what_is_not_recorded_has_no_paper(call: Pinzhi, tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    answer = call("report", "0" * 32, "-o", file)
    assert answer.exit_code == 2
    assert f"No decision {'0' * 32} is recorded" in answer.output
    answer = call("report", "nonsense", "-o", file)
    assert answer.exit_code == 2
    assert "'nonsense' is no decision_id." in answer.output
    assert not file.exists()


def test_where_packages_are_missing_it_names_the_command(
    call: Pinzhi, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decision_id = library.decision("services").decision_id
    monkeypatch.setenv("PATH", str(tmp_path))
    answer = call("report", decision_id, "-o", tmp_path / "paper.pdf")
    assert answer.exit_code == 2
    assert "Install with: sudo apt-get install -y libpango-1.0-0" in answer.output
    assert list(tmp_path.iterdir()) == []


def test_the_other_reports_are_still_there(call: Pinzhi) -> None:
    assert "DECISION|COMMAND" in call("report", "--help").output
    assert "--lang [en|zh]" in call("report", "paper", "--help").output
    assert "--by" in call("report", "overrides", "--help").output
