"""The routes of the human decision: review a proposed grade, and read the history of reviews."""

import orjson
from flask import Blueprint, Response, abort, request

from service.api.body import read_body
from service.api.client import client_of
from service.api.parameters import parameters
from service.api.problems import DecisionNotFound
from service.records.policy import records_policy
from service.reviews.review import Answer, add_review, reviews_of
from service.store.port import RecordStore


def review_routes(store: RecordStore) -> Blueprint:
    """Return the routes over ``store``, under the policy of records in force."""
    policy = records_policy()
    routes = Blueprint("reviews", __name__, url_prefix="/v1/decisions/<decision_id>/reviews")

    @routes.post("")
    def post_review(decision_id: str) -> Response:
        parameters()
        if request.mimetype != "application/json" or request.content_encoding:
            abort(415, "Send the review as Content-Type application/json, not compressed.")
        client = client_of(request)
        return _json(decision_id, add_review(store, policy, decision_id, read_body(), client), 201)

    @routes.get("")
    def get_reviews(decision_id: str) -> Response:
        parameters()
        return _json(decision_id, reviews_of(store, decision_id))

    return routes


def _json(decision_id: str, answer: Answer | None, status: int = 200) -> Response:
    if answer is None:
        raise DecisionNotFound(decision_id)
    return Response(orjson.dumps(answer), status, mimetype="application/json")
