"""The routes that decide on a dossier, and give back what was answered."""

from flask import Blueprint, Response

from service.access.own import is_own
from service.api.body import insist_on_json, read_body
from service.api.gate import asking, caller
from service.api.idempotency import REPLAYED, KeyedDecision, digest_of, keyed
from service.api.parameters import parameter, parameters
from service.api.problems import DecisionNotFound
from service.decisions.decide import NothingToCorrect, decide
from service.decisions.rate import Rater
from service.settings import Settings
from service.store.sqlite import SqliteStore


def decision_routes(store: SqliteStore, rater: Rater, settings: Settings) -> Blueprint:
    """Return the routes over ``store``; ``rater`` rates by the ruleset in force."""
    routes = Blueprint("decisions", __name__)

    @routes.post("/v1/decisions")
    def add_decision() -> Response:
        insist_on_json("dossier")
        corrects = parameter("corrects")
        client = asking()
        key = keyed(store, client, settings.idempotency_hours)
        body = read_body()
        once = KeyedDecision(key, digest_of(body)) if key else None
        # A retry is not rated again. One that comes while the first is rated waits its turn.
        decision = once.before() if once else None
        if decision is None:
            if corrects is not None:
                _insist_on_own(corrects)
            window = settings.repeat_window if once is None else 0
            decision = decide(rater, store, body, client, corrects, repeat_window=window, once=once)
        answer = _json(decision.body, 201)
        answer.headers["Location"] = f"/v1/decisions/{decision.decision_id}"
        if once and once.replayed:
            answer.headers[REPLAYED] = "true"
        return answer

    def _insist_on_own(corrects: str) -> None:
        """Raise what is raised where a decision is not there, where it is not the caller's."""
        limited_to = caller().limited_to
        if limited_to is not None and not is_own(store, corrects, limited_to):
            raise NothingToCorrect(corrects)

    @routes.get("/v1/decisions/<decision_id>")
    def get_decision(decision_id: str) -> Response:
        parameters()
        decision = store.get(decision_id)
        if decision is None:
            raise DecisionNotFound(decision_id)
        answer = _json(decision.body)
        # What people made of it since is no part of what was answered.
        at = f"/v1/decisions/{decision_id}"
        answer.headers["Link"] = f'<{at}/history>; rel="related", <{at}/reviews>; rel="related"'
        return answer

    return routes


def _json(body: bytes, status: int = 200) -> Response:
    return Response(body, status, mimetype="application/json")
