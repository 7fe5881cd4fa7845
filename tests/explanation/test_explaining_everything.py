"""The whole explanation of any borrower: whole, the same each time, in either language."""

import orjson
import pytest
from hypothesis import given, settings

from service.explanation.explain import explain
from tests.engine.borrowers import Borrower, worked_dossiers
from tests.engine.strategies import borrowers
from tests.explanation.conftest import ExplainSubject

MEMBERS = [
    "grade",
    "reasons",
    "narrative",
    "counterfactuals",
    "edge",
    "questions",
    "actions",
    "next_review",
    "information_request",
    "claims",
    "indicative_grade",
    "base_grade",
    "best_case_grade",
    "composite",
    "dossier_id",
    "application_ref",
    "rating_date",
    "ruleset",
    "dossier_digest",
    "label",
    "label_zh",
]


@settings(max_examples=15)
@given(borrower=borrowers())
def test_any_borrower_is_explained_in_the_order_of_the_contract(
    explain_subject: ExplainSubject, borrower: Borrower
) -> None:
    subject = explain_subject(borrower.facts)
    explained = explain(subject)
    assert list(explained) == MEMBERS
    assert explained["grade"] == subject.evaluation.grade
    assert orjson.loads(orjson.dumps(explained)) == explained


@pytest.mark.parametrize("name", ["family_condiment_maker", "incomplete_dossier"])
def test_only_the_narrative_depends_on_the_language(
    explain_subject: ExplainSubject, name: str
) -> None:
    subject = explain_subject(name)
    english, chinese = (explain(subject, lang) for lang in ("en", "zh"))
    assert english.pop("narrative") != chinese.pop("narrative")
    assert english == chinese


@pytest.mark.parametrize("name", sorted(worked_dossiers()))
def test_what_the_result_says_too_is_said_alike(explain_subject: ExplainSubject, name: str) -> None:
    subject = explain_subject(name)
    explained, result = explain(subject), subject.rating.result
    shared = explained.keys() & result.keys()
    assert len(shared) == 11
    assert {m: explained[m] for m in shared} == {m: result[m] for m in shared}


def test_the_target_asked_for_is_that_of_the_counterfactuals(
    explain_subject: ExplainSubject,
) -> None:
    subject = explain_subject("family_condiment_maker")
    assert explain(subject)["counterfactuals"]["target"] == "N4"
    assert explain(subject, target="N3")["counterfactuals"]["target"] == "N3"
