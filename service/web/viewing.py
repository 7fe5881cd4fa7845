"""Notes who looked at which decision, before the page leaves; never what it says."""

import re
from http import HTTPStatus
from typing import Final

from flask import Flask, Response, current_app, g, request

from service.access.principal import Principal
from service.access.roles import OWNED
from service.api.gate import signed_in
from service.store.port import StoreUnavailable
from service.store.sqlite import SqliteStore
from service.users.trail import Trail

EXPORTS: Final = frozenset(
    {
        "/decisions/<decision_id>/report.pdf",
        "/v1/decisions/<decision_id>/report.pdf",
        "/audit-bundle.zip",
        "/v1/audit-bundle",
    }
)
"""Addresses whose answer is taken away as a file."""

LISTS: Final = frozenset(
    {"/decisions", "/borrowers", "/compare", "/portfolio", "/overrides", "/replays", "/access-log"}
)
"""Addresses that show what was decided without naming a decision."""

NAMING: Final = frozenset({"/replays", "/audit-bundle.zip", "/v1/audit-bundle"})
"""Addresses whose query or form may name decisions; elsewhere it shows nothing of them."""

_PROBLEM: Final = "application/problem+json"
_ID: Final = re.compile(r"[0-9a-f]{32}")


def note_views(app: Flask, store: SqliteStore) -> None:
    """Let ``app`` note in the trail of ``store`` what it shows, and show nothing it cannot note."""

    def note(response: Response) -> Response:
        rule = request.url_rule
        principal: Principal | None = g.get("principal")
        if rule is None or principal is None or request.method == "HEAD":
            return response
        event = _event(rule.rule, principal, response)
        if event is None:
            return response
        session = signed_in()
        session_id = None if session is None else session.session_id
        origin = f"key {principal.key_id}" if principal.key_id else request.remote_addr
        trail, decisions = Trail(store, origin), _decisions()
        try:
            # What is typed into a form of a page that was noted is no other view of it.
            if _is_form() and all(trail.has(of, session_id) for of in decisions):
                return response
            trail.note_page(event, principal.user, rule.rule, decisions, session_id=session_id)
        except StoreUnavailable as fault:
            response.close()
            problem: Response = current_app.make_response(current_app.handle_user_exception(fault))
            return problem
        return response

    app.after_request(note)


def _event(rule: str, principal: Principal, response: Response) -> str | None:
    if 300 <= response.status_code < 400 or response.mimetype == _PROBLEM:
        return None
    if rule in EXPORTS:
        return "exported"
    if principal.user is None:
        return None
    # A form that is refused is answered with the page it is on, and so with the decision.
    if _owned():
        return "viewed"
    return "viewed" if rule in LISTS and response.status_code == HTTPStatus.OK else None


def _is_form() -> bool:
    return request.method == "POST" and bool(_owned())


def _owned() -> list[str]:
    return [value for name, value in (request.view_args or {}).items() if name in OWNED]


def _decisions() -> tuple[str, ...]:
    """Return the decisions that are asked for by name: in the path, the query or the form."""
    named = _owned()
    if request.url_rule is not None and request.url_rule.rule in NAMING:
        named += request.args.getlist("decision")
        named += request.form.get("named", "").split()
    return tuple(dict.fromkeys(name for name in named if _ID.fullmatch(name)))
