"""The command ``pinzhi``: rate, decide, explain, compare, check a ruleset, print a schema."""

import click

from service import __version__
from service.cli.audit import export_command, verify_command
from service.cli.batches import batches_group
from service.cli.decisions import decisions_group
from service.cli.explaining import compare_command, explain_command
from service.cli.holds import hold_group
from service.cli.keys import keys_group
from service.cli.ledger import ledger_group
from service.cli.portfolio import portfolio_command
from service.cli.rating import decide_command, rate_command
from service.cli.reference import ruleset_group, schema_group
from service.cli.replay import replay_command
from service.cli.report import report_group
from service.cli.retention import retention_group
from service.cli.review import review_command
from service.cli.store import store_group
from service.cli.streams import Commands
from service.cli.users import users_group


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="pinzhi", message="%(prog)s %(version)s")
def main() -> None:
    """Rate the non-financial standing (客户品质) of corporate borrowers."""


main.add_command(rate_command)
main.add_command(decide_command)
main.add_command(explain_command)
main.add_command(compare_command)
main.add_command(decisions_group)
main.add_command(replay_command)
main.add_command(review_command)
main.add_command(report_group)
main.add_command(portfolio_command)
main.add_command(retention_group)
main.add_command(hold_group)
main.add_command(ledger_group)
main.add_command(keys_group)
main.add_command(users_group)
main.add_command(store_group)
main.add_command(batches_group)
main.add_command(export_command)
main.add_command(verify_command)
main.add_command(ruleset_group)
main.add_command(schema_group)
