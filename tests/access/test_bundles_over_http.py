"""An auditor gets records with their proofs over HTTP: the bytes that the command writes."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.api import audit
from service.api.app import create_app
from service.audit.bundle import export
from service.audit.selection import Request
from service.audit.verifier import Audit
from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.ledger.keys import KeyFolder
from service.store.port import Client
from service.store.sqlite import SqliteStore
from tests.calling import DEVELOPMENT, calling, key_for
from tests.damage import damage
from tests.dossiers import STRONG


@pytest.fixture
def keys(tmp_path: Path) -> KeyFolder:
    keys = KeyFolder(tmp_path / "keys")
    keys.create("bank.example/pinzhi")
    return keys


@pytest.fixture
def auditor(store: SqliteStore, rater: Rater, keys: KeyFolder) -> FlaskClient:
    settings = replace(DEVELOPMENT, keys=keys.path)
    return calling(create_app(store, rater, settings), key_for(store, "auditor", "audit"))


@pytest.fixture
def decided(store: SqliteStore, rater: Rater) -> list[str]:
    return [decide(rater, store, STRONG.read_bytes()).decision_id for _ in range(3)]


def asked(client: FlaskClient, query: str) -> TestResponse:
    """Return the answer, read whole."""
    return client.get(f"/v1/audit-bundle?{query}", buffered=True)


def refused(client: FlaskClient, query: str) -> tuple[int, str]:
    answer = asked(client, query)
    return answer.status_code, answer.get_json()["code"]


def test_a_bundle_is_that_of_the_command_and_sound(
    auditor: FlaskClient, store: SqliteStore, decided: list[str], tmp_path: Path
) -> None:
    for n, (query, wanted) in enumerate(
        {
            "all=true": Request(),
            f"decision={decided[0]}": Request((decided[0],)),
            f"decision={decided[2]}&decision={decided[0]}": Request((decided[0], decided[2])),
            "since=2020-01-01": Request(since="2020-01-01"),
            "since=2020-01-01&until=9999-12-30": Request(since="2020-01-01", until="9999-12-30"),
        }.items()
    ):
        answer = asked(auditor, query)
        assert (answer.status_code, answer.mimetype) == (200, "application/zip")
        assert answer.headers["Content-Disposition"] == 'attachment; filename="bundle.zip"'
        assert answer.content_length == len(answer.data)
        path = tmp_path / f"{n}.zip"
        export(store, wanted, path)
        assert answer.data == path.read_bytes(), query
        assert Audit(str(path)).faults == []


def test_who_reads_is_not_recorded_as_who_made_the_keys(
    auditor: FlaskClient, store: SqliteStore, decided: list[str]
) -> None:
    assert asked(auditor, "all=true").status_code == 200
    (added,) = store.records(kind="key")
    assert added.document["client"] == Client().to_json()


def test_a_bundle_of_some_decisions_holds_no_other(
    auditor: FlaskClient, decided: list[str]
) -> None:
    answer = asked(auditor, f"decision={decided[1]}")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as bundle:
        results = [name for name in bundle.namelist() if name.endswith("/result.json")]
        assert len(results) == 1
        assert decided[1].encode() in bundle.read(results[0])


@pytest.mark.parametrize(
    "query",
    [
        "",
        "all=false",
        "all=true&all=true",
        "all=true&since=2026-01-01",
        "decision=x&all=true",
        "until=2026-01-01",
        "since=yesterday",
        "since=2026-02-30",
        "since=20260101",
        "since=2026-01-01&until=9999-12-31",
        "since=2026-02-01&until=2026-01-01",
        "since=2026-01-01&since=2026-01-02",
        "grade=N1",
    ],
)
def test_a_selection_that_cannot_be_meant_is_refused(auditor: FlaskClient, query: str) -> None:
    assert refused(auditor, query) == (400, "bad_parameter")


def test_what_is_not_there_cannot_be_exported(auditor: FlaskClient, decided: list[str]) -> None:
    assert refused(auditor, "decision=" + "0" * 32) == (404, "decision_not_found")
    assert refused(auditor, f"decision={decided[0]}&decision=x") == (404, "decision_not_found")


def test_an_empty_ledger_and_one_that_nobody_signs_have_no_bundle(
    store: SqliteStore, rater: Rater, tmp_path: Path
) -> None:
    settings = replace(DEVELOPMENT, keys=tmp_path / "none")
    client = calling(create_app(store, rater, settings), key_for(store, "auditor"))
    assert refused(client, "all=true") == (409, "no_checkpoint")
    decide(rater, store, STRONG.read_bytes())
    assert refused(client, "all=true") == (409, "no_checkpoint")


def test_more_decisions_than_others_could_wait_for_are_left_to_the_command(
    auditor: FlaskClient, decided: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "MOST", 3)
    everything = ("all=true", "since=2020-01-01", "&".join(f"decision={d}" for d in decided))
    for query in everything:
        assert asked(auditor, query).status_code == 200, query
    monkeypatch.setattr(audit, "MOST", 2)
    for query in everything:
        answer = asked(auditor, query)
        assert (answer.status_code, answer.get_json()["code"]) == (422, "bundle_too_large")
        assert "pinzhi export-audit" in answer.get_json()["detail"]
    assert asked(auditor, "since=2020-01-01&until=2020-01-02").status_code == 200


def test_damaged_records_are_not_handed_over(
    auditor: FlaskClient, store: SqliteStore, decided: list[str]
) -> None:
    record = store.record(decided[0])
    assert record is not None
    assert asked(auditor, "all=true").status_code == 200
    damage(store, record, record.data.replace(b"N1", b"N2"))
    assert refused(auditor, "all=true") == (500, "record_damaged")


def test_nothing_of_a_bundle_stays_on_the_machine(
    auditor: FlaskClient, decided: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    assert asked(auditor, "all=true").status_code == 200
    assert asked(auditor, "decision=x").status_code == 404
    assert list(scratch.iterdir()) == []
