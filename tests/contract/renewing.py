"""Renews the copy of the contract, ``docs/openapi.json``: ``python -m tests.contract.renewing``.

With ``--examples`` the examples are renewed before: one conversation with the service about one
borrower, as it went. Ids and times are new each time; the copy follows from the examples and the
code alone.
"""

import copy
import json
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import orjson
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.api.app import create_app
from service.batches.runner import run
from service.contract.document import document
from service.contract.examples import FOLDER
from service.decisions.rate import Rater
from service.ledger.keys import KeyFolder
from service.ruleset import catalogue
from service.settings import Settings
from service.store.sqlite import SqliteStore
from tests.calling import calling, key_for
from tests.dossiers import ROOT

COPY = ROOT / "docs" / "openapi.json"
DOSSIERS = ROOT / "fixtures" / "dossiers"
WORKED = DOSSIERS / "family_condiment_maker.json"

SUPPOSITIONS = {
    "changes": {
        "governance.succession_plan": "documented",
        "governance.decision_process": "family_council",
    }
}
REVIEW = {
    "action": "override_down",
    "officer": "zhang.wei",
    "grade": "N6",
    "reason_code": "NEW_ADVERSE_INFORMATION",
    "reason": "The largest customer gave notice on 12 November.",
}


def rendered() -> bytes:
    """Return the contract as the copy has it: indented, for people who compare two of them."""
    text = json.dumps(document(catalogue.active()), ensure_ascii=False, indent=1)
    return f"{text}\n".encode()


def converse(folder: Path) -> dict[str, Any]:
    """Return name to example, of a conversation with a service over a new store in ``folder``."""
    settings = Settings(environment="development", store=folder / "store", keys=folder / "keys")
    store = SqliteStore(settings.store)
    KeyFolder(settings.keys).create("bank.example/pinzhi")
    client = calling(
        create_app(store, Rater(catalogue.active()), settings), key_for(store, name="los-north")
    )
    dossier = orjson.loads(WORKED.read_bytes())

    def ask(path: str) -> Any:
        return _content(client.get(path), 200)

    def send(path: str, body: Any, status: int = 200) -> Any:
        return _content(client.post(path, json=body), status)

    decision = send("/v1/decisions", dossier, 201)
    other = send("/v1/decisions", _later(dossier), 201)["decision_id"]
    at = f"/v1/decisions/{decision['decision_id']}"
    examples = {
        "dossier": dossier,
        "decision": decision,
        "explanation": ask(f"{at}/explanation"),
        "why": ask(f"{at}/why/COLLECTIVE_DECISION"),
        "counterfactuals": ask(f"{at}/counterfactuals?to=N4"),
        "questions": ask(f"{at}/questions"),
        "notice": ask(f"{at}/notice?regime=us_reg_b"),
        "suppositions": SUPPOSITIONS,
        "what_if": send(f"{at}/what-if", SUPPOSITIONS),
        "comparison": ask(f"{at}/compare/{other}"),
        "review": REVIEW,
        "review_recorded": send(f"{at}/reviews", REVIEW, 201),
        "reviews": ask(f"{at}/reviews"),
        "record": ask(f"{at}/record"),
        "history": ask(f"{at}/history"),
        "replay": send(f"{at}/replay", None),
        "checkpoint": ask("/v1/ledger/checkpoint"),
        "proof": ask(f"/v1/ledger/proof/{decision['decision_id']}"),
        "consistency": ask("/v1/ledger/consistency?first=2&second=3"),
        "ledger_keys": ask("/v1/ledger/keys"),
        "rulesets": ask("/v1/rulesets"),
        "decisions": ask("/v1/decisions?limit=2"),
        "health": ask("/healthz"),
        "readiness": ask("/readyz"),
    }
    examples |= _batch(client, store, settings, dossier)
    examples["problems"] = dict(sorted(_problems(client, at).items()))
    store.close()
    return examples


def _batch(
    client: FlaskClient, store: SqliteStore, settings: Settings, dossier: dict[str, Any]
) -> dict[str, Any]:
    """Return the examples of a batch of two dossiers, the second with a fault."""
    lines = (dossier, dossier | {"rating_date": "soon"})
    sent = "".join(orjson.dumps(line).decode() + "\n" for line in lines)
    made = _content(client.post("/v1/batches", data=sent, content_type="application/x-ndjson"), 202)
    assert run(store, settings, lambda: False)
    at = f"/v1/batches/{made['batch_id']}"
    return {
        "batch_sent": sent,
        "batch": made,
        "batch_done": _content(client.get(at), 200),
        "batch_results": _content(client.get(f"{at}/results"), 200),
    }


def _later(dossier: dict[str, Any]) -> dict[str, Any]:
    """Return the dossier of the borrower when two things have changed for the better."""
    later = copy.deepcopy(dossier) | {"dossier_id": "D-2026-904", "application_ref": "LOS-90004"}
    for fact, value in SUPPOSITIONS["changes"].items():
        section, name = fact.split(".")
        later[section][name] = value
    return later


def _problems(client: FlaskClient, at: str) -> dict[str, Any]:
    """Return code to problem, of those that anybody meets."""
    post = partial(client.post, "/v1/decisions", content_type="application/json")
    spoiled = orjson.loads(WORKED.read_bytes()) | {"rating_date": "soon", "curency": "CNY"}
    nobody = {"Authorization": "Bearer pz_0123456789ab_" + "A" * 43}
    kept = {"Idempotency-Key": "8f14e45f-ceea-467f-9575-6d3a0c1e5b7a"}
    post(data=WORKED.read_bytes(), headers=kept)
    met = (
        client.get("/v1/decisions", headers=nobody),
        client.get(f"{at}?colour=blue"),
        client.get(f"{at}/counterfactuals?to=N10"),
        client.get(f"{at}/notice?regime=fr"),
        client.get(f"{at}/why/NO_SUCESSION"),
        client.get("/v1/decisions/" + "0" * 32),
        client.get("/docs/errors/nothing"),
        client.post(f"{at}/what-if", json={"changes": {"governance.succesion_plan": "none"}}),
        client.post(f"{at}/reviews", json={"action": "override_up", "officer": "li.na"}),
        post(data=b"{"),
        post(data=b"{}" + b" " * (1 << 20)),
        post(data=b"a,b", content_type="text/csv"),
        post(data=orjson.dumps(spoiled)),
        post(data=b"{}", headers={"Idempotency-Key": "two words"}),
        post(data=b"{}", headers=kept),
        post(data=WORKED.read_bytes(), query_string={"corrects": "0" * 32}),
    )
    assert all(answer.status_code >= 400 for answer in met)
    return {found["code"]: found for found in (answer.get_json(force=True) for answer in met)}


def _content(answer: TestResponse, status: int) -> Any:
    assert answer.status_code == status, answer.text
    return answer.get_json() if answer.is_json else answer.text


def write(name: str, example: Any) -> None:
    """Write one example where the contract reads it."""
    content = orjson.dumps(example, option=orjson.OPT_INDENT_2) + b"\n"
    (FOLDER / f"{name}.json").write_bytes(content)


if __name__ == "__main__":
    if sys.argv[1:] == ["--examples"]:
        with tempfile.TemporaryDirectory() as temporary:
            for name, example in converse(Path(temporary)).items():
                write(name, example)
    COPY.write_bytes(rendered())
