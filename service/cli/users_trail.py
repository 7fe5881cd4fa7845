"""``pinzhi users trail``: who signed in to the pages, and who looked at what."""

from datetime import datetime
from typing import Any

import click

from service.cli.keeping import DAY
from service.cli.opening import existing_store
from service.cli.printing import print_as, print_json
from service.store.trail import Chosen, Entry
from service.users.names import as_named
from service.users.trail import EVENTS, Trail


@click.command("trail", short_help="Who signed in, and who looked at what.")
@click.option("--user", metavar="NAME", help="Only of this user.")
@click.option("--event", type=click.Choice(EVENTS), help="Only of this kind.")
@click.option("--decision", metavar="ID", help="Only about this decision.")
@click.option("--since", type=DAY, help="Not before this day, in UTC.")
@click.option("--until", type=DAY, help="Before this day, in UTC.")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=100, show_default=True)
@print_as("text", "json")
def trail_command(
    user: str | None,
    event: str | None,
    decision: str | None,
    since: datetime | None,
    until: datetime | None,
    limit: int,
    form: str,
) -> None:
    """Print the newest entries of the trail, oldest first: what was asked for, --limit at most.

    As JSON, a line each.

    Exit status: 0 printed, 2 the call cannot be carried out.
    """
    chosen = Chosen(
        user=None if user is None else as_named(user),
        event=event,
        decision_id=decision,
        since=None if since is None else since.date().isoformat(),
        until=None if until is None else until.date().isoformat(),
    )
    with existing_store(read_only=True) as store:
        found = Trail(store).newest(chosen, limit)
    for number, entry in reversed(found):
        if form == "json":
            print_json({"entry": number, **_told(entry)})
        else:
            about = " ".join(part for part in (entry.page, entry.decision_id) if part)
            click.echo(
                f"{entry.at}  {entry.event:16}  {entry.user or '-'}  {entry.origin or '-'}"
                f"  {about}".rstrip()
            )


def _told(entry: Entry) -> dict[str, Any]:
    return {
        "at": entry.at,
        "event": entry.event,
        "user": entry.user,
        "origin": entry.origin,
        "session_id": entry.session_id,
        "page": entry.page,
        "decision_id": entry.decision_id,
    }
