"""The whole paper: every piece of a decision and its explanation, ready to be set."""

from collections.abc import Mapping
from dataclasses import dataclass

import orjson

from service.paper.dimensions import Way, way_of
from service.paper.outlook import (
    Actions,
    Changes,
    NextReview,
    Unknowns,
    actions_of,
    changes_of,
    review_of,
    unknowns_of,
)
from service.paper.pen import Clause, Found, Pen
from service.paper.reasons import (
    Claim,
    Pattern,
    Reason,
    Strength,
    claims_of,
    patterns_of,
    reasons_of,
    strengths_of,
)
from service.paper.record import Head, Human, Vouching, head_of, human_of, vouching_of
from service.paper.verdict import Verdict, verdict_of
from service.ruleset.model import Ruleset
from service.ruleset.text import Text
from service.store.port import Decision


@dataclass(frozen=True, slots=True)
class Paper:
    """A credit paper in one language, piece by piece in the order in which it is read.

    ``strengths`` begin with the greatest, and of their points at most ``most_strength`` count in
    a dimension; ``claims`` earn nothing yet. ``better`` and ``worse`` are the smallest changes
    that gain or cost a grade. ``human`` is ``None`` where reviews were not looked at. ``clauses``
    are all that the paper cites, in the order of the catalogue.
    """

    lang: str
    decision_id: str
    ruleset: Mapping[str, str]
    head: Head
    verdict: Verdict
    way: Way
    reasons: tuple[Reason, ...]
    strengths: tuple[Strength, ...]
    most_strength: int
    claims: tuple[Claim, ...]
    patterns: tuple[Pattern, ...]
    unknowns: Unknowns
    better: Changes
    worse: Changes
    actions: Actions
    review: NextReview
    human: Human | None
    vouching: Vouching
    clauses: tuple[Clause, ...]


def paper_of(
    decision: Decision,
    explanation: Found,
    ruleset: Ruleset,
    lang: str,
    *,
    reviews: Found | None = None,
    reason_titles: Mapping[str, Text] | None = None,
    replay: Found | None = None,
    proof: Found | None = None,
) -> Paper:
    """Return the paper of ``decision`` in ``lang``, ``en`` or ``zh``: a pure function.

    ``explanation`` is that of the decision, as JSON, and ``ruleset`` the one that decided.
    Where they are looked at, ``reviews`` are what
    :func:`~service.reviews.review.reviews_of` returns, ``replay`` is a verdict as JSON, and
    ``proof`` as in :func:`~service.paper.record.vouching_of`; a paper that is to be the same
    for ever has none of them. Raises :exc:`KeyError` for another language.
    """
    pen = Pen(ruleset, lang)
    result = orjson.loads(decision.body)
    reasons = reasons_of(pen, result, explanation["reasons"])
    strengths = strengths_of(pen, result)
    patterns = patterns_of(pen, result)
    human = None if reviews is None else human_of(pen, reviews, reason_titles or {})
    verdict = verdict_of(pen, result, human.grade if human else "")
    told = [piece.clauses for piece in reasons]
    told += [piece.clauses for piece in patterns]
    told += [piece.clauses for piece in strengths]
    cited = {clause.id for clauses in told for clause in clauses}
    return Paper(
        lang=lang,
        decision_id=decision.decision_id,
        ruleset=decision.ruleset,
        head=head_of(pen, decision),
        verdict=verdict,
        way=way_of(pen, result),
        reasons=reasons,
        strengths=strengths,
        most_strength=ruleset.policy.strength_cap,
        claims=claims_of(pen, result, explanation["claims"]),
        patterns=patterns,
        unknowns=unknowns_of(pen, explanation),
        better=changes_of(pen, explanation["counterfactuals"], rated=verdict.rated, better=True),
        worse=changes_of(pen, explanation["edge"], rated=verdict.rated, better=False),
        actions=actions_of(pen, explanation["actions"]),
        review=review_of(pen, explanation["next_review"]),
        human=human,
        vouching=vouching_of(pen, decision, replay, proof),
        clauses=pen.clauses(name for name in ruleset.clauses if name in cited),
    )
