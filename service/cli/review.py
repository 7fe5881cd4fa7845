"""The command ``review``: what a person decides on a proposed grade, and the history of that."""

import contextlib
import json
import sys

import click

from service.cli.cases import DecisionArgument, recorded
from service.cli.opening import client, existing_store, settings
from service.cli.printing import print_as, print_json
from service.cli.streams import Unusable
from service.errors import Fault
from service.records.policy import records_policy
from service.records.policy_shape import ACTIONS
from service.reviews.review import Answer, add_review, reviews_of
from service.reviews.rules import ReviewConflict, ReviewRejected
from service.store.port import RecordDamaged
from service.store.sqlite import SqliteStore


@click.command("review", short_help="Accept, override or refer back a proposed grade.")
@click.option("--action", metavar="ACTION", help=f"One of {', '.join(ACTIONS)}.")
@click.option("--officer", metavar="ID", help="Who decides; recorded as stated.")
@click.option("--grade", metavar="GRADE", help="The grade that an override sets.")
@click.option("--reason-code", metavar="CODE", help="One of the reason codes of the policy.")
@click.option("--reason", metavar="TEXT", help="The reason in the officer's own words.")
@click.option(
    "--review-id", metavar="ID", help="The upward override that is countersigned or declined."
)
@print_as("text", "json")
@click.argument("decision_id", metavar="DECISION", type=DecisionArgument())
def review_command(decision_id: str, form: str, **members: str | None) -> None:
    """Record what an officer decides on the grade proposed by DECISION, or print its history.

    The grade of a decision is a proposal. An officer accepts it (accept), sets a worse grade
    (override_down) or a better one (override_up), or asks for more evidence (refer_back). A
    better grade is pending until another officer confirms it (countersign) or refuses it
    (decline). Without --action the history is printed and nothing recorded.

    Exit status: 0 recorded or printed, 1 the review has faults or comes too late, 2 the call
    cannot be carried out, 141 nobody reads the output any more.
    """
    given = {name: value for name, value in members.items() if value is not None}
    if given and "action" not in given:
        raise click.UsageError("Without --action the history is printed; leave the others out.")
    # The store is neither made nor changed by looking for the decision.
    with contextlib.closing(SqliteStore(settings().store, read_only=True)) as look:
        recorded(look, decision_id)
    try:
        with existing_store(read_only=not given) as store:
            added = _add(store, decision_id, given, form) if given else None
            history = reviews_of(store, decision_id)
    except RecordDamaged as error:
        raise Unusable(f"What is stored is not what was recorded: {error}.") from error
    assert history is not None  # it was found before, and decisions are not taken back
    if form == "json":
        print_json(added or history)
    else:
        recorded_line = [f"Recorded as review {added['review_id']}."] if added else []
        click.echo("\n".join([*recorded_line, *history_text(history)]))


def _add(store: SqliteStore, decision_id: str, given: dict[str, str], form: str) -> Answer | None:
    # ASCII, so that bytes of the terminal that are no text are found at the door.
    body = json.dumps(given).encode("ascii")
    try:
        return add_review(store, records_policy(), decision_id, body, client())
    except ReviewRejected as rejected:
        faults = rejected.faults
    except ReviewConflict as conflict:
        faults = (Fault("review_conflict", "", str(conflict)),)
    if form == "json":
        print_json({"errors": [fault.to_json() for fault in faults]})
    for fault in faults:
        click.echo(f"{_option(fault)}: {fault.message} [{fault.code}]", err=True)
    sys.exit(1)


def _option(fault: Fault) -> str:
    """Return the option that a fault is about: ``/reason_code`` -> ``--reason-code``."""
    return f"--{fault.pointer[1:].replace('_', '-')}" if fault.pointer else "review"


def history_text(history: Answer) -> list[str]:
    """Return the history of a decision's reviews, as :func:`reviews_of` gives it, in lines."""
    human = history["effective_grade"] or "none"
    state = history["state"].replace("_", " ")
    lines = [
        f"Decision {history['decision_id']}",
        f"Proposed grade {history['model_grade']}, human grade {human} ({state})",
    ]
    if history["corrected_by"]:
        lines.append(f"Corrected by {', '.join(history['corrected_by'])}")
    for review in history["reviews"]:
        what = review["action"].replace("_", " ")
        if review["grade"]:
            what += f" to {review['grade']}"
        if review["signs"]:
            what += f" {review['signs']}"
        lines.append("")
        lines.append(f"{review['recorded_at'][:19]}Z  {review['officer']}: {what}")
        lines.append(f"  review {review['review_id']}, {review['state'].replace('_', ' ')}")
        if review["reason_code"] or review["reason"]:
            reason = ": ".join(filter(None, (review["reason_code"], review["reason"])))
            lines.append(f"  {reason}")
    return lines
