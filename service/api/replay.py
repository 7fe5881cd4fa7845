"""The route that replays a recorded decision; it records nothing."""

from flask import Blueprint, Response

from service.api.answers import json_answer
from service.api.parameters import parameters
from service.api.problems import DecisionNotFound
from service.replay.replay import RaterOf, replay
from service.replay.selection import by_id
from service.store.port import RecordStore


def replay_routes(store: RecordStore, rater_of: RaterOf) -> Blueprint:
    """Return the route over ``store``; ``rater_of`` loads rulesets from their stored files."""
    routes = Blueprint("replay", __name__)

    @routes.post("/v1/decisions/<decision_id>/replay")
    def replay_decision(decision_id: str) -> Response:
        parameters()
        kept = by_id(store, decision_id)
        if kept is None:
            raise DecisionNotFound(decision_id)
        return json_answer(replay(kept, rater_of).to_json())

    return routes
