"""The metrics of a service say how it rates: grades, unknown facts, findings, stages, problems."""

import dataclasses

import orjson
import pytest
from flask.testing import FlaskClient

from service.decisions.rate import Rater
from service.engine.direct import DirectEvaluator
from service.errors import EngineFailure
from service.observe.metrics import STAGES
from service.ruleset.model import Ruleset
from service.store.sqlite import SqliteStore
from tests.calling import client_for
from tests.dossiers import ROOT, STRONG, spoiled
from tests.observe.reading import scraped

INCOMPLETE = ROOT / "fixtures" / "dossiers" / "incomplete_dossier.json"


def decide(client: FlaskClient, body: bytes) -> dict:
    answer = client.post("/v1/decisions", data=body, content_type="application/json")
    return orjson.loads(answer.data)


def test_decisions_are_counted_by_grade_and_the_share_not_rated_follows(
    client: FlaskClient,
) -> None:
    grades = [decide(client, file.read_bytes())["grade"] for file in (STRONG, INCOMPLETE, STRONG)]
    assert grades == ["N1", "NR", "N1"]
    found = scraped(client)
    assert found.value("pinzhi_decisions_total") == 3
    assert found.value("pinzhi_decisions_total", grade="NR") == 1
    assert found.value("pinzhi_decisions_total", grade="N1") == 2


def test_each_unknown_fact_that_a_test_asked_for_is_counted(client: FlaskClient) -> None:
    result = decide(client, INCOMPLETE.read_bytes())
    decide(client, INCOMPLETE.read_bytes())
    found = scraped(client)
    asked = {unknown["fact"] for unknown in result["unknown_facts"]}
    assert len(asked) == 10
    assert found.labels("pinzhi_unknown_facts_total", "fact") == asked
    assert all(found.value("pinzhi_unknown_facts_total", fact=fact) == 2 for fact in asked)


def test_each_finding_is_counted_with_its_test(client: FlaskClient) -> None:
    result = decide(client, STRONG.read_bytes())
    found = scraped(client)
    assert found.value("pinzhi_findings_total") == len(result["findings"])
    for finding in result["findings"]:
        test, code = finding["test"], finding["code"]
        assert found.value("pinzhi_findings_total", test=test, code=code) == 1


def test_every_stage_of_a_decision_is_timed(client: FlaskClient) -> None:
    before = scraped(client)
    decide(client, STRONG.read_bytes())
    after = scraped(client)
    assert after.labels("pinzhi_stage_seconds_count", "stage") == set(STAGES)
    for stage in STAGES:
        counts = [m.value("pinzhi_stage_seconds_count", stage=stage) for m in (before, after)]
        assert counts[1] > counts[0], stage


def test_requests_are_timed_by_route_and_status_and_never_by_what_they_name(
    client: FlaskClient,
) -> None:
    decision_id = decide(client, STRONG.read_bytes())["decision_id"]
    decide(client, spoiled(rating_date="soon"))
    client.get(f"/v1/decisions/{decision_id}")
    client.get("/v1/nowhere/canary")
    client.open("/v1/decisions", method="CANARY")
    found = scraped(client)

    def count(**labels: str) -> float:
        return found.value("pinzhi_request_seconds_count", **labels)

    assert count(method="POST", route="/v1/decisions", status="201") == 1
    assert count(method="POST", route="/v1/decisions", status="422") == 1
    assert count(method="GET", route="/v1/decisions/<decision_id>", status="200") == 1
    assert count(method="GET", route="unmatched", status="404") == 1
    assert count(method="other", route="unmatched", status="405") == 1
    text = client.get("/metrics").text
    assert "canary" not in text.lower()
    assert decision_id not in text


def test_problems_are_counted_by_code_and_those_with_an_alarm_from_zero(
    client: FlaskClient,
) -> None:
    assert scraped(client).labels("pinzhi_problems_total", "code") >= {"store_unavailable"}
    decide(client, spoiled(rating_date="soon"))
    found = scraped(client)
    assert found.value("pinzhi_problems_total", code="dossier_rejected") == 1
    assert found.value("pinzhi_problems_total", code="store_unavailable") == 0


def test_a_disagreement_of_the_evaluators_is_counted_and_no_decision(
    store: SqliteStore, ruleset: Ruleset
) -> None:
    points = {**ruleset.policy.points, "S1": 3}
    other = dataclasses.replace(ruleset, policy=dataclasses.replace(ruleset.policy, points=points))
    client = client_for(store, Rater(ruleset, DirectEvaluator(other)))
    decide(client, STRONG.read_bytes())
    found = scraped(client)
    assert found.value("pinzhi_evaluator_disagreements_total") == 1
    assert found.value("pinzhi_decisions_total") == 0


def test_a_failure_of_the_engine_is_counted(
    store: SqliteStore, ruleset: Ruleset, monkeypatch: pytest.MonkeyPatch
) -> None:
    rater = Rater(ruleset)

    def fail(*_: object) -> None:
        raise EngineFailure("the engine refused a fact")

    # No dossier is known to make the real one do so.
    monkeypatch.setattr(rater._rete, "evaluate", fail)
    client = client_for(store, rater)
    decide(client, STRONG.read_bytes())
    assert scraped(client).value("pinzhi_engine_failures_total") == 1


def test_the_store_and_the_ledger_are_told_as_they_are(
    client: FlaskClient, store: SqliteStore
) -> None:
    before = scraped(client)
    decide(client, STRONG.read_bytes())
    after = scraped(client)
    assert before.value("pinzhi_ledger_records") == 0
    assert after.value("pinzhi_ledger_records") == 1
    assert after.value("pinzhi_ledger_checkpoint_records") == 0
    assert after.value("pinzhi_store_bytes") >= store.path.stat().st_size
    assert after.value("pinzhi_store_free_bytes") > 0
    assert after.value("pinzhi_ready") == 1
    assert after.value("pinzhi_batch_lines_waiting") == 0
