"""The arithmetic of a grade in steps: from 300 to the composite, and down to the grade."""

from dataclasses import dataclass
from typing import Final

ADEQUATE: Final = 3
"""The rating that neither adds to the composite nor takes from it."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one dimension adds: ``weight`` (0..100) x (``rating`` (1..5) - 3)."""

    title: str
    weight: int
    rating: int
    word: str

    @property
    def points(self) -> int:
        """What it adds to, or takes from, the composite of all dimensions Adequate."""
        return self.weight * (self.rating - ADEQUATE)


@dataclass(frozen=True, slots=True)
class Band:
    """A grade that begins at the composite ``low``."""

    grade: str
    low: int


@dataclass(frozen=True, slots=True)
class CapStep:
    """A cap: ``grade`` at best, and why."""

    title: str
    grade: str
    binding: bool


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The arithmetic of a grade.

    ``bands`` and ``grades`` run from the best; ``grades`` has those, too, that only a cap
    leads to, but not NR. ``grade`` is NR where ``missing``, the number of tests and facts that
    a grade waits for, is not 0; ``indicative_grade`` is what the arithmetic leads to. ``word``
    is that of ``grade``.
    """

    lang: str
    contributions: tuple[Contribution, ...]
    composite: int
    base_grade: str
    bands: tuple[Band, ...]
    grades: tuple[str, ...]
    caps: tuple[CapStep, ...]
    indicative_grade: str
    grade: str
    word: str
    missing: int

    @property
    def steps(self) -> tuple[tuple[CapStep, int], ...]:
        """The caps that lower the grade, mildest first, with how many more are like it.

        All that bind stand by themselves; of the others the first of each grade.
        """
        rank = self.grades.index
        lowering = [c for c in self.caps if rank(c.grade) > rank(self.base_grade)]
        found = [(c, 0) for c in lowering if c.binding]
        for grade in dict.fromkeys(c.grade for c in lowering if not c.binding):
            alike = [c for c in lowering if c.grade == grade]
            found.append((alike[0], len(alike) - 1))
        return tuple(sorted(found, key=lambda step: rank(step[0].grade)))

    @property
    def without_effect(self) -> int:
        """How many caps lie at the grade of the composite, or above it."""
        rank = self.grades.index
        return len([c for c in self.caps if rank(c.grade) <= rank(self.base_grade)])
