"""The command that does the batches that were sent to the service."""

import click

from service.cli.opening import existing_store, settings
from service.cli.printing import print_as, print_json
from service.cli.streams import Unusable
from service.store.batches import Batches


@click.group("batches", short_help="Do the batches that were sent to the service.")
def batches_group() -> None:
    """Do the batches that were sent to the service."""


@batches_group.command("run", short_help="Do the lines that wait, and deliver webhooks.")
@print_as("text", "json")
def run_command(form: str) -> None:
    """Do every line that waits, deliver the webhooks that are due, and end.

    A running service does so by itself; this is for a store whose service stands still. Only
    one process does the batches of a store at a time. It may be ended at any moment: the line
    it was at is done again, and decided on once.

    Exit status: 0 nothing is left, or it was asked to end by a signal; 2 the call cannot be
    carried out, or another process does the batches.
    """
    # It brings the web framework along, which no other command should wait for.
    from service.batches.runner import Ending, run

    with existing_store() as store:
        with Ending() as ended:
            done = run(store, settings(), ended)
        if not done:
            raise Unusable("Another process does the batches of this store.")
        left = Batches(store).unfinished()
    waiting = sum(batch.waiting for batch in left)
    if form == "json":
        print_json({"unfinished": len(left), "waiting": waiting})
    elif left:
        click.echo(f"Ended before the end: {waiting} lines wait in {len(left)} batches.")
    else:
        click.echo("No line waits.")
