"""``python -m bench`` prints and writes every row and every target, met or missed."""

import json
from pathlib import Path

import pytest

from bench.__main__ import main
from bench.explaining import COUNTERFACTUALS, EDGE, EXPLAIN
from bench.ledgers import BACKUP, EXPORT, VERIFY, VERIFY_BUNDLE
from bench.measure import Timing
from bench.proving import PROOF
from bench.recording import DECIDE, RATING, REPLAY
from bench.records import LEAST
from bench.report import explaining_figures, figures
from bench.rows import DIRECT, FLOOR, RATE, RETE, ZEN, ZEN_BY_TEST

EXPLAINING = (COUNTERFACTUALS, EDGE, EXPLAIN)


def timings(**medians: float) -> list[Timing]:
    given = dict.fromkeys((RETE, DIRECT, RATE, FLOOR, *ZEN, *EXPLAINING), 1000.0) | medians
    return [
        Timing(name, f"row {name}", value, 1.5 * value, 2 * value, 1)
        for name, value in given.items()
    ]


def test_a_run_writes_all_rows_and_targets(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "build" / "bench.json"
    for name in ("generate.DRAWN", "recording.SEGMENTS", "records.SEARCH_ROUNDS"):
        monkeypatch.setattr(f"bench.{name}", 1)
    few = ["--rounds", "1", "--dossiers", "1", "--explained", "1"]
    few += ["--records", "1", "--verified", "1", "--leaves", "1000"]
    assert main([*few, "--json", str(path)]) == 0
    written = json.loads(path.read_text(encoding="utf-8"))
    rows = {row["id"]: row for row in written["rows"]}
    assert set(rows) == {RETE, DIRECT, RATE, FLOOR, *ZEN, *EXPLAINING}
    assert len({row["calls"] for row in rows.values()}) == 1
    assert all(0 < r["median_us"] <= r["p95_us"] <= r["p99_us"] for r in rows.values())
    assert len([figure for figure in written["figures"] if figure["target"]]) in (5, 7)
    assert written["ruleset"]["digest"]
    printed = capsys.readouterr().out
    records = written["records"]
    assert (records["searched"], records["verified"], records["leaves"]) == (LEAST, 1, 1000)
    found = {row["id"] for row in records["rows"]}
    assert {DECIDE, RATING, REPLAY, VERIFY, BACKUP, EXPORT, VERIFY_BUNDLE, PROOF} <= found
    assert {"inclusion_1000", "consistency_1000", "search_grade", "search_worst_pairs"} <= found
    assert all(0 < r["median_us"] <= r["p95_us"] <= r["p99_us"] for r in records["rows"])
    for part in (written, records):
        assert all(row["title"] in printed for row in part["rows"])
        assert all(figure["title"] in printed for figure in part["figures"])


def test_targets_are_held_against_the_faster_table_a_test() -> None:
    quick, slow = ZEN_BY_TEST
    found = figures(timings(**{RETE: 300.0, DIRECT: 50.0, quick: 150.0, slow: 900.0}))
    assert [(f.value, f.met) for f in found[2:4]] == [(2.0, True), (3.0, True)]
    found = figures(timings(**{RETE: 301.0, DIRECT: 51.0, quick: 150.0, slow: 900.0}))
    assert [f.met for f in found[2:4]] == [False, False]


def test_targets_are_held_against_the_fastest_form_of_zen_too() -> None:
    fastest = next(form for form in ZEN if form not in ZEN_BY_TEST)
    found = figures(timings(**{RETE: 1500.0, DIRECT: 250.0, fastest: 500.0}))
    assert [f.met for f in found[2:4]] == [True, True]
    assert [f.met for f in found[4:6]] == [False, False]


def test_the_whole_rating_is_judged_by_median_and_99th_percentile() -> None:
    assert [f.met for f in figures(timings(**{RATE: 5000.0}))[:2]] == [True, True]
    assert [f.met for f in figures(timings(**{RATE: 8000.0}))[:2]] == [False, False]


def test_the_other_forms_are_told_without_a_target() -> None:
    others = [figure for figure in figures(timings())[2:] if figure.target is None]
    assert len(others) >= 2 * (len(ZEN) - 2)
    assert all(figure.met is None for figure in others)


def test_zero_rounds_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--rounds", "0"])
    assert stopped.value.code == 2
    assert "at least 1" in capsys.readouterr().err


def test_changes_are_judged_by_the_95th_percentile() -> None:
    assert explaining_figures(timings(**{COUNTERFACTUALS: 200_000.0}))[0].met
    assert not explaining_figures(timings(**{COUNTERFACTUALS: 201_000.0}))[0].met
