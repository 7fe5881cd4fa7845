"""The commands about the store's file: ``store backup``, ``store restore``, ``store check``."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from service.access.keys import Keys
from service.cli.opening import existing_path, settings
from service.cli.printing import print_as, print_json
from service.cli.streams import Unusable
from service.cli.verification import (
    kept_elsewhere,
    named_keys,
    progress_bar,
    read_checkpoint,
    tell,
)
from service.ledger.damage import LedgerFault
from service.ledger.verify import verify_ledger
from service.store import users
from service.store.api_keys import ApiKey
from service.store.backup import CopyRefused, back_up
from service.store.port import Record, StoreUnavailable
from service.store.restore import Restored, StoreInTheWay, restore
from service.store.soundness import unknown_versions
from service.store.sqlite import SqliteStore

_MOST_LINES = 20
"""How many missing records the text names; JSON names all."""


@click.group("store", short_help="Back up, restore and check the file of the store.")
def store_group() -> None:
    """Look after the store of decisions: the file named by PINZHI_STORE."""


@store_group.command("backup", short_help="Copy the store while the service runs.")
@click.argument("destination", metavar="DEST", type=click.Path(path_type=Path))
@print_as("text", "json")
def backup_command(destination: Path, form: str) -> None:
    """Copy the store, as it is now, to the new file DEST; the service may go on writing.

    DEST is one file, and complete once it is there: it is checked before it gets its name. It
    is never overwritten. Keep it on another machine, together with a checkpoint.

    Exit status: 0 copied, 1 the store is damaged, 2 the call cannot be carried out.
    """
    with _faults(form):
        contents = back_up(existing_path(), destination)
    if form == "json":
        held = {"records": contents.records, "checkpoint": contents.checkpoint}
        print_json({"backup": str(destination), **held})
    else:
        signed = contents.checkpoint
        covers = "no checkpoint" if signed is None else f"the last checkpoint covers {signed}"
        click.echo(f"{destination}: {_number(contents.records)}, {covers}.")


@store_group.command("restore", short_help="Verify a backup and put it in the store's place.")
@click.argument("backup", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--to",
    "target",
    metavar="PATH",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the store is to be (default: PINZHI_STORE).",
)
@kept_elsewhere
@click.option(
    "--replace",
    is_flag=True,
    help="Where a store is there already, keep it under another name. Stop the service first.",
)
@click.option(
    "--accept-loss",
    is_flag=True,
    help="Restore although a --checkpoint shows that there were more records.",
)
@print_as("text", "json")
def restore_command(
    backup: Path,
    target: Path | None,
    files: tuple[Path, ...],
    keys: tuple[str, ...],
    replace: bool,
    accept_loss: bool,
    form: str,
) -> None:
    """Verify the whole of BACKUP, as `pinzhi ledger verify` does, and make a copy of it the store.

    Give the newest checkpoint that was kept elsewhere: it shows whether records are missing
    from the backup. A store that is there already is never overwritten.

    Exit status: 0 restored, 1 the backup does not verify, 2 the call cannot be carried out.
    """
    given = [read_checkpoint(file) for file in files]
    where = target or settings().store

    accepted: list[LedgerFault] = []

    def verify(store: SqliteStore) -> list[str]:
        with progress_bar() as told:
            report = verify_ledger(store, keys or named_keys(store), given, told)
        stored = {checkpoint.size for checkpoint in store.checkpoints()}
        lost = {checkpoint.size for checkpoint in given} - stored if accept_loss else set()
        accepted.extend(fault for fault in report.faults if _is_loss(fault, lost))
        return [_sentence(fault) for fault in report.faults if fault not in accepted]

    with _faults(form):
        restored = restore(backup, where, verify, given, replace=replace)
    if form == "json":
        kept = None if restored.kept is None else str(restored.kept)
        found: dict[str, object] = {
            "restored": str(where),
            "records": restored.records,
            "kept": kept,
        }
        found["accepted"] = [fault.to_json() for fault in accepted]
        found["missing"] = _missing_json(restored.missing)
        found["api_keys"] = [key.key_id for key in _valid_keys(where)]
        print_json({**found, "users": _enabled_users(where)})
    else:
        for fault in accepted:
            click.echo(f"Lost: {fault.message}")
        click.echo("\n".join(_restored_text(where, restored)))
        if valid := [f"{key.key_id} ({key.role}, {key.client})" for key in _valid_keys(where)]:
            click.echo(f"Valid API keys in it: {', '.join(valid)}. Revoke what was revoked since.")
        if enabled := _enabled_users(where):
            click.echo(f"Users in it: {', '.join(enabled)}. Disable who was disabled since.")


@store_group.command("check", short_help="Check the file, every record, the tree and the rows.")
@kept_elsewhere
@print_as("text", "json")
def check_command(files: tuple[Path, ...], keys: tuple[str, ...], form: str) -> None:
    """Check the store: the file as a database, digests, tree, checkpoints, rows of searches.

    It only reads; the service may run.

    Exit status: 0 sound, 1 faults, 2 the call cannot be carried out, as where a later version
    of the service wrote to the file.
    """
    given = [read_checkpoint(file) for file in files]
    path = existing_path()
    with _faults(form), contextlib.closing(SqliteStore(path, read_only=True)) as store:
        later: list[str] = []
        # What cannot be read is a fault, and the verification names it.
        with contextlib.suppress(StoreUnavailable):
            later = unknown_versions(path)
        if later:
            raise Unusable(f"A later version of the service wrote to {path}: {', '.join(later)}.")
        with progress_bar() as told:
            report = verify_ledger(store, keys or named_keys(store), given, told)
    tell(report, form, keys_given=bool(keys))


@contextlib.contextmanager
def _faults(form: str) -> Iterator[None]:
    """End the call where the block cannot be carried out, or where a file is not sound."""
    try:
        yield
    except StoreInTheWay as fault:
        raise Unusable("\n".join([str(fault), *_missing_text(fault.missing)])) from fault
    except CopyRefused as fault:
        if not fault.faults:
            raise Unusable(str(fault)) from fault
        if form == "json":
            print_json({"refused": str(fault), "faults": list(fault.faults)})
        else:
            click.echo("\n".join([*fault.faults, str(fault)]))
        sys.exit(1)
    except StoreUnavailable as fault:
        raise Unusable(f"A file cannot be used: {fault}") from fault


def _is_loss(fault: LedgerFault, sizes: set[int]) -> bool:
    return fault.code == "rolled_back" and fault.checkpoint in sizes


def _sentence(fault: LedgerFault) -> str:
    place = "" if fault.leaf_index is None else f"record {fault.leaf_index}: "
    return f"{place}{fault.message} [{fault.code}]"


def _restored_text(where: Path, restored: Restored) -> Iterator[str]:
    yield f"{where}: {_number(restored.records)} restored; the backup verifies."
    if restored.kept is not None:
        yield f"The store that was there is kept as {restored.kept}."
        yield from _missing_text(restored.missing)


def _valid_keys(where: Path) -> list[ApiKey]:
    with contextlib.closing(SqliteStore(where, read_only=True)) as store:
        keys = Keys(store)
        return [key for key in keys.all() if keys.state(key) == "valid"]


def _enabled_users(where: Path) -> list[str]:
    with contextlib.closing(SqliteStore(where, read_only=True)) as store:
        return [user.name for user in users.every(store) if user.disabled_at is None]


def _missing_text(missing: tuple[Record, ...] | None) -> Iterator[str]:
    """Say what the backup lacks of the store that is there."""
    if missing is None:
        yield "That store cannot be read: which of its records the backup lacks is not known."
        return
    if not missing:
        yield "The backup lacks nothing of it."
        return
    yield f"The backup lacks {_number(len(missing))} of it:"
    for record in missing[:_MOST_LINES]:
        yield f"  {record.recorded_at}  {record.kind} {_what(record)}"
    if len(missing) > _MOST_LINES:
        yield f"  and {len(missing) - _MOST_LINES} more; --format json names all."
    if any(record.kind == "erasure" for record in missing):
        yield "What was erased by these records is back in the backup: erase it again."


def _what(record: Record) -> str:
    if record.kind == "decision":
        return f"{record.record_id} ({record.body.get('application_ref')})"
    about = "" if record.subject is None else f" of {record.subject}"
    return f"{record.record_id}{about}"


def _missing_json(missing: tuple[Record, ...] | None) -> list[dict[str, object]] | None:
    if missing is None:
        return None
    return [
        {
            "leaf_index": record.leaf_index,
            "record_id": record.record_id,
            "kind": record.kind,
            "subject": record.subject,
            "recorded_at": record.recorded_at,
        }
        for record in missing
    ]


def _number(records: int) -> str:
    return f"{records} record{'s' * (records != 1)}"
