"""``decisions list`` finds recorded decisions; ``decisions show`` shows one and its history."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.retention.erase import erase
from service.store.port import Client, Decision, Draft
from service.store.sqlite import SqliteStore
from tests.cli.conftest import Pinzhi, store_path
from tests.damage import damage
from tests.dossiers import STRONG
from tests.reviews.reviewing import FAMILY, Reviewed
from tests.store.searching import Known, add, opened, row


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """The store that the command uses; its records are an hour apart."""
    with opened(tmp_path / "decisions.sqlite3") as store:
        yield store


@pytest.fixture
def known(store: SqliteStore) -> list[Known]:
    """Five decisions, the last of which corrects the first."""
    found = [
        add(store, row(borrower=name, grade=grade, client="los-1", application_ref=f"LOS-{n}"))
        for n, (name, grade) in enumerate(
            [("北岭精工", "N4"), ("南海", "N4"), ("A Ltd", "N7"), ('A, "B" Ltd', "N7")]
        )
    ]
    return [*found, add(store, row(corrects=found[0].record.record_id, grade="NR", client=None))]


def newest_first(known: list[Known]) -> list[str]:
    return [one.record.record_id for one in reversed(known)]


def test_decisions_are_listed_newest_first_a_line_each(pinzhi: Pinzhi, known: list[Known]) -> None:
    called = pinzhi("decisions", "list")
    assert called.exit_code == 0
    assert called.stderr == ""
    lines = called.stdout.splitlines()
    assert [line.split()[0] for line in lines] == newest_first(known)
    assert lines[3] == (
        f"{known[1].record.record_id}  2026-01-01T01:00:00Z  N4   南海" + " " * 30 + "LOS-1"
    )
    assert lines[4].endswith(f"LOS-0  corrected by {known[4].record.record_id}")


def test_filters_combine(pinzhi: Pinzhi, known: list[Known]) -> None:
    for options, found in [
        (["--borrower", "南海"], known[1:2]),
        (["--borrower", "A*"], known[2:4]),
        (["--borrower", "A*", "--application-ref", "LOS-2"], known[2:3]),
        (["--grade", "N4", "--client", "los-1"], known[:2]),
        (["--since", "2026-01-01T02:00:00Z", "--until", "2026-01-01T03:00:00Z"], known[2:4]),
        (["--identifier", "lei:5299", "--grade", "NR"], known[4:]),
        (["--finding", "REP-01-W1", "--ruleset", "nonfinancial@1.0.0"], known),
        (["--dossier-id", "D-2026-001"], known),
    ]:
        called = pinzhi("decisions", "list", *options)
        listed = [line.split()[0] for line in called.stdout.splitlines()]
        assert listed == newest_first(found), options


def test_where_nothing_matches_it_says_so(pinzhi: Pinzhi, known: list[Known]) -> None:
    called = pinzhi("decisions", "list", "--grade", "N9")
    assert (called.exit_code, called.stdout) == (0, "No decision matches.\n")
    called = pinzhi("decisions", "list", "--grade", "N9", "--format", "json")
    assert json.loads(called.stdout) == {"decisions": [], "next": None}


def test_a_cursor_leads_to_the_next_page(pinzhi: Pinzhi, known: list[Known]) -> None:
    first = pinzhi("decisions", "list", "--limit", "3")
    assert len(first.stdout.splitlines()) == 3
    cursor = first.stderr.removeprefix("There are more: --cursor ").partition(",")[0]
    second = pinzhi("decisions", "list", "--cursor", cursor)
    lines = first.stdout.splitlines() + second.stdout.splitlines()
    assert [line.split()[0] for line in lines] == newest_first(known)
    assert second.stderr == ""


@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_all_lists_every_page(pinzhi: Pinzhi, known: list[Known], form: str) -> None:
    called = pinzhi("decisions", "list", "--all", "--limit", "2", "--format", form)
    assert called.exit_code == 0
    assert called.stderr == ""
    for decision_id in newest_first(known):
        assert decision_id in called.stdout
    if form == "json":
        answer = json.loads(called.stdout)
        assert [hit["decision_id"] for hit in answer["decisions"]] == newest_first(known)
        assert answer["next"] is None


def test_a_page_as_json_has_the_cursor_of_the_next(pinzhi: Pinzhi, known: list[Known]) -> None:
    called = pinzhi("decisions", "list", "--limit", "2", "--format", "json")
    cursor = json.loads(called.stdout)["next"]
    called = pinzhi("decisions", "list", "--cursor", cursor, "--format", "json")
    listed = [hit["decision_id"] for hit in json.loads(called.stdout)["decisions"]]
    assert listed == newest_first(known)[2:]


def test_a_csv_has_a_row_a_decision_under_a_header(pinzhi: Pinzhi, known: list[Known]) -> None:
    called = pinzhi("decisions", "list", "--format", "csv")
    rows = list(csv.DictReader(called.stdout.splitlines()))
    assert [found["decision_id"] for found in rows] == newest_first(known)
    assert rows[1]["borrower"] == 'A, "B" Ltd'
    assert rows[0]["client"] == ""
    assert rows[0]["corrects"] == rows[-1]["decision_id"]
    assert rows[-1]["corrected_by"] == rows[0]["decision_id"]


@pytest.mark.parametrize("name", ["=1+2", "+1", "-1", "@SUM(A1)", "＝1+2", " =1"])
def test_a_cell_that_a_spreadsheet_would_take_for_a_formula_is_text(
    pinzhi: Pinzhi, store: SqliteStore, name: str
) -> None:
    add(store, row(borrower=name, application_ref="LOS-1"))
    called = pinzhi("decisions", "list", "--format", "csv")
    (found,) = csv.DictReader(called.stdout.splitlines())
    assert (found["borrower"], found["application_ref"]) == (f"'{name}", "LOS-1")
    assert f'"borrower":"{name}"' in pinzhi("decisions", "list", "--format", "json").stdout


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--since", "soon"], "--since is neither a date"),
        (["--since", "2026-01-02", "--until", "2026-01-01"], "--since is after until."),
        (["--grade", "n4"], "--grade is none of N1, N2, N3, N4, N5, N6, N7, N8, N9, N10, NR."),
        (["--limit", "0"], "--limit is not a whole number from 1 to 200."),
        (["--cursor", "x"], "--cursor is not one that this service gave."),
        (["--application-ref", ""], "--application-ref is empty."),
        (["--borrower", "\udcff"], "--borrower is not UTF-8."),
    ],
)
def test_what_cannot_be_asked_is_a_usage_error(
    pinzhi: Pinzhi, known: list[Known], options: list[str], says: str
) -> None:
    called = pinzhi("decisions", "list", *options)
    assert called.exit_code == 2
    assert says in called.stderr
    assert "%2B" not in called.stderr


@pytest.mark.parametrize("call", [["list"], ["show", "0" * 32]])
def test_looking_makes_no_store(pinzhi: Pinzhi, tmp_path: Path, call: list[str]) -> None:
    called = pinzhi("decisions", *call)
    assert called.exit_code == 2
    assert "There is no store of decisions" in called.stderr
    assert not list(tmp_path.iterdir())


@pytest.fixture
def decision(store: SqliteStore, rater: Rater) -> Decision:
    return decide(rater, store, STRONG.read_bytes(), Client("los-1"))


def test_a_decision_is_shown_with_its_record(pinzhi: Pinzhi, decision: Decision) -> None:
    called = pinzhi("decisions", "show", decision.decision_id)
    assert called.exit_code == 0
    shown = called.stdout
    for text in (
        decision.decision_id,
        f"Proposed grade  {decision.grade}",
        decision.ruleset["digest"],
        "los-1 (as stated, not authenticated)",
        f"Record          {decision.record.digest}",
        "No record is about this decision.",
    ):
        assert text in shown


def test_what_happened_to_a_decision_is_shown(
    pinzhi: Pinzhi, store: SqliteStore, rater: Rater, decision: Decision
) -> None:
    body = {"event": "placed", "by": "li.na", "reason": "Court order"}
    hold = store.append(Draft("hold", "a" * 32, decision.decision_id, Client(), body))
    later = decide(rater, store, STRONG.read_bytes(), corrects=decision.decision_id)
    called = pinzhi("decisions", "show", decision.decision_id)
    for text in (
        f"Corrected by    {later.decision_id}",
        "2026-01-01T01:00:00Z  hold       event placed, by li.na, reason Court order",
        f"    record {hold.record_id}, leaf 1",
    ):
        assert text in called.stdout
    assert (
        f"Corrects        {decision.decision_id}"
        in pinzhi("decisions", "show", later.decision_id).stdout
    )
    alone = pinzhi("decisions", "show", "--history", decision.decision_id).stdout
    assert called.stdout.endswith(alone)
    assert "Proposed grade" not in alone


def test_the_human_grade_stands_beside_the_proposed_one(pinzhi: Pinzhi, rater: Rater) -> None:
    with opened(store_path()) as store:
        family = Reviewed(store, rater, FAMILY)
        show = ("decisions", "show", family.decision_id)
        assert "Human grade     none (not reviewed)" in pinzhi(*show).stdout.splitlines()
        family.review("override_down", "li.na", grade="N6")
        pending = family.review("override_up", "li.na", grade="N4")["review_id"]
        lines = pinzhi(*show).stdout.splitlines()
        assert "Proposed grade  N5" in lines
        assert "Human grade     N6 (overridden down)" in lines
        assert f"Pending         upward override {pending}" in lines
        shown = json.loads(pinzhi(*show, "--format", "json").stdout)
        assert (shown["effective_grade"], shown["state"], shown["pending"]) == (
            "N6",
            "overridden_down",
            pending,
        )
        family.correct()
        assert "Pending" not in pinzhi(*show).stdout


@pytest.mark.parametrize("options", [[], ["--history"], ["--format", "json"]])
@pytest.mark.parametrize("kind", ["review", "hold", "retention"])
def test_a_damaged_record_about_a_decision_is_not_shown(
    pinzhi: Pinzhi, store: SqliteStore, decision: Decision, kind: str, options: list[str]
) -> None:
    about = store.append(Draft(kind, "a" * 32, decision.decision_id, Client(), {"event": "said"}))
    damage(store, about, b"{")
    called = pinzhi("decisions", "show", decision.decision_id, *options)
    assert (called.exit_code, called.stdout) == (2, "")
    assert f"record {about.record_id}: the record is not the one in its leaf" in called.stderr


def test_a_decision_is_shown_as_json(
    pinzhi: Pinzhi, store: SqliteStore, decision: Decision
) -> None:
    hold = store.append(
        Draft("hold", "a" * 32, decision.decision_id, Client(), {"event": "placed"})
    )
    shown = json.loads(pinzhi("decisions", "show", decision.decision_id, "--format", "json").stdout)
    assert shown["record"] == decision.record.document
    assert shown["records"] == [hold.document]
    history = pinzhi("decisions", "show", decision.decision_id, "--history", "--format", "json")
    assert "record" not in json.loads(history.stdout)


def test_of_an_erased_decision_the_certificate_is_shown(
    pinzhi: Pinzhi, store: SqliteStore, decision: Decision
) -> None:
    erase(store, decision.decision_id, order="court 7", by="dpo", client=Client())
    called = pinzhi("decisions", "show", decision.decision_id)
    assert called.exit_code == 0
    first, title, what, _ = called.stdout.splitlines()
    assert first == f"Decision {decision.decision_id} was erased on order."
    assert title == "History:"
    assert "erasure" in what


def test_a_decision_that_is_not_recorded_is_an_error(pinzhi: Pinzhi, known: list[Known]) -> None:
    called = pinzhi("decisions", "show", "f" * 32)
    assert called.exit_code == 2
    assert f"No decision {'f' * 32} is recorded" in called.stderr
    assert pinzhi("decisions", "show", "x").exit_code == 2


def test_a_damaged_record_is_not_shown(
    pinzhi: Pinzhi, store: SqliteStore, decision: Decision
) -> None:
    db = store.connection()
    db.execute("DROP TRIGGER records_refuse_update")
    db.execute("UPDATE records SET data = CAST(replace(data, 'los-1', 'los-2') AS BLOB)")
    called = pinzhi("decisions", "show", decision.decision_id)
    assert called.exit_code == 2
    assert "the record is not the one in its leaf" in called.stderr
    assert called.stdout == ""
