"""A request is one line of the log, found by the id that the answer gives it."""

import io
import logging
import re

import pytest
from flask.testing import FlaskClient

from service.observe import logs
from service.observe.requests import refused
from service.settings import Settings
from tests.dossiers import STRONG, spoiled
from tests.observe.reading import lines


def test_a_decision_is_one_line_that_says_who_what_and_how_long(
    client: FlaskClient, log: io.StringIO
) -> None:
    answer = client.post("/v1/decisions", data=STRONG.read_bytes(), content_type="application/json")
    (line,) = lines(log)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", line.pop("time"))
    assert line.pop("duration_ms") > 0
    assert re.fullmatch(r"[0-9a-f]{12}", line.pop("key_id"))
    assert line == {
        "level": "info",
        "logger": "service.requests",
        "event": "request",
        "request_id": answer.headers["X-Request-Id"],
        "method": "POST",
        "route": "/v1/decisions",
        "status": 201,
        "client": "tests",
        "decision_id": answer.headers["Location"].rpartition("/")[2],
    }


def test_a_refused_request_has_the_code_and_the_instance_of_its_answer(
    client: FlaskClient, log: io.StringIO
) -> None:
    body = spoiled(rating_date="soon")
    answer = client.post("/v1/decisions", data=body, content_type="application/json")
    (line,) = lines(log)
    assert answer.json is not None
    assert (line["code"], line["instance"]) == ("dossier_rejected", answer.json["instance"])
    assert "decision_id" not in line


@pytest.mark.parametrize("given", ["LOS-2026.11_22", "a", "x" * 64])
def test_the_id_that_the_caller_gives_is_used(
    client: FlaskClient, log: io.StringIO, given: str
) -> None:
    answer = client.get("/v1/rulesets", headers={"X-Request-Id": given})
    assert answer.headers["X-Request-Id"] == given
    assert lines(log)[0]["request_id"] == given


@pytest.mark.parametrize("given", ["", "x" * 65, "two words", 'quote"', "坏", "a/b", "{}"])
def test_an_id_that_may_be_anything_gives_way_to_another(
    client: FlaskClient, log: io.StringIO, given: str
) -> None:
    answer = client.get("/v1/rulesets", headers={"X-Request-Id": given.encode().decode("latin-1")})
    assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["X-Request-Id"])
    assert lines(log)[0]["request_id"] == answer.headers["X-Request-Id"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/v1/nowhere", 404), ("PUT", "/v1/decisions", 405), ("GET", "/v1/decisions?x=1", 400)],
)
def test_errors_have_an_id_too(
    client: FlaskClient, log: io.StringIO, method: str, path: str, status: int
) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code == status
    assert [line["request_id"] for line in lines(log)] == [answer.headers["X-Request-Id"]]


def test_what_asks_every_few_seconds_is_logged_only_in_detail(
    client: FlaskClient, log: io.StringIO
) -> None:
    for path in ("/healthz", "/readyz", "/metrics"):
        assert client.get(path).status_code == 200
    assert [line["level"] for line in lines(log)] == ["debug"] * 3


def test_lines_below_the_level_are_not_written(client: FlaskClient, restored: None) -> None:
    stream = io.StringIO()
    logs.configure(Settings(log_level="warning"), stream)
    client.get("/v1/rulesets")
    logging.getLogger("service.anything").info("of interest to few")
    assert stream.getvalue() == ""
    logging.getLogger("service.anything").warning("of interest to all")
    assert [line["event"] for line in lines(stream)] == ["of interest to all"]


def test_the_server_speaks_in_the_same_lines_and_quotes_no_request(log: io.StringIO) -> None:
    server = logging.getLogger("gunicorn.error")
    server.info("Booting worker with pid: %s", 4711)
    server.warning("Invalid request from ip=127.0.0.1: Invalid HTTP request line: 'GET /?a=secret'")
    try:
        raise ValueError("secret")
    except ValueError:
        server.exception("Error handling request %s %s", "GET", "/?a=secret")
    booting, invalid, failing = lines(log)
    assert (booting["logger"], booting["event"]) == (
        "gunicorn.error",
        "Booting worker with pid: 4711",
    )
    assert invalid["event"] == "Invalid request"
    assert (failing["event"], failing["failure"]) == ("Error handling request", "ValueError")
    assert failing["at"][0].startswith(__file__)
    assert "secret" not in log.getvalue()


def test_what_the_server_refuses_before_the_service_sees_it_is_a_line_too(
    log: io.StringIO,
) -> None:
    refused(408, "request_timeout", "urn:uuid:0", "abc")
    (line,) = lines(log)
    assert (line["event"], line["status"], line["code"]) == ("request", 408, "request_timeout")
    assert (line["request_id"], line["instance"]) == ("abc", "urn:uuid:0")


def test_in_development_the_log_is_for_people(client: FlaskClient, restored: None) -> None:
    stream = io.StringIO()
    logs.configure(Settings(environment="development"), stream)
    client.get("/v1/rulesets")
    (line,) = stream.getvalue().splitlines()
    assert not line.startswith("{")
    assert "\x1b" not in line
    assert "status=200" in line
    assert "route=/v1/rulesets" in line
