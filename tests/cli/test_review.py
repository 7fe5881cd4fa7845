"""``review``: a person decides on a proposed grade, and sees the history of that."""

import json
from pathlib import Path

import pytest

from service.cli.review import history_text
from service.decisions.rate import Rater
from service.retention.erase import erase
from service.store.port import Client
from service.store.sqlite import SqliteStore
from tests.cli.conftest import Pinzhi
from tests.damage import damage
from tests.reviews.reviewing import DOSSIERS, FAMILY, Reviewed

DOWN = [
    *("--action", "override_down", "--officer", "li.na", "--grade", "N7"),
    *("--reason-code", "RISK_NOT_COVERED", "--reason", "最大客户占一半。"),
]
UP = [
    *("--action", "override_up", "--officer", "li.na", "--grade", "N4"),
    *("--reason-code", "MITIGANT_NOT_COVERED", "--reason", "The son took over."),
]


@pytest.fixture
def decision(store: SqliteStore, rater: Rater) -> str:
    """A decision in the store that the command uses."""
    return Reviewed(store, rater, FAMILY).decision_id


def test_a_review_is_recorded_and_its_history_printed(pinzhi: Pinzhi, decision: str) -> None:
    called = pinzhi("review", decision, *DOWN)
    assert called.exit_code == 0
    first, of, grades, _, who, state, reason = called.stdout.splitlines()
    review = first.removeprefix("Recorded as review ").removesuffix(".")
    assert of == f"Decision {decision}"
    assert grades == "Proposed grade N5, human grade N7 (overridden down)"
    assert who.endswith("Z  li.na: override down to N7")
    assert state == f"  review {review}, in force"
    assert reason == "  RISK_NOT_COVERED: 最大客户占一半。"


def test_without_an_action_the_history_is_printed_and_nothing_recorded(
    pinzhi: Pinzhi, decision: str
) -> None:
    called = pinzhi("review", decision)
    assert called.exit_code == 0
    assert called.stdout.splitlines() == [
        f"Decision {decision}",
        "Proposed grade N5, human grade none (not reviewed)",
    ]
    assert json.loads(pinzhi("review", decision, "--format", "json").stdout)["reviews"] == []


