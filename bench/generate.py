"""Fills a store with very many decisions: real results, given to borrowers that do not exist."""

import re
import tempfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random
from sqlite3 import Connection
from typing import Literal

import orjson
from stdnum.cn.uscc import calc_check_digit

from bench.dossiers import FIXTURES, random_document
from service.canonical import digest
from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.ledger.tree import leaf_hash, node_hash
from service.records.form import time_text
from service.records.rows import DecisionRow, decision_row
from service.ruleset import catalogue
from service.ruleset.load import load_ruleset
from service.store.packed import packed
from service.store.port import Client
from service.store.postings import SEGMENT
from service.store.sqlite import SqliteStore

Contents = Literal["none", "real"]

DRAWN = 240
"""Random dossiers whose results are given out, beside those of the fixtures."""

CLIENTS = ("los-head-office", "los-north", "los-south", "sme-desk", "batch", "api-trial")
"""Who asks; each half as often as the one before."""

RATED_EACH = 8
"""Decisions a borrower, on average."""

SUPERSEDED = 0.4
"""Share of the decisions, the oldest, that were taken by the oldest ruleset installed."""

CORRECTING = 0.01
"""Share of the decisions that correct an earlier one."""

START = datetime(2024, 1, 1, tzinfo=UTC)
APART = timedelta(seconds=80)
"""When the first decision was recorded, and how long after it the next."""

_PLACES = ("北京", "上海", "广州", "深圳", "杭州", "苏州", "成都", "武汉", "青岛", "宁波")
_SYLLABLES = "华中国泰安盛达恒信立新东方南北大金宝丰隆永兴源康美佳天海龙凤"
_TRADES = ("机床", "纺织", "食品", "化工", "软件", "物流", "医药", "建材", "电子", "农业")

_LABELS = {
    "dossier_id": b"DOSSIER-LABEL",
    "application": b"APPLICATION-LABEL",
    "borrower": b"BORROWER LABEL",
    "uscc": b"91350100M000100Y43",
    "client": b"client-label",
}
"""What stands in a template where each decision has something of its own."""

_COLUMNS = [
    found.name for found in fields(DecisionRow) if found.name not in ("identifiers", "findings")
]
_DECISION = (
    f"INSERT INTO decisions (leaf_index, decision_id, recorded_at, {', '.join(_COLUMNS)})"
    f" VALUES (?, ?, ?{', ?' * len(_COLUMNS)})"
)


def generate(path: Path, count: int, seed: int, contents: Contents = "none") -> None:
    """Write ``count`` decisions into a new store at ``path``; the same for the same ``seed``.

    Records, tree, rows and postings are those of real decisions. With contents ``none`` the
    records commit to contents that are not stored, so that no decision can be read in whole;
    with ``real`` each can be read, verified and replayed, which takes several times as long
    and as much room.

    Raises:
        FileExistsError: there is something at ``path``.
    """
    if path.exists():
        raise FileExistsError(path)
    random = Random(seed)
    store = SqliteStore(path)
    templates = _templates(random, store)
    made = _decisions(random, templates, count, contents)
    db = store.connection().conn
    # A crash would lose the file, which can be made again.
    db.execute("PRAGMA synchronous=OFF")
    db.execute("PRAGMA cache_size=-200000")
    leaves: list[bytes] = []
    # A segment at a time: the first record after it writes its postings, from its rows.
    while segment := list(islice(made, SEGMENT)):
        db.execute("BEGIN")
        _write(db, len(leaves), segment)
        db.execute("COMMIT")
        leaves += (leaf_hash(decision.record) for decision in segment)
    db.execute("BEGIN")
    _write_tree(db, leaves)
    db.execute("COMMIT")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()


