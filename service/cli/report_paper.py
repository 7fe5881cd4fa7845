"""The command ``report DECISION``: a recorded decision as a paper, the same as over HTTP."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from service.cli.cases import DecisionArgument, recorded
from service.cli.opening import settings
from service.cli.streams import Unusable
from service.decisions.rate import Rater
from service.decisions.raters import Raters, RulesetNotStored
from service.errors import EngineFailure, EvaluatorsDisagree
from service.explanation.kept import Explained
from service.explanation.refusals import FAILURES, failure
from service.language.catalogue import LANGUAGES
from service.report.needs import ReportUnavailable
from service.report.rendering import ReportFailed
from service.ruleset import catalogue
from service.store.port import RecordDamaged
from service.store.sqlite import SqliteStore

if TYPE_CHECKING:
    from service.report.papers import Printed

NAME = "paper"
"""The name of the command where it has to have one."""


class PaperFirst(click.Group):
    """Commands beside the one that a decision asks for: ``report DECISION`` has no other name."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take what does not name a command, nor asks for help, as meant for the paper."""
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = [NAME, *args]
        return super().parse_args(ctx, args)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Say that a decision can be given in place of a command."""
        return ["DECISION|COMMAND", "[ARGS]..."]


@click.command(NAME, short_help="A recorded decision as a paper (PDF); the name may be left out.")
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=LANGUAGES[0],
    show_default=True,
    help="Language of the paper.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True),
    metavar="FILE",
    required=True,
    help="Where it is written; - is standard output. A file that is there is replaced.",
)
@click.argument("decision_id", metavar="DECISION", type=DecisionArgument())
def paper_command(decision_id: str, lang: str, output: str) -> None:
    """Write the paper of a recorded DECISION, a PDF of some pages, into a file.

    It is found by its decision_id in the store (PINZHI_STORE). The same decision gives the same
    bytes until something more is recorded about it; the SHA-256 is printed.

    Exit status: 0 written, 1 the explanation fails its own checks, 2 the call cannot be carried
    out, 141 nobody reads the output any more.
    """
    store = SqliteStore(settings().store, read_only=True)
    click.get_current_context().call_on_close(store.close)
    try:
        printed = _printed(store, decision_id, lang)
    except FAILURES as error:
        fault = failure(error)
        click.echo(f"{fault.message} [{fault.code}]", err=True)
        sys.exit(1)
    except (RulesetNotStored, RecordDamaged, EngineFailure, EvaluatorsDisagree) as error:
        raise Unusable(f"Decision {decision_id} cannot be explained: {error}.") from error
    except ReportUnavailable as error:
        raise Unusable(str(error)) from error
    except ReportFailed as error:
        raise Unusable(f"The paper could not be set: {error}.") from error
    if output == "-":
        click.echo(printed.content, nl=False)
        return
    _replace(Path(output), printed.content)
    click.echo(f"{output}: SHA-256 {printed.sha256.hex()}")


def _printed(store: SqliteStore, decision_id: str, lang: str) -> "Printed":
    # The templates, and what fills them in: no other command pays for them.
    from service.report.papers import Papers

    decision = recorded(store, decision_id)
    explained = Explained(Raters(Rater(catalogue.active()), store))
    return Papers(store, explained).of(decision, lang)


def _replace(path: Path, content: bytes) -> None:
    """Write the file whole, or leave what was there."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise Unusable(f"{path} cannot be written: {error.strerror}.") from error
