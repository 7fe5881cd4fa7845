"""A decision by ruleset 1.0.0, which marks, sorts and times nothing, is told as far as it goes."""

import pytest

from service.decisions.rate import Rater
from service.explanation.explain import explain
from service.explanation.notice import UnknownRegime, notice
from service.explanation.refusals import refusal
from service.explanation.subject import Subject
from service.explanation.text.explanation import explanation_text
from service.language.catalogue import LANGUAGES
from service.ruleset import catalogue
from service.ruleset.load import load_ruleset
from tests.engine.borrowers import worked_dossiers


@pytest.fixture(scope="module")
def subject() -> Subject:
    rater = Rater(load_ruleset(catalogue.root() / "nonfinancial" / "1.0.0"))
    return Subject(rater, rater.rate(worked_dossiers()["family_condiment_maker"]))


def test_nothing_is_denied_that_the_ruleset_does_not_speak_of(subject: Subject) -> None:
    for lang, unsaid in (("en", "says nothing of this"), ("zh", "未作规定")):
        explained = explain(subject, lang)
        told = {s["id"]: "".join(s["paragraphs"]) for s in explained["narrative"]["sections"]}
        for section in ("conditions", "covenants", "next_review"):
            assert unsaid in told[section]
    assert explained["counterfactuals"]["considered_facts"] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_its_text_says_that_no_fact_is_marked(subject: Subject, lang: str) -> None:
    text = "\n".join(explanation_text(subject.ruleset, explain(subject, lang), lang))
    assert {"en": "marks no fact", "zh": "未将该借款人的任何事实标记"}[lang] in text


def test_it_has_no_letter(subject: Subject) -> None:
    with pytest.raises(UnknownRegime) as refused:
        notice(subject)
    assert "says nothing of notices" in refusal(refused.value).message
