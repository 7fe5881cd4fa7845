"""The routes that find decisions, and give the record of one and the records about it."""

from urllib.parse import unquote_to_bytes, urlencode

from flask import Blueprint, Response, abort, request

from service.api.answers import json_answer
from service.api.gate import caller
from service.api.parameters import parameters
from service.api.problems import BadParameter, DecisionNotFound
from service.records.about import history_of
from service.records.query import BadQuery, read_query
from service.store.search import find
from service.store.sqlite import SqliteStore

PATH = "/v1/decisions"


def search_routes(store: SqliteStore) -> Blueprint:
    """Return the routes over ``store``."""
    routes = Blueprint("search", __name__, url_prefix=PATH)

    @routes.get("")
    def list_decisions() -> Response:
        given = list(request.args.items(multi=True))
        try:
            unquote_to_bytes(request.query_string).decode()
        except UnicodeDecodeError:
            abort(400, "The address is not UTF-8.")
        try:
            query = read_query(given)
        except BadQuery as error:
            why = error.why
            if " " in request.args.get(error.parameter, ""):
                why += " (in an address, + is written %2B)"
            raise BadParameter(error.parameter, why) from error
        page = find(store, query, own=caller().limited_to)
        answer = json_answer(page.to_json())
        if page.next is not None:
            kept = [(name, value) for name, value in given if name != "cursor"]
            address = f"{PATH}?{urlencode([*kept, ('cursor', page.next)])}"
            answer.headers["Link"] = f'<{address}>; rel="next"'
        return answer

    @routes.get("/<decision_id>/history")
    def get_history(decision_id: str) -> Response:
        parameters()
        history = history_of(store, decision_id)
        if history is None:
            raise DecisionNotFound(decision_id)
        return json_answer(history)

    @routes.get("/<decision_id>/record")
    def get_record(decision_id: str) -> Response:
        parameters()
        decision = store.get(decision_id)
        if decision is None:
            raise DecisionNotFound(decision_id)
        # The very bytes: their SHA-256 is what the ledger proves.
        return Response(decision.record.data, mimetype="application/json")

    return routes
