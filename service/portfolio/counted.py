"""What was counted over one period: grades, findings and unknown facts of its borrowers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rated:
    """A decision that counts: the leaf it is, whose it is, and the grade that was proposed.

    ``borrower`` is a key: a scheme and an identifier, or a legal name where there is none.
    """

    leaf_index: int
    borrower: tuple[str, str]
    grade: str


@dataclass(frozen=True, slots=True)
class Population:
    """The borrowers of a period by their latest decision in it.

    ``decisions`` are those of the period that count, ``corrected`` those that do not, because
    another decision corrects them.
    """

    latest: Mapping[tuple[str, str], Rated]
    decisions: int
    corrected: int

    @property
    def grades(self) -> dict[tuple[str, str], str]:
        """Borrower to its grade."""
        return {borrower: rated.grade for borrower, rated in self.latest.items()}

    def distribution(self, scale: Iterable[str]) -> dict[str, int]:
        """Return how many borrowers have each grade of ``scale``, and any other that one has."""
        counts = dict.fromkeys(scale, 0)
        for rated in self.latest.values():
            counts[rated.grade] = counts.get(rated.grade, 0) + 1
        return counts


@dataclass(frozen=True, slots=True)
class Contents:
    """How many of the counted decisions have each finding, and do not know each fact.

    ``read`` are the decisions whose results could be read, of which all else is counted; results
    of ``unread`` could not. ``found`` are findings and patterns that rest on what is known,
    ``assumed`` those that an unknown fact does not rule out, ``claimed`` strengths on the
    borrower's word alone. ``waiting`` are decisions that nobody has counted yet.
    """

    read: int
    unread: int
    waiting: int
    found: Mapping[str, int]
    assumed: Mapping[str, int]
    claimed: Mapping[str, int]
    unknown: Mapping[str, int]


def latest_of(decisions: Iterable[Rated]) -> dict[tuple[str, str], Rated]:
    """Return the last decision of each borrower, of ``decisions`` in the order of their leaves."""
    return {rated.borrower: rated for rated in decisions}
