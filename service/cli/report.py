"""The command ``report``: a decision as a paper; how people depart from the proposed grades."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import click

from service.cli.keeping import DAY, opened
from service.cli.printing import print_as, print_json
from service.cli.report_paper import PaperFirst, paper_command
from service.reviews.statistics import KEYS, overrides
from service.spreadsheets import inert

_DEFAULT = ("officer", "rule", "reason")
_SHORT = {
    "accepted": "accepted",
    "overridden_down": "down",
    "overridden_up": "up",
    "pending": "pending",
    "declined": "declined",
    "lapsed": "lapsed",
    "referred_back": "referred",
    "override_rate": "rate",
    "average_notches_down": "avg down",
    "average_notches_up": "avg up",
}
"""Members of a tally to the heads of their columns."""


@click.group("report", cls=PaperFirst, short_help="A decision as a paper; other reports.")
def report_group() -> None:
    """Write a recorded DECISION as a paper, as `report paper DECISION` does, or another report.

    All are made from the records alone: pinzhi report DECISION --lang zh -o paper.pdf
    """


report_group.add_command(paper_command)


@report_group.command("overrides", short_help="Statistics of reviews and overrides.")
@click.option("--since", type=DAY, metavar="DATE", help="First day of the reviews counted (UTC).")
@click.option("--until", type=DAY, metavar="DATE", help="Last day of the reviews counted (UTC).")
@click.option(
    "--by",
    type=click.Choice(list(KEYS)),
    multiple=True,
    help="What to group by; may be repeated (default: officer, rule and reason).",
)
@print_as("text", "json", "csv")
def overrides_command(
    since: datetime | None, until: datetime | None, by: tuple[str, ...], form: str
) -> None:
    """Count reviews and overrides by officer, by the rules that made the proposed grade, and by
    reason, or by what --by names.

    A review of a grade that several rules made is counted for each of them. The rate is the
    share of reviews that are overrides in effect; the averages are in grades.

    Exit status: 0 printed, 2 the call cannot be carried out, 141 nobody reads the output any
    more.
    """
    if since is not None and until is not None and since > until:
        raise click.UsageError("--since is after --until.")
    with opened(read_only=True) as store:
        answer = overrides(store, dict.fromkeys(by or _DEFAULT), _iso(since), _iso(until))
    if form == "json":
        print_json(answer)
    elif form == "csv":
        click.echo(_csv(answer).encode(), nl=False)
    else:
        click.echo("\n".join(_text(answer)))


def _iso(day: datetime | None) -> str | None:
    return None if day is None else day.date().isoformat()


def _csv(answer: dict[str, Any]) -> str:
    """Return one line for the total and one for each group, each with the days asked about."""
    total = {"by": "total", "key": "", **answer["total"]}
    file = io.StringIO()
    period = {name: answer[name] for name in ("since", "until")}
    writer = csv.DictWriter(file, [*total, "erased", *period], lineterminator="\n")
    writer.writeheader()
    writer.writerow({**total, "erased": answer["erased"]["reviews"], **period})
    for group in answer["groups"]:
        writer.writerow({name: inert(value) for name, value in {**group, **period}.items()})
    return file.getvalue()


def _text(answer: dict[str, Any]) -> Iterable[str]:
    since, until = answer["since"] or "the first", answer["until"] or "the last"
    yield f"Reviews from {since} to {until}: {answer['total']['reviews']}"
    yield f"Decisions reviewed: {answer['decisions']}"
    erased = answer["erased"]
    if erased["reviews"]:
        yield (
            f"Erased on order, at any time, and not counted below: {erased['reviews']}"
            f" review records, signatures among them, of {erased['decisions']} decisions"
        )
    tables: dict[str, list[dict[str, Any]]] = {}
    for group in answer["groups"]:
        tables.setdefault(group["by"], []).append(group)
    for by, groups in tables.items():
        yield ""
        yield from _table(by, [*groups, {"key": "total", **answer["total"]}])


def _table(by: str, groups: list[dict[str, Any]]) -> Iterable[str]:
    rows = [[f"by {by}", "reviews", *_SHORT.values()]]
    rows += [
        [group["key"], *(_cell(group[name]) for name in ("reviews", *_SHORT))] for group in groups
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        yield "  ".join(cells)


def _cell(value: int | str | None) -> str:
    return "-" if value is None else str(value)
