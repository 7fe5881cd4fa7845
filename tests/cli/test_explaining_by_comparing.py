"""``pinzhi compare`` says what differs from one dossier or decision to another."""

import json

import pytest

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.calling import client_for
from tests.cli.conftest import Pinzhi, store_path
from tests.dossiers import ROOT, STRONG, spoiled

DOSSIERS = ROOT / "fixtures" / "dossiers"
FAMILY = DOSSIERS / "family_condiment_maker.json"
AVERAGE = DOSSIERS / "average_manufacturer.json"


def test_the_json_about_two_decisions_is_that_of_the_http_interface(
    pinzhi: Pinzhi, rater: Rater
) -> None:
    store = SqliteStore(store_path())
    one, other = (decide(rater, store, d.read_bytes()).decision_id for d in (FAMILY, AVERAGE))
    answer = client_for(store, rater).get(f"/v1/decisions/{one}/compare/{other}")
    store.close()
    called = pinzhi("compare", one, other, "--format", "json")
    assert called.exit_code == 0
    assert called.stdout_bytes == answer.data + b"\n"


def test_a_decision_is_compared_with_a_file(pinzhi: Pinzhi, rater: Rater) -> None:
    store = SqliteStore(store_path())
    decided = decide(rater, store, FAMILY.read_bytes()).decision_id
    store.close()
    found = json.loads(pinzhi("compare", decided, AVERAGE, "--format", "json").stdout)
    assert found["one"]["decision_id"] == decided
    assert "decision_id" not in found["other"]
    assert found["difference"]["grade"] == {"from": "N5", "to": "N4"}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_text_gives_both_grades_and_what_changed(pinzhi: Pinzhi, lang: str) -> None:
    called = pinzhi("compare", FAMILY, "-", "--lang", lang, stdin=AVERAGE.read_bytes())
    assert (called.exit_code, called.stderr) == (0, "")
    assert "N5" in called.stdout
    assert "N4" in called.stdout
    assert "KEY_PERSON_RISK" in called.stdout


def test_faults_say_which_of_the_two_they_are_of(pinzhi: Pinzhi) -> None:
    bad = spoiled(curency="CNY")
    called = pinzhi("compare", STRONG, "-", stdin=bad)
    assert (called.exit_code, called.stdout) == (1, "")
    assert called.stderr.startswith("OTHER: /curency: ")
    answered = json.loads(pinzhi("compare", "-", STRONG, "--format", "json", stdin=bad).stdout)
    assert answered["of"] == "one"
    assert [error["pointer"] for error in answered["errors"]] == ["/curency"]


@pytest.mark.parametrize(
    "arguments", [[], [STRONG], ["-", "-"], [STRONG, "0" * 32], ["nothing", STRONG]]
)
def test_a_call_that_cannot_be_carried_out_ends_with_2(
    pinzhi: Pinzhi, arguments: list[str]
) -> None:
    called = pinzhi("compare", *arguments, stdin=STRONG.read_bytes())
    assert called.exit_code == 2
    assert called.stdout == ""
    assert called.stderr
