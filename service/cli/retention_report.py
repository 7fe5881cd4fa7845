"""``pinzhi retention report``: what is expired, soon will be, is held or not known."""

import contextlib
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import click
import orjson

from service.cli.keeping import DAY, opened, today
from service.cli.printing import print_as
from service.records.policy import records_policy
from service.retention.report import LISTED, STATES, Standing, standings
from service.retention.terms import CLASS_NOT_KNOWN, RELATION_NOT_ENDED
from service.spreadsheets import csv_bytes

UNKNOWN = {
    RELATION_NOT_ENDED: "the relation has not ended",
    CLASS_NOT_KNOWN: "the policy has no such class",
}
"""Why a term is not known, in words."""

_COLUMNS = (
    "decision_id",
    "application_ref",
    "state",
    "retention_class",
    "recorded_on",
    "starts_on",
    "keep_until",
    "unknown",
    "holds",
)


@click.command("report", short_help="List what is expired, expiring, held or unknown.")
@click.option("--on", type=DAY, metavar="DATE", help="The day it is for (default: today, UTC).")
@click.option(
    "--within",
    type=click.IntRange(0, 36_500),
    default=90,
    show_default=True,
    metavar="DAYS",
    help="How far ahead to look for what will expire.",
)
@click.option(
    "--state",
    "states",
    type=click.Choice(STATES),
    multiple=True,
    help="List only these; may be given again (default: all but open and kept).",
)
@print_as("text", "json", "csv")
def report_command(on: datetime | None, within: int, states: tuple[str, ...], form: str) -> None:
    """List the decisions whose retention period is over or soon will be, and those held.

    A decision is expired from the day after the last day of its period. It is open while the
    relation with the borrower has not ended, where its period starts with that. Nothing is erased
    because it is expired.

    Exit status: 0 reported, 2 the call cannot be carried out, 141 nobody reads the output any
    more.
    """
    day = today() if on is None else on.date()
    listed = frozenset(states or LISTED)
    counts = dict.fromkeys((*STATES, "erased"), 0)
    about = {
        "on": day.isoformat(),
        "within_days": within,
        "policy": records_policy().reference,
        "counts": counts,
    }
    with opened(read_only=True) as store:
        counts["erased"] = sum(1 for _ in store.records(kind="erasure"))
        classes = records_policy().retention
        with contextlib.closing(standings(store, classes, day, within)) as found:
            _PRINT[form](_counted(found, counts, listed), about)


def _counted(
    found: Iterator[Standing], counts: dict[str, int], listed: frozenset[str]
) -> Iterator[Standing]:
    """Count every standing, and yield those to list: a store may hold millions."""
    for standing in found:
        counts[standing.state] += 1
        if standing.state in listed:
            yield standing


def _text(found: Iterator[Standing], about: dict[str, Any]) -> None:
    for standing in found:
        click.echo(_line(standing))
    numbers = ", ".join(f"{number} {state}" for state, number in about["counts"].items())
    click.echo(f"On {about['on']}, looking {about['within_days']} days ahead: {numbers}.")


def _line(standing: Standing) -> str:
    term = standing.term
    until = "not known " if term.keep_until is None else term.keep_until.isoformat()
    words = [f"{standing.state:8}", until, standing.decision.record_id, term.retention_class]
    words.append(standing.decision.body["application_ref"])
    if standing.holds:
        words.append(f"(hold {', '.join(standing.holds)})")
    elif term.unknown is not None:
        words.append(f"({UNKNOWN[term.unknown]})")
    return "  ".join(words)


def _json(found: Iterator[Standing], about: dict[str, Any]) -> None:
    """Print a document of which ``decisions`` come first: only then are they counted."""
    out = sys.stdout.buffer
    out.write(b'{"decisions":[')
    for number, standing in enumerate(found):
        out.write((b",\n" if number else b"\n") + orjson.dumps(standing.to_json()))
    out.write(b"\n],\n" + orjson.dumps(about)[1:] + b"\n")
    out.flush()


def _csv(found: Iterator[Standing], about: dict[str, Any]) -> None:
    out = sys.stdout.buffer
    out.write(csv_bytes([_COLUMNS]))
    for standing in found:
        row = standing.to_json() | {"holds": " ".join(standing.holds)}
        out.write(csv_bytes([tuple(row[name] for name in _COLUMNS)]))
    out.flush()


_PRINT: dict[str, Callable[[Iterator[Standing], dict[str, Any]], None]] = {
    "text": _text,
    "json": _json,
    "csv": _csv,
}
