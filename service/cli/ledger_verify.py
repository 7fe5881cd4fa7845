"""The command ``ledger verify``: everything in the store against its records and checkpoints."""

import sys
from pathlib import Path

import click
import orjson

from service.cli.streams import Unusable
from service.cli.verification import (
    CheckpointFile,
    named_keys,
    progress_bar,
    read_checkpoint,
    report_json,
    report_text,
)
from service.ledger.note import NoteMalformed, parse_vkey
from service.ledger.verify import verify_ledger
from service.store.port import StoreUnavailable
from service.store.sqlite import SqliteStore, store_path


@click.command("verify", short_help="Verify every record, node and checkpoint.")
@click.option(
    "--checkpoint",
    "files",
    metavar="FILE",
    multiple=True,
    type=CheckpointFile(),
    help="A checkpoint that was kept elsewhere; may be repeated.",
)
@click.option(
    "--key",
    "keys",
    metavar="VKEY",
    multiple=True,
    help="A public key that was handed out; may be repeated. By default those that the ledger"
    " itself names.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="What to print.",
)
def verify_command(files: tuple[Path, ...], keys: tuple[str, ...], form: str) -> None:
    """Verify the whole store: every record with its contents, the tree, every checkpoint.

    It only reads. A store that was rewritten from end to end, keys and checkpoints included,
    agrees with itself: give a checkpoint and a key that were kept elsewhere.

    Exit status: 0 sound, 1 faults, 2 the call cannot be carried out.
    """
    for key in keys:
        try:
            parse_vkey(key)
        except NoteMalformed as fault:
            raise click.BadParameter(str(fault), param_hint="--key") from fault
    given = [read_checkpoint(file) for file in files]
    path = store_path()
    if not path.exists():
        raise Unusable(f"There is no store at {path} (PINZHI_STORE).")
    store = SqliteStore(path, read_only=True)
    try:
        with progress_bar() as told:
            report = verify_ledger(store, keys or named_keys(store), given, told)
    except StoreUnavailable as fault:
        raise Unusable(f"The store of decisions is unavailable: {fault}") from fault
    finally:
        store.close()
    if form == "json":
        sys.stdout.buffer.write(orjson.dumps(report_json(report, bool(keys))) + b"\n")
        sys.stdout.buffer.flush()
    else:
        click.echo("\n".join(report_text(report, bool(keys))))
    sys.exit(0 if report.sound else 1)
