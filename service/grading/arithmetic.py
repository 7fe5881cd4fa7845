"""From findings and patterns to the grade, in whole numbers and look-ups only.

This is the plain-Python side of the agreement between the two evaluators: it shares nothing
with the rule engine's side but the policy's data.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from service.ruleset.model import Band, Outcome, Policy


class Rating(NamedTuple):
    """A dimension's sums (strength points after the cap, adverse points, both >= 0) and rating."""

    strength_points: int
    adverse_points: int
    net: int
    rating: int
    weight: int


class Cap(NamedTuple):
    """A cap on the grade and the policy's name for its reason."""

    grade: str
    reason: str


@dataclass(frozen=True)
class Grading:
    """Ratings of all dimensions, the composite (100..500), base grade, caps and grade."""

    dimensions: Mapping[str, Rating]
    composite: int
    base_grade: str
    caps: tuple[Cap, ...]
    grade: str


def rate_dimension(policy: Policy, outcomes: Sequence[Outcome], weight: int) -> Rating:
    """Rate one dimension from the outcomes that count in it.

    Strength points are capped, adverse points are not; grave findings limit the rating.
    """
    severities = [outcome.severity for outcome in outcomes]
    strengths = adverse = 0
    for severity in severities:
        points = policy.points[severity]
        if points > 0:
            strengths += points
        else:
            adverse -= points
    strengths = min(strengths, policy.strength_cap)
    net = strengths - adverse
    rating = int(_label(policy.ratings, net))
    for severity, number, best in policy.rating_limits:
        if severities.count(severity) >= number:
            rating = min(rating, best)
    return Rating(strengths, adverse, net, rating, weight)


def grade(
    policy: Policy,
    by_dimension: Mapping[str, Sequence[Outcome]],
    caps: Iterable[Cap],
    business_model: str | None,
    favourable: bool,
) -> Grading:
    """Grade a borrower from the outcomes that count in each dimension of the policy.

    ``caps`` are those of findings and patterns.
    Where the business model is unknown, of all rows of weights the one with the lowest
    composite counts (``favourable``: the highest; equals: the first by name).
    """
    best: Grading | None = None
    for model in [business_model] if business_model is not None else sorted(policy.weights):
        weights = policy.weights[model]
        dimensions = {
            d: rate_dimension(policy, by_dimension[d], weights[d]) for d in policy.dimensions
        }
        composite = sum(rating.weight * rating.rating for rating in dimensions.values())
        better = best is not None and composite > best.composite
        worse = best is not None and composite < best.composite
        if best is None or (better if favourable else worse):
            base = _label(policy.bands, composite)
            all_caps = tuple(sorted((*caps, *dimension_caps(policy, dimensions))))
            final = policy.worst([base, *(cap.grade for cap in all_caps)])
            best = Grading(dimensions, composite, base, all_caps, final)
    assert best is not None
    return best


def dimension_caps(policy: Policy, dimensions: Mapping[str, Rating]) -> list[Cap]:
    """Caps that follow from the ratings of dimensions."""
    caps = []
    for cap in policy.dimension_caps:
        if cap.dimensions:
            rated = [dimensions[d].rating for d in cap.dimensions]
        else:
            rated = [rating.rating for rating in dimensions.values() if rating.weight]
        if len([r for r in rated if r in cap.rating]) in cap.count:
            caps.append(Cap(cap.cap, cap.reason))
    return caps


def _label(bands: Sequence[Band], number: int) -> str:
    """Return the label of the first band that begins at or below ``number``.

    Bands run downwards and cover every number; the loader sees to that.
    """
    for band in bands:
        low = band.interval.low
        if low is None or number >= low:
            return band.label
    raise ValueError(f"{number} lies below every band")
