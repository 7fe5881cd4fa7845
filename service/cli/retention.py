"""``pinzhi retention``: how long decisions are kept, and erasing one on order."""

import sys
from datetime import datetime

import click

from service.cli.keeping import BY, DAY, FOR_EVER, REASON, opened, today
from service.cli.opening import client
from service.cli.retention_report import UNKNOWN, report_command
from service.cli.streams import Unusable
from service.records.policy import records_policy
from service.retention.acts import end_relation, set_class
from service.retention.erase import Erasable, erasable, erase
from service.retention.terms import Term, term_of
from service.store.erasing import NotRewritten, scrub
from service.store.port import Record, StoreUnavailable
from service.store.sqlite import SqliteStore

_COPIES = (
    "Copies made before still hold it: backups, audit bundles, files that were exported. Erase it"
    " there too, or let them expire."
)
_SCRUB_LATER = "the file was not rewritten"


class TracesLeft(click.ClickException):
    """Bytes of what was erased may still be found in the file."""

    exit_code = 3


@click.group("retention", short_help="Retention periods, and erasing on order.")
def retention_group() -> None:
    """See how long decisions are kept, and erase one on order. Nothing expires by itself."""


retention_group.add_command(report_command)


@retention_group.command("class", short_help="Put a decision into another retention class.")
@click.argument("decision_id")
@click.argument("retention_class", metavar="CLASS")
@REASON
@BY
def class_command(decision_id: str, retention_class: str, reason: str, by: str) -> None:
    """Record that the decision DECISION_ID is of the retention class CLASS.

    Exit status: 0 recorded, 1 refused, 2 the call cannot be carried out.
    """
    policy = records_policy()
    with opened() as store:
        asked = client()
        record = set_class(
            store, policy, decision_id, retention_class, reason=reason, by=by, client=asked
        )
        _show_term(store, record)


@retention_group.command("end-relation", short_help="Record the end of the relation.")
@click.argument("decision_ids", metavar="DECISION_ID...", nargs=-1, required=True)
@click.option("--on", type=DAY, required=True, metavar="DATE", help="The day it ended.")
@BY
def end_relation_command(decision_ids: tuple[str, ...], on: datetime, by: str) -> None:
    """Record the day on which the relation with the borrower of these decisions ended.

    Of several ends of one decision, the last one recorded counts. All are recorded, or none.

    Exit status: 0 recorded, 1 refused, 2 the call cannot be carried out.
    """
    with opened() as store:
        for record in end_relation(
            store, decision_ids, on.date(), today=today(), by=by, client=client()
        ):
            _show_term(store, record)


def _show_term(store: SqliteStore, record: Record) -> None:
    decision = store.record(record.subject or "")
    assert decision is not None  # the record about it has just been made
    term = term_of(decision, store.about(decision.record_id), records_policy().retention)
    click.echo(f"Record {record.record_id}: decision {decision.record_id}, {_until(term)}.")


def _until(term: Term) -> str:
    if term.keep_until is None:
        return f"class {term.retention_class}, kept until: not known, {UNKNOWN[term.unknown or '']}"
    return f"class {term.retention_class}, kept until {term.keep_until.isoformat()}"


@retention_group.command("erase", short_help="Erase a decision on order.")
@click.argument("decision_id")
@click.option(
    "--order", required=True, metavar="REF", help=f"The order that demands it; {FOR_EVER}."
)
@BY
@click.option("--yes", is_flag=True, help="Do not ask before erasing.")
@click.option(
    "--scrub-later",
    is_flag=True,
    help="Leave it to pinzhi retention scrub to take the last traces out of the file.",
)
def erase_command(decision_id: str, order: str, by: str, yes: bool, scrub_later: bool) -> None:
    """Erase the decision DECISION_ID and the reviews of it, on order; this cannot be undone.

    Their leaves stay in the ledger, and a certificate records what was erased, by whom and on
    which order: the ledger verifies as before. A decision under a legal hold is not erased.
    Decisions wait while the file is rewritten, so that no trace is left in it.

    Exit status: 0 erased, 1 refused, 2 the call cannot be carried out, 3 erased but traces may
    be left in the file.
    """
    with opened() as store:
        found = erasable(store, decision_id)
        if not yes:
            click.echo(_warning(found))
            if sys.stdin is None:
                raise Unusable("Standard input is closed: nothing is erased without --yes.")
            click.confirm("Erase them?", abort=True)
        certificate = erase(store, decision_id, order=order, by=by, client=client())
        # Before anything is printed, for printing may fail.
        try:
            left = _SCRUB_LATER if scrub_later else _traces_left(store)
        except StoreUnavailable as fault:
            left = f"the file could not be rewritten ({fault})"
        click.echo(_certified(certificate))
        click.echo(_COPIES)
        for related in found.related:
            click.echo(
                f"Decision {related} is of the same application and corrects this one; it is not"
                " erased."
            )
        _tell(store, left)


@retention_group.command("scrub", short_help="Take traces of erased decisions out of the file.")
def scrub_command() -> None:
    """Rewrite the store's file without the last traces of what was erased; decisions wait.

    Exit status: 0 done, 2 the call cannot be carried out, 3 traces may be left in the file.
    """
    with opened() as store:
        _tell(store, _traces_left(store))


def _traces_left(store: SqliteStore) -> str:
    """Scrub the store, and return why traces may be left, or nothing."""
    try:
        return "" if scrub(store) else "another process is reading the store"
    except NotRewritten as fault:
        return f"the file could not be rewritten ({fault})"


def _tell(store: SqliteStore, left: str) -> None:
    if left:
        raise TracesLeft(
            f"Traces of what was erased may be left in {store.path}: {left}."
            " Call pinzhi retention scrub."
        )
    click.echo(f"No trace of what was erased is left in {store.path}.")


def _warning(found: Erasable) -> str:
    decision = found.decision
    records = ", ".join(f"{r.kind} at leaf {r.leaf_index}" for r in found.records)
    return (
        f"Decision {decision.decision_id} of application {decision.application_ref},"
        f" recorded {decision.recorded_at}, {_until(found.term)}.\n"
        f"To be erased for ever: {records}."
    )


def _certified(certificate: Record) -> str:
    body = certificate.body
    retention = body["retention"]
    until = retention["keep_until"] or "not known"
    lines = [
        f"Decision {body['decision_id']} is erased, on order {body['order']}, by {body['by']}.",
        f"It was of the class {retention['class']}, to be kept until: {until}.",
        f"Certificate {certificate.record_id}, leaf {certificate.leaf_index},"
        f" recorded {certificate.recorded_at}:",
    ]
    lines += [
        f"  leaf {erased['leaf_index']}  {erased['kind']}  {erased['leaf_hash']}"
        for erased in body["erased"]
    ]
    return "\n".join(lines)
