"""Whoever asks for a decision may see to it, in the turn that records it, that it is taken once."""

import pytest

from service.decisions.decide import AlreadyCorrected, decide
from service.decisions.rate import Rater
from service.errors import DossierRejected
from service.store.port import Decision, StoreUnavailable
from service.store.sqlite import SqliteStore
from tests.dossiers import STRONG, spoiled


class Memory:
    """Keeps in mind the decision that was taken, and in which transactions it was asked."""

    def __init__(self, store: SqliteStore) -> None:
        self.store = store
        self.taken: Decision | None = None
        self.asked: list[bool] = []

    def before(self) -> Decision | None:
        self.asked.append(self.store.connection().conn.in_transaction)
        return self.taken

    def after(self, decision: Decision) -> None:
        self.asked.append(self.store.connection().conn.in_transaction)
        assert self.store.record(decision.decision_id) is not None
        self.taken = decision


@pytest.fixture
def memory(store: SqliteStore) -> Memory:
    return Memory(store)


def test_the_second_time_the_first_decision_is_returned(
    store: SqliteStore, rater: Rater, memory: Memory
) -> None:
    first = decide(rater, store, STRONG.read_bytes(), once=memory)
    assert memory.taken == first
    assert decide(rater, store, STRONG.read_bytes(), once=memory) == first
    assert store.size() == 1


def test_it_is_asked_and_told_as_the_one_writer(
    store: SqliteStore, rater: Rater, memory: Memory
) -> None:
    decide(rater, store, STRONG.read_bytes(), once=memory)
    assert memory.asked == [True, True]


def test_where_it_cannot_keep_it_in_mind_nothing_is_recorded(
    store: SqliteStore, rater: Rater
) -> None:
    class Forgetful(Memory):
        def after(self, decision: Decision) -> None:
            raise OSError("no room")

    with pytest.raises(StoreUnavailable, match="no room"):
        decide(rater, store, STRONG.read_bytes(), once=Forgetful(store))
    assert store.size() == 0


def test_it_is_asked_before_a_correction_is_refused(
    store: SqliteStore, rater: Rater, memory: Memory
) -> None:
    mistaken = decide(rater, store, STRONG.read_bytes()).decision_id
    body = spoiled(application_ref="LOS-2")
    first = decide(rater, store, body, corrects=mistaken, once=memory)
    assert decide(rater, store, body, corrects=mistaken, once=memory) == first
    with pytest.raises(AlreadyCorrected):
        decide(rater, store, body, corrects=mistaken)


def test_a_dossier_with_faults_is_not_asked_about(
    store: SqliteStore, rater: Rater, memory: Memory
) -> None:
    with pytest.raises(DossierRejected):
        decide(rater, store, spoiled(rating_date="never"), once=memory)
    assert memory.asked == []
