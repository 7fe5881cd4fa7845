"""The list of decisions: searched by what they are, or those that wait for a person."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from service.api.gate import caller
from service.api.problems import BadParameter
from service.records.query import FILTERS, BadQuery, read_query
from service.store.portfolio import rulesets
from service.store.search import find, found_at
from service.store.waiting import undecided, unsigned
from service.web.language import PARAMETER
from service.web.listing import grades, listed
from service.web.rendering import render
from service.web.site import Site

PATH: Final = "/decisions"

FIELDS: Final = (*FILTERS, "since", "until")
"""The fields of the search."""

_MORE: Final = tuple(name for name in FIELDS if name not in ("borrower", "identifier", "grade"))
"""The fields that are folded away while they are empty."""

WAITING: Final = {"decision": undecided, "signature": unsigned}
"""For what decisions may wait, and what finds those that do."""

SHOWN: Final = 50
"""Decisions a page."""


def search_pages(site: Site) -> Blueprint:
    """Return the page over ``site``."""
    routes = Blueprint("web_search", __name__)

    @routes.get(PATH)
    def list_decisions() -> Response:
        given = filled_in(PARAMETER)
        waiting = given.pop("waiting", None)
        if waiting is not None:
            return _waiting(site, waiting, given)
        return _search(site, given)

    return routes


def filled_in(*but: str) -> dict[str, str]:
    """Return the parameters of the address that say something: a form sends empty fields too."""
    return {
        name: value.strip()
        for name, value in request.args.items()
        if value.strip() and name not in but
    }


def _search(site: Site, given: dict[str, str]) -> Response:
    cursor = given.pop("cursor", None)
    fault, page = None, None
    try:
        pairs = {**given, "limit": str(SHOWN)} | ({"cursor": cursor} if cursor else {})
        page = find(site.store, read_query(pairs.items()), own=caller().limited_to)
    except BadQuery as error:
        # An address that no form sends is told as any other that is wrong.
        if error.parameter not in FIELDS:
            raise BadParameter(error.parameter, error.why) from error
        fault = error.parameter
    following = None
    if page is not None and page.next is not None:
        following = f"{PATH}?{urlencode({**given, 'cursor': page.next})}"
    return _page(
        site,
        200 if fault is None else 422,
        rows=[] if page is None else listed(site.store, page.hits),
        asked={name: given.get(name, "") for name in FIELDS},
        fault=fault,
        following=following,
        further=cursor is not None,
        first=f"{PATH}?{urlencode(given)}" if given else PATH,
        waiting=None,
    )


def _waiting(site: Site, waiting: str, given: dict[str, str]) -> Response:
    if waiting not in WAITING:
        raise BadParameter("waiting", f"is none of {', '.join(WAITING)}")
    before = _leaf(given.get("before"))
    own = caller().limited_to
    with site.store.snapshot():
        found = WAITING[waiting](site.store, SHOWN, before, own)
        by_leaf = {hit.leaf_index: hit for hit in found_at(site.store, found.leaves, own)}
        rows = listed(site.store, [by_leaf[leaf] for leaf in found.leaves if leaf in by_leaf])
    following = None
    if found.next is not None:
        following = f"{PATH}?{urlencode({'waiting': waiting, 'before': str(found.next)})}"
    return _page(
        site,
        200,
        rows=rows,
        asked=dict.fromkeys(FIELDS, ""),
        fault=None,
        following=following,
        further=before is not None,
        first=f"{PATH}?{urlencode({'waiting': waiting})}",
        waiting=waiting,
    )


def _leaf(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise BadParameter("before", "is not one that this service gave")
    return int(text)


def _page(site: Site, status: int, asked: Mapping[str, str], **values: object) -> Response:
    return render(
        "lists/decisions.html",
        "lists",
        status,
        asked=asked,
        grades=grades(),
        rulesets=rulesets(site.store),
        all_clients=caller().limited_to is None,
        more=values["fault"] in _MORE or any(asked[name] for name in _MORE),
        **values,
    )
