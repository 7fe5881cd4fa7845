"""What a decision repeats is recorded with it, so that it is replayed without looking around."""

import pytest

from service.canonical import canonical_bytes
from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.decisions.raters import Raters
from service.explanation.recorded import DecisionNotReproduced, subject_of
from service.replay.verdict import DIVERGED, REPRODUCED
from service.store.port import Client, Decision
from service.store.sqlite import SqliteStore
from tests.replay.conftest import FAMILY, ByHand, Replayed, as_recorded

LOS = Client("los-1", authenticated=True)


@pytest.fixture
def repeated(rater: Rater, store: SqliteStore) -> Decision:
    """The first of two."""
    return decide(rater, store, FAMILY.read_bytes(), LOS, repeat_window=300)


@pytest.fixture
def decision(rater: Rater, store: SqliteStore, repeated: Decision) -> Decision:
    """The second, which repeats the first."""
    decision = decide(rater, store, FAMILY.read_bytes(), LOS, repeat_window=300)
    assert decision.repeats == repeated.decision_id
    return decision


def test_both_are_reproduced(replayed: Replayed, repeated: Decision, decision: Decision) -> None:
    assert replayed(repeated.decision_id).verdict == REPRODUCED
    assert replayed(decision.decision_id).verdict == REPRODUCED


def test_both_are_explained(
    store: SqliteStore, rater: Rater, repeated: Decision, decision: Decision
) -> None:
    raters = Raters(rater, store)
    explained = [subject_of(raters, one).rating.result for one in (repeated, decision)]
    assert explained[0] == explained[1]


def test_a_record_without_the_member_as_older_versions_wrote_it_is_reproduced(
    store: SqliteStore, replayed: Replayed, repeated: Decision
) -> None:
    del repeated.record.body["repeats"]
    assert replayed(as_recorded(store, repeated)).verdict == REPRODUCED


@pytest.mark.parametrize("other", ["0" * 32, None, 7], ids=["another decision", "none", "no id"])
def test_a_record_that_names_another_decision_diverges(
    store: SqliteStore, replayed: Replayed, decision: Decision, other: str | int | None
) -> None:
    verdict = replayed(as_recorded(store, decision, repeats=other))
    assert verdict.verdict == DIVERGED
    (difference,) = verdict.differences
    assert (difference.stage, difference.element[:11]) == ("explanation", "/warnings/0")


def test_a_record_that_names_a_decision_where_the_answer_does_not_diverges(
    store: SqliteStore, replayed: Replayed, repeated: Decision, decision: Decision
) -> None:
    named = as_recorded(store, repeated, repeats=decision.decision_id)
    (difference,) = replayed(named).differences
    assert (difference.stage, difference.element) == ("explanation", "/warnings/0")


def test_it_is_not_explained_either(store: SqliteStore, rater: Rater, decision: Decision) -> None:
    altered = store.get(as_recorded(store, decision, repeats="0" * 32))
    assert altered is not None
    with pytest.raises(DecisionNotReproduced):
        subject_of(Raters(rater, store), altered)


def test_a_record_altered_in_the_file_is_not_the_one_of_its_leaf(
    store: SqliteStore, replayed: Replayed, decision: Decision, by_hand: ByHand
) -> None:
    document = decision.record.document
    document["body"]["repeats"] = "0" * 32
    statement = "UPDATE records SET data = ? WHERE record_id = ?"
    by_hand(statement, canonical_bytes(document), decision.decision_id)
    verdict = replayed(decision.decision_id)
    assert verdict.verdict == DIVERGED
    assert [difference.element for difference in verdict.differences] == ["/record"]
