"""The routes of the human decision: review a proposed grade, and read the history of reviews."""

import orjson
from flask import Blueprint, Response

from service.api.answers import json_answer
from service.api.body import insist_on_json, read_body
from service.api.gate import asking
from service.api.idempotency import answer_once, digest_of, keyed
from service.api.parameters import parameters
from service.api.problems import DecisionNotFound
from service.records.policy import records_policy
from service.reviews.review import Answer, add_review, reviews_of
from service.settings import Settings
from service.store.answered import Answered
from service.store.sqlite import SqliteStore


def review_routes(store: SqliteStore, settings: Settings) -> Blueprint:
    """Return the routes over ``store``, under the policy of records in force."""
    policy = records_policy()
    routes = Blueprint("reviews", __name__, url_prefix="/v1/decisions/<decision_id>/reviews")

    @routes.post("")
    def post_review(decision_id: str) -> Response:
        parameters()
        insist_on_json("review")
        client = asking()
        key = keyed(store, client, settings.idempotency_hours)
        body = read_body()

        def review() -> Answer:
            return _found(decision_id, add_review(store, policy, decision_id, body, client))

        if key is None:
            return json_answer(review(), 201)
        asked = digest_of(body)

        def reviewed() -> Answered:
            made = review()
            at, of = made["recorded_at"], made["review_id"]
            return Answered(asked, at, 201, record_id=of, body=orjson.dumps(made))

        return answer_once(key, asked, reviewed)

    @routes.get("")
    def get_reviews(decision_id: str) -> Response:
        parameters()
        return json_answer(_found(decision_id, reviews_of(store, decision_id)))

    return routes


def _found(decision_id: str, answer: Answer | None) -> Answer:
    if answer is None:
        raise DecisionNotFound(decision_id)
    return answer
