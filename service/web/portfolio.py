"""The portfolio: grades, findings and unknown facts of a period, and movement since another."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response

from service.api.problems import BadParameter
from service.drawing.bars import Bar, Bars, bars_table, draw_bars
from service.drawing.drawn import Drawn, drawn
from service.language.catalogue import Speaker
from service.paper.pen import Pen
from service.portfolio.count import count_portfolio
from service.portfolio.movement import LEFT, NEW
from service.portfolio.periods import FIELDS, Periods, read_periods
from service.portfolio.portfolio import PATTERN, TABLES, FindingCount, Portfolio, cells
from service.portfolio.shares import percent
from service.records.query import BadQuery, read_query
from service.ruleset.model import NOT_RATED
from service.spreadsheets import download
from service.store.port import StoreUnavailable
from service.store.portfolio import keep, last_day, rulesets, to_keep
from service.store.postings import SEGMENT
from service.web.language import PARAMETER, page_language
from service.web.rendering import render
from service.web.search import filled_in
from service.web.site import Site

PATH: Final = "/portfolio"
DOMAIN: Final = "portfolio"

STEP: Final = 4
"""Segments of results that are read, where nobody has yet, when the page is opened: 0.7 s."""

TOP: Final = 15
"""Findings of each kind, and facts, that the page shows; the CSV has all."""


def portfolio_pages(site: Site) -> Blueprint:
    """Return the page over ``site``."""
    routes = Blueprint("web_portfolio", __name__)

    @routes.get(PATH)
    def show_portfolio() -> Response:
        given = filled_in(PARAMETER)
        table = given.pop("csv", None)
        unknown = next((name for name in given if name not in (*FIELDS, "ruleset")), None)
        if unknown is not None:
            raise BadParameter(unknown, "is not known here")
        if table is not None and table not in TABLES:
            raise BadParameter("csv", f"is none of {', '.join(TABLES)}")
        return _portfolio(site, given, table)

    return routes


def _portfolio(site: Site, given: dict[str, str], table: str | None) -> Response:
    lang = page_language()
    last = last_day(site.store)
    if last is None:
        return render("portfolio/empty.html", DOMAIN)
    periods, faults = read_periods(given, last)
    if not _is_ruleset(given):
        faults["ruleset"] = "ruleset"
    counted = None
    if not faults:
        _read_some(site)
        ruleset = given.get("ruleset")
        counted = count_portfolio(site.store, periods, ruleset, site.rater.ruleset)
        if table is not None:
            return _csv(counted, table, Pen(site.rater.ruleset, lang))
    return render(
        "portfolio/portfolio.html",
        DOMAIN,
        422 if faults else 200,
        asked=_asked(given, periods),
        faults=faults,
        rulesets=_choices(site),
        counted=counted,
        shown=None if counted is None else _shown(counted, Pen(site.rater.ruleset, lang)),
        again=f"{PATH}?{urlencode(given)}",
        csv={name: f"{PATH}?{urlencode({**given, 'csv': name})}" for name in TABLES},
    )


def _is_ruleset(given: Mapping[str, str]) -> bool:
    try:
        read_query((name, value) for name, value in given.items() if name == "ruleset")
    except BadQuery:
        return False
    return True


def _read_some(site: Site) -> None:
    """Read what nobody has counted yet, a little of it; the page says what still waits."""
    try:
        keep(site.store, to_keep(site.store)[:STEP])
    except StoreUnavailable:
        # Where nothing can be written now, what was counted before can still be read.
        return


def _asked(given: Mapping[str, str], periods: Periods) -> dict[str, str]:
    """Return the fields of the form: as they were filled in, else as they are taken."""
    taken = {
        "since": periods.period.since,
        "until": periods.period.until,
        "earlier_since": periods.earlier.since,
        "earlier_until": periods.earlier.until,
        "ruleset": "",
    }
    return {name: given.get(name, value) for name, value in taken.items()}


def _choices(site: Site) -> list[str]:
    versions = rulesets(site.store)
    return sorted({name.partition("@")[0] for name in versions} | set(versions))


def _csv(counted: Portfolio, table: str, pen: Pen) -> Response:
    codes = [row.code for row in counted.findings] + [fact for fact, _ in counted.unknown]
    titles = {code: pen.title(code) for code in codes}
    answer = Response(download(cells(counted, table, titles)), content_type="text/csv")
    period = counted.periods.period
    name = f"portfolio-{table}-{period.since}-{period.until}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Language"] = pen.lang
    return answer


def _shown(counted: Portfolio, pen: Pen) -> dict[str, object]:
    """Return what the page shows beside the counts themselves."""
    adverse = [row for row in counted.findings if row.adverse]
    strengths = [row for row in counted.findings if not row.adverse]
    read = counted.contents.read
    return {
        "grades": _grades(counted, pen),
        "share_not_rated": percent(counted.not_rated, counted.borrowers),
        "adverse": [_finding(row, row.assumed, read, pen) for row in adverse[:TOP]],
        "strengths": [_finding(row, row.claimed, read, pen) for row in strengths[:TOP]],
        "unknown": [
            (pen.named(fact), count, percent(count, read)) for fact, count in counted.unknown[:TOP]
        ],
        "grade_rows": [
            (
                pen.grade(row.grade),
                row.count,
                percent(row.count, counted.borrowers),
                row.earlier,
                percent(row.earlier, counted.earlier_borrowers),
            )
            for row in counted.grades
        ],
        "movement": [
            (row, [(name, n, percent(n, row.total)) for name, n in row.counts.items()])
            for row in counted.movement.rows
        ],
        "number": pen.count,
        "new": NEW,
        "left": LEFT,
        "each": STEP * SEGMENT,
    }


def _finding(row: FindingCount, beside: int, of: int, pen: Pen) -> dict[str, object]:
    return {
        "named": pen.named(row.code),
        "kind": _kind(row, pen),
        "found": row.found,
        "share": percent(row.found, of),
        "beside": beside,
        "beside_share": percent(beside, of),
    }


def _kind(row: FindingCount, pen: Pen) -> str:
    """Return the severity of a finding in words, or that it is a pattern, or a suspicion."""
    say = Speaker(pen.lang, DOMAIN).say
    if row.severity == PATTERN:
        suspicions = {p.code for p in pen.ruleset.patterns.values() if p.suspicion}
        return say("suspicion" if row.code in suspicions else "pattern")
    titles = pen.ruleset.policy.severity_titles
    return pen.text(titles[row.severity]) if row.severity in titles else say("elsewhere")


def _grades(counted: Portfolio, pen: Pen) -> Drawn:
    say = Speaker(pen.lang, DOMAIN).say
    bars = tuple(
        Bar(
            row.grade,
            row.count,
            say(
                "bar",
                count=pen.count(row.count),
                share=percent(row.count, counted.borrowers) or "0",
            ),
            hatched=row.grade == NOT_RATED,
        )
        for row in counted.grades
    )
    head = (say("column_grade"), say("column_borrowers"))
    return drawn(Bars(pen.lang, say("grades"), head, bars), draw_bars, bars_table)
