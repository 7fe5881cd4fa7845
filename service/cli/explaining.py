"""The commands that explain: ``explain`` one grade, and ``compare`` two. They record nothing."""

import contextlib
import sys
from collections.abc import Callable, Iterator

import click

from service.cli.cases import CaseSource, Source, case_of
from service.cli.lines import faults_of
from service.cli.opening import settings
from service.cli.printing import print_as, print_json
from service.decisions.rate import Rater
from service.decisions.raters import Raters
from service.errors import DossierRejected, EngineFailure, EvaluatorsDisagree, Fault
from service.explanation.answers import Answer, Case
from service.explanation.refusals import FAILURES, REFUSALS, Failure, failure, refusal
from service.explanation.text.compare import compare_text
from service.explanation.text.explanation import explanation_text
from service.explanation.text.notice import notice_text
from service.explanation.text.what_if import what_if_text
from service.explanation.text.why import why_text
from service.explanation.what_if import ChangesRejected, parse_assignments
from service.language.catalogue import LANGUAGES
from service.ruleset import catalogue
from service.ruleset.model import Ruleset
from service.store.sqlite import SqliteStore

Command = Callable[..., None]
Write = Callable[[Ruleset, Answer, str], list[str]]
"""What makes lines of text of an answer in a language."""

_UNRATED = (DossierRejected, EvaluatorsDisagree, EngineFailure)
_Faulty = DossierRejected | EvaluatorsDisagree | EngineFailure | Failure


def _options(command: Command) -> Command:
    for option in (
        click.option(
            "--lang",
            type=click.Choice(LANGUAGES),
            default=LANGUAGES[0],
            show_default=True,
            help="Language of the text, and of the narrative in the JSON.",
        ),
        print_as("text", "json"),
    ):
        command = option(command)
    return command


@click.command(
    "explain", short_help="Explain a grade: reasons, why, why not, what would change it."
)
@click.option("--why", metavar="CODE", help="Why a finding, pattern, cap or sum holds, or why not.")
@click.option("--to", "target", metavar="GRADE", help="Grade that changes are to reach.")
@click.option(
    "--what-if",
    "supposed",
    metavar="FACT=VALUE",
    multiple=True,
    help="What would follow if a fact were so; FACT= supposes it not known. May be repeated;"
    " more facts may follow FILE.",
)
@click.option("--notice", "regime", metavar="REGIME", help="The data of a letter to the borrower.")
@_options
@click.argument("source", metavar="FILE|DECISION|-", type=CaseSource())
@click.argument("more", metavar="[FACT=VALUE]...", nargs=-1)
def explain_command(
    source: Source,
    more: tuple[str, ...],
    why: str | None,
    target: str | None,
    supposed: tuple[str, ...],
    regime: str | None,
    form: str,
    lang: str,
) -> None:
    """Explain the grade of the dossier in FILE (- is standard input), or of a recorded DECISION.

    A dossier is rated by the ruleset in force and not recorded. A decision is looked up by its
    decision_id in the store (PINZHI_STORE) and explained by the ruleset that it was taken by.

    Exit status: 0 explained, 1 the dossier has faults or the explanation fails its own checks,
    2 the call cannot be carried out, 141 nobody reads the output any more.
    """
    if more and not supposed:
        raise click.UsageError(f"{more[0]!r} follows FILE; only --what-if takes facts there.")
    supposed += more
    asked = (why is not None, target is not None, bool(supposed), regime is not None)
    if sum(asked) > 1:
        raise click.UsageError(
            "--why, --to, --what-if and --notice ask for different things; give one of them."
        )
    with _faults_told(form):
        case = case_of(*_opened(), source)
        answer, write = _explained(case, lang, why, target, supposed, regime)
    _print(form, answer, write, case, lang)


def _explained(
    case: Case,
    lang: str,
    why: str | None,
    target: str | None,
    supposed: tuple[str, ...],
    regime: str | None,
) -> tuple[Answer, Write]:
    try:
        if why is not None:
            return case.why(why), why_text
        if supposed:
            changes = parse_assignments(case.subject.ruleset, supposed)
            return case.what_if(changes), what_if_text
        if regime is not None:
            return case.notice(regime), notice_text
        return case.explanation(lang, target), explanation_text
    except REFUSALS as error:
        raise click.UsageError(refusal(error).message) from error
    except ChangesRejected as error:
        lines = [f"{f.pointer.removeprefix('/changes/')}: {f.message}" for f in error.faults]
        raise click.UsageError("\n".join(["--what-if has faults.", *lines])) from error


@click.command("compare", short_help="Compare two grades: what changed, and by what.")
@_options
@click.argument("one", metavar="ONE", type=CaseSource())
@click.argument("other", metavar="OTHER", type=CaseSource())
def compare_command(one: Source, other: Source, form: str, lang: str) -> None:
    """Compare two dossiers or decisions: what differs from ONE to OTHER.

    Each is a FILE, - for standard input, or the decision_id of a recorded decision: the same
    borrower at two dates, or two borrowers.

    Exit status: 0 compared, 1 a dossier has faults, 2 the call cannot be carried out, 141
    nobody reads the output any more.
    """
    if one == other == "-":
        raise click.UsageError("Only one of ONE and OTHER can be standard input.")
    raters, store = _opened()
    with _faults_told(form, "one"):
        first = case_of(raters, store, one)
    with _faults_told(form, "other"):
        second = case_of(raters, store, other)
    with _faults_told(form):
        answer = first.compare(second)
    _print(form, answer, compare_text, second, lang)


def _opened() -> tuple[Raters, SqliteStore]:
    """Return raters of recorded decisions and the store of these, closed when the call ends."""
    store = SqliteStore(settings().store, read_only=True)
    click.get_current_context().call_on_close(store.close)
    return Raters(Rater(catalogue.active()), store), store


def _print(form: str, answer: Answer, write: Write, case: Case, lang: str) -> None:
    if form == "json":
        print_json(answer)
    else:
        click.echo("\n".join(write(case.subject.ruleset, answer, lang)))


@contextlib.contextmanager
def _faults_told(form: str, argument: str = "") -> Iterator[None]:
    """End the call with exit status 1 where there is nothing to explain, or no explanation.

    The faults go to standard error, and to standard output where JSON is asked for; they name
    the ``argument``, ``one`` or ``other``, where there are two.
    """
    try:
        yield
    except (*FAILURES, *_UNRATED) as error:
        faults = _faults(error)
        if form == "json":
            of = {"of": argument} if argument else {}
            print_json({**of, "errors": [fault.to_json() for fault in faults]})
        where = f"{argument.upper()}: " if argument else ""
        for fault in faults:
            message = f"{where}{fault.pointer or 'dossier'}: {fault.message} [{fault.code}]"
            click.echo(message, err=True)
        sys.exit(1)


def _faults(error: _Faulty) -> tuple[Fault, ...]:
    if isinstance(error, _UNRATED):
        return faults_of(error)
    return (failure(error),)
