"""The commands of the ledger: its keys, its checkpoints, and the proofs that outsiders check.

Keys and checkpoints are printed in UTF-8 whatever the terminal's encoding: other bytes would be
another key, and a note without a valid signature.
"""

import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from service.cli.ledger_verify import verify_command
from service.cli.opening import client, existing_store, settings, usable
from service.cli.printing import print_json
from service.cli.streams import Unusable
from service.ledger.checkpoints import (
    LedgerInconsistent,
    NoCheckpoint,
    insist_on_origin,
    insist_signed,
    make_checkpoint,
    publish,
)
from service.ledger.key_records import record_keys, recorded_vkeys
from service.ledger.keys import KeyFolder, KeysUnavailable
from service.ledger.note import NameRefused
from service.ledger.proofs import BadSizes, consistency, proof_of
from service.store.port import Checkpoint, RecordDamaged
from service.store.sqlite import SqliteStore


@click.group("ledger", short_help="Keys, checkpoints and proofs of the records; verify them all.")
def ledger_group() -> None:
    """Keep and prove the ledger of records.

    The records are in the file named by PINZHI_STORE (default: var/pinzhi.sqlite3), the keys in
    the folder named by PINZHI_KEYS (default: var/keys).
    """


@ledger_group.command("init", short_help="Make the ledger's first key and sign a checkpoint.")
@click.option(
    "--origin",
    metavar="NAME",
    required=True,
    help="The ledger's name for outsiders, such as bank.example/pinzhi; it is for ever.",
)
@click.option("--if-needed", is_flag=True, help="Do nothing, and say nothing, where it was done.")
def init_command(origin: str, if_needed: bool) -> None:
    """Make the first key of the ledger, record it, and sign the first checkpoint.

    Hand the line that is printed, the public key, to those who are to check the ledger.

    Exit status: 0 made, 1 the ledger is not what was signed before, 2 the call cannot be carried
    out.
    """
    with contextlib.closing(SqliteStore(settings().store)) as store, _faults():
        keys = KeyFolder(settings().keys)
        if not (if_needed and _are_there(keys)):
            # First, so that nothing is made for a store that is another ledger's, or unusable.
            insist_on_origin(store, origin)
            if if_needed and store.last_checkpoint() is not None:
                # A folder named wrongly must not give the ledger keys that nobody knows.
                raise Unusable(
                    f"The ledger was signed before, and {keys.path} (PINZHI_KEYS) has no keys. If"
                    " they are lost, call pinzhi ledger init without --if-needed."
                )
            keys.create(origin)
            told = "The public key of the ledger; hand it to those who are to check it:"
            click.echo(told, err=True)
            click.echo(keys.vkeys()[-1].vkey.encode())
        if record_keys(store, keys, client()) or store.last_checkpoint() is None:
            make_checkpoint(store, keys)


@ledger_group.command("rotate", short_help="Make a new key; the ones before still sign.")
def rotate_command() -> None:
    """Make a new key and sign a checkpoint with it and with those that signed before.

    Hand out the public key that is printed, and retire the key before it once all have it.

    Exit status: 0 made, 1 the ledger is not what was signed before, 2 the call cannot be carried
    out.
    """
    with existing_store() as store, _faults():
        keys = _keys()
        # First, so that a ledger that is not what was signed gets no new key.
        make_checkpoint(store, keys)
        click.echo(keys.rotate().vkey.encode())
        record_keys(store, keys, client())
        make_checkpoint(store, keys)


@ledger_group.command("retire", short_help="Let a key sign no more.")
@click.argument("key_id", metavar="KEYID")
def retire_command(key_id: str) -> None:
    """Let the key KEYID (8 hex digits) sign no more, and remove its private side for good.

    What it signed, it still verifies. The newest key cannot be retired: rotate first.

    Exit status: 0 retired, 1 the ledger is not what was signed before, 2 the call cannot be
    carried out.
    """
    with existing_store() as store, _faults():
        keys = _keys()
        # First, so that a ledger that is not what was signed loses no key.
        make_checkpoint(store, keys)
        keys.retire(key_id)
        record_keys(store, keys, client())
        make_checkpoint(store, keys)


@ledger_group.command("keys", short_help="Print the public keys.")
def keys_command() -> None:
    """Print the public key and the state of each key there ever was, the oldest first.

    An active or overlapping key signs; a retired one verifies what it signed.

    Exit status: 0 printed, 2 the call cannot be carried out.
    """
    with _faults():
        for key in _keys().vkeys():
            click.echo(f"{key.state:<11} {key.vkey}".encode())


