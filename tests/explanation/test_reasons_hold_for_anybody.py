"""Whoever the borrower is: the reasons explain the grade, name everything adverse, and are in
their order.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from service.decisions.rate import Rater
from service.explanation.reasons import reasons
from service.explanation.subject import Subject
from service.ruleset.model import BUSINESS_MODEL
from tests.engine.borrowers import Borrower
from tests.engine.strategies import RULESET, borrowers

Reason = Mapping[str, Any]

_BANNED = (
    "score",
    "composite",
    "insufficient",
    "internal policy",
    "评分",
    "得分",
    "综合分",
    "分数",
)


@cache
def rater() -> Rater:
    return Rater(RULESET)


def explained(borrower: Borrower) -> tuple[Subject, list[Reason], list[Reason]]:
    subject = Subject(rater(), rater().rate_dossier(borrower.dossier()))
    told = reasons(subject)
    return subject, told["committee"], told["borrower"]


def everybody(check: Callable[[Borrower], None]) -> Callable[[], None]:
    return settings(max_examples=60)(given(borrowers())(check))


def without_all(subject: Subject, committee: list[Reason]) -> str:
    """The grade of what is left once every reason is taken away, found independently."""
    gone = {r["code"] for r in committee if r["kind"] == "finding"}
    gone |= {c for r in committee if r["kind"] == "dimension" for c in r["findings"]}
    shown = {r["id"]: r["code"] for r in committee if r["kind"] == "strength_not_shown"}
    patterns = {r["id"] for r in committee if r["kind"] == "pattern"}
    if set(subject.evaluation.missing) - {r["id"] for r in committee if r["kind"] == "missing"}:
        return "NR"
    left = [
        f.code
        for f in subject.evaluation.findings
        if not f.claimed and f.code not in gone and f.test not in shown
    ]
    model = subject.facts[BUSINESS_MODEL].value
    checker = subject.rater.checker
    return checker.grade_codes([*left, *shown.values()], model, ignored=patterns)[1].grade


@everybody
def test_without_all_reasons_the_grade_would_be_another(borrower: Borrower) -> None:
    subject, committee, _ = explained(borrower)

    grade = subject.evaluation.grade
    assert grade == "N1" or without_all(subject, committee) != grade


@everybody
def test_every_adverse_finding_is_a_reason_exactly_once(borrower: Borrower) -> None:
    subject, committee, _ = explained(borrower)

    findings = subject.rating.result["findings"]
    adverse = {f["code"]: f for f in findings if f["points"] < 0}
    named = [r["code"] for r in committee if r["kind"] == "finding"]
    if subject.evaluation.grade != "N1" or set(adverse) != {"TEAM_UNQUALIFIED"}:
        assert sorted(named) == sorted(adverse)
    for reason in committee:
        if reason["kind"] == "finding":
            found = adverse[reason["code"]]
            assert reason["facts"] == found["facts"]
            assert reason["clauses"] == found["clauses"]
            assert (reason["basis"] == "not_evidenced") == found["assumed"]


@everybody
def test_everything_that_binds_or_is_missing_is_a_reason(borrower: Borrower) -> None:
    subject, committee, _ = explained(borrower)

    result = subject.rating.result
    binding = {c["reason"] for c in result["caps"] if c["binding"]}
    told = {
        f"{r['id']} {r['code']}" if r["kind"] == "pattern" else r["code"]
        for r in committee
        if r["binding"]
    }
    assert told == binding
    missing = [r["id"] for r in committee if r["kind"] == "missing"]
    assert missing == result["mandatory_missing"]


def _key(reason: Reason) -> tuple[Any, ...]:
    """Where a reason belongs, said once more and in other words."""
    kind, binding = reason["kind"], reason["binding"]
    if kind == "missing":
        return (0, 0, 0, "")
    if binding:
        grave = {"KO": 0, "W3": 1}.get(reason["severity"], 2)
        return (1, {"finding": grave, "pattern": 3, "dimension": 4}[kind], 0, reason["id"])
    return (2, 0, -reason["loss"], reason["id"]) if kind == "finding" else (3, 0, 0, "")


@everybody
def test_reasons_are_in_their_order(borrower: Borrower) -> None:
    _, committee, to_borrower = explained(borrower)

    assert [r["rank"] for r in committee] == list(range(1, len(committee) + 1))
    assert sorted(committee, key=_key) == committee
    assert to_borrower == committee[:4]


@everybody
def test_no_reason_speaks_of_scores_and_none_is_without_grounds(borrower: Borrower) -> None:
    _, committee, _ = explained(borrower)

    for reason in committee:
        text = f"{reason['title']} {reason['title_zh']}".lower()
        assert not [word for word in _BANNED if word in text]
        # Percentage points are a measure, points of the grade are not to be spoken of.
        assert "point" not in text.replace("points above", "").replace("points below", "")
        assert reason["facts"]


@everybody
def test_a_reason_taken_away_never_makes_the_grade_worse(borrower: Borrower) -> None:
    subject, committee, _ = explained(borrower)

    ranks = RULESET.policy.ranks
    evaluation = subject.evaluation
    for reason in committee:
        if evaluation.missing and reason["code"] in evaluation.deceit:
            # What the borrower said may itself be what decides an open knock-out.
            continue
        now = evaluation.grade if reason["kind"] == "missing" else evaluation.indicative_grade
        assert ranks[reason["grade_without"]] <= ranks[now]


@settings(max_examples=20)
@given(borrowers(), st.randoms(use_true_random=False))
def test_the_order_of_the_facts_changes_nothing(borrower: Borrower, chance: Any) -> None:
    facts = list(borrower.facts.items())
    chance.shuffle(facts)

    assert explained(borrower)[1] == explained(Borrower(RULESET, dict(facts)))[1]
