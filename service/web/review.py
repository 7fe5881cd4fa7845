"""The page of the human decision: how it stands, what is open, and the recording of a review."""

import hashlib
import re
import secrets
import unicodedata
from typing import Final

from flask import Blueprint, Response, abort, redirect, request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.wrappers import Response as AnyResponse

from service.api.gate import asking, caller
from service.api.idempotency import Keyed, KeyReused
from service.api.problems import DecisionNotFound
from service.canonical import canonical_bytes
from service.decisions.raters import RulesetNotStored
from service.paper.pen import Pen
from service.records.policy import records_policy
from service.reviews.choices import Choices, choices
from service.reviews.review import add_review
from service.reviews.rules import ReviewConflict, ReviewRejected
from service.ruleset.model import Ruleset
from service.store.answered import Answered
from service.store.port import Decision
from service.web.elsewhere import in_other_languages
from service.web.language import page_language
from service.web.rendering import render
from service.web.review_view import DOMAIN, Typed, faults_of, view_of
from service.web.site import Site

Form = ImmutableMultiDict[str, str]

_TEMPLATE = "review/page.html"
_KEY = re.compile(r"[0-9a-f]{32}")

_MEMBERS: Final = ("action", "grade", "reason_code", "reason", "review_id")
"""Members of a review that a form sends; the officer is who is signed in."""


def review_pages(site: Site) -> Blueprint:
    """Return the routes of the human decision over ``site``."""
    routes = Blueprint("web_review", __name__, url_prefix="/decisions/<decision_id>")
    policy = records_policy()

    @routes.get("/review")
    def get_review(decision_id: str) -> Response:
        return page(decision_id)

    @routes.post("/reviews")
    def post_review(decision_id: str) -> AnyResponse:
        form = request.form
        if not _KEY.fullmatch(form.get("once", "")):
            abort(400, "The form lacks the key that keeps it from being recorded twice.")
        document = _document(form)
        try:
            review_id = recorded(decision_id, document, form)
        except ReviewRejected as rejected:
            typed = Typed(document, faults_of(rejected.faults, page_language()))
            return page(decision_id, 422, typed)
        except ReviewConflict:
            return page(decision_id, 409, Typed(document, conflict=True))
        return redirect(f"/decisions/{decision_id}/review?recorded={review_id}", 303)

    def recorded(decision_id: str, document: dict[str, str], form: Form) -> str:
        """Record what a form asks for, once however often it is sent; return the review's id."""
        client = asking()
        key = Keyed(site.store, client.name or "", form["once"], site.settings.idempotency_hours)
        body = canonical_bytes(document)
        asked = hashlib.sha256(canonical_bytes({decision_id: document})).digest()
        with site.store.turn():
            before = _answered(key, asked)
            if before is not None:
                return before
            now = open_to(decision_id)
            if form.get("seen") != _seen(now):
                # Who decides knows what was decided before.
                raise ReviewConflict("What stands changed since the page was opened.")
            made = add_review(site.store, policy, decision_id, body, client)
            if made is None:
                raise DecisionNotFound(decision_id)
            review_id = str(made["review_id"])
            key.keep(Answered(asked, made["recorded_at"], 303, record_id=review_id))
        return review_id

    def open_to(decision_id: str) -> Choices:
        found = choices(site.store, policy, decision_id, caller().user or "")
        if found is None:
            raise DecisionNotFound(decision_id)
        return found

    def page(decision_id: str, status: int = 200, typed: Typed | None = None) -> Response:
        with site.store.snapshot():
            decision, found = site.decision(decision_id), open_to(decision_id)
        return render(
            _TEMPLATE,
            DOMAIN,
            status,
            decision_id=decision_id,
            view=view_of(
                Pen(ruleset_of(decision), page_language()), decision, found, policy.review
            ),
            typed=typed or Typed(),
            seen=_seen(found),
            once=secrets.token_hex(16),
            recorded=request.args.get("recorded"),
            elsewhere=in_other_languages(f"/decisions/{decision_id}/review"),
        )

    def ruleset_of(decision: Decision) -> Ruleset:
        try:
            return site.raters.of(decision).ruleset
        except RulesetNotStored:
            # It can be decided on all the same; what the ruleset in force lacks is told by code.
            return site.rater.ruleset

    return routes


def _document(form: Form) -> dict[str, str]:
    """Return the review that a form asks for; what was left empty is left out."""
    document = {"officer": caller().user or ""}
    for name in _MEMBERS:
        # A browser ends lines by marks that no record holds.
        text = " ".join(unicodedata.normalize("NFC", form.get(name, "")).split())
        if text:
            document[name] = text
    return document


def _answered(key: Keyed, asked: bytes) -> str | None:
    """Return the review that the same form was recorded as before."""
    try:
        before = key.find(asked)
    except KeyReused:
        # Sent again with something else in it, from a page that knows nothing of the first.
        raise ReviewConflict("The form was recorded before, with something else in it.") from None
    return None if before is None else before.record_id


def _seen(found: Choices) -> str:
    """Return what tells one state of the reviews of a decision from every later one."""
    return str(len(found.history.reviews))
