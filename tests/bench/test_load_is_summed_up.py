"""What wrk says is read, summed up over rounds, and held against what is to be reached."""

import cProfile
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import pytest

from bench.load.__main__ import main
from bench.load.driving import Run, WrkFailed, parsed, summed_up
from bench.load.profiled import Profile, Spent, top_of
from bench.load.report import (
    Endurance,
    figures,
    figures_table,
    growth,
    memory_table,
    profile_table,
    table,
)
from bench.load.sizes import renamed
from tests.dossiers import STRONG

SAID = """Running 6s test @ http://127.0.0.1:8311/v1/decisions
  1 threads and 16 connections
Requests/sec:    304.11
{"requests":1825,"duration_us":6001000,"p50_us":51230,"p99_us":77100,"most_us":90001,\
"connect":0,"read":1,"write":0,"timeout":2,"status":3}
"""


def run(a_second: float = 500.0, p99: float = 40.0, errors: int = 0) -> Run:
    return Run(3000, a_second, p50=20.0, p99=p99, most=p99 + 1, errors=errors)


def test_the_figures_of_wrk_are_read_from_its_last_line() -> None:
    assert parsed(SAID) == Run(1825, 304.1, p50=51.23, p99=77.1, most=90.001, errors=6)


@pytest.mark.parametrize(
    "said", ["", "unable to connect to 127.0.0.1", '{"requests":1}', "[]", '{"duration_us":0}']
)
def test_wrk_without_figures_is_no_run(said: str) -> None:
    with pytest.raises(WrkFailed, match="no figures"):
        parsed(said)


def test_rounds_are_summed_up_by_medians_and_no_error_is_lost() -> None:
    runs = [run(500, 40), run(100, 900, errors=2), run(520, 44, errors=1)]
    assert summed_up(runs) == Run(9000, 500, p50=20, p99=44, most=901, errors=3)


def endurance(
    of: Run | None = None,
    *,
    memory: Mapping[int, Sequence[int]] = MappingProxyType({7: [100, 101], 8: [100, 100]}),
    lost: int = 0,
    sound: bool = True,
) -> Endurance:
    return Endurance(of or run(), memory, 3000, lost, sound, "Sound.")


def missed(bare: Run, post: Run, long: Endurance | None = None) -> list[str]:
    return [figure.title for figure in figures(bare, post, long) if not figure.met]


def test_every_target_is_met_or_missed() -> None:
    assert missed(run(1000), run(500), endurance()) == []
    assert missed(run(1000), run(499)) == ["POST / bare"]
    assert missed(run(1000), run(500, p99=60.0)) == ["POST, 99th percentile"]
    assert missed(run(1000), run(500, errors=1)) == ["POST, errors"]
    assert missed(run(), run(), endurance(run(errors=1))) == ["long run, errors"]
    assert missed(run(), run(), endurance(lost=1)) == ["long run, acknowledged and lost"]
    assert missed(run(), run(), endurance(sound=False)) == ["long run, faults in the store"]
    grown = {7: [100] * 10, 8: [100] * 9 + [106]}
    assert missed(run(), run(), endurance(memory=grown)) == ["long run, growth of a worker"]


def test_memory_counts_from_the_first_tenth_on() -> None:
    assert growth({7: [50, *[100] * 18, 103]}) == 3.0
    assert growth({7: [100, 90], 8: [100, 104]}) == 4.0
    assert growth({7: [100]}) == growth({}) == 0.0


def test_the_tables_say_what_was_measured() -> None:
    lines = table([("bare", run(1000)), ("POST", run(500, errors=2))]).splitlines()
    assert lines[1].split() == ["bare", "1000.0", "20.00", "40.00", "41.00", "3000", "0"]
    assert lines[2].split()[-1] == "2"
    assert figures_table(figures(run(1000), run(400), None)).splitlines()[0].endswith("missed")
    assert memory_table({7: [93_100_000, 93_200_000]}) == "worker 7: 93.1, 93.2 MB"
    profile = Profile(3.98, (Spent("engine/rete.py:_find", 1.0, 2.3),))
    assert "3.98 ms" in profile_table(profile)
    assert profile_table(profile).splitlines()[-1].split() == ["engine/rete.py:_find", "2.3", "1.0"]


def test_a_dossier_goes_under_another_id_and_stays_the_same_otherwise() -> None:
    given = json.loads(STRONG.read_bytes())
    found = json.loads(renamed(STRONG.read_bytes(), "L0-17"))
    assert found == given | {"dossier_id": "L0-17", "application_ref": "L0-17"}


def busy() -> int:
    return sum(len(str(number)) for number in range(2000))


def test_a_profile_names_the_functions_that_took_longest_and_their_calls() -> None:
    profiler = cProfile.Profile()
    profiler.enable()
    for _ in range(3):
        busy()
    profiler.disable()
    top = top_of(profiler, 3)
    named = {spent.function: spent for spent in top}
    assert named["bench/test_load_is_summed_up.py:busy"].calls == 1.0
    assert [spent.percent for spent in top] == sorted((s.percent for s in top), reverse=True)


def test_where_wrk_is_missing_a_sentence_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["--json", str(tmp_path / "load.json")]) == 2
    assert "apt-get install wrk" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
