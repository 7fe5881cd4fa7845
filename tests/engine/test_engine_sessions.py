"""Whatever goes wrong in a session voids its evaluation, frees it, and harms no other."""

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import durable_rules_engine
import pytest

from service.dossier.facts import FactState
from service.engine import limits, session
from service.engine.compile import compile_ruleset
from service.engine.rete import ReteEvaluator
from service.engine.session import BEGIN, FACT, EngineRules
from service.errors import EngineFailure
from service.ruleset.model import Ruleset
from tests.engine.borrowers import Borrower, Judge, changed_ruleset

ROOT = Path(__file__).resolve().parents[2]
A: dict[str, Any] = {"k": "a"}


def rules_of(patterns: dict[str, limits.Pattern]) -> EngineRules:
    """Compile ``patterns`` without asking the limits; the rule that begins comes first."""
    every: dict[str, limits.Pattern] = {BEGIN: [{"k": BEGIN}], **patterns}
    text = {
        name: {"pri": number, "all": [{FACT: {"$and": p} if len(p) > 1 else p[0]}]}
        for number, (name, p) in enumerate(every.items())
    }
    return EngineRules("guards", json.dumps(text))


def test_rules_that_the_engine_refuses_are_a_failure_of_the_engine() -> None:
    with pytest.raises(EngineFailure, match="refused the rules"):
        EngineRules("malformed", '{"r": {"all": [')


@pytest.fixture
def malformed(flawless: Borrower) -> Borrower:
    """A value with a quotation mark, which no reader of dossiers lets through."""
    broken = FactState('un"quoted', None, "third_party")
    return flawless.with_states({"management.bench": broken})


def test_a_malformed_fact_voids_its_evaluation_and_no_other(
    judge: Judge, worked: dict[str, Borrower], malformed: Borrower
) -> None:
    for borrower in worked.values():
        expected = judge.rete.evaluate(borrower.facts)
        with pytest.raises(EngineFailure, match="refused"):
            judge.rete.evaluate(malformed.facts)
        assert judge.rete.evaluate(borrower.facts) == expected


def test_a_failed_evaluation_of_each_layer_leaves_the_next_one_right(
    judge: Judge, flawless: Borrower
) -> None:
    broken = FactState('un"quoted', None, "third_party")
    expected = judge.rete.evaluate(flawless.facts)

    for fact in ("borrower.ownership_type", "history.founding_basis", "performance.share_trend"):
        with pytest.raises(EngineFailure):
            judge.rete.evaluate(flawless.with_states({fact: broken}).facts)
        assert judge.rete.evaluate(flawless.facts) == expected


def test_failing_evaluations_use_up_no_sessions(
    judge: Judge, flawless: Borrower, malformed: Borrower
) -> None:
    # The engine cannot open its 1,025th session while the others live.
    for _ in range(1_100):
        with pytest.raises(EngineFailure):
            judge.rete.evaluate(malformed.facts)

    assert judge(flawless).grade == "N1"


def test_an_interrupted_evaluation_frees_its_session_and_the_lock() -> None:
    rules = rules_of({"r": [A]})

    def interrupted() -> None:
        with rules.session() as opened:
            opened.add('"k":"a"')
            raise KeyboardInterrupt

    for _ in range(1_100):
        with pytest.raises(KeyboardInterrupt):
            interrupted()

    with rules.session() as opened:
        fact = opened.add('"k":"a"')
        assert opened.fire() == [("r", fact)]


def test_rules_that_fire_without_end_are_stopped() -> None:
    rules = rules_of({"r": [A]})

    def fire_often() -> None:
        with rules.session() as opened:
            for _ in range(limits.MAX_FIRINGS):
                opened.add('"k":"a"')
            opened.fire()

    with pytest.raises(EngineFailure, match="more than 10000 rules fired"):
        fire_often()

    with rules.session() as opened:
        opened.add('"k":"a"')
        assert len(opened.fire()) == 1


def test_a_fact_that_the_engine_takes_for_a_duplicate_is_a_failure() -> None:
    rules = rules_of({"r": [A]})

    with pytest.raises(EngineFailure, match="answered 2"), rules.session() as opened:
        opened.add('"k":"a","id":"f1"')


def test_a_fact_that_meets_too_many_conditions_is_a_failure() -> None:
    rules = rules_of({f"r{n}": [A, {"$gte": {"x": n}}] for n in range(70)})

    with pytest.raises(EngineFailure, match="303"), rules.session() as opened:
        opened.add('"k":"a","x":100')


def test_a_firing_reported_in_another_form_is_a_failure() -> None:
    rules = EngineRules(
        "out-of-form",
        json.dumps(
            {
                BEGIN: {"pri": 0, "all": [{FACT: {"k": BEGIN}}]},
                "r": {"pri": 1, "all": [{"another": {"k": "a"}}]},
            }
        ),
    )

    def fire() -> None:
        with rules.session() as opened:
            opened.add('"k":"a"')
            opened.fire()

    with pytest.raises(EngineFailure, match="out of form"):
        fire()


def test_a_fact_of_no_interest_to_any_rule_is_no_failure() -> None:
    with rules_of({"r": [A]}).session() as opened:
        opened.add('"k":"b"')
        assert opened.fire() == []


def test_facts_of_one_session_do_not_reach_the_next() -> None:
    rules = rules_of({"r": [A]})
    with rules.session() as opened:
        opened.add('"k":"a"')

    with rules.session() as opened:
        assert opened.fire() == []


