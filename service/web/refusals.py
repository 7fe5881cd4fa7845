"""Problems as pages: what went wrong, for whoever looks at it in a browser."""

from typing import Final
from urllib.parse import urlencode

import orjson
from flask import Flask, Response, request

from service.access.roles import is_page
from service.web.rendering import render

_PROBLEM = "application/problem+json"

EXPLAINED: Final = frozenset(
    {
        "bad_parameter",
        "body_too_large",
        "bundle_too_large",
        "decision_erased",
        "decision_not_found",
        "engine_failure",
        "evaluators_disagree",
        "forbidden",
        "foreign_form",
        "internal_error",
        "ledger_inconsistent",
        "no_checkpoint",
        "not_found",
        "record_damaged",
        "report_unavailable",
        "review_conflict",
        "ruleset_not_stored",
        "sign_in_needed",
        "store_unavailable",
        "too_many_requests",
    }
)
"""The problems about which a person is told what to do, beside what a program is told."""


def show_problems(app: Flask) -> None:
    """Let ``app`` answer every problem with a page where a person asked for a page."""
    app.after_request(_shown)


def _shown(response: Response) -> Response:
    if response.mimetype != _PROBLEM or not _wants_page():
        return response
    problem = orjson.loads(response.get_data())
    if problem["code"] == "sign_in_needed" and request.method in ("GET", "HEAD"):
        page = Response(status=303)
        # Where one came from is where one goes on after the sign-in.
        asked = request.full_path.rstrip("?")
        page.headers["Location"] = f"/sign-in?{urlencode({'next': asked})}"
    else:
        errors = problem.get("errors", [])
        status = response.status_code
        explained = problem["code"] in EXPLAINED
        page = render(
            "problem.html", "problems", status, problem=problem, errors=errors, explained=explained
        )
    response.set_data(page.get_data())
    response.status_code = page.status_code
    response.headers.update(page.headers)
    return response


def _wants_page() -> bool:
    """Whether a person asks: for the address of a page, or for HTML by its name."""
    rule = request.url_rule
    if rule is not None:
        return is_page(rule.rule)
    if request.path.startswith("/v1/"):
        return False
    accepted = request.accept_mimetypes
    as_told = accepted["application/problem+json"]
    return any(kind == "text/html" and quality >= as_told for kind, quality in accepted)
