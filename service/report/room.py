"""How much of a decision a paper tells in full, so that no paper has more pages than are read."""

from dataclasses import dataclass
from typing import Final

PAGES: Final = 6
"""Pages of a paper, at most."""


@dataclass(frozen=True, slots=True)
class Room:
    """Pieces of each kind that are told in full; of those beyond, ``named`` have their names.

    ``reasons`` holds for each group of them, ``actions`` for each list, ``letters`` for the text
    that an officer gave as reason, ``details`` for the facts of one piece, the findings and the
    clauses that it is made of. What is in none of these is never shortened. ``compact``: with
    smaller type and drawings.
    """

    reviews: int
    letters: int
    caps: int
    reasons: int
    strengths: int
    claims: int
    patterns: int
    questions: int
    actions: int
    named: int
    details: int
    compact: bool


ROOMS: Final = (
    Room(12, 2_000, 30, 30, 6, 20, 8, 16, 24, 200, 60, compact=False),
    Room(8, 1_000, 16, 14, 4, 8, 4, 8, 12, 60, 30, compact=False),
    Room(4, 500, 10, 6, 3, 4, 2, 5, 6, 40, 16, compact=True),
    Room(2, 200, 5, 3, 2, 2, 1, 3, 3, 24, 8, compact=True),
)
"""The most room first: the first that gives :data:`PAGES` or fewer is taken."""