class Watched:
    """The engine's module, and the sessions that were freed through it."""

    def __init__(self) -> None:
        self.freed: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(durable_rules_engine, name)

    def delete_state(self, handle: int, sid: str) -> None:
        self.freed.append(sid)
        durable_rules_engine.delete_state(handle, sid)


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watched:
    watched = Watched()
    monkeypatch.setattr(session, "engine", watched)
    return watched


def evaluated(rules: EngineRules, *facts: str) -> list[tuple[str, str]]:
    with rules.session() as opened:
        for fact in facts:
            opened.add(fact)
        return opened.fire()


def test_one_session_serves_one_evaluation_after_the_other(watched: Watched) -> None:
    rules = rules_of({"r": [A], "s": [{"k": "b"}]})

    for _ in range(50):
        assert evaluated(rules, '"k":"a"', '"k":"b"', '"k":"a"') == [
            ("r", "f4"),
            ("r", "f2"),
            ("s", "f3"),
        ]
        assert evaluated(rules) == []
        assert evaluated(rules, '"k":"b"', '"k":"none"') == [("s", "f2")]
    assert watched.freed == []


def test_a_session_serves_one_thread_at_a_time() -> None:
    rules = rules_of({"r": [A]})
    told: list[object] = []
    other = threading.Thread(target=lambda: told.append(evaluated(rules, '"k":"a"')))

    with rules.session() as opened:
        opened.add('"k":"a"')
        other.start()
        other.join(0.05)
        assert other.is_alive()
        assert opened.fire() == [("r", "f2")]
    other.join()

    assert told == [[("r", "f2")]]


def test_a_session_is_freed_after_so_many_evaluations(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "RENEWED_AFTER", 3)
    rules = rules_of({"r": [A]})

    for _ in range(7):
        assert evaluated(rules, '"k":"a"') == [("r", "f2")]

    assert watched.freed == ["s1", "s2"]


def test_closing_the_rules_frees_the_session_that_is_kept(watched: Watched) -> None:
    rules = rules_of({"r": [A]})
    evaluated(rules, '"k":"a"')

    rules.close()

    assert watched.freed == ["s1"]


def test_a_session_with_rules_left_to_fire_is_freed(watched: Watched) -> None:
    rules = rules_of({"r": [A]})
    with rules.session() as opened:
        opened.add('"k":"a"')

    assert watched.freed == ["s1"]
    assert evaluated(rules) == []


def test_an_evaluation_that_fails_with_no_rule_left_to_fire_frees_its_session(
    watched: Watched,
) -> None:
    rules = rules_of({"r": [A]})

    def interrupted() -> None:
        with rules.session() as opened:
            opened.add('"k":"a"')
            assert opened.fire() == [("r", "f2")]
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    assert watched.freed == ["s1"]
    assert evaluated(rules) == []


def test_an_evaluation_may_fire_as_many_rules_as_the_one_before_it(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "MAX_FIRINGS", 3)
    rules = rules_of({"r": [A]})

    for _ in range(5):
        assert evaluated(rules, '"k":"a"', '"k":"a"') == [("r", "f3"), ("r", "f2")]

    assert watched.freed == []


def test_a_session_that_keeps_a_fact_voids_its_evaluation_and_is_freed(watched: Watched) -> None:
    rules = rules_of({"r": [A]})

    # Under a name of its own, it is not among the facts that are retracted.
    with pytest.raises(EngineFailure, match="kept facts"):
        evaluated(rules, '"k":"a","id":"own"')

    assert watched.freed == ["s1"]
    assert evaluated(rules, '"k":"a"') == [("r", "f2")]


def test_an_evaluation_is_the_same_in_a_new_session_and_in_an_old_one(
    judge: Judge, worked: dict[str, Borrower], watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    def evaluations() -> list[object]:
        return [judge.rete.evaluate(borrower.facts) for borrower in worked.values()]

    monkeypatch.setattr(session, "RENEWED_AFTER", 10**9)
    in_one = evaluations()
    assert watched.freed == []
    monkeypatch.setattr(session, "RENEWED_AFTER", 1)
    assert evaluations() == in_one
    assert len(watched.freed) >= 2 * len(worked)


NEVER_BEGUN = """
from service.engine.session import EngineRules
from service.errors import EngineFailure
rules = EngineRules("never-begun", '{"r": {"pri": 0, "all": [{"fact": {"k": "a"}}]}}')
told = []
for _ in range(1_025):
    try:
        with rules.session():
            raise AssertionError("the session began")
    except EngineFailure as failure:
        told.append(str(failure))
assert set(told[:1_024]) == {"the engine did not begin the session"}, told[:3]
assert told[1_024].startswith("the engine refused"), told[1_024]
"""


def test_a_session_that_never_fired_is_never_deleted() -> None:
    # Deleting it would free an uninitialised pointer. As none is freed, the sessions run out.
    subprocess.run([sys.executable, "-c", NEVER_BEGUN], cwd=ROOT, check=True)


def test_versions_of_one_name_stand_side_by_side(
    tmp_path: Path, judge: Judge, flawless: Borrower
) -> None:
    def harsher(content: dict[str, Any]) -> None:
        content["strength_cap_per_dimension"] = "3"

    other = ReteEvaluator(compile_ruleset(changed_ruleset(tmp_path, "policy.yaml", harsher)))

    assert other.evaluate(flawless.facts)[0].dimensions["GOV"].rating == 4
    assert judge(flawless).dimensions["GOV"].rating == 5


def test_a_closed_version_takes_no_other_with_it(
    ruleset: Ruleset, judge: Judge, flawless: Borrower
) -> None:
    expected = judge(flawless)
    for _ in range(5):
        again = compile_ruleset(ruleset)
        assert ReteEvaluator(again).evaluate(flawless.facts)[0] == expected
        again.close()

    assert judge(flawless) == expected
