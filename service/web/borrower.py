"""The history of one borrower: its grades over time, and what changed from each to the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response

from service.api.gate import caller
from service.api.problems import BadParameter
from service.decisions.raters import RulesetNotStored
from service.drawing.drawn import drawn
from service.drawing.timeline import Moment, Timeline, draw_timeline, timeline_table
from service.explanation.answers import Case
from service.explanation.reasons import ReasonsDoNotHold
from service.explanation.recorded import DecisionNotReproduced
from service.records.query import BadQuery, read_query
from service.ruleset.faults import RulesetRejected
from service.store.port import DecisionErased, RecordDamaged
from service.store.search import Hit, find
from service.web.language import PARAMETER, page_language
from service.web.listing import Listed, grades, listed
from service.web.rendering import render
from service.web.search import filled_in
from service.web.sides import Change, change
from service.web.site import Site

PATH: Final = "/borrowers"

SHOWN: Final = 8
"""Decisions a page; each is rated again to be held against the one before it."""

_FEW: Final = 5
"""Facts that are told at once of what changed; the rest is unfolded."""

_BY: Final = ("identifier", "borrower")
_NOT_COMPARED: Final = (
    RecordDamaged,
    DecisionErased,
    RulesetNotStored,
    RulesetRejected,
    DecisionNotReproduced,
    ReasonsDoNotHold,
)
"""Why one decision cannot be held against another; the rest of the history still can."""


@dataclass(frozen=True, slots=True)
class Step:
    """One decision of a history.

    ``change`` is from the decision ``before`` it; ``None`` where there is none before, or,
    with ``failed``, where they could not be compared.
    """

    row: Listed
    before: Hit | None
    change: Change | None
    failed: bool


def borrower_pages(site: Site) -> Blueprint:
    """Return the page over ``site``."""
    routes = Blueprint("web_borrower", __name__)

    @routes.get(PATH)
    def show_history() -> Response:
        given = filled_in(PARAMETER)
        cursor = given.pop("cursor", None)
        unknown = next((name for name in given if name not in _BY), None)
        if unknown is not None:
            raise BadParameter(unknown, "is not known here")
        if not given:
            return _ask({}, None)
        if len(given) > 1:
            raise BadParameter("borrower", "does not go with an identifier")
        return _history(site, given, cursor)

    return routes


def _ask(given: dict[str, str], fault: str | None) -> Response:
    asked = {name: given.get(name, "") for name in _BY}
    return render("lists/borrower.html", "lists", 422 if fault else 200, asked=asked, fault=fault)


def _history(site: Site, given: dict[str, str], cursor: str | None) -> Response:
    own = caller().limited_to
    pairs = {**given, "limit": str(SHOWN)} | ({"cursor": cursor} if cursor else {})
    try:
        query = read_query(pairs.items())
    except BadQuery as error:
        if error.parameter not in _BY:
            raise BadParameter(error.parameter, error.why) from error
        return _ask(given, error.parameter)
    with site.store.snapshot():
        page = find(site.store, query, own)
        # What changed in the oldest of a page is told from the newest of the next.
        after = _find_one(site, given, page.next, own) if page.next else ()
        rows = listed(site.store, page.hits)
    hits = [*page.hits, *after]
    steps = _steps(site, rows, hits, page_language())
    following = f"{PATH}?{urlencode({**given, 'cursor': page.next})}" if page.next else None
    return render(
        "lists/history.html",
        "lists",
        name=hits[0].borrower if hits else None,
        names=list(dict.fromkeys(hit.borrower for hit in page.hits)),
        by=given,
        steps=steps,
        few=_FEW,
        drawing=_drawing(rows, page_language()) if rows else None,
        following=following,
        further=cursor is not None,
        first=f"{PATH}?{urlencode(given)}",
    )


def _find_one(site: Site, given: dict[str, str], cursor: str, own: str | None) -> tuple[Hit, ...]:
    query = read_query({**given, "limit": "1", "cursor": cursor}.items())
    return find(site.store, query, own).hits


def _steps(site: Site, rows: Sequence[Listed], hits: Sequence[Hit], lang: str) -> list[Step]:
    cases = [_case(site, hit) for hit in hits]
    steps = []
    for place, row in enumerate(rows):
        before = hits[place + 1] if place + 1 < len(hits) else None
        found = None
        if before is not None:
            found = _change(cases[place + 1], cases[place], lang)
        steps.append(Step(row, before, found, before is not None and found is None))
    return steps


def _case(site: Site, hit: Hit) -> Case | None:
    try:
        return site.explained.case(site.decision(hit.decision_id))
    except _NOT_COMPARED:
        return None


def _change(one: Case | None, other: Case | None, lang: str) -> Change | None:
    if one is None or other is None:
        return None
    try:
        return change(one, other, lang)
    except _NOT_COMPARED:
        return None


def _drawing(rows: Sequence[Listed], lang: str) -> object:
    moments = tuple(
        Moment(
            date=row.hit.rating_date,
            grade=row.hit.grade,
            human_grade=row.human_grade,
            note=f"{row.hit.ruleset_id} {row.hit.ruleset_version}",
        )
        # By the dates they were rated for, which need not be in the order of recording.
        for row in sorted(rows, key=lambda row: (row.hit.rating_date, row.hit.leaf_index))
    )
    scale = grades()
    others = sorted({moment.grade for moment in moments} - set(scale))
    return drawn(Timeline(lang, moments, (*scale, *others)), draw_timeline, timeline_table)
