"""``report overrides``: how often, how far and by whom people depart from proposed grades."""

import csv
import io
import json
from pathlib import Path

import pytest

from service.decisions.rate import Rater
from service.records.policy import ACTIVE, FILE, records_policy
from service.retention.erase import erase
from service.ruleset import catalogue
from service.store.port import Client
from service.store.sqlite import SqliteStore
from tests.cli.conftest import Pinzhi
from tests.damage import damage
from tests.reviews.reviewing import FAMILY, Reviewed


@pytest.fixture
def reviewed(pinzhi: Pinzhi, store: SqliteStore, rater: Rater) -> Pinzhi:
    """A store with one decision, overridden down and then waiting for a second signature."""
    family = Reviewed(store, rater, FAMILY)
    family.review("accept", "wang")
    family.review("override_down", "li.na", grade="N7")
    family.review("override_up", "li.na", grade="N4")
    return pinzhi


def test_officers_rules_and_reasons_are_tables_with_a_total(reviewed: Pinzhi) -> None:
    called = reviewed("report", "overrides")
    assert called.exit_code == 0
    head, decisions, *tables = called.stdout.splitlines()
    assert head == "Reviews from the first to the last: 3"
    assert decisions == "Decisions reviewed: 1"
    rows = [line.split() for line in tables]
    assert ["li.na", "2", "0", "1", "0", "1", "0", "0", "0", "0.5", "2", "-"] in rows
    assert ["wang", "1", "1", "0", "0", "0", "0", "0", "0", "0", "-", "-"] in rows
    assert [row[1] for row in rows if row[:1] == ["by"]] == ["officer", "rule", "reason"]
    totals = [row for row in rows if row[:1] == ["total"]]
    assert totals == [["total", "3", "1", "1", "0", "1", "0", "0", "0", "0.3333", "2", "-"]] * 3


def test_the_groups_are_those_asked_for(reviewed: Pinzhi) -> None:
    called = reviewed("report", "overrides", "--by", "grade", "--by", "month", "--format", "json")
    answer = json.loads(called.stdout)
    assert [group["by"] for group in answer["groups"]] == ["grade", "month"]
    assert answer["groups"][0]["key"] == "N5"
    assert answer["total"]["reviews"] == 3


def test_csv_has_a_line_for_the_total_and_one_for_each_group(reviewed: Pinzhi) -> None:
    called = reviewed("report", "overrides", "--by", "officer", "--format", "csv")
    total, *groups = csv.DictReader(io.StringIO(called.stdout))
    assert (total["by"], total["key"], total["reviews"], total["erased"]) == ("total", "", "3", "0")
    assert [(g["by"], g["key"], g["average_notches_down"]) for g in groups] == [
        ("officer", "li.na", "2"),
        ("officer", "wang", ""),
    ]


def test_csv_has_the_days_asked_about_in_every_line(reviewed: Pinzhi) -> None:
    asked = ("report", "overrides", "--by", "officer", "--format", "csv")
    lines = list(csv.DictReader(io.StringIO(reviewed(*asked, "--since", "2020-01-31").stdout)))
    assert [(line["since"], line["until"]) for line in lines] == [("2020-01-31", "")] * 3


def test_a_damaged_review_is_not_counted(reviewed: Pinzhi, store: SqliteStore) -> None:
    record = next(store.records(kind="review"))
    damage(store, record, record.data.replace(b'"wang"', b'"chen"'))
    called = reviewed("report", "overrides")
    assert (called.exit_code, called.stdout) == (2, "")
    assert f"record {record.record_id}: the record is not the one in its leaf" in called.stderr


def test_a_period_that_ends_before_it_begins_is_a_usage_error(reviewed: Pinzhi) -> None:
    called = reviewed("report", "overrides", "--since", "2026-11-02", "--until", "2026-11-01")
    assert called.exit_code == 2
    assert "--since is after --until." in called.stderr
    day = "2026-11-02"
    assert reviewed("report", "overrides", "--since", day, "--until", day).exit_code == 0


def test_days_bound_what_is_counted(reviewed: Pinzhi) -> None:
    called = reviewed("report", "overrides", "--until", "2020-01-31")
    assert called.stdout.startswith("Reviews from the first to 2020-01-31: 0\n")
    called = reviewed("report", "overrides", "--since", "2020-01-31", "--format", "json")
    answer = json.loads(called.stdout)
    assert (answer["since"], answer["total"]["reviews"]) == ("2020-01-31", 3)


def test_erased_reviews_are_said_to_be_erased(reviewed: Pinzhi, store: SqliteStore) -> None:
    [decision] = store.records(kind="decision")
    erase(store, decision.record_id, order="court 7", by="dpo", client=Client())
    lines = reviewed("report", "overrides").stdout.splitlines()
    assert lines[:3] == [
        "Reviews from the first to the last: 0",
        "Decisions reviewed: 0",
        "Erased on order, at any time, and not counted below: 3 review records, signatures among"
        " them, of 1 decisions",
    ]


@pytest.mark.parametrize("option", [["--since", "yesterday"], ["--by", "branch"]])
def test_what_cannot_be_counted_by_is_a_usage_error(pinzhi: Pinzhi, option: list[str]) -> None:
    assert pinzhi("report", "overrides", *option).exit_code == 2


def test_a_store_that_is_not_there_is_not_made(pinzhi: Pinzhi, tmp_path: Path) -> None:
    called = pinzhi("report", "overrides")
    assert called.exit_code == 2
    assert "There is no store" in called.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_policy_of_records_is_checked_as_a_ruleset_is(pinzhi: Pinzhi, tmp_path: Path) -> None:
    policy = records_policy()
    folder = catalogue.root().joinpath(*ACTIVE)
    assert pinzhi("ruleset", "check", folder).stdout == f"ok records 1.0.0 {policy.digest}\n"
    text = (folder / FILE).read_text("utf-8").replace("[W3, KO]", "[W3, KO, W3]")
    text = text.replace("PAT-26]", "PAT-40]")
    (tmp_path / FILE).write_text(text, "utf-8")
    called = pinzhi("ruleset", "check", tmp_path)
    assert called.exit_code == 1
    assert called.stdout == (
        "records.yaml: records: review.binding_patterns: the ruleset in force has no pattern PAT-40"
        " [shape]\n"
        "records.yaml: records: review.binding_severities: W3 stands here twice [duplicate_code]\n"
    )


def test_the_commands_have_help(pinzhi: Pinzhi) -> None:
    for words in (["report"], ["report", "overrides"]):
        assert pinzhi(*words, "--help").exit_code == 0
