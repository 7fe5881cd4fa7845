"""The results of a batch come page by page, line by line, with the decisions where asked."""

import json

import pytest
from flask.testing import FlaskClient

from service.api.app import create_app
from service.batches.runner import run
from service.decisions.rate import Rater
from service.dossier.door import MAX_BYTES
from service.retention.erase import erase
from service.store.port import Client
from service.store.sqlite import SqliteStore
from tests.batches.batching import (
    applications,
    batch_of,
    do,
    dossier,
    ndjson,
    next_page,
    results,
    send,
    settings_of,
)
from tests.calling import calling, key_for


def test_the_decisions_are_given_whole_where_that_is_asked(
    client: FlaskClient, store: SqliteStore
) -> None:
    location = send(client, batch_of(2)).headers["Location"]
    do(store)
    answer = client.get(f"{location}/results?with=decision")
    for line in answer.data.splitlines():
        told = json.loads(line)
        decision = client.get(told["location"]).data
        assert decision in line
        assert told["decision"] == json.loads(decision)


def test_of_whole_decisions_a_page_has_fifty_at_most(
    client: FlaskClient, store: SqliteStore
) -> None:
    location = send(client, batch_of(52)).headers["Location"]
    do(store)
    page = client.get(f"{location}/results?with=decision&limit=1000")
    assert len(page.data.splitlines()) == 50
    assert len(results(client, location, "?with=decision&limit=1000")) == 52


def test_an_erased_decision_is_told_as_erased(client: FlaskClient, store: SqliteStore) -> None:
    location = send(client, batch_of(1)).headers["Location"]
    do(store)
    (line,) = results(client, location)
    erase(store, line["decision_id"], order="A-1", by="Chen Jing", client=Client())
    for query in ("", "?with=decision"):
        (line,) = results(client, location, query)
        assert line["erased"]
        assert not {"grade", "application_ref", "dossier_id", "decision"} & line.keys()


def test_equal_lines_are_flagged_as_likely_repeats(store: SqliteStore, rater: Rater) -> None:
    app = create_app(store, rater, settings_of(store, repeat_window=300))
    client = calling(app, key_for(store, "originator"))
    location = send(client, ndjson([dossier("LOS-1")] * 2)).headers["Location"]
    do(store, repeat_window=300)
    first, second = results(client, location, "?with=decision")
    codes = [[w["code"] for w in line["decision"]["warnings"]] for line in (first, second)]
    assert "likely_repeat" not in codes[0]
    assert "likely_repeat" in codes[1]


def test_results_come_page_by_page_in_the_order_of_the_lines(
    client: FlaskClient, store: SqliteStore
) -> None:
    location = send(client, batch_of(7)).headers["Location"]
    do(store)
    found = results(client, location, "?limit=3")
    assert [line["line"] for line in found] == [1, 2, 3, 4, 5, 6, 7]
    last = client.get(f"{location}/results?after=6")
    assert json.loads(last.data)["line"] == 7
    assert next_page(last) is None


def test_results_stop_before_the_first_line_that_waits_and_lead_on_from_there(
    client: FlaskClient, store: SqliteStore, rater: Rater
) -> None:
    body = ndjson([*map(dossier, applications(3)), b"x" * (MAX_BYTES + 1), dossier("LOS-5")])
    location = send(client, body).headers["Location"]
    stops = iter([False, True])
    assert run(store, settings_of(store), lambda: next(stops, True), rater)
    page = client.get(f"{location}/results")
    # Line 4, which is too long, was told to be so at once, but comes in its place.
    assert [json.loads(line)["line"] for line in page.data.splitlines()] == [1, 2]
    assert next_page(page) == f"{location}/results?after=2"
    empty = client.get(f"{location}/results?after=2")
    assert (empty.data, next_page(empty)) == (b"", f"{location}/results?after=2")
    do(store)
    rest = results(client, location, "?after=2")
    assert [(line["line"], line["status"]) for line in rest] == [(3, 201), (4, 413), (5, 201)]


@pytest.mark.parametrize(
    "query",
    [
        "after=-1", "after=x", "after=01", "limit=0", "limit=1001", "limit=", "with=all",
        "with=", "before=1", "after=1&after=2",
    ],
)  # fmt: skip
def test_a_parameter_that_is_misspelled_or_out_of_range_is_refused(
    client: FlaskClient, query: str
) -> None:
    location = send(client, batch_of(1)).headers["Location"]
    answer = client.get(f"{location}/results?{query}")
    assert (answer.status_code, answer.get_json()["code"]) == (400, "bad_parameter")
