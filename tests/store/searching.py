"""Stores of many small decisions to find, and the decisions found by reading each."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from service.records.query import Query, read_query
from service.records.rows import DecisionRow
from service.store.erasing import erase_records
from service.store.port import Client, Draft, Record
from service.store.search import Hit, find
from service.store.sqlite import SqliteStore
from tests.store.drafts import drafted

START = datetime(2026, 1, 1, tzinfo=UTC)
APART = timedelta(hours=1)
"""When the first record of a store is recorded, and how long after it the next."""

BORROWERS = (
    "北岭精工",
    "北岭纺织",
    "北方",
    "南海",
    "A Ltd",
    "a ltd",
    "A*B",
    "\ud7ffx",
    "\U0010ffff",
)
GRADES = ("N1", "N4", "N7", "NR")
CLIENTS = (None, "los-1", "los-2")
CODES = ("CLEAN_AUDIT", "BANKRUPTCY", "PATENTS", "LOAN_DIVERTED")
IDENTIFIERS = (
    ("uscc", "91X"),
    ("uscc", "92X"),
    ("lei", "91X"),
    ("registry_code", "uscc:91X"),
    ("registry_code", "a:1"),
)
RULESETS = (("nonfinancial", "1.0.0"), ("nonfinancial", "1.1.0"), ("other", "1.0.0"))


@dataclass(frozen=True)
class Known:
    """A decision that is in a store."""

    record: Record
    row: DecisionRow

    @property
    def day(self) -> str:
        return self.record.recorded_at[:10]


@contextmanager
def opened(path: Path) -> Iterator[SqliteStore]:
    """A store of which each record is recorded an hour after the one before."""
    moments = (START + n * APART for n in range(10**6))
    store = SqliteStore(path, clock=lambda: next(moments))
    yield store
    store.close()


def row(**members: Any) -> DecisionRow:
    found = drafted().row
    assert found is not None
    return replace(found, **members)


def add(store: SqliteStore, wanted: DecisionRow) -> Known:
    """Record a decision that ``wanted`` is the row of."""
    draft = drafted(f"{store.size():032x}", wanted.grade)
    body = {**draft.body, "corrects": wanted.corrects}
    client = Client(wanted.client)
    return Known(store.append(replace(draft, row=wanted, body=body, client=client)), wanted)


def fill(store: SqliteStore, count: int, seed: int = 7) -> list[Known]:
    """Record ``count`` records, most of them decisions; return those, oldest first."""
    random = Random(seed)
    found: list[Known] = []
    with store.turn():
        for number in range(count):
            if random.random() < 0.1:
                store.append(Draft("key", f"{number:032x}", None, Client(), {}))
                continue
            of, version = random.choice(RULESETS)
            wanted = row(
                dossier_id=f"D-{number // 2}",
                application_ref=f"LOS-{random.randrange(40)}",
                borrower=random.choice(BORROWERS),
                grade=random.choice(GRADES),
                ruleset_id=of,
                ruleset_version=version,
                ruleset_digest=f"sha256:{of[0]}{version}",
                client=random.choice(CLIENTS),
                corrects=random.choice(found).record.record_id if number % 50 == 49 else None,
                identifiers=tuple(
                    sorted(dict(random.sample(IDENTIFIERS, random.randrange(4))).items())
                ),
                findings=tuple(random.sample(CODES, random.randrange(4))),
            )
            found.append(add(store, wanted))
    return found


def erase(store: SqliteStore, gone: Iterable[Known]) -> None:
    """Erase decisions, each as an order would."""
    with store.turn():
        for known in gone:
            subject = known.record.record_id
            certificate = Draft("erasure", f"{store.size():032x}", subject, Client(), {})
            erase_records(store, [known.record], store.append(certificate))


def asked(**given: object) -> Query:
    return read_query((name, str(value)) for name, value in given.items())


def ids(store: SqliteStore, **given: object) -> list[str]:
    """The decision_ids of one page."""
    return [hit.decision_id for hit in find(store, asked(**given)).hits]


def pages(store: SqliteStore, **given: object) -> Iterator[list[Hit]]:
    """Every page."""
    while True:
        page = find(store, asked(**given))
        yield list(page.hits)
        if page.next is None:
            return
        given["cursor"] = page.next


def matches(known: Known, **given: str) -> bool:
    """Whether a decision is one that the filters ask for."""
    has = asdict(known.row) | {"findings": known.row.findings}
    for name, value in given.items():
        if name == "borrower" and value.endswith("*"):
            ok = has[name].startswith(value[:-1])
        elif name == "identifier":
            pairs = known.row.identifiers
            schemes = ("uscc:", "lei:", "registry_code:")
            ok = (
                any(":".join(pair) == value for pair in pairs)
                if value.startswith(schemes)
                else any(of == value for _, of in pairs)
            )
        elif name == "finding":
            ok = value in known.row.findings
        elif name == "ruleset":
            of, version = has["ruleset_id"], has["ruleset_version"]
            ok = value in (of, f"{of}@{version}", has["ruleset_digest"])
        elif name == "since":
            ok = known.record.recorded_at >= value
        elif name == "until":
            ok = known.day <= value
        else:
            ok = has[name] == value
        if not ok:
            return False
    return True
