"""The dimensions: rating, weight and contribution of each, and the way from 300 to the grade."""

from dataclasses import dataclass
from typing import Final

from service.paper.pen import ADVERSE, FAVOURABLE, Found, Pen

ADEQUATE: Final = 3
"""The rating from which contributions are counted: Adequate in every dimension makes 300."""

START: Final = 300

_LEVEL: Final = "="


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension.

    ``rating`` is 1 (Poor) to 5 (Strong); ``weight`` is of 100; ``product`` is what it adds to
    the composite, ``contribution`` the same from Adequate on, so that all of them lead from 300
    to the composite, ``contribution_told`` with its sign. ``strengths`` and ``adverse`` are
    points, ``net`` is their difference with its sign.
    """

    code: str
    title: str
    rating: int
    word: str
    weight: int
    strengths: int
    adverse: int
    net: str
    product: int
    contribution: int
    contribution_told: str
    sign: str

    @property
    def counts(self) -> bool:
        """False for a dimension that the borrower's business model gives no weight."""
        return self.weight > 0


@dataclass(frozen=True, slots=True)
class Cap:
    """What holds the grade at ``grade`` or lower, and whether it decides."""

    code: str
    title: str
    grade: str
    binding: bool


@dataclass(frozen=True, slots=True)
class Way:
    """The way from 300 to the grade; ``caps`` begin with those that hold it lowest.

    ``grade`` is the indicative one where the borrower is not rated. ``gained`` is what all
    dimensions add to 300, with its sign; ``sum_told`` says so in a sentence.
    """

    dimensions: tuple[Dimension, ...]
    start: int
    composite: int
    base: str
    caps: tuple[Cap, ...]
    grade: str
    gained: str
    sum_told: str


def way_of(pen: Pen, result: Found) -> Way:
    """Return the dimensions and caps of a result."""
    dimensions = tuple(_dimension(pen, code, found) for code, found in result["dimensions"].items())
    ranks = pen.ruleset.policy.ranks
    found = sorted(result["caps"], key=lambda cap: -ranks[cap["grade"]])
    caps = (Cap(c["reason"], pen.title(c["reason"]), c["grade"], c["binding"]) for c in found)
    gained = sum(d.contribution for d in dimensions if d.contribution > 0)
    lost = sum(d.contribution for d in dimensions if d.contribution < 0)
    return Way(
        dimensions=dimensions,
        start=START,
        composite=result["composite"],
        base=result["base_grade"],
        caps=tuple(caps),
        grade=result["indicative_grade"],
        gained=pen.signed(gained + lost),
        sum_told=pen.say(
            "way_told",
            start=str(START),
            gained=pen.signed(gained),
            lost=pen.signed(lost),
            composite=str(result["composite"]),
            base=pen.worded(result["base_grade"]),
        ),
    )


def _dimension(pen: Pen, code: str, found: Found) -> Dimension:
    weight, rating = found["weight"], found["rating"]
    contribution = weight * (rating - ADEQUATE)
    return Dimension(
        code=code,
        title=pen.told(found),
        rating=rating,
        word=pen.told(found, "word"),
        weight=weight,
        strengths=found["strength_points"],
        adverse=found["adverse_points"],
        net=pen.signed(found["net"]),
        product=weight * rating,
        contribution=contribution,
        contribution_told=pen.signed(contribution),
        sign=FAVOURABLE if contribution > 0 else ADVERSE if contribution < 0 else _LEVEL,
    )
