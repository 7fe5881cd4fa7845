"""The commands that rate dossiers: ``rate``, and ``decide``, which also records."""

import sys
from collections.abc import Callable
from typing import Any, BinaryIO

import click
import orjson

from service.cli.lines import answer_lines, faults_of
from service.cli.opening import client, settings
from service.cli.paint import paint
from service.cli.streams import InputFile, Unusable, readable
from service.decisions.decide import AlreadyCorrected, NothingToCorrect, decide
from service.decisions.rate import Rater
from service.dossier.door import MAX_BYTES
from service.errors import DossierRejected, EngineFailure, EvaluatorsDisagree, Fault
from service.ruleset import catalogue
from service.store.port import DecisionErased, StoreUnavailable
from service.store.sqlite import SqliteStore

Command = Callable[..., None]


def _options(command: Command) -> Command:
    for option in (
        click.option(
            "--lang",
            type=click.Choice(["en", "zh"]),
            default="en",
            show_default=True,
            help="Language of the text; JSON is the same in either.",
        ),
        click.option(
            "--format",
            "form",
            type=click.Choice(["text", "json"]),
            help="What to print for a single dossier (default: text).",
        ),
        click.option(
            "--ndjson",
            is_flag=True,
            help="FILE holds one dossier a line (so none is pretty-printed over several lines);"
            " print one JSON a line.",
        ),
        click.argument("source", metavar="FILE|-", type=InputFile()),
    ):
        command = option(command)
    return command


@click.command("rate", short_help="Rate a dossier and print the result.")
@_options
def rate_command(source: BinaryIO, ndjson: bool, form: str | None, lang: str) -> None:
    """Rate the dossier in FILE (JSON; - is standard input) and print the result.

    Exit status: 0 rated, 1 a dossier or line has faults, 2 the call cannot be carried out,
    141 nobody reads the output any more.
    """
    rater = Rater(catalogue.active())
    _answer(source, ndjson, form, lang, lambda body: rater.rate(body).to_json())


@click.command("decide", short_help="Rate a dossier and record the decision.")
@click.option("--corrects", metavar="DECISION", help="The decision that the new one corrects.")
@_options
def decide_command(
    source: BinaryIO, ndjson: bool, form: str | None, lang: str, corrects: str | None
) -> None:
    """Rate the dossier in FILE, record the decision, and print it with its decision_id.

    The store is the file named by PINZHI_STORE (default: var/pinzhi.sqlite3). A decision is
    recorded before it is printed: it stands even where printing it fails. It names who asked
    by PINZHI_CLIENT. A decision is corrected by another that points back to it.

    Exit status: 0 decided, 1 a dossier or line has faults, 2 the call cannot be carried out,
    141 nobody reads the output any more.
    """
    asked = client()
    if corrects is not None and ndjson:
        raise click.UsageError("--corrects is of one decision; leave out --ndjson.")
    rater = Rater(catalogue.active())
    store = SqliteStore(settings().store)
    try:
        _answer(
            source,
            ndjson,
            form,
            lang,
            lambda body: decide(rater, store, body, asked, corrects).body,
        )
    except StoreUnavailable as error:
        raise Unusable(f"The store of decisions is unavailable: {error}") from error
    except (NothingToCorrect, AlreadyCorrected, DecisionErased) as error:
        raise Unusable(f"It cannot be corrected: {error}.") from error
    finally:
        store.close()


def _answer(
    source: BinaryIO,
    ndjson: bool,
    form: str | None,
    lang: str,
    answer: Callable[[bytes], bytes],
) -> None:
    out = sys.stdout.buffer
    if ndjson:
        if form == "text":
            raise click.UsageError("--ndjson prints JSON; leave out --format text.")
        sys.exit(1 if answer_lines(source, out, answer) else 0)
    with readable():
        body = source.read(MAX_BYTES + 1)
    try:
        answered = answer(body)
    except (DossierRejected, EvaluatorsDisagree, EngineFailure) as error:
        _reject(out, faults_of(error), form)
        sys.exit(1)
    if form == "json":
        out.write(answered + b"\n")
        out.flush()
    else:
        result: dict[str, Any] = orjson.loads(answered)
        paint(catalogue.active(), result, lang, sys.stdout)


def _reject(out: BinaryIO, faults: tuple[Fault, ...], form: str | None) -> None:
    if form == "json":
        out.write(orjson.dumps({"errors": [fault.to_json() for fault in faults]}) + b"\n")
        out.flush()
    for fault in faults:
        click.echo(f"{fault.pointer or 'dossier'}: {fault.message} [{fault.code}]", err=True)
