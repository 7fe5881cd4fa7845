"""The routes of the paper, the same for programs and for persons; they record nothing."""

from http import HTTPStatus

from flask import Blueprint, Response, request

from service.api.explanations import preferred_language
from service.api.parameters import parameter
from service.api.problems import BadParameter, problem
from service.language.catalogue import LANGUAGES
from service.observe.logs import logger
from service.report.needs import ReportUnavailable
from service.report.papers import Papers
from service.report.presses import presses_for
from service.web.language import PARAMETER, page_language
from service.web.site import Site

log = logger(__name__)


def report_routes(site: Site) -> Blueprint:
    """Return the routes over ``site``."""
    routes = Blueprint("report", __name__)
    papers = Papers(site.store, site.explained, presses_for(site.settings.workers))

    def printed(decision_id: str, lang: str) -> Response:
        working = request.environ.get("pinzhi.alive", lambda: None)
        paper = papers.of(site.decision(decision_id), lang, working)
        log.info(
            "report",
            decision_id=decision_id,
            lang=lang,
            bytes=len(paper.content),
            sha256=paper.sha256.hex(),
        )
        answer = Response(paper.content, mimetype="application/pdf")
        answer.headers["Repr-Digest"] = paper.repr_digest
        answer.headers["Content-Disposition"] = f'inline; filename="{paper.name}"'
        answer.content_language.add(lang)
        answer.vary.add("Accept-Language")
        return answer

    @routes.get("/v1/decisions/<decision_id>/report.pdf")
    def get_report(decision_id: str) -> Response:
        chosen = parameter(PARAMETER)
        if chosen is not None and chosen not in LANGUAGES:
            raise BadParameter(PARAMETER, f"must be one of {', '.join(LANGUAGES)}")
        return printed(decision_id, chosen or preferred_language())

    @routes.get("/decisions/<decision_id>/report.pdf")
    def open_report(decision_id: str) -> Response:
        answer = printed(decision_id, page_language())
        answer.vary.add("Cookie")
        return answer

    @routes.errorhandler(ReportUnavailable)
    def unavailable(fault: ReportUnavailable) -> Response:
        log.warning("report_unavailable", reason=str(fault))
        answer = problem(HTTPStatus.SERVICE_UNAVAILABLE, "report_unavailable", str(fault))
        answer.headers["Retry-After"] = str(fault.seconds)
        return answer

    return routes
