"""Each line of a batch gets one decision, or is told why there is none; the others go on."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.api.app import create_app
from service.api.problems import of_rating
from service.batches.locks import runner_lock
from service.batches.run import ATTEMPTS, SHARE, Work
from service.batches.runner import run, something_to_do
from service.decisions.decide import decide
from service.decisions.rate import Rater, Rating
from service.dossier.door import MAX_BYTES
from service.errors import EngineFailure, EvaluatorsDisagree
from service.ruleset.faults import RulesetRejected
from service.ruleset.model import Ruleset
from service.store.batches import Batches
from service.store.sqlite import SqliteStore
from tests.batches.batching import (
    applications,
    batch_of,
    do,
    dossier,
    ndjson,
    recorded,
    results,
    send,
    settings_of,
    statuses,
)
from tests.calling import calling, key_for


def counts(client: FlaskClient, location: str) -> dict[str, Any]:
    told = client.get(location).get_json()
    return {n: told[n] for n in ("state", "lines", "decided", "refused", "failed", "waiting")}


def test_every_dossier_gets_the_decision_that_it_would_get_alone(
    client: FlaskClient, store: SqliteStore
) -> None:
    location = send(client, batch_of(3)).headers["Location"]
    do(store)
    found = results(client, location)
    assert [(line["line"], line["status"]) for line in found] == [(1, 201), (2, 201), (3, 201)]
    assert [line["application_ref"] for line in found] == applications(3) == recorded(store)
    alone = client.post("/v1/decisions", json=json.loads(dossier("LOS-2"))).get_json()
    in_batch = client.get(found[1]["location"]).get_json()
    assert in_batch.pop("decision_id") == found[1]["decision_id"]
    del alone["decision_id"]
    assert in_batch == alone
    assert found[1]["grade"] == alone["grade"]


def test_the_decision_names_who_sent_the_batch(store: SqliteStore, rater: Rater) -> None:
    key = key_for(store, "originator", "los-north")
    client = calling(create_app(store, rater, settings_of(store)), key)
    location = send(client, batch_of(1)).headers["Location"]
    do(store)
    (line,) = results(client, location)
    record = store.record(line["decision_id"])
    assert record is not None
    key_id = key.split("_")[1]
    assert record.document["client"] == {
        "name": "los-north",
        "authenticated": True,
        "key": key_id,
    }


def test_progress_counts_what_was_done(client: FlaskClient, store: SqliteStore) -> None:
    body = ndjson([dossier("LOS-1"), b"{", dossier("LOS-3", rating_date="soon")])
    location = send(client, body).headers["Location"]
    before = counts(client, location)
    assert before == {
        "state": "queued", "lines": 3, "decided": 0, "refused": 0, "failed": 0, "waiting": 3,
    }  # fmt: skip
    do(store)
    assert counts(client, location) == {
        "state": "done", "lines": 3, "decided": 1, "refused": 2, "failed": 0, "waiting": 0,
    }  # fmt: skip
    told = client.get(location).get_json()
    assert told["received_at"] < told["finished_at"]


def test_a_bad_line_is_told_as_it_would_be_alone_and_stops_no_other(
    client: FlaskClient, store: SqliteStore
) -> None:
    bad = {
        2: b"not json",
        3: b"[" * 100 + b"]" * 100,
        4: b'{"dossier_id": "\xff"}',
        5: dossier("LOS-5", rating_date="soon", curency="CNY"),
        6: b"null",
        7: b"\x00",
        9: b"\xef\xbb\xbf" + dossier("LOS-9"),
        10: b"x" * (MAX_BYTES + 1),
    }
    good = {1: dossier("LOS-1"), 8: dossier("LOS-8"), 11: dossier("LOS-11")}
    location = send(client, ndjson(line for _, line in sorted((bad | good).items()))).headers[
        "Location"
    ]
    do(store)
    found = {line["line"]: line for line in results(client, location)}
    assert list(found) == list(range(1, 12))
    assert recorded(store) == ["LOS-1", "LOS-8", "LOS-11"]
    for number, line in bad.items():
        told = found[number]["problem"]
        alone = client.post("/v1/decisions", data=line, content_type="application/json")
        assert found[number]["status"] == told["status"] == alone.status_code
        expected = alone.get_json()
        assert told["instance"].startswith("urn:uuid:")
        for problem in (told, expected):
            del problem["instance"]
        if number == 10:
            assert told["code"] == expected["code"] == "body_too_large"
        else:
            assert told == expected


def test_of_a_line_that_is_done_no_dossier_is_kept(client: FlaskClient, store: SqliteStore) -> None:
    send(client, ndjson([dossier("LOS-1"), b'{"legal_name": "Beiling"}']))
    do(store)
    rows = store.connection().execute("SELECT body, status FROM batch_lines").fetchall()
    assert [(body, status) for body, status in rows] == [(None, 201), (None, 422)]


def test_a_small_batch_does_not_wait_for_a_large_one(
    client: FlaskClient, store: SqliteStore, rater: Rater
) -> None:
    large = send(client, batch_of(SHARE + 20)).headers["Location"]
    small = send(client, batch_of(1)).headers["Location"]
    done = 0

    def ended() -> bool:
        nonlocal done
        done += 1
        return done > SHARE

    assert run(store, settings_of(store), ended, rater)
    assert counts(client, small)["decided"] == 1
    assert counts(client, large)["decided"] == SHARE


class Failing(Rater):
    """A rater with a defect for some dossiers."""

    faults: dict[str, Exception]

    def rate(self, body: bytes) -> Rating:
        for application, fault in self.faults.items():
            if json.dumps(application).encode() in body:
                raise fault
        return super().rate(body)


def work(store: SqliteStore, rater: Rater) -> None:
    """Do what waits by ``rater``, as the runner does."""
    with runner_lock(store.path) as lock:
        assert lock is not None
        made = Work(store, lock, lambda: rater, of_rating, 0, 30)
        made.take_up()
        for _ in made.lines():
            pass


def test_where_the_service_fails_with_a_line_the_others_are_done(
    client: FlaskClient, store: SqliteStore, ruleset: Ruleset
) -> None:
    location = send(client, batch_of(5)).headers["Location"]
    rater = Failing(ruleset)
    rater.faults = {
        "LOS-1": EngineFailure("refused a fact"),
        "LOS-3": EvaluatorsDisagree("sha256:0", ["grade"]),
        "LOS-4": KeyError("Beiling Precision"),
    }
    work(store, rater)
    found = results(client, location)
    assert statuses(found) == [500, 201, 500, 500, 201]
    codes = [line["problem"]["code"] for line in found if line["status"] == 500]
    assert codes == ["engine_failure", "evaluators_disagree", "internal_error"]
    assert "Beiling" not in json.dumps(found)
    assert counts(client, location)["failed"] == 3
    assert recorded(store) == ["LOS-2", "LOS-5"]


def test_a_ruleset_that_cannot_be_loaded_costs_no_line(
    client: FlaskClient, store: SqliteStore
) -> None:
    location = send(client, batch_of(2)).headers["Location"]

    def damaged() -> Rater:
        raise RulesetRejected([])

    with runner_lock(store.path) as lock:
        assert lock is not None
        lines = Work(store, lock, damaged, of_rating, 0, 30).lines()
        with pytest.raises(RulesetRejected):
            next(lines)
    assert counts(client, location)["waiting"] == 2
    do(store)
    assert statuses(results(client, location)) == [201, 201]


def test_what_is_recorded_and_what_is_noted_of_a_line_are_one(
    client: FlaskClient, store: SqliteStore, rater: Rater, monkeypatch: pytest.MonkeyPatch
) -> None:
    location = send(client, batch_of(2)).headers["Location"]

    def broken(*_: object) -> None:
        raise KeyError("a defect between the record and the note")

    with monkeypatch.context() as defect:
        defect.setattr(Batches, "decided", broken)
        work(store, rater)
    assert recorded(store) == []
    assert statuses(results(client, location)) == [500, 500]


def test_a_line_that_another_runner_did_meanwhile_is_not_done_again(
    client: FlaskClient, store: SqliteStore, rater: Rater
) -> None:
    send(client, batch_of(1))

    class Overtaken(Rater):
        def rate(self, body: bytes) -> Rating:
            if not recorded(store):
                batches = Batches(store)
                (batch,) = batches.unfinished()
                decision = decide(rater, store, body)
                batches.decided(batch.number, 1, decision.decision_id)
            return super().rate(body)

    work(store, Overtaken(rater.ruleset))
    assert recorded(store) == ["LOS-1"]
    assert not something_to_do(store)


def test_a_line_at_which_the_process_ended_again_and_again_is_given_up(
    client: FlaskClient, store: SqliteStore, rater: Rater
) -> None:
    location = send(client, batch_of(3)).headers["Location"]
    (batch,) = Batches(store).unfinished()
    for _ in range(ATTEMPTS):
        with runner_lock(store.path) as lock:
            assert lock is not None
            Work(store, lock, lambda: rater, lambda fault: (500, b"{}"), 0, 30).take_up()
            lock.move(batch.number, 2)
    work(store, rater)
    found = results(client, location)
    assert statuses(found) == [201, 500, 201]
    assert found[1]["problem"]["code"] == "engine_failure"


def test_an_end_between_two_lines_is_counted_against_none(
    client: FlaskClient, store: SqliteStore, rater: Rater
) -> None:
    location = send(client, batch_of(3)).headers["Location"]
    (batch,) = Batches(store).unfinished()
    with runner_lock(store.path) as lock:
        assert lock is not None
        lock.move(batch.number, 2)
    for _ in range(ATTEMPTS + 1):
        with runner_lock(store.path) as lock:
            assert lock is not None
            Work(store, lock, lambda: rater, lambda fault: (500, b"{}"), 0, 30).take_up()
    work(store, rater)
    assert statuses(results(client, location)) == [201, 201, 201]


def test_two_runners_never_work_at_once(
    client: FlaskClient, store: SqliteStore, rater: Rater
) -> None:
    send(client, batch_of(1))
    with runner_lock(store.path):
        assert not run(store, settings_of(store), lambda: False, rater)
    assert recorded(store) == []
    do(store)
    assert recorded(store) == ["LOS-1"]
