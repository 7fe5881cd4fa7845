"""What the commands that verify a store share: what they are given, the bar, the report."""

import base64
import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from service.cli.streams import Unusable
from service.ledger.damage import CODES, MOST_FAULTS, LedgerFault, Report
from service.ledger.key_records import recorded_vkeys
from service.ledger.note import NoteMalformed, parse_checkpoint, parse_note
from service.ledger.verify import Progress as Told
from service.store.port import Checkpoint, StoreUnavailable
from service.store.scan import is_damage
from service.store.sqlite import SqliteStore


class CheckpointFile(click.Path):
    """A file that holds a checkpoint."""

    name = "checkpoint"

    def __init__(self) -> None:
        super().__init__(exists=True, dir_okay=False, path_type=Path)


def read_checkpoint(file: Path) -> Checkpoint:
    """Return the checkpoint in a file; raises :exc:`Unusable`, :exc:`click.BadParameter`."""
    try:
        note = file.read_bytes().decode("utf-8")
        return Checkpoint(parse_checkpoint(parse_note(note).body).size, note)
    except OSError as fault:
        raise Unusable(f"{file} cannot be read: {fault.strerror}.") from fault
    except (NoteMalformed, UnicodeDecodeError) as fault:
        message = f"{file} is not a checkpoint: {fault}"
        raise click.BadParameter(message, param_hint="--checkpoint") from fault


def named_keys(store: SqliteStore) -> tuple[str, ...]:
    """Return the keys that the ledger names; none where its file is damaged."""
    try:
        return recorded_vkeys(store)
    except StoreUnavailable as fault:
        if is_damage(fault):
            return ()
        raise
    except (ValueError, KeyError, TypeError):
        # The record of a key was changed; the verification names it.
        return ()


@contextlib.contextmanager
def progress_bar() -> Iterator[Told | None]:
    """Give what to call after a number of leaves: a bar on standard error, if a terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("records", total=None)

        def told(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        yield told


def report_json(report: Report, keys_given: bool) -> dict[str, Any]:
    """Return the report as a JSON object; ``keys_given``: not those that the ledger names."""
    return {
        "sound": report.sound,
        "size": report.size,
        "root": None if report.root is None else _base64(report.root),
        "records": report.records,
        "erased": report.erased,
        "checkpoints": {"stored": report.checkpoints, "given": report.given},
        "covered": report.covered,
        "keys_from": "given" if keys_given else "ledger",
        "fault_counts": report.counts,
        "faults": [fault.to_json() for fault in report.faults],
    }


def report_text(report: Report, keys_given: bool) -> Iterator[str]:
    """Yield the lines of the report; ``keys_given``: not those that the ledger names."""
    for fault in report.faults:
        yield f"{_place(fault)}{fault.message} [{fault.code}]"
    total = sum(report.counts.values())
    if total > len(report.faults):
        yield f"And {total - len(report.faults)} more; the first {MOST_FAULTS} are listed."
    if report.faults:
        yield ""
        for code, count in report.counts.items():
            yield f"{count:>9}  {CODES[code]} [{code}]"
        yield ""
    erased = f", {report.erased} erased under a certificate" if report.erased else ""
    yield f"{_many(report.size, 'leaf', 'leaves')}: {_many(report.records, 'record')}{erased}."
    stored = _many(report.checkpoints, "checkpoint")
    yield f"{stored} in the store, {report.given} given. {_covered(report)}"
    if keys_given:
        yield "Signatures were checked with the keys that were given."
    else:
        yield (
            "Signatures were checked with the keys that the ledger itself names; give those that"
            " were handed to you with --key."
        )
    yield "Sound." if report.sound else f"Not sound: {_many(total, 'fault')}."


def _covered(report: Report) -> str:
    if report.covered is None:
        return "None of them that is signed agrees with the records."
    after = report.size - report.covered
    rest = f"; not signed yet: {after}" if after else ""
    return f"The newest that agrees covers {_many(report.covered, 'record')}{rest}."


def _many(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _place(fault: LedgerFault) -> str:
    if fault.leaf_index is None:
        return ""
    last = fault.last_index
    if last is not None and last != fault.leaf_index:
        return f"records {fault.leaf_index}-{last}: "
    name = f" ({fault.record_id})" if fault.record_id else ""
    return f"record {fault.leaf_index}{name}: "


def _base64(root: bytes) -> str:
    return base64.b64encode(root).decode("ascii")
