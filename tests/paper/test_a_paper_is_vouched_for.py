"""The record, the ruleset, the replay, the proof and the people behind a paper."""

from typing import Any

import orjson
import pytest

from service.paper.pen import Pen
from service.paper.record import human_of, vouching_of
from service.replay.stages import STAGES
from service.replay.verdict import CAUSES, REASONS
from service.reviews.history import SIGNATURES, STATES
from service.ruleset.text import Text
from tests.paper.conftest import Desk

NAME = "average_manufacturer"
each_language = pytest.mark.parametrize("lang", ["en", "zh"])


def entries(desk: Desk, lang: str = "en") -> dict[str, str]:
    return {entry.label: entry.value for entry in desk.paper(NAME, lang).vouching.entries}


def test_the_record_and_the_ruleset_are_named_by_their_digests(desk: Desk) -> None:
    decision, told = desk.decision(NAME), entries(desk)
    assert told["Decision"] == decision.decision_id
    assert told["Digest of the record"] == decision.record.digest
    assert told["Digest of the ruleset"] == desk.rater.ruleset.digest
    assert told["Digest of the dossier"] == desk.result(NAME)["dossier_digest"]
    assert told["Asked by"] == "los-north"
    assert told["Ruleset"].startswith("Non-financial standing of corporate borrowers (nonf")


def test_the_head_says_who_the_borrower_is(desk: Desk) -> None:
    head = desk.paper("foreign_invested").head
    told = {entry.label: entry.value for entry in head.entries}
    assert head.name == desk_borrower(desk, "foreign_invested")["legal_name"]
    assert told["Business model"] == "manufacturing"
    assert told["LEI"] == desk_borrower(desk, "foreign_invested")["identifiers"]["lei"]
    assert told["Rating date"] == "1 November 2026"


def desk_borrower(desk: Desk, name: str) -> dict[str, Any]:
    borrower: dict[str, Any] = orjson.loads(desk.decision(name).dossier)["borrower"]
    return borrower


def test_nothing_of_the_day_is_in_a_paper_that_did_not_look(desk: Desk) -> None:
    paper = desk.paper(NAME)
    assert (paper.human, paper.vouching.replay, paper.vouching.proof) == (None, None, None)


def test_a_replay_that_came_out_the_same_is_said_to_have(desk: Desk) -> None:
    paper = desk.written(NAME, replay={"verdict": "reproduced"})
    assert paper.vouching.replay is not None
    assert (paper.vouching.replay.outcome, paper.vouching.replay.word) == ("good", "Reproduced")


@each_language
@pytest.mark.parametrize("stage", STAGES)
def test_a_replay_that_parted_says_where_and_why(desk: Desk, stage: str, lang: str) -> None:
    for cause in CAUSES:
        found = {"verdict": "diverged", "stage": stage, "cause": cause}
        check = desk.written(NAME, lang, replay=found).vouching.replay
        assert check is not None
        assert check.outcome == "bad"
        assert "{" not in check.told


@each_language
def test_a_replay_that_was_impossible_says_why(desk: Desk, lang: str) -> None:
    told = set()
    for reason in REASONS:
        found = {"verdict": "incomparable", "reason": reason}
        check = desk.written(NAME, lang, replay=found).vouching.replay
        assert check is not None
        assert check.outcome == "open"
        told.add(check.told)
    assert len(told) == len(REASONS)


@pytest.mark.parametrize(
    ("proof", "outcome", "word"),
    [
        ({"state": "proved", "tree_size": 1200}, "good", "Proved"),
        ({"state": "waiting"}, "open", "Not yet covered"),
        ({"state": "inconsistent"}, "bad", "Does not verify"),
    ],
)
def test_a_proof_has_a_word_and_a_sentence(
    desk: Desk, proof: dict[str, Any], outcome: str, word: str
) -> None:
    pen = Pen(desk.rater.ruleset, "en")
    check = vouching_of(pen, desk.decision(NAME), proof=proof).proof
    assert check is not None
    assert (check.outcome, check.word) == (outcome, word)
    assert "tree_size" not in proof or "1,200 records" in check.told


def reviewed(**members: Any) -> dict[str, Any]:
    review = {
        "review_id": "r1",
        "recorded_at": "2026-11-22T09:30:00.000000+00:00",
        "officer": "w.lin",
        "action": "accept",
        "grade": None,
        "model_grade": "N4",
        "state": "in_force",
        "reason_code": None,
        "reason": None,
    }
    return review | members


def history(*reviews: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {
        "model_grade": "N4",
        "effective_grade": None,
        "state": "not_reviewed",
        "pending": None,
        "reviews": list(reviews),
    } | members


def told_of(desk: Desk, found: dict[str, Any], lang: str = "en") -> Any:
    return human_of(Pen(desk.rater.ruleset, lang), found, {"R": Text("why", "原因")})


def test_the_grade_of_the_model_stays_beside_that_of_people(desk: Desk) -> None:
    review = reviewed(action="override_down", grade="N6", reason_code="R", reason="dust")
    found = history(review, effective_grade="N6", state="overridden_down")
    human = told_of(desk, found)
    assert (human.grade, human.told) == (
        "N6",
        "Overridden to N6 (Watch); the model proposed N4.",
    )
    (one,) = human.reviews
    assert one.told == "set N6 instead of N4, a worse grade"
    assert (one.reason_title, one.reason) == ("why", "dust")
    assert one.when == "22 November 2026, 09:30 UTC"


def test_the_scale_shows_what_people_decided(desk: Desk) -> None:
    found = history(reviewed(), effective_grade="N4", state="accepted")
    steps = desk.written(NAME, reviews=found).verdict.scale
    assert {step.grade.code: step.marks for step in steps if "decided" in step.marks} == {
        "N4": ("proposed", "before caps", "decided")
    }


@each_language
def test_everything_that_people_can_do_is_told(desk: Desk, lang: str) -> None:
    acts = set()
    for action in (*STATES, *SIGNATURES):
        human = told_of(desk, history(reviewed(action=action, grade="N5")), lang)
        acts.add(human.reviews[0].told)
    assert len(acts) == len(STATES) + len(SIGNATURES)
    for state in ("in_force", "superseded", "pending", "declined", "lapsed", "signed"):
        assert told_of(desk, history(reviewed(state=state)), lang).reviews[0].state


def test_what_waits_for_a_second_signature_is_no_decision_yet(desk: Desk) -> None:
    waiting = reviewed(action="override_up", grade="N3", state="pending")
    human = told_of(desk, history(waiting, pending="r1"))
    nobody, waits = (
        "Nobody has decided yet: the grade is a proposal.",
        "An upward override waits for a second signature and does not count yet.",
    )
    assert human.pending
    assert human.told == f"{nobody} {waits}"
    assert human.reviews[0].told == "proposed N3 instead of N4, a better grade"
    decided = {"effective_grade": "N6", "state": "overridden_down"}
    lowered = told_of(desk, history(waiting, pending="r1", **decided)).told
    assert lowered == f"Overridden to N6 (Watch); the model proposed N4. {waits}"
    assert told_of(desk, history()).told == nobody
    referred = told_of(desk, history(state="referred_back"))
    assert referred.told == "Referred back: the grade is not accepted as it is."
