"""The routes of the contract: the OpenAPI document, and the page that shows it; no network."""

from flask import Blueprint, Response

from service.api.parameters import parameters
from service.api.problems import problem
from service.contract.document import contract
from service.contract.pages import FILES, INDEX, POLICY, page_file


def docs_routes() -> Blueprint:
    """Return the routes; the document is built here, so that workers inherit it."""
    document = contract()
    routes = Blueprint("docs", __name__)

    @routes.get("/openapi.json")
    def get_contract() -> Response:
        parameters()
        return Response(document, mimetype="application/json")

    @routes.get("/docs")
    def get_page() -> Response:
        parameters()
        answer = Response(page_file(INDEX), mimetype="text/html")
        answer.headers["Content-Security-Policy"] = POLICY
        return answer

    @routes.get("/docs/<path:path>")
    def get_file(path: str) -> Response:
        parameters()
        if path not in FILES:
            return problem(404, "not_found", "The page of the contract has no such file.")
        answer = Response(page_file(path), content_type=FILES[path])
        # Nothing in it is of a borrower, and it is large.
        answer.headers["Cache-Control"] = "public, max-age=3600"
        return answer

    return routes