class _Form:
    """Bytes that were recorded once, with gaps where each decision has something of its own."""

    def __init__(self, recorded: bytes, gaps: Mapping[str, bytes]) -> None:
        names = {text: name for name, text in gaps.items()}
        pattern = b"|".join(re.escape(text) for text in names)
        found = re.split(b"(" + pattern + b")", recorded)
        self._parts = found[0::2]
        self._gaps = [names[text] for text in found[1::2]]

    def filled(self, values: Mapping[str, bytes]) -> bytes:
        out = [self._parts[0]]
        for gap, part in zip(self._gaps, self._parts[1:], strict=True):
            out += (values[gap], part)
        return b"".join(out)


@dataclass(frozen=True)
class _Template:
    """A decision that was really taken, on a dossier with labels in place of names."""

    record: _Form
    dossier: _Form
    result: _Form
    facts: bytes
    digests: dict[str, bytes]
    row: DecisionRow


@dataclass(frozen=True)
class _Made:
    """A decision to be written."""

    decision_id: str
    recorded_at: str
    record: bytes
    contents: Mapping[str, bytes]
    row: DecisionRow


def _templates(random: Random, store: SqliteStore) -> list[list[_Template]]:
    """Return the templates by ruleset, oldest first; ``store`` gets the rulesets' sources."""
    documents = [orjson.loads(path.read_bytes()) for path in sorted(FIXTURES.glob("*.json"))]
    active = catalogue.active()
    documents += (random_document(active, random, n) for n in range(DRAWN))
    for document in documents:
        document |= {"dossier_id": _text("dossier_id"), "application_ref": _text("application")}
        document["borrower"] |= {
            "legal_name": _text("borrower"),
            "identifiers": {"uscc": _text("uscc")},
        }
    found = []
    for rater in _raters():
        with tempfile.TemporaryDirectory() as folder:
            scratch = SqliteStore(Path(folder) / "scratch.sqlite3")
            scratch.connection().execute("PRAGMA synchronous=OFF")
            found.append([_template(rater, scratch, orjson.dumps(d)) for d in documents])
            scratch.close()
        source = (rater.ruleset.source_digest, zlib.compress(rater.ruleset.source, 9))
        store.connection().conn.execute("INSERT INTO sources VALUES (?, ?)", source)
    return found


@cache
def _raters() -> tuple[Rater, Rater]:
    """Return the rater of the oldest ruleset installed, and that of the one in force."""
    oldest = load_ruleset(catalogue.available()[0])
    return Rater(oldest), Rater(catalogue.active())


def _template(rater: Rater, scratch: SqliteStore, body: bytes) -> _Template:
    decision = decide(rater, scratch, body, Client(_text("client")))
    record = decision.record
    digests = {f"{name} digest": of.encode() for name, of in record.body["contents"].items()}
    gaps = _LABELS | digests
    gaps |= {
        "decision_id": decision.decision_id.encode(),
        "recorded_at": decision.recorded_at.encode(),
        "nonce": record.document["nonce"].encode(),
        "leaf_index": b'"leaf_index":%d,' % record.leaf_index,
        "corrects": b'"corrects":null',
    }
    # The id was drawn anew; the same seed must give the same digests.
    unnamed = decision.body.replace(decision.decision_id.encode(), b"")
    return _Template(
        _Form(record.data, gaps),
        _Form(decision.dossier, gaps),
        _Form(decision.body, gaps),
        decision.facts or b"",
        digests | {"result digest": digest(unnamed).encode()},
        decision_row(record.document, orjson.loads(decision.dossier), orjson.loads(decision.body)),
    )


def _text(label: str) -> str:
    return _LABELS[label].decode()


