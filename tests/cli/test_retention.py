"""``retention``: the report, classes and ends of relations."""

import csv
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.cli.conftest import Pinzhi
from tests.damage import damage
from tests.dossiers import spoiled

WHO = ("--by", "Wu Lei")
ORDER = ("--order", "DSR-2026-17", *WHO)
WHY = ("--reason", "a US borrower", *WHO)

Decide = Callable[..., str]


@pytest.fixture
def decided(rater: Rater, store: SqliteStore) -> Decide:
    def record(**members: str) -> str:
        return decide(rater, store, spoiled(**members)).decision_id

    return record


def reported(pinzhi: Pinzhi, *options: str) -> dict:
    called = pinzhi("retention", "report", "--format", "json", *options)
    assert called.exit_code == 0
    document: dict = json.loads(called.stdout)
    return document


def test_the_report_lists_each_decision_under_its_state(pinzhi: Pinzhi, decided: Decide) -> None:
    unknown, ended, held, gone = (decided(application_ref=f"LOS-{n}") for n in range(4))
    assert pinzhi("retention", "end-relation", ended, "--on", "2026-01-31", *WHO).exit_code == 0
    placed = pinzhi("hold", "place", held, *WHY, "--reference", "(2026) 88")
    assert pinzhi("retention", "erase", gone, *ORDER, "--yes").exit_code == 0
    shown = [word for state in ("open", "expired", "held") for word in ("--state", state)]
    called = pinzhi("retention", "report", "--on", "2050-01-01", *shown)
    assert called.exit_code == 0
    lines = called.stdout.splitlines()
    hold_id = placed.stdout.split()[1]
    assert [line.split()[0] for line in lines] == ["open", "expired", "held", "On"]
    assert lines[0].endswith(f"{unknown}  cn_loan_file  LOS-0  (the relation has not ended)")
    assert lines[1].endswith(f"{ended}  cn_loan_file  LOS-1")
    assert lines[2].endswith(f"{held}  cn_loan_file  LOS-2  (hold {hold_id})")
    assert lines[3] == (
        "On 2050-01-01, looking 90 days ahead: 1 expired, 0 expiring, 1 held, 0 unknown, 1 open,"
        " 0 kept, 1 erased."
    )


def test_the_report_as_json_counts_all_and_lists_what_is_asked_for(
    pinzhi: Pinzhi, decided: Decide
) -> None:
    first, second = decided(), decided()
    assert pinzhi("retention", "class", first, "us_reg_b_business", *WHY).exit_code == 0
    document = reported(pinzhi, "--on", "2050-01-01", "--within", "7", "--state", "expired")
    assert [line["decision_id"] for line in document["decisions"]] == [first]
    assert document["counts"] == {
        "expired": 1,
        "expiring": 0,
        "held": 0,
        "unknown": 0,
        "open": 1,
        "kept": 0,
        "erased": 0,
    }
    assert (document["on"], document["within_days"]) == ("2050-01-01", 7)
    assert document["policy"]["id"] == "records"
    both = reported(pinzhi, "--on", "2050-01-01", "--state", "open", "--state", "expired")
    assert [line["decision_id"] for line in both["decisions"]] == [first, second]
    none = reported(pinzhi, "--state", "held")
    assert (none["decisions"], none["counts"]["open"]) == ([], 1)


def test_what_nothing_is_to_be_done_about_is_listed_only_where_it_is_asked_for(
    pinzhi: Pinzhi, decided: Decide
) -> None:
    lives, kept = decided(), decided()
    assert pinzhi("retention", "class", kept, "us_reg_b_business", *WHY).exit_code == 0
    document = reported(pinzhi)
    assert document["decisions"] == []
    assert (document["counts"]["open"], document["counts"]["kept"]) == (1, 1)
    (line,) = reported(pinzhi, "--state", "open")["decisions"]
    assert (line["decision_id"], line["unknown"]) == (lives, "relation_not_ended")


def test_a_cell_that_a_spreadsheet_would_take_for_a_formula_is_text(
    pinzhi: Pinzhi, decided: Decide
) -> None:
    decided(application_ref="-1.88")
    called = pinzhi("retention", "report", "--format", "csv", "--state", "open")
    (row,) = csv.DictReader(StringIO(called.stdout))
    assert row["application_ref"] == "'-1.88"


def test_a_damaged_record_is_not_reported(
    pinzhi: Pinzhi, decided: Decide, store: SqliteStore
) -> None:
    first = decided()
    pinzhi("retention", "class", first, "eu_aml", *WHY)
    (record,) = store.about(first)
    damage(store, record, record.data.replace(b"eu_aml", b"forged"))
    for arguments in (("report",), ("class", first, "cn_loan_file", *WHY)):
        called = pinzhi("retention", *arguments)
        assert called.exit_code == 2
        assert f"record {record.record_id}: the record is not the one in its leaf" in called.stderr
    assert store.size() == 2


