"""``pinzhi decisions``: find recorded decisions, and show one with what happened to it since."""

import sys
from collections.abc import Callable, Iterator
from itertools import chain

import click
import orjson
from rich.cells import cell_len

from service.cli.cases import DecisionArgument
from service.cli.decision_text import history_lines, human_lines, record_lines
from service.cli.keeping import opened
from service.cli.printing import print_as, print_json
from service.cli.streams import Unusable
from service.records.about import history_of
from service.records.query import LIMIT, MAX_LIMIT, BadQuery, read_query
from service.reviews.review import reviews_of
from service.spreadsheets import csv_bytes
from service.store.search import Hit, Page, find
from service.store.sqlite import SqliteStore

_FILTERS = {
    "borrower": ("NAME", "Legal name, or what it begins with: 'NAME*'."),
    "application-ref": ("REF", "Reference of the application."),
    "identifier": ("ID", "Identifier of the borrower, of any scheme or as SCHEME:ID."),
    "grade": ("GRADE", "Grade that was proposed."),
    "finding": ("CODE", "Code of a finding or of a pattern."),
    "ruleset": ("RULESET", "Id of the ruleset, ID@VERSION, or its digest."),
    "client": ("NAME", "Who asked."),
    "dossier-id": ("ID", "The dossier."),
    "since": ("TIME", "Recorded at that time or after: 2026-11-22 (UTC), 2026-11-22T09:30:00Z."),
    "until": ("TIME", "Recorded at that time or before; a date counts to its end."),
}

_COLUMNS = (
    "decision_id",
    "recorded_at",
    "grade",
    "borrower",
    "application_ref",
    "dossier_id",
    "rating_date",
    "ruleset_id",
    "ruleset_version",
    "ruleset_digest",
    "client",
    "corrects",
    "corrected_by",
)

Command = Callable[..., None]


@click.group("decisions", short_help="Find recorded decisions, and show one.")
def decisions_group() -> None:
    """Find recorded decisions, and show one. Nothing is recorded or changed."""


def _filters(command: Command) -> Command:
    for name, (metavar, text) in reversed(_FILTERS.items()):
        command = click.option(f"--{name}", metavar=metavar, help=text)(command)
    return command


@decisions_group.command("list", short_help="List the decisions that match, newest first.")
@_filters
@click.option(
    "--limit",
    metavar="N",
    help=f"Decisions a page, 1 to {MAX_LIMIT} (default: {LIMIT}).",
)
@click.option("--cursor", metavar="CURSOR", help="Go on where the page that gave it ended.")
@click.option("--all", "everything", is_flag=True, help="List all that match, page after page.")
@print_as("text", "json", "csv")
def list_command(form: str, everything: bool, **given: str | None) -> None:
    """List the decisions that match all filters, newest first.

    Erased decisions are not listed. A decision that another one corrects is marked; both are
    listed.

    Exit status: 0 listed, also where nothing matches, 2 the call cannot be carried out, 141
    nobody reads the output any more.
    """
    try:
        query = read_query((name, text) for name, text in given.items() if text is not None)
    except BadQuery as error:
        option = error.parameter.replace("_", "-")
        raise click.UsageError(f"--{option} {error.why}.") from error
    values = {name: text for name, text in given.items() if text is not None}
    with opened(read_only=True) as store:
        page = find(store, query)
        pages: Iterator[Page] = iter([page])
        if everything:
            pages = chain(pages, _after(store, values, page))
        _PRINT[form](pages)


def _after(store: SqliteStore, values: dict[str, str], page: Page) -> Iterator[Page]:
    """Yield the pages after ``page``."""
    while page.next is not None:
        page = find(store, read_query((values | {"cursor": page.next}).items()))
        yield page


def _print_text(pages: Iterator[Page]) -> None:
    found, cursor = False, None
    for page in pages:
        for hit in page.hits:
            found = True
            _write(_line(hit) + "\n")
        cursor = page.next
    if not found:
        _write("No decision matches.\n")
    if cursor is not None:
        click.echo(f"There are more: --cursor {cursor}, or --all.", err=True)


def _line(hit: Hit) -> str:
    name = hit.borrower + " " * max(0, 32 - cell_len(hit.borrower))
    marked = f"  corrected by {', '.join(hit.corrected_by)}" if hit.corrected_by else ""
    return (
        f"{hit.decision_id}  {hit.recorded_at[:19]}Z  {hit.grade:3}  {name}"
        f"  {hit.application_ref}{marked}"
    )


def _print_json(pages: Iterator[Page]) -> None:
    """Print one document of all ``pages``, a decision a line, each as it is found."""
    cursor, separator = None, b""
    out = sys.stdout.buffer
    out.write(b'{"decisions": [')
    for page in pages:
        for hit in page.hits:
            out.write(separator + b"\n" + orjson.dumps(hit.to_json()))
            separator = b","
        cursor = page.next
    out.write(b'\n], "next": ' + orjson.dumps(cursor) + b"}\n")
    out.flush()


def _print_csv(pages: Iterator[Page]) -> None:
    cursor = None
    out = sys.stdout.buffer
    out.write(csv_bytes([_COLUMNS]))
    for page in pages:
        out.write(csv_bytes(map(_cells, page.hits)))
        cursor = page.next
    out.flush()
    if cursor is not None:
        click.echo(f"There are more: --cursor {cursor}, or --all.", err=True)


def _cells(hit: Hit) -> list[str]:
    values = (getattr(hit, column) for column in _COLUMNS)
    return [" ".join(v) if isinstance(v, tuple) else v or "" for v in values]


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


_PRINT: dict[str, Callable[[Iterator[Page]], None]] = {
    "text": _print_text,
    "json": _print_json,
    "csv": _print_csv,
}


@decisions_group.command("show", short_help="Show a decision: its record, and what came after.")
@click.option("--history", "only", is_flag=True, help="Show only the records about it.")
@print_as("text", "json")
@click.argument("decision_id", metavar="DECISION", type=DecisionArgument())
def show_command(decision_id: str, form: str, only: bool) -> None:
    """Show the record of DECISION, and the records about it: reviews, holds, erasure.

    The human grade stands beside the proposed one. The records are verified before they are
    shown. Of a decision that was erased there is only the
    history, with the certificate.

    Exit status: 0 shown, 2 the call cannot be carried out, 141 nobody reads the output any more.
    """
    with opened(read_only=True) as store, store.snapshot():
        history = history_of(store, decision_id)
        if history is None:
            raise Unusable(f"No decision {decision_id} is recorded in {store.path} (PINZHI_STORE).")
        shown, lines = history, list(history_lines(history))
        if not (only or history["erased"]):
            decision, reviews = store.get(decision_id), reviews_of(store, decision_id)
            assert decision is not None  # one snapshot: its history was found
            assert reviews is not None
            human = {name: reviews[name] for name in ("effective_grade", "state", "pending")}
            shown = {"record": decision.record.document} | human | history
            lines = [*record_lines(decision), *human_lines(human), *lines]
    if form == "json":
        print_json(shown, indented=True)
        return
    _write("".join(f"{line}\n" for line in lines))
