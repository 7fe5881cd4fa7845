"""``GET /v1/decisions`` finds recorded decisions, newest first, a page at a time."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from service.decisions.rate import Rater
from service.store.conditions import SCHEMES
from service.store.sqlite import SqliteStore
from tests.api.test_error_shape import assert_problem
from tests.calling import calling, client_for, key_for
from tests.dossiers import ROOT, document, spoiled
from tests.store.searching import fill, opened

DOSSIERS = ROOT / "fixtures" / "dossiers"
USCC = "91110000101623741K"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """A store whose records are an hour apart, the first of 2026-01-01T00:00:00Z."""
    with opened(tmp_path / "decisions.sqlite3") as store:
        yield store


def decide(client: FlaskClient, name: str = "北岭精工", **members: Any) -> dict[str, Any]:
    borrower = document()["borrower"] | {"legal_name": name, "identifiers": {"uscc": USCC}}
    posted = client.post(
        "/v1/decisions",
        data=spoiled(borrower=borrower, **members),
        content_type="application/json",
    )
    assert posted.status_code == 201
    decided: dict[str, Any] = json.loads(posted.data)
    return decided


def listed(client: FlaskClient, query: str) -> list[str]:
    answer = client.get(f"/v1/decisions?{query}")
    assert answer.status_code == 200, answer.text
    return [found["decision_id"] for found in json.loads(answer.data)["decisions"]]


@pytest.fixture
def los(client: FlaskClient, store: SqliteStore) -> FlaskClient:
    """A loan system that has a key of its own."""
    return calling(client.application, key_for(store, "originator", "los-1"))


def test_a_decision_is_listed_with_what_tells_it_from_others(
    client: FlaskClient, los: FlaskClient
) -> None:
    decided = decide(los, dossier_id="D-9", application_ref="LOS-9")
    answer = client.get("/v1/decisions")
    assert answer.mimetype == "application/json"
    assert json.loads(answer.data) == {
        "decisions": [
            {
                "decision_id": decided["decision_id"],
                "dossier_id": "D-9",
                "application_ref": "LOS-9",
                "borrower": "北岭精工",
                "grade": decided["grade"],
                "rating_date": decided["rating_date"],
                "recorded_at": "2026-01-01T00:00:00.000000+00:00",
                "ruleset": decided["ruleset"],
                "client": "los-1",
                "corrects": None,
                "corrected_by": [],
            }
        ],
        "next": None,
    }
    assert "Link" not in answer.headers


def test_decisions_are_found_by_each_thing_they_say(client: FlaskClient, los: FlaskClient) -> None:
    first = decide(los, "北岭精工", dossier_id="D-1", application_ref="LOS-1")
    second = decide(client, "南海物流", dossier_id="D-2", application_ref="LOS-2")
    both = [second["decision_id"], first["decision_id"]]
    ruleset = first["ruleset"]
    finding = first["findings"][0]["code"]
    for query, found in {
        "": both,
        "borrower=" + quote("北岭精工"): both[1:],
        "borrower=" + quote("北岭"): [],
        "borrower=" + quote("北*"): both[1:],
        "application_ref=LOS-2": both[:1],
        "dossier_id=D-1": both[1:],
        "identifier=" + USCC: both,
        "identifier=uscc:" + USCC: both,
        "identifier=lei:" + USCC: [],
        "grade=" + first["grade"]: both,
        "finding=" + finding: both,
        "finding=" + finding + "&client=los-1": both[1:],
        "ruleset=" + ruleset["id"]: both,
        f"ruleset={ruleset['id']}@{ruleset['version']}": both,
        "ruleset=" + ruleset["digest"]: both,
        "ruleset=nonfinancial@0.0.1": [],
        "client=los-1": both[1:],
        "since=2026-01-01T00:30:00Z": both[:1],
        "since=2026-01-01T08:30:00%2B08:00": both[:1],
        "until=2026-01-01T00:00:00Z": both[1:],
        "until=2025-12-31": [],
        "since=2026-01-01&until=2026-01-01": both,
        "grade=N10": [],
        "until=2026-01-01T00:00:00.000000Z": both[1:],
    }.items():
        assert listed(client, query) == found, query


def test_every_scheme_of_identifiers_can_be_named(client: FlaskClient) -> None:
    schema = json.loads(client.get("/v1/schemas/dossier").data)
    borrower = schema["properties"]["borrower"]["properties"]
    assert set(borrower["identifiers"]["properties"]) == set(SCHEMES)


def test_a_link_leads_from_page_to_page(client: FlaskClient) -> None:
    decided = [decide(client, application_ref="LOS-1")["decision_id"] for _ in range(5)]
    decide(client, application_ref="LOS-2")
    address: str | None = "/v1/decisions?application_ref=LOS-1&limit=2"
    found: list[list[str]] = []
    while address:
        answer = client.get(address)
        body = json.loads(answer.data)
        found.append([hit["decision_id"] for hit in body["decisions"]])
        link = answer.headers.get("Link")
        assert (link is None) == (body["next"] is None)
        if link:
            assert link.endswith('>; rel="next"')
            assert f"cursor={body['next']}>" in link
        address = link and link.partition(">")[0].removeprefix("<")
    assert found == [decided[:2:-1], decided[2:0:-1], decided[:1]]


def test_a_link_keeps_filters_that_are_not_ascii(client: FlaskClient) -> None:
    for _ in range(2):
        decide(client, "北岭 & 南海+")
    query = "limit=1&borrower=" + quote("北岭 & 南海+")
    link = client.get(f"/v1/decisions?{query}").headers["Link"]
    assert len(listed(client, link.partition("?")[2].partition(">")[0])) == 1


def test_a_page_has_fifty_decisions_where_no_limit_is_given(
    client: FlaskClient, store: SqliteStore
) -> None:
    fill(store, 80)
    assert len(listed(client, "")) == 50
    assert len(listed(client, "limit=200")) > 50


def test_a_code_of_a_pattern_finds_decisions_as_one_of_a_finding_does(
    client: FlaskClient, rater: Rater
) -> None:
    decide(client)
    family = (DOSSIERS / "family_condiment_maker.json").read_bytes()
    posted = client.post("/v1/decisions", data=family, content_type="application/json")
    decided = json.loads(posted.data)
    codes = {found["code"] for found in decided["patterns"]}
    assert codes >= {"KEY_PERSON_RISK", "CLOSED_FAMILY_CONTROL"}
    for code in codes:
        assert listed(client, f"finding={code}") == [decided["decision_id"]]
    both = decided["findings"][0]["code"], decided["patterns"][0]["code"]
    assert all(decided["decision_id"] in listed(client, f"finding={code}") for code in both)


def test_a_name_is_found_however_its_letters_are_composed(client: FlaskClient) -> None:
    decided = decide(client, "Caf\u00e9 S.A.")["decision_id"]
    for name in ("Caf\u00e9 S.A.", "Cafe\u0301 S.A.", "Cafe\u0301*"):
        assert listed(client, "borrower=" + quote(name)) == [decided]


def test_an_address_that_is_not_utf_8_is_told_so(client: FlaskClient) -> None:
    answer = client.get("/v1/decisions?borrower=%B1%B1%C1%EB")
    problem = assert_problem(answer, 400, "bad_request")
    assert problem["detail"] == "The address is not UTF-8."


def test_until_a_second_counts_to_its_end(
    client: FlaskClient, tmp_path: Path, rater: Rater
) -> None:
    moments = iter(
        datetime(2026, 1, 1, 9, 30, 15, micro, tzinfo=UTC) for micro in (0, 400_000, 999_999)
    )
    store = SqliteStore(tmp_path / "within.sqlite3", clock=lambda: next(moments))
    inner = client_for(store, rater)
    ids = [decide(inner)["decision_id"] for _ in range(3)][::-1]
    assert listed(inner, "until=2026-01-01T09:30:15Z") == ids
    assert listed(inner, "since=2026-01-01T09:30:15Z&until=2026-01-01T09:30:15Z") == ids
    assert listed(inner, "until=2026-01-01T17:30:15%2B08:00") == ids
    assert listed(inner, "until=2026-01-01T09:30:15.4Z") == ids[1:]
    assert listed(inner, "until=2026-01-01T09:30:15.000000Z") == ids[2:]
    assert listed(inner, "until=2026-01-01T09:30:14Z") == []
    store.close()


def test_a_plus_that_was_not_escaped_is_told_so(client: FlaskClient) -> None:
    for query, hinted in (("2026-01-01T00:00:00+08:00", True), ("yesterday", False)):
        problem = assert_problem(client.get(f"/v1/decisions?since={query}"), 400, "bad_parameter")
        assert ("%2B" in problem["detail"]) == hinted


def cursor(client: FlaskClient, query: str) -> str:
    return str(json.loads(client.get(f"/v1/decisions?{query}").data)["next"])


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("colour=red", '"colour" is not known here.'),
        ("Grade=N4", '"Grade" is not known here.'),
        ("grade=N4&grade=N5", '"grade" is given more than once.'),
        ("grade=", '"grade" is empty.'),
        ("borrower=*", '"borrower" has nothing before its *.'),
        ("borrower=" + "x" * 301, '"borrower" is longer than 300 characters.'),
        ("limit=0", '"limit" is not a whole number from 1 to 200.'),
        ("limit=201", '"limit" is not a whole number from 1 to 200.'),
        ("limit=-1", '"limit" is not a whole number from 1 to 200.'),
        ("limit=1.0", '"limit" is not a whole number from 1 to 200.'),
        ("limit=" + quote("٣"), '"limit" is not a whole number from 1 to 200.'),
        ("since=yesterday", '"since" is neither a date '),
        ("since=2026-02-30", '"since" is neither a date '),
        ("since=2026-01-01T00:00:00", '"since" is neither a date '),
        ("since=2026-01-01T00:00:00+08:00", '"since" is neither a date '),
        ("since=0001-01-01T00:00:00%2B08:00", '"since" is neither a date '),
        ("until=9999-12-31", '"until" is too late.'),
        ("since=2026-01-02&until=2026-01-01", '"since" is after until.'),
        (
            "since=2026-01-01T00:00:01Z&until=2026-01-01T00:00:00Z",
            '"since" is after until.',
        ),
        ("grade=n4", '"grade" is none of N1, N2, N3, N4, N5, N6, N7, N8, N9, N10, NR.'),
        ("grade=N11", '"grade" is none of N1,'),
        ("grade=none", '"grade" is none of N1,'),
        ("cursor=x", '"cursor" is not one that this service gave.'),
        ("cursor=!!!!", '"cursor" is not one that this service gave.'),
        ("cursor=" + quote("é"), '"cursor" is not one that this service gave.'),
    ],
)
def test_what_cannot_be_asked_is_refused(client: FlaskClient, query: str, says: str) -> None:
    problem = assert_problem(client.get(f"/v1/decisions?{query}"), 400, "bad_parameter")
    assert problem["detail"].startswith(f"The query parameter {says}")


def test_a_cursor_is_refused_with_other_filters_or_when_it_was_changed(
    client: FlaskClient,
) -> None:
    for _ in range(3):
        decide(client, application_ref="LOS-1")
    given = cursor(client, "application_ref=LOS-1&limit=1")
    assert len(listed(client, f"application_ref=LOS-1&limit=9&cursor={given}")) == 2
    for query in (
        f"cursor={given}",
        f"application_ref=LOS-2&cursor={given}",
        f"application_ref=LOS-1&cursor={given[:-1]}",
        f"application_ref=LOS-1&cursor={'B' + given[1:]}",
        f"application_ref=LOS-1&cursor={given}A",
    ):
        problem = assert_problem(client.get(f"/v1/decisions?{query}"), 400, "bad_parameter")
        assert problem["detail"].startswith('The query parameter "cursor" ')


def test_a_control_character_in_what_is_sought_is_told(client: FlaskClient) -> None:
    problem = assert_problem(client.get("/v1/decisions?borrower=%00"), 400, "bad_parameter")
    assert problem["detail"] == 'The query parameter "borrower" has a control character.'


def test_an_address_is_not_tidied_up_by_redirection(client: FlaskClient) -> None:
    # As a server gives it: a client of tests takes what follows // for a host.
    answer = client.get("/v1", environ_overrides={"PATH_INFO": "//v1//decisions"})
    assert_problem(answer, 404, "not_found")
