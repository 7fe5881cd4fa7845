"""The Flask application: its routes, and what they are wired to."""

import os
from functools import cache
from pathlib import Path

import orjson
from flask import Blueprint, Flask, Response, request

from service import __version__
from service.api import problems
from service.api.body import drain, insist_on_json, read_body
from service.api.client import client_of
from service.api.decisions_list import search_routes
from service.api.explanations import explanation_routes
from service.api.ledger import ledger_routes
from service.api.pages import error_page
from service.api.parameters import parameter, parameters
from service.api.replay import replay_routes
from service.api.reviews import review_routes
from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.decisions.raters import Raters
from service.dossier.jsonschema import dossier_schema
from service.ledger.keys import KeyFolder
from service.ruleset import catalogue
from service.ruleset.load import load_ruleset
from service.ruleset.model import Ruleset
from service.settings import Settings, SettingsRejected, settings_from
from service.store.port import RecordStore, StoreUnavailable
from service.store.sqlite import SqliteStore


def create_app(
    store: SqliteStore | None = None,
    rater: Rater | None = None,
    settings: Settings | None = None,
) -> Flask:
    """Return the application over ``store`` (default: the file that ``settings`` name).

    ``settings`` default to those of the environment, as :func:`settings_from` reads them.

    ``rater`` defaults to one of the ruleset in force, compiled here, so that a server that
    forks its workers afterwards compiles once. Raises
    :exc:`~service.ruleset.load.RulesetRejected` if an installed ruleset has faults, and
    :exc:`RuntimeError`, which gunicorn shows as one sentence, if the settings or the default
    store cannot be used.
    """
    app = Flask("pinzhi", static_folder=None)
    chosen = settings or _settings()
    kept = store or _default_store(chosen)
    rating = rater or Rater(catalogue.active())
    app.register_blueprint(_routes(kept, rating))
    app.register_blueprint(search_routes(kept))
    raters = Raters(rating, kept)
    app.register_blueprint(explanation_routes(kept, raters))
    app.register_blueprint(replay_routes(kept, raters.by_source))
    app.register_blueprint(review_routes(kept))
    app.register_blueprint(ledger_routes(kept, KeyFolder(chosen.keys)))
    problems.register(app)
    app.after_request(drain)
    return app


def _settings() -> Settings:
    try:
        return settings_from(os.environ)
    except SettingsRejected as rejected:
        raise RuntimeError(str(rejected)) from None


def _default_store(settings: Settings) -> SqliteStore:
    store = SqliteStore(settings.store)
    try:
        store.check()
    except StoreUnavailable as fault:
        message = f"The store of decisions, named by PINZHI_STORE, cannot be used: {fault}."
        raise RuntimeError(message) from None
    return store


def _routes(store: RecordStore, rater: Rater) -> Blueprint:
    active = catalogue.active()
    rulesets = orjson.dumps({"rulesets": [_summary(ruleset, active) for ruleset in _all(active)]})
    schema = orjson.dumps(dossier_schema(active))
    health = orjson.dumps({"status": "ok", "version": __version__, "ruleset": active.reference})
    routes = Blueprint("v1", __name__)

    @routes.post("/v1/decisions")
    def add_decision() -> Response:
        insist_on_json("dossier")
        corrects = parameter("corrects")
        decision = decide(rater, store, read_body(), client_of(request), corrects)
        answer = _json(decision.body, 201)
        answer.headers["Location"] = f"/v1/decisions/{decision.decision_id}"
        return answer

    @routes.get("/v1/decisions/<decision_id>")
    def get_decision(decision_id: str) -> Response:
        parameters()
        decision = store.get(decision_id)
        if decision is None:
            raise problems.DecisionNotFound(decision_id)
        answer = _json(decision.body)
        # What people made of it since is no part of what was answered.
        at = f"/v1/decisions/{decision_id}"
        answer.headers["Link"] = f'<{at}/history>; rel="related", <{at}/reviews>; rel="related"'
        return answer

    @routes.get("/v1/rulesets")
    def get_rulesets() -> Response:
        parameters()
        return _json(rulesets)

    @routes.get("/v1/schemas/dossier")
    def get_dossier_schema() -> Response:
        parameters()
        return Response(schema, mimetype="application/schema+json")

    @routes.get("/healthz")
    def get_health() -> Response:
        return _json(health)

    @routes.get("/docs/errors/<code>")
    def get_error_page(code: str) -> Response:
        page = error_page(code)
        if page is None:
            return problems.problem(404, "not_found", "No error has this code.")
        return Response(page, mimetype="text/markdown")

    return routes


def _json(body: bytes, status: int = 200) -> Response:
    return Response(body, status, mimetype="application/json")


def _all(active: Ruleset) -> list[Ruleset]:
    return [
        active
        if (folder.parent.name, folder.name) == (active.id, active.version)
        else _installed(folder)
        for folder in catalogue.available()
    ]


@cache
def _installed(folder: Path) -> Ruleset:
    """Load a ruleset once a process: what is installed never changes."""
    return load_ruleset(folder)


def _summary(ruleset: Ruleset, active: Ruleset) -> dict[str, object]:
    return {
        **ruleset.reference,
        "title": ruleset.title._asdict(),
        "effective_from": ruleset.effective_from,
        "active": ruleset is active,
    }