def test_json_is_what_the_api_answers(
    pinzhi: Pinzhi, decision: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINZHI_CLIENT", "desk.7")
    added = json.loads(pinzhi("review", decision, *DOWN, "--format", "json").stdout)
    assert added["client"] == {"name": "desk.7", "authenticated": False}
    assert (added["effective_grade"], added["decision_state"]) == ("N7", "overridden_down")
    history = json.loads(pinzhi("review", decision, "--format", "json").stdout)
    assert [review["review_id"] for review in history["reviews"]] == [added["review_id"]]


def test_an_upward_override_is_countersigned_by_another(pinzhi: Pinzhi, decision: str) -> None:
    up = json.loads(pinzhi("review", decision, *UP, "--format", "json").stdout)["review_id"]
    sign = ["review", decision, "--action", "countersign", "--review-id", up, "--officer"]
    refused = pinzhi(*sign, "li.na")
    assert refused.exit_code == 1
    assert refused.stderr == (
        "--officer: li.na signed the override; another officer must countersign it."
        " [same_officer]\n"
    )
    called = pinzhi(*sign, "wang")
    assert called.exit_code == 0
    assert "human grade N4 (overridden up)" in called.stdout
    assert f"Z  wang: countersign {up}" in called.stdout
    late = pinzhi(*sign, "chen")
    assert late.exit_code == 1
    assert late.stderr == (
        f"review: The upward override {up} is already countersigned. [review_conflict]\n"
    )


def test_every_fault_is_a_line_that_names_its_option(pinzhi: Pinzhi, decision: str) -> None:
    asked = ["--action", "override_up", "--officer", "a b", "--grade", "N2", "--reason", "x"]
    called = pinzhi("review", decision, *asked, "--reason-code", "FACT_DISPUTED")
    assert (called.exit_code, called.stdout) == (1, "")
    lines = called.stderr.splitlines()
    assert [line.partition(":")[0] for line in lines] == ["--grade", "--officer", "--reason-code"]
    assert pinzhi("review", decision).stdout.endswith("(not reviewed)\n")


def test_faults_are_json_where_that_is_asked_for(pinzhi: Pinzhi, decision: str) -> None:
    called = pinzhi("review", decision, "--action", "accept", "--format", "json")
    assert called.exit_code == 1
    [error] = json.loads(called.stdout)["errors"]
    assert (error["code"], error["pointer"]) == ("missing_member", "/officer")


def test_a_correction_shows_in_the_history(pinzhi: Pinzhi, decision: str) -> None:
    corrected = pinzhi(
        "decide", "--corrects", decision, "--format", "json", DOSSIERS / f"{FAMILY}.json"
    )
    newer = json.loads(corrected.stdout)["decision_id"]
    assert f"Corrected by {newer}" in pinzhi("review", decision).stdout.splitlines()
    assert pinzhi("review", decision, *DOWN).exit_code == 1


def test_a_damaged_review_is_not_shown(pinzhi: Pinzhi, decision: str, store: SqliteStore) -> None:
    pinzhi("review", decision, *DOWN)
    (record,) = store.records(kind="review")
    damage(store, record, record.data.replace(b'"N7"', b'"N6"'))
    for call in ((), tuple(DOWN)):
        called = pinzhi("review", decision, *call)
        assert (called.exit_code, called.stdout) == (2, "")
        assert f"record {record.record_id}: the record is not the one in its leaf" in called.stderr
    assert store.size() == 2


def test_what_is_said_of_a_decision_that_was_erased(
    pinzhi: Pinzhi, decision: str, store: SqliteStore
) -> None:
    erase(store, decision, order="court 7", by="dpo", client=Client())
    for call, status in (
        (["review", decision], 2),
        (["explain", decision], 2),
        (["decide", "--corrects", decision, DOSSIERS / f"{FAMILY}.json"], 2),
        (["hold", "list", decision], 1),
        (["retention", "erase", decision, "--order", "8", "--by", "dpo", "--yes"], 1),
        (["decisions", "show", decision], 0),
    ):
        called = pinzhi(*call)
        assert called.exit_code == status, call
        assert "was erased" in called.stdout + called.stderr


def test_without_an_action_nothing_else_is_given(pinzhi: Pinzhi, decision: str) -> None:
    called = pinzhi("review", decision, "--officer", "li.na")
    assert called.exit_code == 2
    assert "Without --action" in called.stderr


def test_an_unknown_decision_makes_no_store(pinzhi: Pinzhi, tmp_path: Path) -> None:
    called = pinzhi("review", "0" * 32, *DOWN)
    assert called.exit_code == 2
    assert "is recorded in" in called.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_id_is_a_usage_error(pinzhi: Pinzhi) -> None:
    called = pinzhi("review", "D-2026-001")
    assert called.exit_code == 2
    assert "no decision_id" in called.stderr


def test_a_review_without_reasons_takes_two_lines() -> None:
    review = {
        "action": "accept",
        "grade": None,
        "signs": None,
        "recorded_at": "2026-11-22T12:00:00.000000+00:00",
        "officer": "wang",
        "review_id": "r",
        "state": "in_force",
        "reason_code": None,
        "reason": "走访一致。",
    }
    history = {
        "decision_id": "d",
        "model_grade": "N4",
        "effective_grade": "N4",
        "state": "accepted",
        "corrected_by": [],
        "reviews": [review],
    }
    told = ["2026-11-22T12:00:00Z  wang: accept", "  review r, in force"]
    assert history_text(history)[3:] == [*told, "  走访一致。"]
    review["reason"] = None
    assert history_text(history)[3:] == told


def test_the_command_has_help_that_lists_the_actions(pinzhi: Pinzhi) -> None:
    text = " ".join(pinzhi("review", "--help").stdout.split())
    assert "accept, override_down, override_up, refer_back, countersign, decline" in text
