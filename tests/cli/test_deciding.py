"""``pinzhi decide`` does what the POST does: rates, records, prints the recorded decision."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.calling import client_for
from tests.cli.conftest import Pinzhi, store_path
from tests.dossiers import ROOT, STRONG, spoiled


def test_a_decision_of_the_command_is_served_byte_for_byte(pinzhi: Pinzhi, rater: Rater) -> None:
    called = pinzhi("decide", "--format", "json", STRONG)
    assert called.exit_code == 0
    decided = json.loads(called.stdout)
    store = SqliteStore(store_path())
    got = client_for(store, rater).get(f"/v1/decisions/{decided['decision_id']}")
    store.close()
    assert got.data + b"\n" == called.stdout_bytes


def test_the_text_names_the_decision(pinzhi: Pinzhi) -> None:
    called = pinzhi("decide", STRONG)
    (line,) = [line for line in called.stdout.splitlines() if line.startswith("decision ")]
    store = SqliteStore(store_path())
    assert store.get(line.split()[1]) is not None
    store.close()


def test_each_good_line_is_recorded_and_each_bad_one_is_not(pinzhi: Pinzhi) -> None:
    lines = b"\n".join([spoiled(dossier_id="A"), b"{", spoiled(dossier_id="B")])
    called = pinzhi("decide", "--ndjson", "-", stdin=lines)
    assert called.exit_code == 1
    first, bad, second = map(json.loads, called.stdout.splitlines())
    assert list(bad) == ["line", "errors"]
    store = SqliteStore(store_path())
    recorded = [store.get(answer["decision_id"]) for answer in (first, second)]
    assert [decision.dossier_id for decision in recorded if decision] == ["A", "B"]
    assert store.connection().execute("SELECT count(*) FROM decisions").fetchone() == (2,)
    store.close()


def test_a_rejected_dossier_makes_no_store(pinzhi: Pinzhi) -> None:
    assert pinzhi("decide", "-", stdin=b"{}").exit_code == 1
    assert not store_path().exists()


@pytest.mark.parametrize("form", [[], ["--ndjson"]])
def test_a_store_that_cannot_be_used_ends_the_call_with_2(
    pinzhi: Pinzhi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: list[str]
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("PINZHI_STORE", str(tmp_path / "file" / "decisions.sqlite3"))
    called = pinzhi("decide", *form, "-", stdin=spoiled())
    assert called.exit_code == 2
    assert called.stdout == ""
    assert "The store of decisions is unavailable" in called.stderr


def test_rating_records_nothing(pinzhi: Pinzhi) -> None:
    assert pinzhi("rate", STRONG).exit_code == 0
    assert not store_path().exists()


def test_the_command_in_a_process_of_its_own_records_where_the_environment_says(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a" / "decisions.sqlite3"
    program = "from service.cli import main; main(prog_name='pinzhi')"
    called = subprocess.run(
        [sys.executable, "-c", program, "decide", "--format", "json", str(STRONG)],
        cwd=ROOT,
        env={**os.environ, "PINZHI_STORE": str(path)},
        capture_output=True,
        check=False,
    )
    assert (called.returncode, called.stderr) == (0, b"")
    store = SqliteStore(path)
    decision = store.get(json.loads(called.stdout)["decision_id"])
    store.close()
    assert decision is not None
    assert decision.body + b"\n" == called.stdout
