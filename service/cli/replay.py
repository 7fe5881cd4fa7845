"""The command that replays recorded decisions and says whether they come out again."""

import contextlib
import os
import secrets
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from service.cli.keeping import DAY
from service.cli.opening import existing_path, usable
from service.cli.printing import print_as, print_json
from service.cli.replay_text import write_summary, write_verdict
from service.cli.streams import Unusable
from service.decisions.raters import SourceRaters
from service.replay.many import replay_leaves
from service.replay.replay import replay
from service.replay.report import CsvReport, Heading, JsonReport, Report, Tally
from service.replay.selection import by_id, certificates, leaves, sample
from service.replay.verdict import ERASED, REPRODUCED, Verdict
from service.store.sqlite import SqliteStore

_REPORTS: dict[str, Callable[[BinaryIO, Heading], Report]] = {
    ".json": JsonReport,
    ".csv": CsvReport,
}

Selection = dict[str, Any]
"""What was asked for, as the report states it."""


def _named(ctx: click.Context, param: click.Parameter, files: tuple[Path, ...]) -> tuple[Path, ...]:
    """Let a report be named only for what it is to hold."""
    for file in files:
        if file.suffix not in _REPORTS:
            raise click.BadParameter(f"{file}: its name must end in .json or .csv")
    return files


@click.command("replay", short_help="Replay recorded decisions: do they come out again?")
@click.option("--all", "every", is_flag=True, help="Replay every decision in the store.")
@click.option(
    "--since",
    metavar="DATE",
    type=DAY,
    help="Replay those recorded on DATE (UTC) or later.",
)
@click.option(
    "--sample",
    "size",
    metavar="N",
    type=click.IntRange(min=1),
    help="Replay N drawn at random, of all or of those since DATE.",
)
@click.option("--seed", metavar="TEXT", help="Draw the sample of this seed again.")
@click.option(
    "--report",
    "reports",
    metavar="FILE",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    callback=_named,
    help="Write a report to FILE, .json or .csv. May be repeated.",
)
@click.option(
    "--workers",
    metavar="N",
    type=click.IntRange(min=1, max=64),
    default=1,
    show_default=True,
    help="Processes that replay at once.",
)
@print_as("text", "json")
@click.argument("decision_id", metavar="[DECISION]", required=False)
def replay_command(
    decision_id: str | None,
    every: bool,
    since: datetime | None,
    size: int | None,
    seed: str | None,
    reports: tuple[Path, ...],
    workers: int,
    form: str,
) -> None:
    """Rate the recorded dossier of DECISION, or of many, again and compare with the record.

    Only what the store (PINZHI_STORE) holds is used: the dossier and the ruleset as they were
    recorded. The store is not written to. A decision is reproduced; or diverged, at a first
    stage and for a cause; or incomparable, for a reason.

    Exit status: 0 all reproduced (or erased under a certificate), 1 any diverged, 2 the call
    cannot be carried out, 3 none diverged but some are incomparable, 141 nobody reads the
    output any more.
    """
    many = every or since is not None or size is not None
    if many == (decision_id is not None) or (every and (since is not None or size is not None)):
        raise click.UsageError(
            "Give a DECISION, or --all, or --since, or --sample, or the last two."
        )
    if seed is not None and size is None:
        raise click.UsageError("--seed is for --sample.")
    path = existing_path()
    verdicts: Iterable[Verdict]
    try:
        with usable():
            if decision_id is not None:
                selection: Selection = {"decision_id": decision_id}
                verdicts, total = [_replay_one(path, decision_id)], 1
            else:
                chosen, selection = _choose(path, since, size, seed)
                verdicts, total = replay_leaves(path, chosen, workers), len(chosen)
            status = _tell(verdicts, total, _heading(path, selection), reports, form)
    except BrokenProcessPool as error:
        raise Unusable("A process that replayed was ended from outside.") from error
    sys.exit(status)


def _replay_one(path: Path, decision_id: str) -> Verdict:
    with contextlib.closing(SqliteStore(path, read_only=True)) as store:
        kept = by_id(store, decision_id)
    if kept is None:
        raise Unusable(f"No decision {decision_id} is recorded in {path}.")
    return replay(kept, SourceRaters())


def _choose(
    path: Path, since: datetime | None, size: int | None, seed: str | None
) -> tuple[list[int], Selection]:
    """Return the leaves to replay, and how they were chosen."""
    date = None if since is None else since.date().isoformat()
    with contextlib.closing(SqliteStore(path, read_only=True)) as store, store.snapshot():
        chosen = list(leaves(store, certificates(store), date))
    selection: Selection = {"all": True} if date is None else {"since": date}
    selection["decisions"] = len(chosen)
    if size is not None:
        seed = secrets.token_hex(4) if seed is None else seed
        chosen = sample(chosen, size, seed)
        selection |= {"sample": len(chosen), "seed": seed}
    return chosen, selection


def _heading(path: Path, selection: Selection) -> Heading:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Heading(str(path.absolute()), selection, now)


def _tell(
    verdicts: Iterable[Verdict],
    total: int,
    heading: Heading,
    reports: Sequence[Path],
    form: str,
) -> int:
    """Write the verdicts as they come, then the text; return the exit status."""
    one = "decision_id" in heading.selection
    tally = Tally()
    listed: list[Verdict] = []
    with contextlib.ExitStack() as stack:
        written = [stack.enter_context(_report(path, heading)) for path in reports]
        if form == "json" and not one:
            written.append(JsonReport(sys.stdout.buffer, heading))
        for verdict in _shown(verdicts, total):
            tally.add(verdict)
            for report in written:
                report.add(verdict)
            if one or (verdict.verdict != REPRODUCED and verdict.reason != ERASED):
                listed.append(verdict)
        for report in written:
            report.end(tally)
    if form == "text" and one:
        write_verdict(listed[0], sys.stdout)
    elif form == "text":
        write_summary(heading.selection, tally, listed, sys.stdout)
    elif one:
        print_json(listed[0].to_json())
    sys.stdout.buffer.flush()
    return tally.exit_status


@contextlib.contextmanager
def _report(path: Path, heading: Heading) -> Iterator[Report]:
    """Give a report that stands at ``path`` only when it is whole."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            yield _REPORTS[path.suffix](file, heading)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def _shown(verdicts: Iterable[Verdict], total: int) -> Iterator[Verdict]:
    """Pass the verdicts on, with a bar on standard error where that is a terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield from verdicts
        return
    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, redirect_stdout=False) as progress:
        yield from progress.track(verdicts, total)
