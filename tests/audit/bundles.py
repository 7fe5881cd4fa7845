"""A ledger with one record of every kind, bundles of it, and hands that change a bundle."""

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from service.audit.bundle import export
from service.audit.selection import Request
from service.audit.verifier import Audit
from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.ledger.checkpoints import make_checkpoint
from service.ledger.key_records import record_keys, recorded_vkeys
from service.ledger.keys import KeyFolder
from service.records.policy import records_policy
from service.retention.acts import place_hold
from service.retention.erase import erase
from service.reviews.review import add_review
from service.store.port import Client
from service.store.sqlite import SqliteStore
from tests.dossiers import ROOT

ORIGIN = "bank.example/pinzhi"
CLIENT = Client("los-2")
FIRST_DAY = datetime(2026, 3, 1, 9, tzinfo=UTC)

Files = dict[str, bytes]


@dataclass(frozen=True)
class Ledger:
    """One record a day from 1 March 2026, and the ids of the decisions among them."""

    path: Path
    keys: KeyFolder
    vkey: str
    strong: str
    average: str
    corrected: str
    erased: str

    @contextmanager
    def store(self) -> Iterator[SqliteStore]:
        store = SqliteStore(self.path)
        try:
            yield store
        finally:
            store.close()

    def bundle(self, target: Path, **asked: Any) -> Path:
        with self.store() as store:
            export(store, Request(**asked), target)
        return target


def dossier(name: str) -> bytes:
    return (ROOT / "fixtures" / "dossiers" / f"{name}.json").read_bytes()


def make_ledger(folder: Path, rater: Rater, keys: KeyFolder | None = None) -> Ledger:
    """Leaves: 0 key, 1 strong, 2 average, 3 review and 4 hold of it, 5 correction of strong,
    6 a decision and 7 its review, both erased, 8 the certificate of that. The keys are new ones
    in ``folder`` unless ``keys`` are given."""
    days = (FIRST_DAY + timedelta(days=n) for n in range(99))
    path = folder / "decisions.sqlite3"
    store = SqliteStore(path, clock=lambda: next(days))
    if keys is None:
        keys = KeyFolder(folder / "keys")
        keys.create(ORIGIN)
    record_keys(store, keys, CLIENT)
    strong = decide(rater, store, dossier("strong_private_manufacturer"), CLIENT)
    average = decide(rater, store, dossier("average_manufacturer"), CLIENT)
    make_checkpoint(store, keys)
    accept = json.dumps({"action": "accept", "officer": "u1207"}).encode()
    add_review(store, records_policy(), average.decision_id, accept, CLIENT)
    place_hold(
        store, average.decision_id, reason="suit", by="u1", reference="(2026)民初1号", client=CLIENT
    )
    corrected = decide(
        rater, store, dossier("strong_private_manufacturer"), CLIENT, corrects=strong.decision_id
    )
    make_checkpoint(store, keys)
    erased = decide(rater, store, dossier("trading"), CLIENT)
    add_review(store, records_policy(), erased.decision_id, accept, CLIENT)
    erase(store, erased.decision_id, order="order 7", by="u1", client=CLIENT)
    make_checkpoint(store, keys)
    vkey = recorded_vkeys(store)[0]
    store.close()
    ids = (strong.decision_id, average.decision_id, corrected.decision_id, erased.decision_id)
    return Ledger(path, keys, vkey, *ids)


def files_of(bundle: Path) -> Files:
    with zipfile.ZipFile(bundle) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: Mapping[str, bytes], target: Path) -> Path:
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target


def resealed(files: Mapping[str, bytes], **members: Any) -> Files:
    """The files with a manifest that fits them: what one who means to deceive would write."""
    records = sum(name.endswith("/record.json") for name in files)
    manifest = json.loads(files["manifest.json"]) | {"records": records} | members
    manifest["files"] = {
        name: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        for name, data in files.items()
        if not name.startswith("manifest.")
    }
    text = json.dumps(manifest, ensure_ascii=False).encode()
    line = f"{hashlib.sha256(text).hexdigest()}  manifest.json\n".encode()
    return {**files, "manifest.json": text, "manifest.sha256": line}


def told(bundle: Path, *vkeys: str, **kept: str) -> list[tuple[str, str]]:
    """Each fault as its code and its file."""
    return [(fault.code, fault.file) for fault in Audit(str(bundle), vkeys, kept).faults]


def place(leaf_index: int, name: str = "record") -> str:
    return f"records/{leaf_index:020d}/{name}.json"


def flipped(data: bytes, at: int | None = None) -> bytes:
    """The bytes with one bit changed, by default in the middle."""
    middle = len(data) // 2 if at is None else at
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
