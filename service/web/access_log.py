"""The page of the audit trail: who signed in, and who looked at what."""

import re
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from service.api.problems import BadParameter
from service.store.trail import Chosen
from service.users.names import as_named
from service.users.trail import EVENTS, Trail
from service.web.rendering import render
from service.web.site import Site

MOST: Final = 100
"""Entries on one page."""

_NUMBER = re.compile(r"[0-9]{1,18}")
_ASKED: Final = ("user", "event", "decision", "since", "until")


def access_log_pages(site: Site) -> Blueprint:
    """Return the route of the access log."""
    routes = Blueprint("web_access_log", __name__)

    @routes.get("/access-log")
    def get_access_log() -> Response:
        asked = {name: request.args.get(name, "").strip() for name in _ASKED}
        found = Trail(site.store).newest(_chosen(asked), MOST + 1)
        older = None
        if len(found) > MOST:
            found.pop()
            given = {name: value for name, value in asked.items() if value}
            older = f"/access-log?{urlencode(given | {'before': str(found[-1][0])})}"
        return render(
            "sign_in/access_log.html",
            "sign_in",
            asked=asked,
            events=EVENTS,
            entries=[entry for _, entry in found],
            older=older,
        )

    return routes


def _chosen(asked: dict[str, str]) -> Chosen:
    """Return what ``asked`` chooses: days are in UTC, the last one whole.

    Raises :exc:`~service.api.problems.BadParameter`.
    """
    if asked["event"] and asked["event"] not in EVENTS:
        raise BadParameter("event", "must be one that is noted")
    before = request.args.get("before")
    if before is not None and not _NUMBER.fullmatch(before):
        raise BadParameter("before", "must be the number of an entry")
    until = _day("until", asked["until"])
    since = _day("since", asked["since"])
    return Chosen(
        user=as_named(asked["user"]) or None,
        event=asked["event"] or None,
        decision_id=asked["decision"] or None,
        since=None if since is None else since.isoformat(),
        until=None if until is None else (until + timedelta(days=1)).isoformat(),
        before=None if before is None else int(before),
    )


def _day(name: str, text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadParameter(name, "must be a day as 2026-03-31") from None
