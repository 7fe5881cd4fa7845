"""``pinzhi explain`` answers as the HTTP interface does, about a file or a recorded decision."""

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.calling import client_for
from tests.cli.conftest import Pinzhi, store_path
from tests.dossiers import ROOT, spoiled

DOSSIERS = ROOT / "fixtures" / "dossiers"
FAMILY = DOSSIERS / "family_condiment_maker.json"

QUESTIONS: dict[str, tuple[list[str], str, dict[str, object] | None]] = {
    "everything": ([], "explanation", None),
    "another target": (["--to", "N3"], "explanation?to=N3", None),
    "why": (["--why", "GOV weak"], "why/GOV%20weak", None),
    "a letter": (["--notice", "us_reg_b"], "notice?regime=us_reg_b", None),
    "what if": (
        ["--what-if", "governance.succession_plan=documented", "--what-if", "management.bench="],
        "what-if",
        {"governance.succession_plan": "documented", "management.bench": None},
    ),
}
"""A question as the command line asks it, as the address of a decision does, and what is posted."""


@pytest.fixture
def client(pinzhi: Pinzhi, rater: Rater) -> FlaskClient:
    """A client of a service over the store of the command line."""
    return client_for(SqliteStore(store_path()), rater)


@pytest.fixture
def decision_id(pinzhi: Pinzhi, rater: Rater) -> str:
    store = SqliteStore(store_path())
    recorded = decide(rater, store, FAMILY.read_bytes())
    store.close()
    return recorded.decision_id


def rows() -> int:
    store = SqliteStore(store_path())
    (count,) = store.connection().execute("SELECT count(*) FROM decisions").fetchone()
    store.close()
    return int(count)


@pytest.mark.parametrize(
    ("question", "lang"), [*((q, "en") for q in QUESTIONS), ("everything", "zh")]
)
def test_the_json_about_a_decision_is_that_of_the_http_interface(
    pinzhi: Pinzhi, client: FlaskClient, decision_id: str, question: str, lang: str
) -> None:
    options, address, changes = QUESTIONS[question]
    path = f"/v1/decisions/{decision_id}/{address}"
    spoken = {"Accept-Language": lang}
    if changes is None:
        answer = client.get(path, headers=spoken)
    else:
        answer = client.post(path, json={"changes": changes}, headers=spoken)
    assert answer.status_code == 200
    called = pinzhi("explain", decision_id, "--format", "json", "--lang", lang, *options)
    assert called.exit_code == 0
    assert called.stdout_bytes == answer.data + b"\n"
    assert rows() == 1


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_json_about_a_file_is_that_about_its_decision_without_an_id(
    pinzhi: Pinzhi, decision_id: str, question: str
) -> None:
    options = ["--format", "json", *QUESTIONS[question][0]]
    decided = json.loads(pinzhi("explain", decision_id, *options).stdout)
    (decided["before"] if question == "what if" else decided).pop("decision_id")
    if question == "a letter":
        assert decided["recorded_at"]
        decided["recorded_at"] = None
    rated = json.loads(pinzhi("explain", FAMILY, *options).stdout)
    assert json.dumps(rated) == json.dumps(decided)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_text_answers_every_question_in_either_language_and_records_nothing(
    pinzhi: Pinzhi, question: str, lang: str
) -> None:
    called = pinzhi("explain", FAMILY, "--lang", lang, *QUESTIONS[question][0])
    assert called.exit_code == 0
    assert called.stderr == ""
    lines = called.stdout.splitlines()
    assert lines
    assert not any(line.endswith(" ") for line in lines)
    chinese = any("\u4e00" <= character <= "\u9fff" for character in called.stdout)
    assert chinese == (lang == "zh")
    assert not store_path().exists()


@pytest.mark.parametrize("dossier", ["incomplete_dossier", "defaulter_with_false_statements"])
def test_the_text_gives_the_grade_with_its_label(
    pinzhi: Pinzhi, rater: Rater, dossier: str
) -> None:
    path = DOSSIERS / f"{dossier}.json"
    called = pinzhi("explain", path)
    assert called.exit_code == 0
    assert rater.rate(path.read_bytes()).evaluation.grade in called.stdout
    assert "not a probability of default" in called.stdout


def test_a_dossier_is_explained_from_standard_input(pinzhi: Pinzhi) -> None:
    from_file = pinzhi("explain", FAMILY)
    from_input = pinzhi("explain", "-", stdin=FAMILY.read_bytes())
    assert from_input.stdout == from_file.stdout


