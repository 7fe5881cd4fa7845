"""The report holds every verdict, as JSON and as CSV that no spreadsheet runs as a formula."""

import csv
import io

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.replay.report import COLUMNS, CsvReport, Heading, JsonReport, Tally
from service.replay.stages import ABSENT, Difference
from service.replay.verdict import Cause, Verdict, Version

RULESET = {"id": "nonfinancial", "version": "1.1.0", "digest": "sha256:11"}
VERSIONS = {"pinzhi": "0.1.0", "durable_rules": "2.0.28", "python": "3.11.7"}
HEADING = Heading("/srv/d.sqlite3", {"all": True}, "2026-11-22T12:00:00+00:00", VERSIONS)

SAME = Verdict(decision_id="a", leaf_index=0, verdict="reproduced", ruleset=RULESET)
OTHER = Verdict(
    decision_id="b",
    leaf_index=1,
    verdict="diverged",
    ruleset=RULESET,
    differences=(
        Difference("finding", "/findings/REP-04", ABSENT, {"code": "X"}),
        Difference("grade", "/grade", "N4", "N5"),
    ),
    causes=(Cause("service_version", "The inputs are intact; pinzhi was 1 and is 2."),),
    versions=(Version("pinzhi", "1", "2"),),
)
ERASED = Verdict(decision_id="c", leaf_index=2, verdict="incomparable", reason="erased")
REFUSED = Verdict(
    decision_id="d", leaf_index=3, verdict="incomparable", reason="ruleset_refused", detail="No."
)


def tally(*verdicts: Verdict) -> Tally:
    found = Tally()
    for verdict in verdicts:
        found.add(verdict)
    return found


def as_json(*verdicts: Verdict) -> bytes:
    file = io.BytesIO()
    report = JsonReport(file, HEADING)
    for verdict in verdicts:
        report.add(verdict)
    report.end(tally(*verdicts))
    return file.getvalue()


def as_rows(*verdicts: Verdict) -> list[dict[str, str]]:
    file = io.BytesIO()
    report = CsvReport(file, HEADING)
    for verdict in verdicts:
        report.add(verdict)
    report.end(tally(*verdicts))
    return list(csv.DictReader(io.StringIO(file.getvalue().decode(), newline="")))


def test_json_names_store_versions_counts_and_every_decision() -> None:
    report = orjson.loads(as_json(SAME, OTHER, ERASED))
    assert report["store"] == "/srv/d.sqlite3"
    assert report["versions"] == VERSIONS
    assert report["selection"] == {"all": True}
    assert [d["decision_id"] for d in report["decisions"]] == ["a", "b", "c"]
    assert report["decisions"][1] == OTHER.to_json()
    counted = {"reproduced": 1, "diverged": 1, "incomparable": 0}
    gone = {"reproduced": 0, "diverged": 0, "incomparable": 1}
    assert report["counts"] == {
        "decisions": 3,
        "reproduced": 1,
        "diverged": 1,
        "incomparable": 1,
        "by_ruleset": {"(no record)": gone, "nonfinancial 1.1.0": counted},
    }


def test_json_of_nothing_is_whole() -> None:
    assert orjson.loads(as_json())["decisions"] == []


def test_a_verdict_is_one_line_of_json() -> None:
    assert len(as_json(SAME, OTHER).splitlines()) == 4


def test_what_a_side_does_not_have_is_not_null() -> None:
    first = OTHER.to_json()["differences"][0]
    assert first == {"stage": "finding", "element": "/findings/REP-04", "replayed": {"code": "X"}}


def test_csv_has_a_row_a_decision() -> None:
    same, other, refused = as_rows(SAME, OTHER, REFUSED)
    assert tuple(same) == COLUMNS
    assert (same["decision_id"], same["verdict"], same["stage"]) == ("a", "reproduced", "")
    assert (other["stage"], other["element"]) == ("finding", "/findings/REP-04")
    assert (other["recorded"], other["replayed"]) == ("", '{"code":"X"}')
    assert (other["cause"], other["versions"]) == ("service_version", "pinzhi 1 -> 2")
    assert (refused["reason"], refused["detail"]) == ("ruleset_refused", "No.")
    assert {row["store"] for row in (same, other)} == {"/srv/d.sqlite3"}
    assert {row["engine"] for row in (same, other)} == {"durable_rules 2.0.28"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＠"])
def test_no_cell_begins_as_a_formula(start: str) -> None:
    text = f"{start}cmd|' /C calc'!A0"
    cells = Verdict(decision_id=text, leaf_index=0, verdict="reproduced", detail=text)
    (row,) = as_rows(cells)
    assert (row["decision_id"], row["detail"]) == ("'" + text, "'" + text)


@settings(max_examples=60)
@given(st.text(max_size=12))
def test_a_cell_gives_its_text_back(text: str) -> None:
    (row,) = as_rows(Verdict(decision_id=text, leaf_index=0, verdict="reproduced"))
    assert row["decision_id"].removeprefix("'") == text.removeprefix("'")
    assert (
        not row["decision_id"].startswith(("=", "+", "-", "@")) or row["decision_id"][1:].isdigit()
    )


def test_a_negative_number_stays_a_number() -> None:
    points = Difference("finding", "/findings/X/points", -1, -2.5)
    verdict = Verdict(decision_id="a", leaf_index=0, verdict="diverged", differences=(points,))
    (row,) = as_rows(verdict)
    assert (row["recorded"], row["replayed"]) == ("-1", "-2.5")


@pytest.mark.parametrize(
    ("verdicts", "status"),
    [
        ([], 0),
        ([SAME], 0),
        ([SAME, ERASED], 0),
        ([SAME, REFUSED], 3),
        ([SAME, REFUSED, OTHER], 1),
    ],
)
def test_the_exit_status_is_the_worst_verdict(verdicts: list[Verdict], status: int) -> None:
    assert tally(*verdicts).exit_status == status
