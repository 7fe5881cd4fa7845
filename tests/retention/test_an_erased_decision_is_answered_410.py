"""Over HTTP an erased decision is gone, not unknown, and the answer names the certificate."""

import json

import pytest

from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.calling import client_for
from tests.dossiers import ROOT, STRONG
from tests.retention.acting import order
from tests.retention.conftest import Decide


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("GET", "/explanation"),
        ("GET", "/why/REP-01-W1"),
        ("GET", "/notice"),
        ("GET", "/report.pdf"),
        ("GET", "/reviews"),
        ("GET", "/record"),
        ("POST", "/what-if"),
        ("POST", "/reviews"),
    ],
)
def test_every_path_of_the_decision_says_that_it_was_erased(
    store: SqliteStore, rater: Rater, decided: Decide, method: str, path: str
) -> None:
    decision = decided()
    certificate = order(store, decision.decision_id)
    client = client_for(store, rater)
    address = f"/v1/decisions/{decision.decision_id}{path}"
    body = {"data": b'{"changes": []}', "content_type": "application/json"}
    answer = client.open(address, method=method, **(body if method == "POST" else {}))
    assert answer.status_code == 410
    assert answer.mimetype == "application/problem+json"
    problem = json.loads(answer.data)
    assert problem["code"] == "decision_erased"
    assert certificate.record_id in problem["detail"]
    assert decision.application_ref not in answer.text


def test_a_decision_cannot_correct_an_erased_one(
    store: SqliteStore, rater: Rater, decided: Decide
) -> None:
    decision = decided()
    order(store, decision.decision_id)
    answer = client_for(store, rater).post(
        f"/v1/decisions?corrects={decision.decision_id}",
        data=STRONG.read_bytes(),
        content_type="application/json",
    )
    assert (answer.status_code, json.loads(answer.data)["code"]) == (410, "decision_erased")
    assert store.size() == 2


def test_the_page_of_the_error_is_served(store: SqliteStore, rater: Rater) -> None:
    answer = client_for(store, rater).get("/docs/errors/decision_erased")
    assert answer.status_code == 200
    assert answer.data == (ROOT / "docs/errors/decision_erased.md").read_bytes()