def test_a_supposed_rating_is_called_hypothetical(pinzhi: Pinzhi) -> None:
    supposed = ["--what-if", "governance.succession_plan=documented"]
    assert "ypothetical" in pinzhi("explain", FAMILY, *supposed).stdout
    assert "假设" in pinzhi("explain", FAMILY, *supposed, "--lang", "zh").stdout
    found = json.loads(pinzhi("explain", FAMILY, *supposed, "--format", "json").stdout)
    assert found["hypothetical"] is True


def test_facts_to_suppose_may_follow_the_first_in_a_row(pinzhi: Pinzhi) -> None:
    first, second = "governance.succession_plan=documented", "management.bench="
    one_by_one = pinzhi("explain", FAMILY, "--what-if", first, "--what-if", second)
    in_a_row = pinzhi("explain", FAMILY, "--what-if", first, second)
    assert in_a_row.stdout == one_by_one.stdout


def test_a_file_named_as_a_decision_is_a_file(
    pinzhi: Pinzhi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("0" * 32).write_bytes(FAMILY.read_bytes())
    called = pinzhi("explain", "0" * 32, "--format", "json")
    assert next(iter(json.loads(called.stdout))) == "grade"


def test_every_fault_of_a_dossier_goes_to_standard_error(pinzhi: Pinzhi) -> None:
    called = pinzhi("explain", "-", stdin=spoiled(rating_date="soon", curency="CNY"))
    assert called.exit_code == 1
    assert called.stdout == ""
    places = [line.partition(":")[0] for line in called.stderr.splitlines()]
    assert places == ["/curency", "/rating_date"]


def test_every_fault_of_a_dossier_is_one_json_object_on_request(pinzhi: Pinzhi) -> None:
    called = pinzhi("explain", "-", "--format", "json", stdin=spoiled(curency="CNY"))
    assert called.exit_code == 1
    (error,) = json.loads(called.stdout)["errors"]
    assert (error["code"], error["pointer"]) == ("unknown_member", "/curency")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--why", "NO_SUCESSION"], "NO_SUCCESSION"),
        (["--to", "N7"], "no better"),
        (["--to", "good"], 'no grade "good"'),
        (["--notice", "us"], "us_reg_b"),
        (["--what-if", "governance.succession_plan"], "governance.succession_plan"),
        (["--what-if", "governance.succession_plan=soon"], "governance.succession_plan"),
        (["--what-if", "no.fact=1"], "no.fact"),
        (["--why", "GOV", "--to", "N3"], "one of them"),
        (["--notice", "none", "--what-if", "management.bench="], "one of them"),
        (["management.bench="], "--what-if"),
        (["--lang", "fr"], "--lang"),
        (["--format", "yaml"], "--format"),
        (["--ndjson"], "--ndjson"),
    ],
)
def test_a_question_without_an_answer_is_a_usage_error(
    pinzhi: Pinzhi, options: list[str], said: str
) -> None:
    called = pinzhi("explain", FAMILY, *options)
    assert called.exit_code == 2
    assert called.stdout == ""
    assert said in called.stderr


def test_every_fault_of_what_is_supposed_is_told_at_once(pinzhi: Pinzhi) -> None:
    options = ["--what-if", "no.fact=1", "--what-if", "governance.succession_plan=soon"]
    stderr = pinzhi("explain", FAMILY, *options).stderr
    assert "no.fact" in stderr
    assert "governance.succession_plan" in stderr


@pytest.mark.parametrize("source", ["no-such-file.json", ".", "0" * 32, "0" * 31, "x" * 300, ""])
def test_what_is_neither_a_file_nor_a_decision_ends_the_call_with_2(
    pinzhi: Pinzhi, source: str
) -> None:
    called = pinzhi("explain", source)
    assert called.exit_code == 2
    assert called.stdout == ""
    assert called.stderr
    assert not store_path().exists()


def test_a_decision_that_is_not_in_the_store_ends_the_call_with_2(
    pinzhi: Pinzhi, decision_id: str
) -> None:
    called = pinzhi("explain", "f" * 32)
    assert called.exit_code == 2
    assert str(store_path()) in called.stderr


def test_a_store_that_cannot_be_used_ends_the_call_with_2(pinzhi: Pinzhi) -> None:
    store_path().write_text("no store")
    called = pinzhi("explain", "0" * 32)
    assert called.exit_code == 2
    assert "The store of decisions is unavailable" in called.stderr
