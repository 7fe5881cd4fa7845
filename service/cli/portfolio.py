"""``pinzhi portfolio``: count what decisions come to over a period, as the page does."""

import sys

import click

from service.cli.keeping import opened
from service.cli.streams import Unusable
from service.language.catalogue import LANGUAGES
from service.paper.pen import Pen
from service.portfolio.count import count_portfolio
from service.portfolio.periods import read_periods
from service.portfolio.portfolio import TABLES, cells
from service.records.query import BadQuery, read_query
from service.ruleset import catalogue
from service.spreadsheets import csv_bytes
from service.store.portfolio import forget, keep, last_day, to_keep
from service.store.postings import SEGMENT

_WRONG = {
    "no_date": "is no date such as 2026-11-22",
    "reversed": "is before the period begins",
    "overlapping": "is not before the other period begins",
}


@click.command("portfolio", short_help="Count grades, findings, unknown facts and movement.")
@click.option("--since", metavar="DATE", help="First day of the period (UTC).")
@click.option("--until", metavar="DATE", help="Last day of the period (default: the newest).")
@click.option("--earlier-since", metavar="DATE", help="First day of the earlier period.")
@click.option("--earlier-until", metavar="DATE", help="Last day of the earlier period.")
@click.option("--ruleset", metavar="RULESET", help="Id of the ruleset, ID@VERSION, or its digest.")
@click.option(
    "--table",
    type=click.Choice(TABLES),
    default=TABLES[0],
    show_default=True,
    help="What to print, as CSV.",
)
@click.option(
    "--lang", type=click.Choice(LANGUAGES), default=LANGUAGES[0], help="Language of titles."
)
@click.option("--anew", is_flag=True, help="Read all results anew, not those not yet read.")
def portfolio_command(
    ruleset: str | None, table: str, lang: str, anew: bool, **given: str | None
) -> None:
    """Count each borrower by its latest decision in the period, and print one table as CSV.

    The period is the twelve months to the newest decision, the earlier period the twelve before
    it, unless options say otherwise. Results that nobody has counted yet are read first, which
    takes some 0.3 ms each, once; the page of the portfolio then need not read them.

    Exit status: 0 printed, 2 the call cannot be carried out, 141 nobody reads the output any
    more.
    """
    if ruleset is not None:
        _insist_on_ruleset(ruleset)
    with opened() as store:
        last = last_day(store)
        if last is None:
            raise Unusable(f"No decision is recorded in {store.path} (PINZHI_STORE).")
        said = {name: text for name, text in given.items() if text is not None}
        periods, faults = read_periods(said, last)
        for name, fault in faults.items():
            raise click.UsageError(f"--{name.replace('_', '-')} {_WRONG[fault]}.")
        if anew:
            forget(store)
        segments = to_keep(store)
        if segments:
            count = len(segments) * SEGMENT
            click.echo(f"Reading up to {count:,} results for the first time.", err=True)
        keep(store, segments)
        named = catalogue.active()
        counted = count_portfolio(store, periods, ruleset, named)
    pen = Pen(named, lang)
    codes = [row.code for row in counted.findings] + [fact for fact, _ in counted.unknown]
    rows = cells(counted, table, {code: pen.title(code) for code in codes})
    sys.stdout.buffer.write(csv_bytes(rows))
    sys.stdout.buffer.flush()


def _insist_on_ruleset(text: str) -> None:
    try:
        read_query([("ruleset", text)])
    except BadQuery as error:
        raise click.UsageError(f"--ruleset {error.why}.") from error
