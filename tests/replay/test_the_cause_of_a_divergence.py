"""The cause of a divergence is established by checking: inputs first, then versions."""

import zlib
from collections.abc import Callable
from copy import copy
from dataclasses import replace
from typing import Any

import orjson
import pytest

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.replay.replay import replay
from service.replay.selection import by_id
from service.replay.verdict import Verdict
from service.ruleset import catalogue
from service.ruleset.load import load_ruleset
from service.ruleset.model import Ruleset
from service.store.port import Decision
from service.store.sqlite import SqliteStore
from tests.replay.conftest import FAMILY, ByHand, Replayed, Result, as_recorded

SOURCE = "UPDATE sources SET data = ?"
ENGINE = {"name": "durable_rules", "version": "2.0.27"}


def grade(result: Result) -> None:
    result["grade"] = "N4"


def trace(result: Result) -> None:
    result["trace"].reverse()


def title(result: Result) -> None:
    result["findings"][0]["title"] = "in other words"


@pytest.fixture
def of_before(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Lets what is recorded from now on name another version of the service."""
    return lambda: monkeypatch.setattr("service.store.appending.__version__", "0.0.9")


def causes(verdict: Verdict) -> list[str]:
    assert verdict.verdict == "diverged"
    return [cause.cause for cause in verdict.causes]


def test_a_weight_changed_in_the_stored_ruleset(
    ruleset: Ruleset, decision: Decision, by_hand: ByHand, replayed: Replayed
) -> None:
    old, new = b"{HIS: 6, GOV: 12, SHR: 8", b"{HIS: 7, GOV: 11, SHR: 8"
    assert old in ruleset.source
    by_hand(SOURCE, zlib.compress(ruleset.source.replace(old, new)))
    verdict = replayed(decision.decision_id)
    assert set(causes(verdict)) == {"ruleset_content"}
    told = {d.stage: (d.element, d.recorded, d.replayed) for d in verdict.differences[::-1]}
    assert told["input"][0] == "/ruleset/source"
    assert told["dimension"] == ("/dimensions/HIS/weight", 6, 7)


def test_a_comment_changed_in_the_stored_ruleset(
    ruleset: Ruleset, decision: Decision, by_hand: ByHand, replayed: Replayed
) -> None:
    by_hand(SOURCE, zlib.compress(ruleset.source.replace(b"# Policy", b"# policy", 1)))
    verdict = replayed(decision.decision_id)
    assert causes(verdict) == ["ruleset_content"]
    assert [d.element for d in verdict.differences] == ["/ruleset/source"]


@pytest.mark.parametrize("damaged", [b"\x00", zlib.compress(b"[]"), zlib.compress(b'{"a":')])
def test_a_stored_ruleset_that_cannot_be_loaded(
    decision: Decision, by_hand: ByHand, replayed: Replayed, damaged: bytes
) -> None:
    by_hand(SOURCE, damaged)
    verdict = replayed(decision.decision_id)
    assert causes(verdict) == ["ruleset_content"]
    assert verdict.differences[0].element == "/ruleset/source"
    assert verdict.detail is not None


def test_an_evaluator_of_another_ruleset(store: SqliteStore, decision: Decision) -> None:
    other = Rater(load_ruleset(catalogue.available()[0]))
    kept = by_id(store, decision.decision_id)
    assert kept is not None
    verdict = replay(kept, lambda source: other)
    assert causes(verdict) == ["ruleset_content"]
    assert verdict.differences[0].element == "/ruleset/version"


@pytest.mark.parametrize(
    ("before", "cause"), [(False, "ruleset_content"), (True, "service_version")]
)
def test_intact_files_that_are_read_as_another_ruleset(
    ruleset: Ruleset,
    rater: Rater,
    store: SqliteStore,
    of_before: Callable[[], None],
    before: bool,
    cause: str,
) -> None:
    """If the loader is of another version it is the loader, else the record named it wrongly."""
    if before:
        of_before()
    decision = decide(rater, store, FAMILY.read_bytes())
    other = copy(rater)
    other.ruleset = replace(ruleset, digest="sha256:other")
    kept = by_id(store, decision.decision_id)
    assert kept is not None
    verdict = replay(kept, lambda source: other)
    assert causes(verdict) == [cause]
    assert verdict.differences[0].element == "/ruleset/digest"


@pytest.mark.parametrize("change", [grade, trace, title])
def test_another_version_of_the_service(
    store: SqliteStore,
    decision: Decision,
    replayed: Replayed,
    of_before: Callable[[], None],
    change: Callable[[Result], None],
) -> None:
    of_before()
    verdict = replayed(as_recorded(store, decision, change))
    assert causes(verdict) == ["service_version"]
    assert "pinzhi was 0.0.9" in verdict.causes[0].evidence


def test_another_version_of_a_library_counts_as_one_of_the_service(
    store: SqliteStore, decision: Decision, replayed: Replayed
) -> None:
    software = {**decision.record.body["software"], "marshmallow": "3.26.1"}
    facts = orjson.loads(decision.facts or b"")
    facts["governance.decision_process"]["as_of"] = "2026-01-01"
    changed: dict[str, Any] = {"facts": orjson.dumps(facts), "software": software}
    verdict = replayed(as_recorded(store, decision, **changed))
    assert causes(verdict) == ["service_version"]
    assert "marshmallow was 3.26.1" in verdict.causes[0].evidence
    assert verdict.differences[0].element == "/facts/governance.decision_process/as_of"


def test_a_dossier_that_was_accepted_and_is_refused_now(
    store: SqliteStore, decision: Decision, replayed: Replayed, of_before: Callable[[], None]
) -> None:
    of_before()
    document = orjson.loads(decision.dossier)
    del document["currency"]
    verdict = replayed(as_recorded(store, decision, dossier=orjson.dumps(document)))
    assert causes(verdict) == ["service_version"]
    first = verdict.differences[0]
    assert (first.stage, first.element) == ("normalisation", "/dossier/currency")


def test_another_version_of_the_engine_that_tells_otherwise(
    store: SqliteStore, decision: Decision, replayed: Replayed
) -> None:
    verdict = replayed(as_recorded(store, decision, trace, engine=ENGINE))
    assert causes(verdict) == ["engine_version"]
    assert verdict.differences[0].element.startswith("/trace/0/")
    assert "durable_rules was 2.0.27" in verdict.causes[0].evidence


@pytest.mark.parametrize("change", [grade, title])
def test_the_engine_is_not_blamed_for_what_is_found_without_it(
    store: SqliteStore, decision: Decision, replayed: Replayed, change: Callable[[Result], None]
) -> None:
    verdict = replayed(as_recorded(store, decision, change, engine=ENGINE))
    assert causes(verdict) == ["unexplained"]
    assert "evaluator without it" in verdict.causes[0].evidence
    assert [version.of for version in verdict.versions] == ["durable_rules"]


def test_both_are_given_where_nothing_tells_them_apart(
    store: SqliteStore, decision: Decision, replayed: Replayed, of_before: Callable[[], None]
) -> None:
    of_before()
    verdict = replayed(as_recorded(store, decision, trace, engine=ENGINE))
    assert causes(verdict) == ["engine_version", "service_version"]


def test_a_damaged_input_comes_before_versions(
    store: SqliteStore,
    decision: Decision,
    by_hand: ByHand,
    replayed: Replayed,
    of_before: Callable[[], None],
) -> None:
    of_before()
    decision_id = as_recorded(store, decision, grade, engine=ENGINE)
    by_hand("UPDATE contents SET data = ? WHERE name = 'facts'", zlib.compress(b"{}"))
    verdict = replayed(decision_id)
    assert causes(verdict) == ["stored_input_damaged"]
    assert [version.of for version in verdict.versions] == ["pinzhi", "durable_rules"]


def test_all_that_is_damaged_is_given_the_record_of_the_decision_first(
    ruleset: Ruleset, decision: Decision, by_hand: ByHand, replayed: Replayed
) -> None:
    by_hand(SOURCE, zlib.compress(ruleset.source.replace(b"# Policy", b"# policy", 1)))
    by_hand("UPDATE contents SET data = ? WHERE name = 'facts'", zlib.compress(b"{}"))
    verdict = replayed(decision.decision_id)
    assert causes(verdict) == ["stored_input_damaged", "ruleset_content"]


def test_a_record_at_odds_with_its_own_result_is_unexplained(
    store: SqliteStore, decision: Decision, replayed: Replayed
) -> None:
    verdict = replayed(as_recorded(store, decision, grade="N1"))
    assert causes(verdict) == ["unexplained"]
    first = verdict.differences[0]
    assert (first.stage, first.element) == ("grade", "/record/grade")


def test_what_the_result_is_about_comes_before_what_was_read(
    store: SqliteStore, decision: Decision, replayed: Replayed
) -> None:
    def renamed(result: Result) -> None:
        result["dossier_id"] = "another"

    verdict = replayed(as_recorded(store, decision, renamed, facts=b"{}"))
    assert [d.stage for d in verdict.differences] == ["input", "normalisation"]
    assert verdict.differences[0].element == "/dossier_id"


def test_members_in_another_order_are_told_by_their_bytes(
    store: SqliteStore, decision: Decision, replayed: Replayed
) -> None:
    def last(result: Result) -> None:
        result["label"] = result.pop("label")

    verdict = replayed(as_recorded(store, decision, last))
    first = verdict.differences[0]
    assert first.stage == "explanation"
    assert first.element.startswith("/bytes/")


def test_versions_that_make_no_difference_do_not_diverge(
    store: SqliteStore, decision: Decision, replayed: Replayed, of_before: Callable[[], None]
) -> None:
    of_before()
    software = {**decision.record.body["software"], "orjson": "3.10.0", "simplejson": "3.0"}
    decision_id = as_recorded(store, decision, engine=ENGINE, software=software)
    verdict = replayed(decision_id)
    assert verdict.verdict == "reproduced"
    assert {v.of: v.recorded for v in verdict.versions} == {
        "pinzhi": "0.0.9",
        "durable_rules": "2.0.27",
        "orjson": "3.10.0",
        "simplejson": "3.0",
    }
