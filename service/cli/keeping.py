"""What the commands about keeping decisions share: the store, and options for who and why."""

import contextlib
from collections.abc import Iterator
from datetime import UTC, date, datetime

import click

from service.cli.opening import existing_store
from service.cli.streams import Unusable
from service.retention.refusals import Refused
from service.store.port import DecisionErased, RecordDamaged
from service.store.sqlite import SqliteStore

DAY = click.DateTime(["%Y-%m-%d"])
"""An option's day, in UTC."""

FOR_EVER = "kept for ever; write nothing about the borrower"
"""What is said of texts that no erasure takes away."""

BY = click.option("--by", required=True, metavar="NAME", help="Who does it.")
REASON = click.option(
    "--reason", required=True, metavar="TEXT", help=f"Why it is done; {FOR_EVER}."
)


def today() -> date:
    """Return the day in UTC."""
    return datetime.now(UTC).date()


@contextlib.contextmanager
def opened(*, read_only: bool = False) -> Iterator[SqliteStore]:
    """Give the store to a block, and turn what it raises into the messages of a command.

    Raises :exc:`Unusable` where there is no store, or it cannot be used.
    """
    try:
        with existing_store(read_only=read_only) as store:
            yield store
    except Refused as refused:
        raise click.ClickException(str(refused)) from refused
    except DecisionErased as erased:
        raise click.ClickException(
            f"Decision {erased.decision_id} was erased at {erased.certificate.recorded_at}:"
            f" certificate {erased.certificate.record_id}."
        ) from erased
    except RecordDamaged as damaged:
        raise Unusable(
            f"What is stored is not what was recorded: {damaged}. Nothing was done."
            " Call pinzhi ledger verify."
        ) from damaged
