"""The narrative is in the language that ``Accept-Language`` asks for; all else is in both."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.dossiers import STRONG


@pytest.fixture
def decision_id(rater: Rater, store: SqliteStore) -> str:
    return decide(rater, store, STRONG.read_bytes()).decision_id


def explanation(client: FlaskClient, decision_id: str, wanted: str | None) -> TestResponse:
    headers = {} if wanted is None else {"Accept-Language": wanted}
    answer = client.get(f"/v1/decisions/{decision_id}/explanation", headers=headers)
    assert answer.status_code == 200
    return answer


@pytest.mark.parametrize(
    ("wanted", "lang"),
    [
        (None, "en"),
        ("", "en"),
        ("en", "en"),
        ("zh", "zh"),
        ("ZH", "zh"),
        ("zh-CN", "zh"),
        ("zh-Hans-CN,en;q=0.5", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en;q=0.9, zh-CN, zh;q=0.8", "zh"),
        ("en-GB", "en"),
        ("en;q=0.1, zh;q=0.9", "zh"),
        ("fr, zh;q=0.3, en;q=0.2", "zh"),
        ("fr", "en"),
        ("*", "en"),
        ("en;q=0.1, *", "zh"),
        ("zh;q=0", "en"),
        ("en;q=0", "zh"),
        ("en;q=0, *", "zh"),
        (";;q=x, ,", "en"),
    ],
)
def test_the_language_asked_for_is_the_language_told(
    client: FlaskClient, decision_id: str, wanted: str | None, lang: str
) -> None:
    answer = explanation(client, decision_id, wanted)
    assert json.loads(answer.data)["narrative"]["language"] == lang
    assert answer.headers["Content-Language"] == lang
    assert answer.headers["Vary"] == "Accept-Language"


def test_only_the_narrative_depends_on_the_language(client: FlaskClient, decision_id: str) -> None:
    told: list[dict[str, Any]] = []
    narratives = []
    for lang in ("en", "zh"):
        told.append(json.loads(explanation(client, decision_id, lang).data))
        narratives.append(told[-1].pop("narrative"))
    assert told[0] == told[1]
    english, chinese = narratives
    assert [s["id"] for s in english["sections"]] == [s["id"] for s in chinese["sections"]]
    assert english["sections"] != chinese["sections"]


@pytest.mark.parametrize("address", ["why/GOV", "counterfactuals", "questions", "notice"])
def test_what_is_told_in_both_languages_says_so(
    client: FlaskClient, decision_id: str, address: str
) -> None:
    path = f"/v1/decisions/{decision_id}/{address}"
    english, chinese = (client.get(path, headers={"Accept-Language": w}) for w in ("en", "zh"))
    assert english.data == chinese.data
    assert english.headers["Content-Language"] == "en, zh"
    assert "Vary" not in english.headers
