"""A portfolio: what was counted over a period, in the order in which it is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from service.portfolio.counted import Contents, Population
from service.portfolio.movement import Movement, movement
from service.portfolio.periods import Periods
from service.portfolio.shares import share
from service.ruleset.model import ADVERSE, NOT_RATED, Ruleset
from service.spreadsheets import Cell

TABLES: Final = ("grades", "findings", "unknown", "movement")
"""The tables that a portfolio has as CSV."""

PATTERN: Final = "pattern"
"""What stands for the severity of a pattern."""


@dataclass(frozen=True, slots=True)
class GradeCount:
    """Borrowers with a grade, in the period and in the earlier one."""

    grade: str
    count: int
    earlier: int


@dataclass(frozen=True, slots=True)
class FindingCount:
    """Borrowers with a finding.

    ``found`` rests on what is known, ``assumed`` on an unknown fact, ``claimed`` on the
    borrower's word alone. ``severity`` is empty where the ruleset has no such finding.
    """

    code: str
    severity: str
    found: int
    assumed: int
    claimed: int

    @property
    def adverse(self) -> bool:
        """Whether it is no strength, as far as the ruleset says."""
        return not self.severity or self.severity == PATTERN or self.severity in ADVERSE


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Everything that is counted of a period.

    ``findings`` and ``unknown`` (a fact to the borrowers of whom it is not known though a test
    that applies to them asks for it) come the most frequent first, and are counted of
    ``contents.read`` borrowers; all else of all.
    """

    periods: Periods
    ruleset: str | None
    borrowers: int
    earlier_borrowers: int
    decisions: int
    corrected: int
    grades: tuple[GradeCount, ...]
    contents: Contents
    findings: tuple[FindingCount, ...]
    unknown: tuple[tuple[str, int], ...]
    movement: Movement

    @property
    def not_rated(self) -> int:
        """How many borrowers are NR."""
        return sum(row.count for row in self.grades if row.grade == NOT_RATED)


def portfolio_of(
    periods: Periods,
    ruleset: str | None,
    later: Population,
    earlier: Population,
    contents: Contents,
    named: Ruleset,
    scale: Sequence[str],
) -> Portfolio:
    """Return the portfolio of what was counted.

    ``ruleset`` is the one that decisions were asked for by, ``named`` the one whose severities
    are told; ``scale`` has the grades, the best first, NR last.
    """
    grades = {**dict.fromkeys(scale), **dict.fromkeys(sorted(later.distribution(())))}
    grades |= dict.fromkeys(sorted(earlier.distribution(())))
    # A grade that only another ruleset has is worse than none that is known, but no NR.
    order = [grade for grade in grades if grade != NOT_RATED] + [NOT_RATED]
    now, before = later.distribution(order), earlier.distribution(order)
    return Portfolio(
        periods=periods,
        ruleset=ruleset,
        borrowers=len(later.latest),
        earlier_borrowers=len(earlier.latest),
        decisions=later.decisions,
        corrected=later.corrected,
        grades=tuple(GradeCount(grade, now[grade], before[grade]) for grade in order),
        contents=contents,
        findings=_findings(contents, named),
        unknown=tuple(sorted(contents.unknown.items(), key=lambda item: (-item[1], item[0]))),
        movement=movement(earlier.grades, later.grades, order, NOT_RATED),
    )


def _findings(contents: Contents, named: Ruleset) -> tuple[FindingCount, ...]:
    codes = {*contents.found, *contents.assumed, *contents.claimed}
    patterns = {pattern.code for pattern in named.patterns.values()}

    def severity(code: str) -> str:
        if code in patterns:
            return PATTERN
        return named.outcomes[code][1].severity if code in named.outcomes else ""

    rows = [
        FindingCount(
            code,
            severity(code),
            contents.found.get(code, 0),
            contents.assumed.get(code, 0),
            contents.claimed.get(code, 0),
        )
        for code in codes
    ]
    return tuple(sorted(rows, key=lambda r: (-r.found, -r.assumed, -r.claimed, r.code)))


def cells(portfolio: Portfolio, table: str, titles: Mapping[str, str]) -> list[tuple[Cell, ...]]:
    """Return one of :data:`TABLES` as rows of cells, the heads first.

    Shares are 0 to 1, exact to 4 decimals. Each row has the days and the ruleset asked about;
    ``titles`` are those of codes.
    """
    periods = portfolio.periods
    asked = {
        "since": periods.period.since,
        "until": periods.period.until,
        "earlier_since": periods.earlier.since,
        "earlier_until": periods.earlier.until,
        "ruleset": portfolio.ruleset,
    }
    head, rows = _TABLES[table](portfolio, titles)
    return [(*head, *asked), *((*row, *asked.values()) for row in rows)]


Rows = tuple[tuple[str, ...], list[tuple[Cell, ...]]]


def _grade_cells(portfolio: Portfolio, titles: Mapping[str, str]) -> Rows:
    head = ("grade", "borrowers", "share", "earlier_borrowers", "earlier_share")
    return head, [
        (
            row.grade,
            row.count,
            share(row.count, portfolio.borrowers),
            row.earlier,
            share(row.earlier, portfolio.earlier_borrowers),
        )
        for row in portfolio.grades
    ]


def _finding_cells(portfolio: Portfolio, titles: Mapping[str, str]) -> Rows:
    kinds = ("found", "assumed", "claimed")
    head = ("code", "title", "severity", *(f"{k}{of}" for k in kinds for of in ("", "_share")))
    of = portfolio.contents.read
    rows: list[tuple[Cell, ...]] = []
    for row in portfolio.findings:
        counts = (row.found, row.assumed, row.claimed)
        shares = (cell for count in counts for cell in (count, share(count, of)))
        rows.append((row.code, titles.get(row.code, row.code), row.severity, *shares, of))
    return (*head, "of"), rows


def _unknown_cells(portfolio: Portfolio, titles: Mapping[str, str]) -> Rows:
    of = portfolio.contents.read
    return ("fact", "title", "unknown", "share", "of"), [
        (fact, titles.get(fact, fact), count, share(count, of), of)
        for fact, count in portfolio.unknown
    ]


def _movement_cells(portfolio: Portfolio, titles: Mapping[str, str]) -> Rows:
    return ("earlier_grade", "grade", "borrowers", "of", "share"), [
        (row.grade, column, count, row.total, share(count, row.total))
        for row in portfolio.movement.rows
        for column, count in row.counts.items()
    ]


_TABLES: Final = {
    "grades": _grade_cells,
    "findings": _finding_cells,
    "unknown": _unknown_cells,
    "movement": _movement_cells,
}
