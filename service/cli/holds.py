"""``pinzhi hold``: legal holds, under which nothing is erased."""

import click

from service.cli.keeping import BY, FOR_EVER, REASON, opened
from service.cli.opening import client
from service.cli.printing import print_as, print_json
from service.records.verified import verified
from service.retention.acts import lift_hold, place_hold
from service.retention.holds import open_holds
from service.retention.refusals import NoSuchDecision
from service.store.port import Record


@click.group("hold", short_help="Legal holds: place, lift, list.")
def hold_group() -> None:
    """Place, lift and list legal holds. A decision under any hold is not erased."""


@hold_group.command("place", short_help="Put a decision under a legal hold.")
@click.argument("decision_id")
@REASON
@BY
@click.option(
    "--reference", required=True, metavar="REF", help=f"The proceedings it is for; {FOR_EVER}."
)
def place_command(decision_id: str, reason: str, by: str, reference: str) -> None:
    """Put the decision DECISION_ID under a legal hold, and print the hold's id.

    Exit status: 0 placed, 1 refused, 2 the call cannot be carried out.
    """
    with opened() as store:
        placed = place_hold(
            store, decision_id, reason=reason, by=by, reference=reference, client=client()
        )
    click.echo(f"Hold {placed.record_id} on decision {decision_id}.")


@hold_group.command("lift", short_help="Lift a legal hold.")
@click.argument("hold_id")
@REASON
@BY
@click.option(
    "--reference",
    metavar="REF",
    help=f"What releases it, where there is a reference; {FOR_EVER}.",
)
def lift_command(hold_id: str, reason: str, by: str, reference: str | None) -> None:
    """Lift the legal hold HOLD_ID; other holds of the same decision stay.

    Exit status: 0 lifted, 1 refused, 2 the call cannot be carried out.
    """
    with opened() as store:
        lifted = lift_hold(
            store, hold_id, reason=reason, by=by, reference=reference, client=client()
        )
        left = open_holds(store.about(lifted.subject or ""))
    click.echo(f"Hold {hold_id} on decision {lifted.subject} is lifted.")
    for hold in left:
        click.echo(f"Hold {hold.record_id} is still in force.")


@hold_group.command("list", short_help="List the legal holds in force.")
@click.argument("decision_id", required=False)
@print_as("text", "json")
def list_command(decision_id: str | None, form: str) -> None:
    """List the legal holds in force, of all decisions or of DECISION_ID, oldest first.

    Exit status: 0 listed, 1 there is no such decision, or it was erased, 2 the call cannot be
    carried out, 141 nobody reads the output any more.
    """
    with opened(read_only=True) as store:
        if decision_id is None:
            records = list(store.records(kind="hold"))
        elif store.get(decision_id) is None:
            raise NoSuchDecision(decision_id)
        else:
            records = store.about(decision_id)
        holds = open_holds(verified(store, record) for record in records)
    if form == "json":
        print_json([_member(hold) for hold in holds], indented=True)
        return
    if not holds:
        click.echo("No legal hold is in force.")
    for hold in holds:
        body = hold.body
        click.echo(
            f"{hold.record_id}  decision {hold.subject}  {hold.recorded_at}  {body['by']}"
            f"  {body['reference']}: {body['reason']}"
        )


def _member(hold: Record) -> dict[str, str | None]:
    names = ("by", "reference", "reason")
    return {
        "hold": hold.record_id,
        "decision_id": hold.subject,
        "placed_at": hold.recorded_at,
        **{name: hold.body[name] for name in names},
    }
