"""The routes for whoever runs the service: is it alive, is it ready, how is it doing."""

import orjson
from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from service import __version__
from service.api.answers import json_answer
from service.api.parameters import parameters
from service.api.problems import problem
from service.decisions.rate import Rater
from service.errors import Fault
from service.observe.metrics import Metrics
from service.observe.readiness import FAILED, Found, Readiness
from service.observe.shared import counted
from service.observe.state import State
from service.settings import Settings
from service.store.sqlite import SqliteStore

_RETRY_SECONDS = 5

_FAULTS = {
    "store": ("store_unavailable", "the store of decisions cannot be written"),
    "ruleset": ("engine_failure", "the evaluators do not conclude on an empty dossier"),
    "ledger": ("ledger_inconsistent", "the ledger does not extend its last checkpoint"),
    "ledger_keys": ("keys_unusable", "the keys that sign checkpoints cannot be used"),
    "api_keys": ("keys_unusable", "no API key is valid any more"),
}
"""Check to the code and the words for its failure; the log says what was found."""


def health_routes(
    store: SqliteStore, rater: Rater, settings: Settings, metrics: Metrics
) -> Blueprint:
    """Return the routes over ``store``; what ``metrics`` counted is given away."""
    routes = Blueprint("health", __name__)
    reference = rater.ruleset.reference
    alive = orjson.dumps({"status": "ok", "version": __version__, "ruleset": reference})
    readiness = Readiness(store, rater, settings)
    state = State(store, readiness, rater.ruleset)

    @routes.get("/healthz")
    def get_health() -> Response:
        return Response(alive, mimetype="application/json")

    @routes.get("/readyz")
    def get_readiness() -> Response:
        parameters()
        found = readiness.find()
        if not found.ready:
            return _not_ready(found)
        return json_answer({"status": "ready", "checks": dict(found.checks)})

    @routes.get("/metrics")
    def get_metrics() -> Response:
        parameters()
        text = counted(metrics.registry) + state.text()
        return Response(text, content_type=CONTENT_TYPE_PLAIN_0_0_4)

    return routes


def _not_ready(found: Found) -> Response:
    failed = [name for name, told in found.checks.items() if told == FAILED]
    faults = []
    for name in failed:
        code, words = _FAULTS[name]
        faults.append(Fault(code, "", f"{name}: {words}."))
    detail = f"The service cannot decide now: {', '.join(failed)} failed. Try again later."
    answer = problem(503, "not_ready", detail, faults)
    answer.headers["Retry-After"] = str(_RETRY_SECONDS)
    return answer
