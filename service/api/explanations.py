"""The routes that explain recorded decisions; they record nothing."""

from flask import Blueprint, Response, request

from service.api.answers import json_answer
from service.api.body import insist_on_json, read_body
from service.api.changes import read_changes
from service.api.parameters import parameter, parameters
from service.api.problems import DecisionNotFound
from service.explanation.answers import Answer, Case
from service.explanation.kept import Explained
from service.language.catalogue import LANGUAGES
from service.store.port import Decision, RecordStore


def explanation_routes(store: RecordStore, explaining: Explained) -> Blueprint:
    """Return the routes over ``store``."""
    routes = Blueprint("explanations", __name__, url_prefix="/v1/decisions/<decision_id>")

    def recorded(decision_id: str) -> Decision:
        decision = store.get(decision_id)
        if decision is None:
            raise DecisionNotFound(decision_id)
        return decision

    def case(decision_id: str) -> Case:
        return explaining.case(recorded(decision_id))

    @routes.get("/explanation")
    def get_explanation(decision_id: str) -> Response:
        target = parameter("to")
        lang = preferred_language()
        # Whatever was explained before, the record is read and verified each time.
        found = explaining.explanation(recorded(decision_id), lang, target)
        answer = Response(found, mimetype="application/json")
        answer.content_language.add(lang)
        answer.vary.add("Accept-Language")
        return answer

    @routes.get("/why/<path:code>")
    def get_why(decision_id: str, code: str) -> Response:
        parameters()
        return _json(case(decision_id).why(code))

    @routes.get("/counterfactuals")
    def get_counterfactuals(decision_id: str) -> Response:
        target = parameter("to")
        return _json(case(decision_id).counterfactuals(target))

    @routes.get("/questions")
    def get_questions(decision_id: str) -> Response:
        parameters()
        return _json(case(decision_id).questions())

    @routes.get("/notice")
    def get_notice(decision_id: str) -> Response:
        regime = parameter("regime")
        found = case(decision_id)
        return _json(found.notice() if regime is None else found.notice(regime))

    @routes.post("/what-if")
    def ask_what_if(decision_id: str) -> Response:
        parameters()
        insist_on_json("changes")
        body = read_body()
        found = case(decision_id)
        return _json(found.what_if(read_changes(found.subject.ruleset, body)))

    @routes.get("/compare/<other_id>")
    def get_comparison(decision_id: str, other_id: str) -> Response:
        parameters()
        return _json(case(decision_id).compare(case(other_id)))

    return routes


def preferred_language() -> str:
    """Return the language, of those the service speaks, that ``Accept-Language`` asks for.

    What a tag says beyond its language (``zh-Hans-CN``) is of no account; where the request
    asks for no language that the service speaks, it gets the service's first.
    """
    quality: dict[str, float] = {}
    for tag, q in request.accept_languages:
        # Best first, so that "zh-CN, zh;q=0.8" asks for zh with 1. One that is refused (q=0)
        # ranks below one that is not named.
        quality.setdefault(tag.partition("-")[0].lower(), q or -1)
    others = quality.pop("*", 0)
    for lang in LANGUAGES:
        quality.setdefault(lang, others)
    return max((lang for lang in quality if lang in LANGUAGES), key=quality.__getitem__)


def _json(answer: Answer, *languages: str) -> Response:
    """Return ``answer``; what is not told in one of the languages is told in both."""
    response = json_answer(answer)
    response.content_language.update(languages or LANGUAGES)
    return response
