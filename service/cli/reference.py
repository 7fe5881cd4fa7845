"""The commands about what dossiers are rated by: ``ruleset check`` and ``schema dossier``."""

import sys
from pathlib import Path

import click
import orjson

from service.dossier.jsonschema import dossier_schema
from service.dossier.schema import DossierSchema
from service.engine.compile import compile_ruleset
from service.errors import EngineFailure
from service.records.policy import FILE, load_records_policy
from service.ruleset import catalogue
from service.ruleset.load import RulesetRejected, load_ruleset


@click.group("ruleset", short_help="Check a ruleset.")
def ruleset_group() -> None:
    """Work on rulesets."""


@ruleset_group.command("check", short_help="Check the ruleset in a folder.")
@click.argument("path", type=click.Path(exists=True, file_okay=False, path_type=Path))
def check_command(path: Path) -> None:
    """Check the ruleset in the folder PATH and print one line for each fault.

    A sound ruleset is also put to use: dossiers must have room for its facts, and the rule
    engine must be able to run it. PATH may also hold a policy of records (records.yaml).

    Exit status: 0 sound, 1 faults, 2 the call cannot be carried out, 141 nobody reads the
    output any more.
    """
    try:
        if (path / FILE).is_file():
            policy = load_records_policy(path, catalogue.active().patterns)
            click.echo(f"ok {policy.id} {policy.version} {policy.digest}")
            return
        ruleset = load_ruleset(path)
        DossierSchema(ruleset)
    except RulesetRejected as rejected:
        for fault in rejected.faults:
            click.echo(str(fault))
        sys.exit(1)
    try:
        compile_ruleset(ruleset)
    except EngineFailure as failure:
        click.echo(f"{ruleset.id} {ruleset.version}: the rule engine cannot run it: {failure}")
        sys.exit(1)
    click.echo(f"ok {ruleset.id} {ruleset.version} {ruleset.digest}")


@click.group("schema", short_help="Print the schema of a dossier.")
def schema_group() -> None:
    """Print schemas."""


@schema_group.command("dossier", short_help="Print the JSON Schema of a dossier.")
def dossier_command() -> None:
    """Print the JSON Schema (2020-12) of a dossier."""
    schema = dossier_schema(catalogue.active())
    # Bytes, for JSON is UTF-8 whatever the terminal is.
    click.echo(orjson.dumps(schema, option=orjson.OPT_INDENT_2))
