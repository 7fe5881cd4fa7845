"""Presents verdicts of replays as text for a person: one in full, many as a table."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TextIO

import orjson
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from service.cli.paint import PLAIN_WIDTH
from service.replay.report import Tally
from service.replay.stages import ABSENT, Difference
from service.replay.verdict import DIVERGED, INCOMPARABLE, REPRODUCED, VERDICTS, Verdict

MOST_LISTED = 20
"""Decisions that are listed below the table; all are in the report."""

_STYLES = {REPRODUCED: "green", DIVERGED: "bold red", INCOMPARABLE: "yellow"}
_LONGEST = 200
"""Characters shown of a value; the report has it whole."""


def write_verdict(verdict: Verdict, file: TextIO) -> None:
    """Write one verdict in full to ``file``."""
    _write(Group(*_verdict(verdict)), file)


def write_summary(
    selection: Mapping[str, Any],
    tally: Tally,
    listed: Sequence[Verdict],
    file: TextIO,
) -> None:
    """Write the counts by ruleset, and the first of ``listed`` in a line each."""
    count = selection["decisions"]
    chosen = f"{count} decision" if count == 1 else f"{count} decisions"
    if "since" in selection:
        chosen += " since {since}".format(**selection)
    if "sample" in selection:
        chosen = "A sample of {sample} of {chosen}, seed {seed}".format(chosen=chosen, **selection)
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 3, 0, 0))
    table.add_column("ruleset")
    for verdict in VERDICTS:
        table.add_column(verdict, justify="right")
    for ruleset in tally.rulesets():
        table.add_row(ruleset, *(_count(tally.counts[ruleset, v], v) for v in VERDICTS))
    table.add_row("all", *(_count(tally.of(v), v) for v in VERDICTS))
    parts: list[RenderableType] = [Text(chosen), table, *map(_line, listed[:MOST_LISTED])]
    left_out = len(listed) - MOST_LISTED
    if left_out > 0:
        parts.append(Text(f"... and {left_out} more; --report writes them all."))
    _write(Group(*parts), file)


def _write(content: RenderableType, file: TextIO) -> None:
    console = Console(file=file, highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = PLAIN_WIDTH
    # Written once and in whole, so that a failed write is seen here and not by the console.
    with console.capture() as captured:
        console.print(content, soft_wrap=True)
    file.write("\n".join(line.rstrip() for line in captured.get().splitlines()) + "\n")
    file.flush()


def _verdict(verdict: Verdict) -> Iterator[RenderableType]:
    yield _headline(verdict)
    about = []
    if verdict.ruleset is not None:
        about.append("ruleset {id} {version}".format(**verdict.ruleset))
    if verdict.recorded_at is not None:
        about.append(f"recorded {verdict.recorded_at}")
    if verdict.leaf_index is not None:
        about.append(f"leaf {verdict.leaf_index}")
    yield Text("  " + ", ".join(about), style="dim")
    if verdict.detail is not None:
        yield Text(f"  {verdict.detail}")
    for difference in verdict.differences:
        yield Text(f"  {difference.stage}: {_sides(difference)}")
    for cause in verdict.causes:
        yield Text(f"  cause {cause.cause}: {cause.evidence}")
    for version in verdict.versions:
        now = version.running or "not here"
        yield Text(f"  {version.of} was {version.recorded}, now {now}", style="dim")
    for stage, why in (verdict.not_compared or {}).items():
        yield Text(f"  {stage} not compared: {why}", style="dim")


def _headline(verdict: Verdict) -> Text:
    named = verdict.decision_id or f"leaf {verdict.leaf_index}"
    text = Text(f"{named}  ")
    text.append(verdict.verdict, style=_STYLES[verdict.verdict])
    if verdict.first is not None:
        text.append(f" at {verdict.first.stage} ({verdict.cause})")
    elif verdict.reason is not None:
        text.append(f" ({verdict.reason})")
    return text


def _line(verdict: Verdict) -> Text:
    text = _headline(verdict)
    if verdict.first is not None:
        text.append(f" {_sides(verdict.first)}")
    elif verdict.detail is not None:
        text.append(f" {verdict.detail}")
    return text


def _count(number: int, verdict: str) -> Text:
    return Text(str(number), style=_STYLES[verdict] if number else "dim")


def _sides(difference: Difference) -> str:
    recorded, replayed = _value(difference.recorded), _value(difference.replayed)
    return f"{difference.element} recorded {recorded}, replayed {replayed}"


def _value(value: Any) -> str:
    if value is ABSENT:
        return "nothing"
    text = orjson.dumps(value).decode()
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "..."
