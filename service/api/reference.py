"""The routes of what callers look up: rulesets, the schema of a dossier, the pages of errors."""

import orjson
from flask import Blueprint, Response

from service.api.pages import error_page
from service.api.parameters import parameters
from service.api.problems import problem
from service.api.whole import installed_rulesets
from service.dossier.jsonschema import dossier_schema
from service.ruleset import catalogue
from service.ruleset.model import Ruleset


def reference_routes() -> Blueprint:
    """Return the routes; what they answer is prepared here, once.

    Raises :exc:`RuntimeError` if an installed ruleset cannot be used.
    """
    active = catalogue.active()
    rulesets = orjson.dumps(
        {"rulesets": [_summary(ruleset, active) for ruleset in installed_rulesets()]}
    )
    schema = orjson.dumps(dossier_schema(active))
    routes = Blueprint("reference", __name__)

    @routes.get("/v1/rulesets")
    def get_rulesets() -> Response:
        parameters()
        return Response(rulesets, mimetype="application/json")

    @routes.get("/v1/schemas/dossier")
    def get_dossier_schema() -> Response:
        parameters()
        return Response(schema, mimetype="application/schema+json")

    @routes.get("/docs/errors/<code>")
    def get_error_page(code: str) -> Response:
        page = error_page(code)
        if page is None:
            return problem(404, "not_found", "No error has this code.")
        return Response(page, mimetype="text/markdown")

    return routes


def _summary(ruleset: Ruleset, active: Ruleset) -> dict[str, object]:
    return {
        **ruleset.reference,
        "title": ruleset.title._asdict(),
        "effective_from": ruleset.effective_from,
        "active": ruleset is active,
    }
