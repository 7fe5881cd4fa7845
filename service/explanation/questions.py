"""What to ask next: unknown facts and mere claims by what they are worth, the fewest that help."""

from typing import Any

from service.engine.evaluation import Evaluation
from service.engine.trace import fact_json, value_json
from service.explanation.fewest_unknowns import deciding, lifting
from service.explanation.grounds import shown_by
from service.explanation.prospects import Prospects, standing
from service.explanation.shortfalls import mandatory_facts
from service.explanation.subject import Subject
from service.ruleset.model import Value


def questions(subject: Subject) -> list[dict[str, Any]]:
    """Return the unknown facts that a test may read, those most worth asking for first.

    Each says why it is unknown, the tests that may read it, whether the grade waits for it
    (``mandatory``), and the grade, indicative grade and composite (100 to 500) that would
    result, all else being as it is, if it turned out neutral, favourable or adverse: see
    :meth:`Prospects.neutral` and its neighbours for the value that stands for each.

    Mandatory facts come first, then those with the best grade, indicative grade and composite
    if neutral, then if favourable, then in the order of the dictionary.
    """
    ruleset = subject.ruleset
    prospects = Prospects(subject)
    mandatory = mandatory_facts(subject)
    asked = []
    for fact, tests in prospects.tests.items():
        neutral = prospects.neutral(fact)
        favourable = prospects.favourable(fact)
        question = {
            "fact": fact,
            "title": ruleset.facts[fact].title.en,
            "title_zh": ruleset.facts[fact].title.zh,
            "unknown": subject.facts[fact].unknown,
            "mandatory": fact in mandatory,
            "tests": list(tests),
            "neutral": _resolution(prospects, fact, neutral),
            "favourable": _resolution(prospects, fact, favourable),
            "adverse": _resolution(prospects, fact, prospects.adverse(fact)),
        }
        rank = (
            fact not in mandatory,
            standing(ruleset, prospects.evaluation(fact, neutral)),
            standing(ruleset, prospects.evaluation(fact, favourable)),
        )
        asked.append((rank, question))
    asked.sort(key=lambda ranked: ranked[0])
    return [question for _, question in asked]


def claims(subject: Subject) -> list[dict[str, Any]]:
    """Return the strengths that rest on the borrower's word, those most worth proving first.

    Each names its ``code`` and ``test``, the ``facts`` to evidence, with what the borrower says
    of them, and the grade, indicative grade and composite that would result if others vouched
    for these as they stand (``evidenced``).
    """
    ruleset = subject.ruleset
    ranked = []
    for finding in subject.rating.result["findings"]:
        if not finding["claimed"]:
            continue
        said = [f for f in shown_by(subject, finding) if subject.facts[f].word_only]
        proved = subject.check({fact: subject.facts[fact].value for fact in said})
        claim = {
            "code": finding["code"],
            "test": finding["test"],
            "title": finding["title"],
            "title_zh": finding["title_zh"],
            "facts": [fact_json(ruleset, fact, subject.facts[fact]) for fact in said],
            "evidenced": _standing(proved),
        }
        ranked.append((standing(ruleset, proved), claim))
    ranked.sort(key=lambda one: one[0])
    return [claim for _, claim in ranked]


def information_request(subject: Subject) -> dict[str, Any] | None:
    """Return the fewest unknown facts whose neutral resolution makes a borrower rated (NR) or
    lifts its grade, with the values supposed and the grade and composite that follow.

    Unknown facts of the classification always belong to it, and are resolved first, at their
    neutral values; which tests apply follows from them, and the neutral values of the others
    are those of the borrower so classified. For NR any number of facts may be needed; for a
    rated borrower at most :data:`~service.explanation.search.MOST_FACTS` are asked for.
    ``None`` where no such facts do it. Confirmed by both evaluators; raises what
    :meth:`Rater.evaluate <service.decisions.rate.Rater.evaluate>` raises.
    """
    prospects = Prospects(subject)
    classes = {
        fact: prospects.neutral(fact)
        for fact in subject.ruleset.class_facts
        if subject.facts[fact].value is None
    }
    if classes:
        prospects = Prospects(subject.rate(classes))
    neutral = {fact: prospects.neutral(fact) for fact in prospects.tests}
    waiting = subject.evaluation.missing
    facts = deciding(prospects, neutral) if waiting else lifting(subject, neutral)
    if facts is None:
        return None
    resolved = classes | {fact: neutral[fact] for fact in facts}
    reached = subject.confirm(resolved)
    ranks = subject.ruleset.policy.ranks
    if ranks[reached.grade] >= ranks[subject.evaluation.grade]:
        # A resolution that itself proves deceit strikes out what else was known.
        return None
    in_order = [fact for fact in subject.ruleset.facts if fact in resolved]
    return {
        "facts": in_order,
        "resolution": [
            {"fact": fact, "to": value_json(subject.ruleset.facts[fact], resolved[fact])}
            for fact in in_order
        ],
        "grade": reached.grade,
        "composite": reached.composite,
    }


def _resolution(prospects: Prospects, fact: str, value: Value) -> dict[str, Any]:
    shown = value_json(prospects.subject.ruleset.facts[fact], value)
    return {"value": shown, **_standing(prospects.evaluation(fact, value))}


def _standing(evaluation: Evaluation) -> dict[str, Any]:
    return {
        "grade": evaluation.grade,
        "indicative_grade": evaluation.indicative_grade,
        "composite": evaluation.composite,
    }
