"""The command that replays recorded decisions, and what it exits with."""

import csv
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import orjson
import pytest

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.decisions.raters import SourceRaters
from service.ruleset import catalogue
from service.ruleset.load import load_ruleset
from service.store.port import Client, Draft
from service.store.sqlite import SqliteStore
from tests.cli.conftest import Pinzhi
from tests.cli.test_on_a_terminal import run_on_terminal
from tests.dossiers import STRONG, document


@pytest.fixture(scope="module")
def of_before() -> Rater:
    return Rater(load_ruleset(catalogue.available()[0]))


@pytest.fixture(autouse=True)
def _compiled_once(monkeypatch: pytest.MonkeyPatch, rater: Rater, of_before: Rater) -> None:
    """Spares every call the second that it takes to compile the two rulesets."""
    ready = SourceRaters(rater, of_before)
    monkeypatch.setattr("service.replay.many.SourceRaters", lambda: ready)
    monkeypatch.setattr("service.cli.replay.SourceRaters", lambda: ready)


@pytest.fixture
def decided(tmp_path: Path, rater: Rater, of_before: Rater) -> Iterator[list[str]]:
    """Three decisions, the second by an older ruleset."""
    store = SqliteStore(tmp_path / "decisions.sqlite3")
    by = [rater, of_before, rater]
    yield [decide(one, store, STRONG.read_bytes()).decision_id for one in by]
    store.close()


def damage(path: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type='trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        assert db.execute(statement, values).rowcount


@pytest.fixture
def damaged(tmp_path: Path, decided: list[str]) -> str:
    """The third decision, with its facts changed by hand."""
    changed = zlib.compress(b"{}")
    statement = "UPDATE contents SET data = ? WHERE leaf_index = 2 AND name = 'facts'"
    damage(tmp_path / "decisions.sqlite3", statement, changed)
    return decided[2]


def test_one_decision_is_reproduced(pinzhi: Pinzhi, decided: list[str]) -> None:
    ended = pinzhi("replay", decided[0])
    assert ended.exit_code == 0
    assert ended.output.splitlines()[0] == f"{decided[0]}  reproduced"
    assert "ruleset nonfinancial 1.1.0" in ended.output


def test_all_are_summed_up_by_ruleset(pinzhi: Pinzhi, decided: list[str]) -> None:
    ended = pinzhi("replay", "--all")
    assert ended.exit_code == 0
    assert [line.split() for line in ended.output.splitlines()] == [
        ["3", "decisions"],
        ["ruleset", "reproduced", "diverged", "incomparable"],
        ["nonfinancial", "1.0.0", "1", "0", "0"],
        ["nonfinancial", "1.1.0", "2", "0", "0"],
        ["all", "3", "0", "0"],
    ]


def test_a_divergence_ends_with_1_and_is_told(pinzhi: Pinzhi, damaged: str) -> None:
    one = pinzhi("replay", damaged)
    assert one.exit_code == 1
    assert f"{damaged}  diverged at input (stored_input_damaged)" in one.output
    assert "input: /contents/facts recorded" in one.output
    assert "cause stored_input_damaged: The stored facts" in one.output
    many = pinzhi("replay", "--all")
    assert many.exit_code == 1
    assert f"{damaged}  diverged at input (stored_input_damaged)" in many.output


def test_what_cannot_be_compared_ends_with_3(
    pinzhi: Pinzhi, tmp_path: Path, decided: list[str]
) -> None:
    damage(tmp_path / "decisions.sqlite3", "DELETE FROM sources")
    ended = pinzhi("replay", "--all")
    assert ended.exit_code == 3
    assert f"{decided[0]}  incomparable (ruleset_not_stored)" in ended.output


def test_an_erased_decision_is_no_failure(
    pinzhi: Pinzhi, tmp_path: Path, decided: list[str]
) -> None:
    ended = pinzhi("retention", "erase", decided[0], "--order", "A-7", "--by", "Li Na", "--yes")
    assert ended.exit_code == 0, ended.output
    one = pinzhi("replay", decided[0])
    assert one.exit_code == 0
    assert "incomparable (erased)" in one.output
    many = pinzhi("replay", "--all")
    assert many.exit_code == 0
    assert "(no record)" in many.output
    assert decided[0] not in many.output


def test_json_is_the_verdict_of_one_and_the_report_of_many(
    pinzhi: Pinzhi, decided: list[str]
) -> None:
    one = orjson.loads(pinzhi("replay", "--format", "json", decided[1]).output)
    assert (one["decision_id"], one["verdict"]) == (decided[1], "reproduced")
    many = orjson.loads(pinzhi("replay", "--format", "json", "--all").output)
    assert [d["decision_id"] for d in many["decisions"]] == decided
    assert many["counts"]["reproduced"] == 3


def test_a_report_is_written_in_both_forms(
    pinzhi: Pinzhi, tmp_path: Path, damaged: str, decided: list[str]
) -> None:
    files = tmp_path / "report.json", tmp_path / "report.csv"
    ended = pinzhi("replay", "--all", "--report", files[0], "--report", files[1])
    assert ended.exit_code == 1
    report = orjson.loads(files[0].read_bytes())
    assert report["store"] == str(tmp_path / "decisions.sqlite3")
    assert report["counts"]["diverged"] == 1
    with files[1].open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["decision_id"] for row in rows] == decided
    assert [row["cause"] for row in rows] == ["", "", "stored_input_damaged"]


