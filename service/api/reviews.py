"""The routes of the human decision: review a proposed grade, and read the history of reviews."""

from flask import Blueprint, Response, request

from service.api.answers import json_answer
from service.api.body import insist_on_json, read_body
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
        insist_on_json("review")
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
    return json_answer(answer, status)
