"""The record of a decision holds all that its result depends on."""

from importlib.metadata import version

import orjson
import pytest
import rfc8785

from service import __version__
from service.canonical import digest
from service.decisions.decide import AlreadyCorrected, NothingToCorrect, decide
from service.decisions.rate import Rater
from service.records.normalised import normalised
from service.ruleset.load import load_source
from service.store.port import Client
from service.store.sqlite import SqliteStore
from tests.dossiers import ROOT, STRONG, spoiled
from tests.engine.borrowers import worked_dossiers


def test_a_record_names_ruleset_engine_service_software_and_client(
    rater: Rater, store: SqliteStore
) -> None:
    decision = decide(rater, store, STRONG.read_bytes(), Client("los-2"))
    document = decision.record.document
    body = document["body"]
    assert body["ruleset"] == {
        **rater.ruleset.reference,
        "source": digest(rater.ruleset.source),
    }
    assert body["engine"] == {"name": "durable_rules", "version": version("durable-rules")}
    assert document["service"] == {"name": "pinzhi", "version": __version__}
    assert body["software"]["python-stdnum"] == version("python-stdnum")
    assert body["settings"] == {}
    assert document["client"] == {"name": "los-2", "authenticated": False}
    assert decision.grade == orjson.loads(decision.body)["grade"]


def test_no_setting_that_the_service_reads_can_influence_a_result() -> None:
    rating = ("decisions", "dossier", "engine", "explanation", "grading", "language", "ruleset")
    for folder in (*rating, "records", "replay"):
        for path in (ROOT / "service" / folder).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            assert "environ" not in text.replace("environment", ""), path
            assert "service.settings" not in text, path


def test_the_ruleset_itself_is_stored_once(rater: Rater, store: SqliteStore) -> None:
    for _ in range(2):
        decision = decide(rater, store, STRONG.read_bytes())
    assert decision.source_digest is not None
    source = store.source(decision.source_digest)
    assert source is not None
    assert load_source(source).digest == rater.ruleset.digest
    assert store.connection().execute("SELECT count(*) FROM sources").fetchone() == (1,)


@pytest.mark.parametrize("name", sorted(worked_dossiers()))
def test_the_facts_are_recorded_as_they_were_read(rater: Rater, name: str) -> None:
    dossier = rater.rate(worked_dossiers()[name]).dossier
    recorded = normalised(rater.ruleset, dossier)
    facts = orjson.loads(recorded)
    assert rfc8785.dumps(facts) == recorded
    assert set(facts) == set(rater.ruleset.facts)
    for fact, state in dossier.facts.items():
        assert (facts[fact]["value"] is None) == (state.value is None)
        assert facts[fact].get("unknown") == state.unknown
        assert facts[fact].get("word_only", False) == state.word_only
        # No number that another reader could take for a float.
        assert not isinstance(facts[fact]["value"], int | float) or facts[fact]["value"] in (
            True,
            False,
        )


def test_a_correction_points_back_and_leaves_the_decision_as_it_was(
    rater: Rater, store: SqliteStore
) -> None:
    first = decide(rater, store, STRONG.read_bytes())
    second = decide(rater, store, spoiled(application_ref="LOS-2"), corrects=first.decision_id)
    assert second.corrects == first.decision_id
    assert store.get(first.decision_id) == first
    assert store.correcting(first.decision_id) == [second.decision_id]
    assert store.correcting(second.decision_id) == []


def test_a_decision_is_corrected_once(rater: Rater, store: SqliteStore) -> None:
    first = decide(rater, store, STRONG.read_bytes())
    second = decide(rater, store, STRONG.read_bytes(), corrects=first.decision_id)
    with pytest.raises(AlreadyCorrected) as refused:
        decide(rater, store, STRONG.read_bytes(), corrects=first.decision_id)
    assert refused.value.newest == second.decision_id
    assert store.size() == 2
    decide(rater, store, STRONG.read_bytes(), corrects=second.decision_id)


def test_what_is_not_recorded_cannot_be_corrected(rater: Rater, store: SqliteStore) -> None:
    with pytest.raises(NothingToCorrect):
        decide(rater, store, STRONG.read_bytes(), corrects="0" * 32)
    assert store.size() == 0
