"""Other writers wait only while rows are written: contents are made ready before."""

from collections.abc import Iterator
from typing import Any

import pytest

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from service.watching import watch
from tests.dossiers import STRONG
from tests.store.drafts import drafted


class Stages:
    """Remembers the stages it is told of, and which came while the store was written."""

    def __init__(self, store: SqliteStore) -> None:
        self._store = store
        self.told: list[tuple[str, bool]] = []

    def stage(self, name: str, seconds: float) -> None:
        self.told.append((name, self._store.connection().conn.in_transaction))

    def event(self, name: str, what: dict[str, Any]) -> None:
        pass


@pytest.fixture
def stages(store: SqliteStore) -> Iterator[Stages]:
    # Opened before: the observer looks at the connection, and to open the store is a turn too.
    store.size()
    observer = Stages(store)
    watch(observer)
    yield observer
    watch(None)


def test_the_record_is_made_before_the_turn_is_waited_for(
    rater: Rater, store: SqliteStore, stages: Stages
) -> None:
    decide(rater, store, STRONG.read_bytes())
    recording = [told for told in stages.told if told[0] in ("record", "wait", "commit")]
    assert recording == [("record", False), ("wait", True), ("commit", False)]


def test_what_was_made_ready_is_recorded_as_what_was_not(store: SqliteStore) -> None:
    draft = drafted("a", padding=2000)
    ready = store.prepared(draft)
    assert ready.packed.keys() == draft.contents.keys()
    assert store.prepared(ready) is ready
    record = store.append(ready)
    assert store.contents(record.leaf_index) == draft.contents
    assert store.contents(store.append(drafted("b", padding=2000)).leaf_index) == {
        **draft.contents,
        "result": draft.contents["result"].replace(b'"a"', b'"b"'),
    }
