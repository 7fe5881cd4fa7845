"""The command ``ledger verify``: everything in the store against its records and checkpoints."""

from pathlib import Path

import click

from service.cli.opening import existing_store
from service.cli.printing import print_as
from service.cli.verification import (
    kept_elsewhere,
    named_keys,
    progress_bar,
    read_checkpoint,
    tell,
)
from service.ledger.verify import verify_ledger


@click.command("verify", short_help="Verify every record, node and checkpoint.")
@kept_elsewhere
@print_as("text", "json")
def verify_command(files: tuple[Path, ...], keys: tuple[str, ...], form: str) -> None:
    """Verify the whole store: every record with its contents, the tree, every checkpoint.

    It only reads. A store that was rewritten from end to end, keys and checkpoints included,
    agrees with itself: give a checkpoint and a key that were kept elsewhere.

    Exit status: 0 sound, 1 faults, 2 the call cannot be carried out.
    """
    given = [read_checkpoint(file) for file in files]
    with existing_store(read_only=True) as store, progress_bar() as told:
        report = verify_ledger(store, keys or named_keys(store), given, told)
    tell(report, form, keys_given=bool(keys))
