"""Stores of small decisions whose results say what portfolios are counted from."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import orjson

from service.canonical import digest
from service.store.erasing import erase_records
from service.store.port import Client, Draft, Record
from service.store.sqlite import SqliteStore
from tests.store.drafts import drafted

START = datetime(2026, 1, 1, tzinfo=UTC)
APART = timedelta(hours=1)
GRADES = ("N2", "N5", "N10", "NR")
CODES = ("CLEAN_AUDIT", "BANKRUPTCY", "PATENTS")
FACTS = ("supply.layers", "sales.claims")
VERSIONS = ("1.0.0", "1.1.0")


@dataclass(frozen=True)
class Known:
    """A decision that is in a store, and what its result says."""

    record: Record
    borrower: str
    grade: str
    version: str
    corrects: str | None
    said: frozenset[tuple[str, str]]

    @property
    def day(self) -> str:
        return self.record.recorded_at[:10]


class Hourly(SqliteStore):
    """A store whose clock goes on by an hour with each record, and stands between them."""

    def __init__(self, path: Path) -> None:
        self._hour = START
        super().__init__(path, clock=lambda: self._hour)

    def append(self, draft: Draft) -> Record:
        record = super().append(draft)
        self._hour += APART
        return record


@contextmanager
def opened(path: Path) -> Iterator[SqliteStore]:
    """A store of which each record is recorded an hour after the one before."""
    store = Hourly(path)
    yield store
    store.close()


def add(
    store: SqliteStore,
    borrower: str,
    grade: str = "N5",
    version: str = "1.1.0",
    corrects: str | None = None,
    said: frozenset[tuple[str, str]] = frozenset(),
    identifiers: tuple[tuple[str, str], ...] | None = None,
) -> Known:
    """Record a decision whose result says what is asked for.

    ``borrower`` is its code and the beginning of its name, unless there are other identifiers.
    """
    draft = drafted(f"{store.size():032x}", grade)
    result = orjson.dumps(
        {
            "decision_id": draft.record_id,
            "findings": [
                {"code": code, "assumed": kind == "assumed", "claimed": kind == "claimed"}
                for kind, code in sorted(said)
                if kind in ("found", "assumed", "claimed")
            ],
            "patterns": [{"code": code} for kind, code in sorted(said) if kind == "pattern"],
            "unknown_facts": [{"fact": fact} for kind, fact in sorted(said) if kind == "unknown"],
            "warnings": [],
            "grade": grade,
            "caps": [],
            "trace": ['","warnings":[', borrower],
        }
    )
    assert draft.row is not None
    contents = {**draft.contents, "result": result}
    body = {
        **draft.body,
        "corrects": corrects,
        "contents": {name: digest(data) for name, data in contents.items()},
    }
    row = replace(
        draft.row,
        borrower=f"{borrower} Ltd",
        grade=grade,
        ruleset_version=version,
        corrects=corrects,
        identifiers=(("uscc", borrower),) if identifiers is None else identifiers,
    )
    record = store.append(replace(draft, body=body, contents=contents, row=row))
    return Known(record, borrower, grade, version, corrects, said)


def fill(store: SqliteStore, count: int, seed: int = 11) -> list[Known]:
    """Record ``count`` records, most of them decisions; return those, oldest first."""
    random = Random(seed)
    found: list[Known] = []
    with store.turn():
        for _ in range(count):
            if random.random() < 0.1:
                store.append(Draft("key", f"{store.size():032x}", None, Client(), {}))
                continue
            said = {
                (random.choice(("found", "assumed", "claimed")), code)
                for code in CODES
                if random.random() < 0.5
            }
            said |= {("unknown", fact) for fact in FACTS if random.random() < 0.3}
            said |= {("pattern", "RING")} if random.random() < 0.1 else set()
            again = found and random.random() < 0.05
            found.append(
                add(
                    store,
                    borrower=f"91{random.randrange(count // 6)}",
                    grade=random.choice(GRADES),
                    version=random.choice(VERSIONS),
                    corrects=random.choice(found).record.record_id if again else None,
                    said=frozenset(said),
                )
            )
    return found


def erase(store: SqliteStore, known: Known) -> None:
    """Erase a decision, as an order would."""
    with store.turn():
        subject = known.record.record_id
        certificate = Draft("erasure", f"{store.size():032x}", subject, Client(), {})
        erase_records(store, [known.record], store.append(certificate))
