"""The page of a decision as a credit paper, and the page that says why a code holds or not."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import orjson
from flask import Blueprint, Response

from service.api.problems import DecisionNotFound
from service.ledger.checkpoints import LedgerInconsistent, NoCheckpoint, insist_signed
from service.ledger.key_records import recorded_vkeys
from service.ledger.proofs import proof_of
from service.paper.paper import paper_of
from service.paper.plates import plates_of
from service.records.policy import records_policy
from service.replay.replay import replay
from service.replay.selection import by_id
from service.reviews.review import reviews_of
from service.store.port import Decision
from service.web.language import page_language
from service.web.rendering import render
from service.web.site import Site
from service.web.why import why_page

DOMAIN = "paper"

Found = Mapping[str, Any]


def decision_pages(site: Site) -> Blueprint:
    """Return the routes of the paper over ``site``."""
    routes = Blueprint("web_decision", __name__, url_prefix="/decisions/<decision_id>")
    titles = {code: reason.title for code, reason in records_policy().review.reason_codes.items()}

    @routes.get("")
    def get_decision(decision_id: str) -> Response:
        """Show the paper, replayed and proved as it is opened."""
        decision = site.decision(decision_id)
        reviews = reviews_of(site.store, decision_id)
        if reviews is None:
            raise DecisionNotFound(decision_id)
        lang = page_language()
        ruleset = site.raters.of(decision).ruleset
        result = orjson.loads(decision.body)
        paper = paper_of(
            decision,
            orjson.loads(site.explained.explanation(decision, lang)),
            ruleset,
            lang,
            reviews=reviews,
            reason_titles=titles,
            replay=_replayed(site, decision_id),
            proof=_proved(site, decision_id),
        )
        return render(
            "decision/page.html",
            DOMAIN,
            paper=paper,
            figures=plates_of(result, ruleset, lang),
            printed=False,
            history=_history(decision),
            corrects=decision.corrects,
            corrected_by=reviews["corrected_by"],
        )

    @routes.get("/why/<path:code>")
    def get_why(decision_id: str, code: str) -> Response:
        """Show why a finding, pattern, test, cap or dimension holds, or why not."""
        decision = site.decision(decision_id)
        return why_page(decision, site.explained.case(decision), code)

    return routes


def _history(decision: Decision) -> str:
    """The address of the history of the borrower of ``decision``."""
    borrower = orjson.loads(decision.dossier)["borrower"]
    identifiers = borrower.get("identifiers") or {}
    for name in ("uscc", "lei"):
        if identifiers.get(name):
            return f"/borrowers?{urlencode({'identifier': identifiers[name]})}"
    return f"/borrowers?{urlencode({'borrower': borrower['legal_name']})}"


def _replayed(site: Site, decision_id: str) -> Found | None:
    """The verdict of rating the decision again from what is stored of it."""
    kept = by_id(site.store, decision_id)
    return None if kept is None else replay(kept, site.raters.by_source).to_json()


def _proved(site: Site, decision_id: str) -> Found:
    """Whether the newest signed checkpoint covers the decision, as its proof shows."""
    checkpoint = site.store.last_checkpoint()
    if checkpoint is None:
        return {"state": "waiting"}
    try:
        insist_signed(checkpoint, recorded_vkeys(site.store))
        proof = proof_of(site.store, decision_id, checkpoint)
    except NoCheckpoint:
        return {"state": "waiting"}
    except LedgerInconsistent:
        return {"state": "inconsistent"}
    if proof is None:
        raise DecisionNotFound(decision_id)
    return {"state": "proved", "tree_size": proof["tree_size"]}
