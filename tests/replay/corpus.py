"""The decisions under fixtures/records/: recorded once by each ruleset that was released.

A ruleset of which nothing is recorded yet is recorded, and what is recorded stays, by

    RECORD_CORPUS=1 python -m pytest tests/replay/test_recorded_decisions_stay.py
"""

import lzma
from pathlib import Path
from random import Random

import orjson

from bench.dossiers import random_document
from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.ledger.tree import leaf_hash
from service.replay.stored import Stored
from service.ruleset.model import Ruleset
from service.store.port import Client, Decision, Record
from service.store.sqlite import SqliteStore
from tests.dossiers import ROOT

CORPUS = ROOT / "fixtures" / "records"
RANDOM = 20
SEED = 4


def folder_of(ruleset: Ruleset) -> Path:
    return CORPUS / ruleset.id / ruleset.version


def read(folder: Path) -> list[Stored]:
    """Return the decisions of ``folder`` as a store would hold them."""
    source = lzma.decompress((folder / "source.json.xz").read_bytes())
    lines = lzma.decompress((folder / "decisions.ndjson.xz").read_bytes()).splitlines()
    return [_stored(orjson.loads(line), source) for line in lines]


def _stored(line: dict[str, str], source: bytes) -> Stored:
    data = line["record"].encode()
    document = orjson.loads(data)
    record = Record(
        document["leaf_index"], document["record_id"], document["kind"], document["subject"], data
    )
    contents = {name: line[name].encode() for name in document["body"]["contents"]}
    leaf = bytes.fromhex(line["leaf"])
    return Stored(record.record_id, record.leaf_index, record, leaf, contents, source)


def record(ruleset: Ruleset, folder: Path, scratch: Path) -> None:
    """Record decisions on the worked and on random dossiers by ``ruleset`` into ``folder``."""
    rater, random = Rater(ruleset), Random(SEED)
    dossiers = [path.read_bytes() for path in sorted(ROOT.glob("fixtures/dossiers/*.json"))]
    dossiers += [orjson.dumps(random_document(ruleset, random, n)) for n in range(RANDOM)]
    store = SqliteStore(scratch)
    client = Client("corpus")
    lines = [_line(decide(rater, store, dossier, client)) for dossier in dossiers]
    store.close()
    folder.mkdir(parents=True)
    _write(folder / "source.json.xz", ruleset.source)
    _write(folder / "decisions.ndjson.xz", b"".join(line + b"\n" for line in lines))


def _line(decision: Decision) -> bytes:
    assert decision.facts is not None
    pieces = {
        "record": decision.record.data,
        "dossier": decision.dossier,
        "facts": decision.facts,
        "result": decision.body,
    }
    leaf = leaf_hash(decision.record.data).hex()
    return orjson.dumps({"leaf": leaf} | {name: data.decode() for name, data in pieces.items()})


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(lzma.compress(content, preset=9))
