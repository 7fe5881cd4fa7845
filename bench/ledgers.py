"""The rows of whole ledgers: verification, backup, the bundle for an auditor."""

from collections.abc import Sequence
from pathlib import Path

from bench.measure import Timing
from bench.report import Figure
from bench.stores import Kept
from bench.whole import whole
from service.audit.bundle import export
from service.audit.selection import Request
from service.audit.verifier import Audit
from service.ledger.verify import verify_ledger
from service.store.backup import back_up
from service.store.sqlite import SqliteStore

VERIFY, BACKUP, EXPORT, VERIFY_BUNDLE = "verify", "backup", "export_audit", "verify_bundle"

BUNDLED = 1_000
"""Decisions in the bundle that is exported, where the store has so many."""


def whole_ledger(kept: Kept, folder: Path) -> tuple[list[Timing], list[Figure]]:
    """Verify ``kept``, back it up and bundle some of it, into ``folder``; each once."""
    store = SqliteStore(kept.path, read_only=True)
    megabytes = kept.path.stat().st_size / 1e6
    size = f"{kept.count:,}"
    verified, report = whole(
        VERIFY, f"verify {size} records", lambda: verify_ledger(store, kept.vkeys)
    )
    _insist(report.faults)
    backup, _ = whole(
        BACKUP, f"backup of {size} records", lambda: back_up(kept.path, folder / "copy.sqlite3")
    )
    ids = tuple(record.record_id for record in store.records(0, BUNDLED, "decision"))
    zipped = folder / "bundle.zip"
    exported, _ = whole(
        EXPORT,
        f"export-audit of {len(ids):,} decisions",
        lambda: export(store, Request(ids), zipped),
    )
    audited, audit = whole(
        VERIFY_BUNDLE, f"verify-bundle of {len(ids):,} decisions", lambda: Audit(str(zipped))
    )
    store.close()
    _insist(audit.faults)
    return [verified, backup, exported, audited], [
        _a_second("records verified", kept.count, verified, "a second"),
        _a_second("store verified", megabytes, verified, "MB/s"),
        _a_second("store backed up", megabytes, backup, "MB/s"),
        _a_second("decisions exported and checked", len(ids), exported, "a second"),
        _a_second("decisions of a bundle verified", len(ids), audited, "a second"),
    ]


def _insist(faults: Sequence[object]) -> None:
    if faults:
        raise RuntimeError(f"a generated store has faults: {faults}")


def _a_second(title: str, amount: float, timing: Timing, unit: str) -> Figure:
    return Figure(title, round(amount / timing.median_us * 1e6, 1), unit)
