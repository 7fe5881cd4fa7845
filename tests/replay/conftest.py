"""A recorded decision, hands that change the file, and services of other days that recorded it."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from typing import Any

import orjson
import pytest

from service.canonical import digest
from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.decisions.raters import SourceRaters
from service.replay.replay import replay
from service.replay.selection import by_id
from service.replay.verdict import Verdict
from service.store.port import Client, Decision, Draft
from service.store.sqlite import SqliteStore
from tests.dossiers import ROOT

FAMILY = ROOT / "fixtures" / "dossiers" / "family_condiment_maker.json"
"""A borrower with findings, patterns and caps."""

ByHand = Callable[..., None]
Replayed = Callable[[str], Verdict]
Result = dict[str, Any]


@pytest.fixture(scope="session")
def raters(rater: Rater) -> SourceRaters:
    return SourceRaters(rater)


@pytest.fixture
def decision(rater: Rater, store: SqliteStore) -> Decision:
    return decide(rater, store, FAMILY.read_bytes())


@pytest.fixture
def replayed(store: SqliteStore, raters: SourceRaters) -> Replayed:
    """Replays a decision of the store by its id."""

    def once(decision_id: str) -> Verdict:
        kept = by_id(store, decision_id)
        assert kept is not None
        return replay(kept, raters)

    return once


@pytest.fixture
def by_hand(store: SqliteStore) -> Iterator[ByHand]:
    """Changes the file of the store with its triggers dropped."""
    with closing(sqlite3.connect(store.path, isolation_level=None)) as db:

        def execute(statement: str, *values: object) -> None:
            triggers = db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
            for (name,) in triggers.fetchall():
                db.execute(f"DROP TRIGGER {name}")
            assert db.execute(statement, values).rowcount > 0

        yield execute


def as_recorded(
    store: SqliteStore,
    decision: Decision,
    change: Callable[[Result], None] = lambda result: None,
    without: tuple[str, ...] = (),
    source: bytes | None = None,
    dossier: bytes | None = None,
    facts: bytes | None = None,
    **members: Any,
) -> str:
    """Record ``decision`` as a service would have that came to a result of its own.

    ``change`` makes that result, ``members`` are put into the body of the record; every digest
    is true, so that nothing is damaged. Returns the ``decision_id``.
    """
    decision_id = f"{store.size():032x}"
    result = orjson.loads(decision.body)
    result["decision_id"] = decision_id
    result["engine"] = members.get("engine", result["engine"])
    change(result)
    assert decision.facts is not None
    contents = {
        "dossier": dossier or decision.dossier,
        "facts": facts or decision.facts,
        "result": orjson.dumps(result),
    }
    kept = {name: content for name, content in contents.items() if name not in without}
    digests = {name: digest(content) for name, content in kept.items()}
    ruleset = decision.record.body["ruleset"]
    if source is not None:
        ruleset = {**ruleset, "source": digest(source)}
    changed: Mapping[str, Any] = {"ruleset": ruleset, "contents": digests, **members}
    body = {**decision.record.body, **changed}
    store.append(Draft("decision", decision_id, None, Client(), body, kept, source))
    return decision_id