def test_the_report_of_today_looks_ahead(pinzhi: Pinzhi, decided: Decide) -> None:
    first = decided()
    pinzhi("retention", "class", first, "us_reg_b_business", *WHY)
    assert reported(pinzhi)["decisions"] == []
    assert reported(pinzhi)["on"] == datetime.now(UTC).date().isoformat()
    (line,) = reported(pinzhi, "--within", "500")["decisions"]
    assert (line["decision_id"], line["state"]) == (first, "expiring")


def test_the_report_as_csv_has_a_line_for_each_decision(pinzhi: Pinzhi, decided: Decide) -> None:
    first = decided()
    holds = [
        pinzhi("hold", "place", first, *WHY, "--reference", "x").stdout.split()[1] for _ in "ab"
    ]
    called = pinzhi("retention", "report", "--format", "csv", "--on", "2026-11-22")
    rows = list(csv.DictReader(StringIO(called.stdout)))
    assert [(row["decision_id"], row["state"], row["holds"]) for row in rows] == [
        (first, "held", " ".join(holds))
    ]
    assert rows[0]["keep_until"] == ""


def test_the_report_changes_nothing(pinzhi: Pinzhi, decided: Decide, store: SqliteStore) -> None:
    decided()
    store.close()
    before = store.path.read_bytes()
    reported(pinzhi, "--on", "2999-01-01")
    assert store.path.read_bytes() == before


def test_a_change_of_class_is_recorded_and_tells_the_new_term(
    pinzhi: Pinzhi, decided: Decide, store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = decided()
    monkeypatch.setenv("PINZHI_CLIENT", "archive-1")
    called = pinzhi("retention", "class", first, "eu_aml", *WHY)
    (record,) = store.about(first)
    assert called.stdout == (
        f"Record {record.record_id}: decision {first}, class eu_aml, kept until: not known,"
        " the relation has not ended.\n"
    )
    assert record.document["client"] == {"name": "archive-1", "authenticated": False}
    called = pinzhi("retention", "end-relation", first, "--on", "2026-11-22", *WHO)
    until = datetime.now(UTC).date()
    assert f"decision {first}, class eu_aml, kept until {until.year + 5}-" in called.stdout


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("class", "{id}", "for_ever", *WHY), "has no retention class 'for_ever'"),
        (("class", "no-such", "eu_aml", *WHY), "There is no decision no-such."),
        (("class", "{id}", "eu_aml", "--reason", " ", *WHO), "The reason is empty."),
        (("end-relation", "{id}", "--on", "2999-01-01", *WHO), "2999-01-01 is still to come"),
        (("erase", "no-such", "--yes", *ORDER), "There is no decision no-such."),
        (("erase", "{id}", "--yes", "--order", "", *WHO), "The reference is empty."),
    ],
)
def test_what_is_refused_says_why_and_records_nothing(
    pinzhi: Pinzhi, decided: Decide, store: SqliteStore, arguments: tuple[str, ...], why: str
) -> None:
    first = decided()
    called = pinzhi("retention", *(argument.format(id=first) for argument in arguments))
    assert called.exit_code == 1
    assert called.stderr.startswith("Error: ")
    assert why in called.stderr
    assert store.size() == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("report",),
        ("scrub",),
        ("class", "x", "eu_aml", *WHY),
        ("end-relation", "x", "--on", "2026-01-01", *WHO),
        ("erase", "x", "--yes", *ORDER),
    ],
)
def test_no_command_makes_a_store(
    pinzhi: Pinzhi, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    called = pinzhi("retention", *arguments)
    assert called.exit_code == 2
    assert "There is no store of decisions at " in called.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_store_is_unusable(pinzhi: Pinzhi, tmp_path: Path) -> None:
    (tmp_path / "decisions.sqlite3").write_text("no database\n" * 400)
    called = pinzhi("retention", "report")
    assert called.exit_code == 2
    assert "The store of decisions is unavailable: " in called.stderr


def test_a_date_must_be_a_date(pinzhi: Pinzhi, decided: Decide) -> None:
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    for text in ("soon", tomorrow.strftime("%d.%m.%Y"), "2026-02-30"):
        assert pinzhi("retention", "report", "--on", text).exit_code == 2


@pytest.mark.parametrize(
    "command",
    ["retention class", "retention erase", "hold place", "hold lift"],
)
def test_who_gives_words_that_no_erasure_takes_away_is_told_so(
    pinzhi: Pinzhi, command: str
) -> None:
    told = " ".join(pinzhi(*command.split(), "--help").stdout.split())
    assert "kept for ever; write nothing about the borrower" in told


@pytest.mark.parametrize("command", ["", "report", "class", "end-relation", "erase", "scrub"])
def test_every_command_has_help_with_its_exit_status(pinzhi: Pinzhi, command: str) -> None:
    called = pinzhi("retention", *command.split(), "--help")
    assert called.exit_code == 0
    assert "Exit status: 0 " in called.stdout or not command
