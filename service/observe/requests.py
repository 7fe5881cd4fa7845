"""Follows each request: its id, one line of the log, and its part in the metrics."""

import logging
import re
import time
import uuid
from http import HTTPStatus

import orjson
from flask import Flask, Response, g, request

from service.observe.logs import logger
from service.observe.metrics import Metrics, method_name
from service.watching import noticed

HEADER = "X-Request-Id"
"""The header by which a caller may name a request, and in which every answer gives its name."""

UNMATCHED = "unmatched"
"""In the place of a route where an address is none of the service's."""

_ENVIRON = "HTTP_X_REQUEST_ID"
_PROBLEM = "application/problem+json"
_SANE = re.compile(r"[A-Za-z0-9._-]{1,64}")
_DECISION = re.compile(r"/v1/decisions/([0-9a-f]{32})")
_ID = re.compile(r"[0-9a-f]{32}")
_QUIET = frozenset({"/healthz", "/readyz", "/metrics"})
"""Asked every few seconds: logged only where they fail, or at the level ``debug``."""

log = logger("service.requests")


def follow(app: Flask, metrics: Metrics) -> None:
    """Let every request of ``app`` be followed; to be called before anything else handles one."""

    def begin() -> None:
        g.began = time.perf_counter()
        given = request.environ.get(_ENVIRON, "")
        g.request_id = given if _SANE.fullmatch(given) else uuid.uuid4().hex

    def end(response: Response) -> Response:
        request_id, rule, status = g.request_id, request.url_rule, response.status_code
        response.headers.add(HEADER, request_id)
        seconds = time.perf_counter() - g.began
        method = method_name(request.method)
        route = rule.rule if rule else UNMATCHED
        metrics.request(method, route, status, seconds)
        line: dict[str, object] = {
            "request_id": request_id,
            "method": method,
            "route": route,
            "status": status,
            "duration_ms": round(seconds * 1000, 3),
        }
        principal = g.get("principal")
        if principal is not None:
            line["client"] = principal.client
            line |= {"user": principal.user} if principal.user else {"key_id": principal.key_id}
        decision_id = _decision_of(response)
        if decision_id is not None:
            line["decision_id"] = decision_id
        if response.content_type == _PROBLEM:
            found = orjson.loads(response.get_data())
            noticed("problem", code=found["code"])
            line["code"], line["instance"] = found["code"], found["instance"]
        log.log(_level(route, status), "request", **line)
        return response

    app.before_request(begin)
    app.after_request(end)


def refused(status: int, code: str, instance: str, request_id: str) -> None:
    """Log and count an answer that the server gave before, or in place of, the application."""
    noticed("problem", code=code)
    members = {"request_id": request_id, "route": UNMATCHED, "status": status}
    log.log(_level(UNMATCHED, status), "request", **members, code=code, instance=instance)


def _decision_of(response: Response) -> str | None:
    named = (request.view_args or {}).get("decision_id")
    if isinstance(named, str) and _ID.fullmatch(named):
        return named
    if response.status_code != HTTPStatus.CREATED:
        return None
    made = _DECISION.match(response.headers.get("Location", ""))
    return made[1] if made else None


def _level(route: str, status: int) -> int:
    if status >= 500:
        return logging.ERROR
    return logging.DEBUG if route in _QUIET and status < 400 else logging.INFO
