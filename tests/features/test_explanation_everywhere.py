"""One explanation at every door, as ``features/explanation/everywhere.feature`` states it."""

import json
import zlib
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from pytest_bdd import given, parsers, scenarios, then, when
from werkzeug.test import TestResponse

from service.cli import main
from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.calling import client_for
from tests.features.borrowers import Borrower

scenarios("explanation/everywhere.feature")

LANGUAGES = {"English": "en", "Chinese": "zh"}

QUESTIONS = {
    "the explanation": ([], "explanation"),
    "what would reach": (["--to", "{}"], "explanation?to={}"),
    "why": (["--why", "{}"], "why/{}"),
    "the letter by the rules of": (["--notice", "{}"], "notice?regime={}"),
}
"""How a question is asked of the command line and of the service."""


@dataclass
class Asked:
    """A decision, and what was answered about it."""

    decision_id: str
    client: FlaskClient
    answers: list[bytes] = field(default_factory=list)
    answer: TestResponse | None = None

    @property
    def address(self) -> str:
        return f"/v1/decisions/{self.decision_id}"

    def problem(self) -> tuple[int, str]:
        assert self.answer is not None
        return self.answer.status_code, json.loads(self.answer.data)["code"]


@given("its rating was recorded", target_fixture="asked")
def rating_recorded(
    borrower: Borrower,
    rater: Rater,
    store: SqliteStore,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Asked:
    monkeypatch.setenv("PINZHI_STORE", str(store.path))
    borrower.rate(rater)
    decision_id = decide(rater, store, borrower.body()).decision_id
    return Asked(decision_id, client_for(store, rater))


@given("the record says N1")
def tampered_with(asked: Asked, store: SqliteStore) -> None:
    decision = store.get(asked.decision_id)
    assert decision is not None
    assert b'"grade":"N5"' in decision.body
    better = zlib.compress(decision.body.replace(b'"grade":"N5"', b'"grade":"N1"'))
    db = store.connection()
    db.execute("DROP TRIGGER contents_refuse_update")
    db.execute("UPDATE contents SET data = ? WHERE name = 'result'", (better,))


@when(
    parsers.re(
        r"(?P<question>the explanation|what would reach|why|the letter by the rules of) ?"
        r"(?P<about>.*?) is asked in (?P<language>\w+), of the command line and of the service"
    )
)
def asked_of_both(asked: Asked, question: str, about: str, language: str) -> None:
    options, address = QUESTIONS[question]
    lang = LANGUAGES[language]
    named = [option.format(about) for option in options]
    command = ["explain", asked.decision_id, "--format", "json", "--lang", lang, *named]
    called = CliRunner().invoke(main, command, catch_exceptions=False)
    assert called.exit_code == 0, called.stderr
    path = f"{asked.address}/{address.format(about)}"
    answer = asked.client.get(path, headers={"Accept-Language": lang})
    assert answer.status_code == 200, answer.text
    asked.answers += [called.stdout_bytes.removesuffix(b"\n"), answer.data]


@when(parsers.parse("a reader who prefers {languages} asks the service for the explanation"))
def reader_asks(asked: Asked, languages: str) -> None:
    headers = {"Accept-Language": languages}
    asked.answer = asked.client.get(f"{asked.address}/explanation", headers=headers)


@when(parsers.re(r"the service is asked for (?P<address>\S+)$"))
@when(parsers.re(r"the service is asked for the (?P<address>explanation)$"))
def service_asked(asked: Asked, address: str) -> None:
    asked.answer = asked.client.get(f"{asked.address}/{address}")


@when(parsers.parse('the service is asked what if "{name}" were {value}'))
def what_if(asked: Asked, borrower: Borrower, name: str, value: str) -> None:
    fact = name if "." in name else borrower.fact(name).id
    path = f"{asked.address}/what-if"
    asked.answer = asked.client.post(path, json={"changes": {fact: value}})


@then("both give the same answer, byte for byte")
def same_answer(asked: Asked) -> None:
    of_command, of_service = asked.answers
    assert of_command == of_service


@then("the answer names the decision")
def names_the_decision(asked: Asked) -> None:
    answer = json.loads(asked.answers[0])
    assert next(iter(answer.items())) == ("decision_id", asked.decision_id)


@then("the grade explained is the grade decided")
def grade_decided(asked: Asked, borrower: Borrower) -> None:
    for answer in asked.answers:
        assert json.loads(answer)["grade"] == borrower.result["grade"]


@then(parsers.parse("it refuses with {code}, status {status:d}"))
def refuses(asked: Asked, code: str, status: int) -> None:
    assert asked.problem() == (status, code)


@then("the answer is labelled hypothetical")
def hypothetical(asked: Asked) -> None:
    assert asked.answer is not None
    answer = json.loads(asked.answer.data)
    assert answer["hypothetical"] is True
    assert "ypothetical" in answer["label"]


@then("one decision is recorded, the one that was taken")
def one_recorded(asked: Asked, store: SqliteStore) -> None:
    found = store.connection().execute("SELECT decision_id FROM decisions").fetchall()
    assert found == [(asked.decision_id,)]


@then(parsers.parse("the narrative is in {language}"))
def narrative_is_in(asked: Asked, language: str) -> None:
    assert asked.answer is not None
    narrative = json.loads(asked.answer.data)["narrative"]
    assert narrative["language"] == LANGUAGES[language]
