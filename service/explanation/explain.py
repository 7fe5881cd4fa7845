"""The whole explanation of a grade as one JSON object: a stable contract, as the result is."""

from typing import Any

from service.decisions.result import LABEL
from service.explanation.actions import actions, next_review
from service.explanation.counterfactuals import counterfactuals, edge
from service.explanation.narrative import narrative
from service.explanation.questions import claims, information_request, questions
from service.explanation.reasons import reasons
from service.explanation.subject import Subject
from service.language.values import label


def explain(subject: Subject, lang: str = "en", target: str | None = None) -> dict[str, Any]:
    """Return the explanation; members come in the order of the contract.

    ``lang``, ``en`` or ``zh``, is the language of the narrative; all else is the same in
    either. ``target`` is the grade that the counterfactuals are to reach (default: one grade
    better). Raises :exc:`~service.explanation.counterfactuals.ImpossibleTarget`,
    :exc:`~service.explanation.reasons.ReasonsDoNotHold`, and what
    :meth:`Rater.evaluate <service.decisions.rate.Rater.evaluate>` raises.
    """
    parts = assessed(subject)
    return {
        "grade": parts["grade"],
        "reasons": parts["reasons"],
        "narrative": narrative(subject, parts, lang),
        "counterfactuals": counterfactuals(subject, target),
        "edge": edge(subject),
        **parts,
        "ruleset": subject.ruleset.reference,
        "dossier_digest": subject.dossier.digest,
        "label": LABEL,
        "label_zh": label("zh"),
    }


def assessed(subject: Subject) -> dict[str, Any]:
    """Return the members of the explanation that its narrative tells of."""
    evaluation = subject.evaluation
    dossier = subject.dossier
    return {
        "grade": evaluation.grade,
        "reasons": reasons(subject),
        "questions": questions(subject),
        "actions": actions(subject),
        "next_review": next_review(subject),
        "information_request": information_request(subject),
        "claims": claims(subject),
        "indicative_grade": evaluation.indicative_grade,
        "base_grade": evaluation.base_grade,
        "best_case_grade": evaluation.best_case_grade,
        "composite": evaluation.composite,
        "dossier_id": dossier.dossier_id,
        "application_ref": dossier.application_ref,
        "rating_date": dossier.rating_date.isoformat(),
    }
