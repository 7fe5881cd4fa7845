"""The comparison of two decisions: of one borrower at two dates, or of two borrowers."""

import re
from typing import Final

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from service.reviews.history import History
from service.reviews.review import history_of
from service.store.port import Decision
from service.web.language import page_language
from service.web.rendering import render
from service.web.sides import change, head
from service.web.site import Site

_BOTH: Final = 2
_DECISION: Final = re.compile(r"[0-9a-f]{32}")


def compare_pages(site: Site) -> Blueprint:
    """Return the pages over ``site``."""
    routes = Blueprint("web_compare", __name__)

    @routes.get("/compare")
    def choose() -> AnyResponse:
        given = [text.strip() for text in request.args.getlist("decision") if text.strip()]
        if len(given) == _BOTH and all(map(_DECISION.fullmatch, given)):
            # A list has the newest first: what changed is told from the older on.
            newer, older = given
            return redirect(f"/decisions/{older}/compare/{newer}", 303)
        return _choose(given)

    @routes.get("/decisions/<decision_id>/compare/<other_id>")
    def compare(decision_id: str, other_id: str) -> Response:
        lang = page_language()
        with site.store.snapshot():
            decisions = [site.decision(decision_id), site.decision(other_id)]
            people = [_people(site, decision) for decision in decisions]
        cases = [site.explained.case(decision) for decision in decisions]
        return render(
            "lists/compare.html",
            "lists",
            heads=[head(*pair, lang) for pair in zip(decisions, cases, strict=True)],
            people=people,
            change=change(cases[0], cases[1], lang),
        )

    return routes


def _choose(given: list[str]) -> Response:
    fault = None
    if len(given) not in (0, _BOTH):
        fault = "fault_two"
    elif given:
        fault = "fault_decision"
    values = [*given[:_BOTH], "", ""][:_BOTH]
    return render("lists/choose.html", "lists", 422 if fault else 200, fault=fault, given=values)


def _people(site: Site, decision: Decision) -> History:
    history = history_of(site.store, decision.decision_id)
    history.close(site.store.correcting(decision.decision_id))
    return history