def _decisions(
    random: Random, templates: Sequence[Sequence[_Template]], count: int, contents: Contents
) -> Iterator[_Made]:
    borrowers = [_borrower(random) for _ in range(max(1, count // RATED_EACH))]
    weights = [0.5**n for n in range(len(CLIENTS))]
    clients = random.choices(CLIENTS, weights, k=count)
    ids: list[str] = []
    for leaf in range(count):
        template = random.choice(templates[0 if leaf < count * SUPERSEDED else -1])
        name, uscc = random.choice(borrowers)
        corrects = random.choice(ids) if ids and random.random() < CORRECTING else None
        ids.append(f"{random.getrandbits(128):032x}")
        moment = time_text(START + leaf * APART)
        said = {
            "decision_id": ids[-1],
            "recorded_at": moment,
            "nonce": f"{random.getrandbits(128):032x}",
            "leaf_index": f'"leaf_index":{leaf},',
            "corrects": '"corrects":' + (f'"{corrects}"' if corrects else "null"),
            "dossier_id": f"D-{START.year + leaf % 3}-{leaf}",
            "application": f"LOS-{leaf // 2}",
            "borrower": name,
            "uscc": uscc,
            "client": clients[leaf],
        }
        values = template.digests | {label: text.encode() for label, text in said.items()}
        kept = _contents(template, values) if contents == "real" else {}
        row = replace(
            template.row,
            dossier_id=said["dossier_id"],
            application_ref=said["application"],
            borrower=name,
            client=clients[leaf],
            corrects=corrects,
            identifiers=(("uscc", uscc),),
        )
        yield _Made(ids[-1], moment, template.record.filled(values), kept, row)


def _contents(template: _Template, values: dict[str, bytes]) -> dict[str, bytes]:
    """Return the contents of a decision, and put their digests into ``values``."""
    dossier = template.dossier.filled(values)
    values["dossier digest"] = digest(dossier).encode()
    result = template.result.filled(values)
    values["result digest"] = digest(result).encode()
    return {"dossier": dossier, "facts": template.facts, "result": result}


def _borrower(random: Random) -> tuple[str, str]:
    """Return a name, of which there may be another, and a valid unified social credit code."""
    middle = "".join(random.choices(_SYLLABLES, k=3))
    name = f"{random.choice(_PLACES)}{middle}{random.choice(_TRADES)}有限公司"
    code = f"91{random.randrange(110000, 660000)}{random.randrange(10**9):09d}"
    return name, code + calc_check_digit(code)


def _write(db: Connection, first: int, decisions: Sequence[_Made]) -> None:
    """Write records and rows of ``decisions``, the first of them at leaf ``first``."""
    numbered = list(enumerate(decisions, first))
    db.executemany(
        "INSERT INTO records (leaf_index, record_id, kind, recorded_at, data)"
        " VALUES (?, ?, 'decision', ?, ?)",
        [(leaf, made.decision_id, made.recorded_at, made.record) for leaf, made in numbered],
    )
    db.executemany(
        "INSERT INTO contents (leaf_index, name, data) VALUES (?, ?, ?)",
        [
            (leaf, name, packed(content))
            for leaf, made in numbered
            for name, content in made.contents.items()
        ],
    )
    rows = [(leaf, made, made.row) for leaf, made in numbered]
    db.executemany(
        _DECISION,
        [
            (leaf, made.decision_id, made.recorded_at, *(getattr(row, name) for name in _COLUMNS))
            for leaf, made, row in rows
        ],
    )
    db.executemany(
        "INSERT INTO finding_codes (leaf_index, code) VALUES (?, ?)",
        [(leaf, code) for leaf, _, row in rows for code in sorted(row.findings)],
    )
    db.executemany(
        "INSERT INTO identifiers (leaf_index, scheme, value) VALUES (?, ?, ?)",
        [(leaf, *identifier) for leaf, _, row in rows for identifier in row.identifiers],
    )


def _write_tree(db: Connection, leaves: list[bytes]) -> None:
    """Write every complete subtree over ``leaves``, level after level."""
    level, hashes = 0, leaves
    while hashes:
        db.executemany(
            f"INSERT INTO nodes (level, position, hash) VALUES ({level:d}, ?, ?)",
            enumerate(hashes),
        )
        pairs = zip(hashes[0::2], hashes[1::2], strict=False)
        level, hashes = level + 1, [node_hash(left, right) for left, right in pairs]
