"""Counts of all processes of a server are one sum, which never falls when one of them ends."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from service.observe import folder
from tests.dossiers import ROOT
from tests.observe.reading import Metrics

COUNTING = """
import sys
from service.observe.metrics import Metrics
from service.observe.shared import counted, tidy
metrics = Metrics()
for grade in sys.argv[2:]:
    metrics.event("decided", {"result": {"grade": grade, "unknown_facts": [], "findings": []}})
    metrics.stage("read", 0.004)
if sys.argv[1] == "tidy":
    tidy()
if sys.argv[1] == "scrape":
    print(counted(metrics.registry).decode())
"""


@pytest.fixture
def counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RUNTIME_DIRECTORY", str(tmp_path))
    monkeypatch.setenv(folder.VARIABLE, "")
    return folder.prepare()


def process(*words: str) -> str:
    command = [sys.executable, "-c", COUNTING, *words]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_what_ended_processes_counted_is_in_the_sum(counts: Path) -> None:
    process("end", "N1", "NR")
    process("end", "N1")
    found = Metrics(process("scrape", "N5"))
    assert found.value("pinzhi_decisions_total", grade="N1") == 2
    assert found.value("pinzhi_decisions_total", grade="NR") == 1
    assert found.value("pinzhi_decisions_total") == 4
    assert found.value("pinzhi_stage_seconds_count", stage="read") == 4
    assert found.value("pinzhi_stage_seconds_bucket", stage="read", le="0.0025") == 0
    assert found.value("pinzhi_stage_seconds_bucket", stage="read", le="0.005") == 4


def test_the_sum_stays_when_it_is_asked_for_again(counts: Path) -> None:
    process("end", "N1")
    for _ in range(3):
        assert Metrics(process("scrape")).value("pinzhi_decisions_total", grade="N1") == 1


def test_files_of_ended_processes_do_not_pile_up_where_nobody_asks(counts: Path) -> None:
    for _ in range(3):
        process("tidy", "N1")
    files = sorted(path.name.rpartition("_")[0] for path in counts.iterdir())
    # The sum, and the process that ended last.
    assert files == ["counter"] * 2 + ["histogram"] * 2
    assert Metrics(process("scrape")).value("pinzhi_decisions_total", grade="N1") == 3


def test_a_process_that_ended_at_its_first_step_is_no_harm(counts: Path) -> None:
    process("end", "N1")
    for kind in ("counter", "histogram"):
        (own,) = counts.glob(f"{kind}_*.db")
        # No process has so high a number.
        (counts / f"{kind}_4194305.db").touch()
        assert own.exists()
    assert Metrics(process("scrape")).value("pinzhi_decisions_total", grade="N1") == 1
    assert not list(counts.glob("*_4194305.db"))


def test_a_server_counts_in_a_folder_of_its_own_until_it_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUNTIME_DIRECTORY", str(tmp_path))
    other = tmp_path / "pinzhi-metrics-1-of-another"
    other.mkdir()
    # What another server named, whose child this process is.
    monkeypatch.setenv(folder.VARIABLE, str(other))
    first = folder.prepare()
    assert first.parent == tmp_path
    assert first != other
    assert first.stat().st_mode & 0o777 == 0o700
    assert folder.prepare() == first
    assert os.environ[folder.VARIABLE] == str(first)
    folder.forget()
    assert not first.exists()


def test_the_folder_of_another_server_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "pinzhi-metrics-1-of-another"
    other.mkdir()
    monkeypatch.setenv(folder.VARIABLE, str(other))
    folder.forget()
    assert other.is_dir()