def test_a_report_that_cannot_be_finished_is_not_left_half(
    pinzhi: Pinzhi, tmp_path: Path, decided: list[str]
) -> None:
    taken = tmp_path / "report.csv"
    taken.write_text("of last year")
    ended = pinzhi("replay", "--all", "--report", taken, "--report", tmp_path / "no" / "r.json")
    assert ended.exit_code == 2
    assert taken.read_text() == "of last year"
    assert not list(tmp_path.glob("*.part"))


def test_a_sample_names_its_seed_and_is_drawn_again(pinzhi: Pinzhi, decided: list[str]) -> None:
    ended = pinzhi("replay", "--sample", "2", "--format", "json")
    first = orjson.loads(ended.output)
    seed = first["selection"]["seed"]
    assert first["selection"] == {"all": True, "decisions": 3, "sample": 2, "seed": seed}
    text = pinzhi("replay", "--sample", "2", "--seed", seed).output
    assert text.startswith(f"A sample of 2 of 3 decisions, seed {seed}\n")
    again = orjson.loads(pinzhi("replay", "--sample", "2", "--seed", seed, "--format=json").output)
    assert again["decisions"] == first["decisions"]


def test_those_since_a_day(pinzhi: Pinzhi, decided: list[str]) -> None:
    assert pinzhi("replay", "--since", "2020-01-01").output.startswith("3 decisions since 2020-01")
    assert pinzhi("replay", "--since", "2999-01-01").output.startswith("0 decisions since 2999-01")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--all", "0" * 32],
        ["--all", "--since", "2026-11-22"],
        ["--all", "--sample", "2"],
        ["--all", "--seed", "x"],
        ["--sample", "0"],
        ["--since", "yesterday"],
        ["--all", "--report", "report.txt"],
        ["--all", "--workers", "0"],
    ],
    ids=" ".join,
)
def test_a_call_that_makes_no_sense_ends_with_2(
    pinzhi: Pinzhi, decided: list[str], arguments: list[str]
) -> None:
    assert pinzhi("replay", *arguments).exit_code == 2


def test_a_decision_that_was_never_recorded_ends_with_2(
    pinzhi: Pinzhi, tmp_path: Path, decided: list[str]
) -> None:
    ended = pinzhi("replay", "0" * 32)
    assert ended.exit_code == 2
    assert "No decision" in ended.output
    store = SqliteStore(tmp_path / "decisions.sqlite3")
    store.append(Draft("key", "f" * 32, None, Client(), {}))
    store.close()
    assert pinzhi("replay", "f" * 32).exit_code == 2


def test_a_store_that_is_not_there_ends_with_2_and_is_not_made(
    pinzhi: Pinzhi, tmp_path: Path
) -> None:
    for arguments in (["--all"], ["0" * 32]):
        ended = pinzhi("replay", *arguments)
        assert ended.exit_code == 2
        assert "decisions.sqlite3" in ended.output
    assert not (tmp_path / "decisions.sqlite3").exists()


def test_a_long_list_is_cut_and_says_so(pinzhi: Pinzhi, tmp_path: Path, rater: Rater) -> None:
    store = SqliteStore(tmp_path / "decisions.sqlite3")
    for _ in range(23):
        decide(rater, store, STRONG.read_bytes())
    store.close()
    damage(tmp_path / "decisions.sqlite3", "UPDATE records SET data = x'00'")
    ended = pinzhi("replay", "--all")
    assert ended.exit_code == 1
    assert ended.output.count("diverged at input") == 20
    assert "... and 3 more; --report writes them all." in ended.output


def test_on_a_terminal_a_bar_shows_how_far_it_is(tmp_path: Path, decided: list[str]) -> None:
    path = tmp_path / "decisions.sqlite3"
    variables = {"PINZHI_STORE": str(path)}
    text = tmp_path / "text"
    shown = run_on_terminal(["replay", "--all"], "stderr", text, **variables)
    assert b"3/3" in shown
    assert b"3/3" not in text.read_bytes()
    assert text.read_bytes().splitlines()[0] == b"3 decisions"


def test_a_borrower_of_any_name_is_not_named(
    pinzhi: Pinzhi, tmp_path: Path, decided: list[str]
) -> None:
    """A report goes to outsiders: it says what came out, not who the borrower is."""
    report = tmp_path / "report.json"
    assert pinzhi("replay", "--all", "--report", report).exit_code == 0
    assert document()["borrower"]["legal_name"] not in report.read_text(encoding="utf-8")
