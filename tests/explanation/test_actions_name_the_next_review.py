"""When to rate the borrower anew: at the latest by the calendar, at once on a knock-out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from service.decisions.rate import Rater
from service.explanation.actions import next_review
from service.explanation.subject import Subject
from service.ruleset import catalogue
from service.ruleset.load import load_ruleset
from service.ruleset.model import Ruleset
from tests.engine.borrowers import worked_borrowers

Explain = Callable[[Any], Subject]


@pytest.mark.parametrize(
    ("name", "grade", "months", "due"),
    [
        ("strong_private_manufacturer", "N1", 12, "2027-11-01"),
        ("average_manufacturer", "N4", 12, "2027-11-01"),
        ("software_start_up", "N5", 6, "2027-05-01"),
        ("listed_pharma", "N6", 3, "2027-02-01"),
        ("defaulter_with_false_statements", "N10", 3, "2027-02-01"),
    ],
)
def test_the_worse_the_grade_the_sooner_the_review(
    name: str, grade: str, months: int, due: str, explain_subject: Explain
) -> None:
    subject = explain_subject(name)

    assert subject.dossier.rating_date == date(2026, 11, 1)
    assert subject.evaluation.grade == grade
    found = next_review(subject)
    assert (found["date"], found["months"]) == (due, months)


def test_a_borrower_that_is_not_rated_has_no_review_but_may_be_rated_any_day(
    explain_subject: Explain,
) -> None:
    found = next_review(explain_subject("incomplete_dossier"))

    assert (found["date"], found["months"]) == (None, None)
    assert found["at_once_on"]


def test_a_review_due_on_a_day_that_the_month_lacks_is_due_on_its_last(
    explain_subject: Explain,
) -> None:
    listed = explain_subject("listed_pharma")
    dossier = replace(listed.dossier, rating_date=date(2026, 11, 30))
    late = Subject(listed.rater, replace(listed.rating, dossier=dossier))

    assert next_review(late)["date"] == "2027-02-28"


def test_a_ruleset_that_sets_no_reviews_has_none() -> None:
    ruleset = load_ruleset(catalogue.root().joinpath("nonfinancial", "1.0.0"))
    rater = Rater(ruleset)
    average = worked_borrowers(ruleset)["average_manufacturer"].dossier()

    found = next_review(Subject(rater, rater.rate_dossier(average)))

    assert (found["date"], found["months"]) == (None, None)


def test_every_knock_out_of_the_ruleset_is_a_reason_to_rate_at_once(
    explain_subject: Explain, ruleset: Ruleset
) -> None:
    found = next_review(explain_subject("average_manufacturer"))["at_once_on"]

    knock_outs = [code for code, (_, o) in ruleset.outcomes.items() if o.severity == "KO"]
    assert found == knock_outs


def test_a_knock_out_of_a_test_that_does_not_apply_is_not_waited_for(ruleset: Ruleset) -> None:
    tests = dict(ruleset.tests)
    of_the_listed = ruleset.tests["GOV-14"].applies_when
    tests["ENV-04"] = replace(tests["ENV-04"], applies_when=of_the_listed)
    rater = Rater(replace(ruleset, tests=tests))
    worked = worked_borrowers(ruleset)

    def awaited(borrower: str) -> list[str]:
        subject = Subject(rater, rater.rate_dossier(worked[borrower].dossier()))
        codes: list[str] = next_review(subject)["at_once_on"]
        return codes

    assert "ENV_STOP_ORDER" not in awaited("average_manufacturer")
    assert "ENV_STOP_ORDER" in awaited("listed_pharma")
