"""What the document on batches shows and lists is what the service answers."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from service.api.app import create_app
from service.api.batches import RESULTS, RESULTS_WITH_DECISION
from service.batches.deliver import PAUSES
from service.batches.run import ATTEMPTS, KEPT, SHARE
from service.batches.sending import DEADLINE_SECONDS
from service.decisions.rate import Rater
from service.settings import Settings
from service.store.sqlite import SqliteStore
from tests.batches.batching import do, dossier, ndjson, results, send, settings_of
from tests.batches.receivers import receiver
from tests.calling import calling, key_for

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs/batches.md").read_text("utf-8")


def example(label: str) -> Any:
    (found,) = re.findall(rf"^```json {label}\n(.*?)^```", DOCUMENT, re.MULTILINE | re.DOTALL)
    return json.loads(found)


def first_column(heading: str) -> list[str]:
    table = DOCUMENT.split(heading, 1)[1].split("|---|---|\n", 1)[1].split("\n\n", 1)[0]
    cells = [line.split("|")[1] for line in table.splitlines()]
    return [name for cell in cells for name in re.findall(r"`(\w+)`", cell)]


@pytest.fixture
def client(store: SqliteStore, rater: Rater) -> FlaskClient:
    app = create_app(store, rater, settings_of(store, webhook_private=True))
    return calling(app, key_for(store, "originator", "los-north"))


def test_the_examples_are_what_is_answered(client: FlaskClient, store: SqliteStore) -> None:
    body = ndjson(
        [dossier("LOS-88101"), dossier("LOS-88102", rating_date="soon"), dossier("LOS-88103")]
    )
    location = send(client, body).headers["Location"]
    do(store)
    told = client.get(location).get_json()
    shown = example("progress")
    assert list(told) == list(shown)
    varies = ("batch_id", "received_at", "finished_at", "results")
    assert {n: told[n] for n in told if n not in varies} == {
        n: shown[n] for n in shown if n not in varies
    }
    first, second, _ = results(client, location)
    decided, refused = example("decided"), example("refused")
    assert list(first) == list(decided)
    same = ("line", "status", "erased", "dossier_id", "application_ref", "grade")
    assert [first[n] for n in same] == [decided[n] for n in same]
    refused["problem"]["instance"] = second["problem"]["instance"]
    assert second == refused


def test_the_event_is_what_a_target_gets(client: FlaskClient, store: SqliteStore) -> None:
    body = ndjson([dossier("LOS-1"), b"{", dossier("LOS-3")])
    with receiver() as target:
        send(client, body, f"?webhook={quote(target.address, safe='')}")
        do(store, webhook_private=True)
    (got,) = target.got
    event, shown = json.loads(got.body), example("event")
    assert (list(event), list(event["data"])) == (list(shown), list(shown["data"]))
    counts = ("lines", "decided", "refused", "failed")
    assert [event["data"][n] for n in counts] == [shown["data"][n] for n in counts]


def test_every_member_is_told(client: FlaskClient) -> None:
    told = send(client, b"{}", "?webhook=https://los.example/hook").get_json()
    assert first_column("## How far it is") == list(told)
    members = first_column("## The webhook")
    assert sorted(members) == sorted(set(told["webhook"]) - {"secret"})


def test_the_numbers_are_those_of_the_service() -> None:
    text = " ".join(DOCUMENT.split())
    assert f"1 to {RESULTS:,}" in text
    assert f"at most {RESULTS_WITH_DECISION} a page" in text
    assert f"in turn, {SHARE} lines each" in text
    assert (ATTEMPTS, KEPT.days, DEADLINE_SECONDS) == (3, 30, 10)
    assert "ended three times" in text
    assert "goes thirty days after" in text
    assert "2xx within ten seconds" in text
    seconds = [pause.total_seconds() for pause in PAUSES]
    minutes, hours = 60, 3600
    assert seconds[:7] == [
        5, 5 * minutes, 30 * minutes, 2 * hours, 5 * hours, 10 * hours, 14 * hours,
    ]  # fmt: skip
    assert f"`PINZHI_WEBHOOK_ATTEMPTS` ({Settings().webhook_attempts})" in text
