"""The routes that find decisions, and give the record of one and the records about it."""

from urllib.parse import urlencode

import orjson
from flask import Blueprint, Response, request

from service.api.parameters import parameters
from service.api.problems import BadParameter, DecisionNotFound
from service.records.about import history_of
from service.records.query import BadQuery, read_query
from service.store.search import Searchable, find

PATH = "/v1/decisions"


def search_routes(store: Searchable) -> Blueprint:
    """Return the routes over ``store``."""
    routes = Blueprint("search", __name__, url_prefix=PATH)

    @routes.get("")
    def list_decisions() -> Response:
        given = list(request.args.items(multi=True))
        try:
            query = read_query(given)
        except BadQuery as error:
            raise BadParameter(error.parameter, error.why) from error
        page = find(store, query)
        answer = _json(page.to_json())
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
        return _json(history)

    @routes.get("/<decision_id>/record")
    def get_record(decision_id: str) -> Response:
        parameters()
        decision = store.get(decision_id)
        if decision is None:
            raise DecisionNotFound(decision_id)
        # The very bytes: their SHA-256 is what the ledger proves.
        return Response(decision.record.data, mimetype="application/json")

    return routes


def _json(answer: dict[str, object]) -> Response:
    return Response(orjson.dumps(answer), mimetype="application/json")
