"""The what-if page: suppose facts, and see the grade that would follow; nothing is stored."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from service.explanation.answers import Case
from service.paper.pen import Grade, Pen
from service.web.differences import Part, direction, parts_of
from service.web.elsewhere import in_other_languages
from service.web.language import PARAMETER, page_language
from service.web.rendering import render
from service.web.site import Site
from service.web.what_if_form import (
    DOMAIN,
    PROVEN,
    Asked,
    groups,
    query_of,
    read_address,
    read_asked,
)

_TEMPLATE = "what_if/page.html"
_CSRF = "csrf"


@dataclass(frozen=True, slots=True)
class Followed:
    """What would follow from a supposition, for the page.

    ``way`` and ``steps`` are as :func:`~service.web.differences.direction` returns them;
    ``label`` says that it is hypothetical; ``address`` leads back to the same supposition.
    """

    before: Grade
    after: Grade
    way: str
    steps: int
    composites: tuple[int, int]
    bases: tuple[str, str]
    indicatives: tuple[str, str]
    parts: tuple[Part, ...]
    label: str
    address: str


def what_if_pages(site: Site) -> Blueprint:
    """Return the routes of the what-if page over ``site``."""
    routes = Blueprint("web_what_if", __name__, url_prefix="/decisions/<decision_id>/what-if")

    def case(decision_id: str) -> Case:
        return site.explained.case(site.decision(decision_id))

    @routes.get("")
    def get_what_if(decision_id: str) -> Response:
        """Show the facts as they count, and those that the query supposes changed."""
        found = case(decision_id)
        named = [pair for pair in request.args.items(multi=True) if pair[0] != PARAMETER]
        return _page(decision_id, found, read_address(found.subject, named))

    @routes.post("")
    def ask_what_if(decision_id: str) -> Response:
        """Show what follows from the form as it was filled in."""
        found = case(decision_id)
        sent = request.form.items(multi=True)
        words = {name: text for name, text in sent if name not in (_CSRF, PROVEN)}
        asked = read_asked(found.subject, words, request.form.getlist(PROVEN))
        return _page(decision_id, found, asked)

    return routes


def _page(decision_id: str, case: Case, asked: Asked) -> Response:
    subject, lang = case.subject, page_language()
    pen = Pen(subject.ruleset, lang)
    controls = groups(subject, asked, lang)
    address = f"/decisions/{decision_id}/what-if"
    followed = _followed(address, case, asked, pen) if asked.changes else None
    return render(
        _TEMPLATE,
        DOMAIN,
        422 if asked.errors else 200,
        decision_id=decision_id,
        address=address,
        elsewhere=in_other_languages(followed.address if followed else address),
        borrower=subject.dossier.document["borrower"]["legal_name"],
        now=pen.grade(subject.evaluation.grade),
        groups=controls,
        faults=[c for group in controls for c in group.controls if c.error is not None],
        unknown=[name for name in asked.errors if name not in subject.ruleset.facts],
        followed=followed,
    )


def _followed(address: str, case: Case, asked: Asked, pen: Pen) -> Followed:
    answer = case.what_if(asked.changes)
    before, after = answer["before"], answer["after"]
    way, steps = direction(pen, before["grade"], after["grade"])
    query = urlencode(query_of(case.subject, asked.changes))
    return Followed(
        before=pen.grade(before["grade"]),
        after=pen.grade(after["grade"]),
        way=way,
        steps=steps,
        composites=_both(answer, "composite"),
        bases=_both(answer, "base_grade"),
        indicatives=_both(answer, "indicative_grade"),
        parts=parts_of(pen, answer["difference"]),
        label=pen.told(answer, "label"),
        address=f"{address}?{query}",
    )


def _both(answer: dict[str, Any], name: str) -> tuple[Any, Any]:
    return answer["before"][name], answer["after"][name]
