"""The command ``pinzhi``: rate, decide, explain, compare, check a ruleset, print a schema."""

import click

from service import __version__
from service.cli.explaining import compare_command, explain_command
from service.cli.rating import decide_command, rate_command
from service.cli.reference import ruleset_group, schema_group
from service.cli.streams import Commands


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="pinzhi", message="%(prog)s %(version)s")
def main() -> None:
    """Rate the non-financial standing (客户品质) of corporate borrowers."""


main.add_command(rate_command)
main.add_command(decide_command)
main.add_command(explain_command)
main.add_command(compare_command)
main.add_command(ruleset_group)
main.add_command(schema_group)
