"""What the commands that verify a store share: what they are given, the bar, the report."""

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from service.cli.printing import print_json
from service.cli.streams import Unusable
from service.ledger.damage import CODES, MOST_FAULTS, LedgerFault, Report
from service.ledger.key_records import recorded_vkeys
from service.ledger.note import NoteMalformed, parse_vkey, unverified_head
from service.ledger.proofs import base64_text
from service.ledger.verify import Progress as Told
from service.store.port import Checkpoint, RecordDamaged, StoreUnavailable
from service.store.scan import is_damage
from service.store.sqlite import SqliteStore

Command = Callable[..., None]


class CheckpointFile(click.Path):
    """A file that holds a checkpoint."""

    name = "checkpoint"

    def __init__(self) -> None:
        super().__init__(exists=True, dir_okay=False, path_type=Path)


def _keys(ctx: click.Context, param: click.Parameter, keys: tuple[str, ...]) -> tuple[str, ...]:
    for key in keys:
        try:
            parse_vkey(key)
        except NoteMalformed as fault:
            raise click.BadParameter(str(fault)) from fault
    return keys


def kept_elsewhere(command: Command) -> Command:
    """Give a command the options ``--checkpoint`` and ``--key``, as ``files`` and ``keys``."""
    command = click.option(
        "--key",
        "keys",
        metavar="VKEY",
        multiple=True,
        callback=_keys,
        help="A public key that was handed out; may be repeated. By default those that the"
        " ledger itself names.",
    )(command)
    return click.option(
        "--checkpoint",
        "files",
        metavar="FILE",
        multiple=True,
        type=CheckpointFile(),
        help="A checkpoint that was kept elsewhere; may be repeated.",
    )(command)


def read_checkpoint(file: Path) -> Checkpoint:
    """Return the checkpoint in a file; raises :exc:`Unusable`, :exc:`click.BadParameter`."""
    try:
        note = file.read_bytes().decode("utf-8")
        return Checkpoint(unverified_head(note).size, note)
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
    except RecordDamaged:
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


def tell(report: Report, form: str, *, keys_given: bool) -> NoReturn:
    """Print the report in ``form``; end with exit status 0 where it is sound, else with 1.

    ``keys_given``: signatures were checked with keys that were given, not with those that the
    ledger names.
    """
    if form == "json":
        print_json(_report_json(report, keys_given))
    else:
        click.echo("\n".join(_report_text(report, keys_given)))
    sys.exit(0 if report.sound else 1)


def _report_json(report: Report, keys_given: bool) -> dict[str, Any]:
    return {
        "sound": report.sound,
        "size": report.size,
        "root": None if report.root is None else base64_text(report.root),
        "records": report.records,
        "erased": report.erased,
        "checkpoints": {"stored": report.checkpoints, "given": report.given},
        "covered": report.covered,
        "keys_from": "given" if keys_given else "ledger",
        "fault_counts": report.counts,
        "faults": [fault.to_json() for fault in report.faults],
    }


def _report_text(report: Report, keys_given: bool) -> Iterator[str]:
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