@ledger_group.command("checkpoint", short_help="Sign the ledger as it is now.")
@click.option(
    "--publish",
    "folder",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write it into the folder DIR, by its size and as latest.checkpoint.",
)
@click.option(
    "--every",
    metavar="SECONDS",
    type=click.IntRange(min=1),
    help="Sign again after so many seconds, where there is something new, until it is stopped.",
)
def checkpoint_command(folder: Path | None, every: int | None) -> None:
    """Sign a checkpoint and print it, or the file that it was published in.

    The checkpoint is a signed note (C2SP tlog-checkpoint). Keep it where whoever can write the
    store cannot: whatever is changed in the records before it, `verify --checkpoint` then tells.

    Exit status: 0 signed, 1 the ledger is not what was signed before, so that nothing was
    signed, 2 the call cannot be carried out.
    """
    stopped = _until_stopped() if every is not None else None
    last: Checkpoint | None = None
    with existing_store() as store:
        while True:
            try:
                with _faults():
                    last = _sign(store, folder, last)
            except Unusable as fault:
                # On a schedule, a store that is busy now is not at the next time.
                if stopped is None or last is None:
                    raise
                click.echo(f"Error: {fault.message}", err=True)
            if stopped is None or stopped.wait(every):
                return


@ledger_group.command("prove", short_help="Prove that a decision is in the ledger.")
@click.argument("decision_id", metavar="ID")
def prove_command(decision_id: str) -> None:
    """Print the proof, as JSON, that the decision ID is in the ledger of its newest checkpoint.

    Where none covers the decision yet, one is signed first.

    Exit status: 0 proved, 1 what is stored is not what was recorded or signed, 2 the call cannot
    be carried out.
    """
    with _faults():
        try:
            with existing_store(read_only=True) as store:
                last = store.last_checkpoint()
                if last is not None:
                    insist_signed(last, recorded_vkeys(store))
                proof = proof_of(store, decision_id, last or Checkpoint(0, ""))
        except NoCheckpoint:
            with existing_store() as store:
                keys = _keys()
                record_keys(store, keys, client())
                proof = proof_of(store, decision_id, make_checkpoint(store, keys))
        if proof is None:
            raise Unusable(f"No decision {decision_id} is recorded in {store.path} (PINZHI_STORE).")
        print_json(proof, indented=True)


@ledger_group.command("consistency", short_help="Prove that the ledger only grew.")
@click.argument("first", metavar="A", type=int)
@click.argument("second", metavar="B", type=int)
def consistency_command(first: int, second: int) -> None:
    """Print the proof, as JSON, that the ledger of B records extends that of A records.

    A and B are sizes of checkpoints, the second line of each.

    Exit status: 0 proved, 1 the tree is damaged, 2 the call cannot be carried out.
    """
    with existing_store(read_only=True) as store, _faults():
        print_json(consistency(store, first, second), indented=True)


ledger_group.add_command(verify_command)


def _sign(store: SqliteStore, folder: Path | None, last: Checkpoint | None) -> Checkpoint:
    """Make a checkpoint and print what is new: it, or the file it is in."""
    keys = _keys()
    # A checkpoint whose keys the ledger does not name would not verify.
    record_keys(store, keys, client())
    if folder is None:
        made = make_checkpoint(store, keys)
        if made != last:
            click.echo(made.note.encode(), nl=False)
        return made
    try:
        published = publish(store, keys, folder)
    except OSError as fault:
        raise Unusable(f"{folder} cannot be written: {fault.strerror}.") from fault
    if published.resigned:
        click.echo(f"{published.path}: the signatures there were others; replaced.", err=True)
    if published.checkpoint != last:
        click.echo(published.path)
    return published.checkpoint


def _until_stopped() -> threading.Event:
    """Return what is set once this process is asked to end."""
    stopped = threading.Event()

    def stop(number: int, frame: Any) -> None:
        stopped.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    return stopped


def _keys() -> KeyFolder:
    """Return the folder of the keys, which must have been made."""
    keys = KeyFolder(settings().keys)
    if not _are_there(keys):
        raise Unusable(
            f"There are no keys of the ledger in {keys.path} (PINZHI_KEYS);"
            " make them with pinzhi ledger init."
        )
    return keys


def _are_there(keys: KeyFolder) -> bool:
    """Return whether the folder has keys; whether they can be used shows when they are."""
    try:
        return (keys.path / "ledger.json").exists()
    except OSError as fault:
        raise Unusable(f"{keys.path} (PINZHI_KEYS): {fault.strerror}.") from fault


@contextlib.contextmanager
def _faults() -> Iterator[None]:
    """End the call where the block cannot be carried out, or where the ledger is not sound."""
    try:
        with usable():
            yield
    except (KeysUnavailable, NameRefused, BadSizes) as fault:
        raise Unusable(str(fault)) from fault
    except (LedgerInconsistent, RecordDamaged) as fault:
        click.echo(f"{fault} Run pinzhi ledger verify; it names what is wrong.", err=True)
        sys.exit(1)
