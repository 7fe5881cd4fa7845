"""The commands of the auditor: write a bundle of records with their proofs, and check one."""

import contextlib
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from service.audit.bundle import BundleFaulty, Exported, NotCovered, NothingRecorded, export
from service.audit.selection import NotRecorded, Request
from service.audit.verifier import Audit, lines, open_vkey, printable, read_kept
from service.audit.zipping import CannotHold
from service.cli.keeping import DAY
from service.cli.opening import client, existing_store, settings
from service.cli.printing import print_as, print_json
from service.cli.streams import Unusable
from service.ledger.checkpoints import LedgerInconsistent, make_checkpoint
from service.ledger.key_records import record_keys
from service.ledger.keys import KeyFolder, KeysUnavailable
from service.ledger.proofs import base64_text
from service.store.port import RecordDamaged

_DAMAGED = "No bundle was written: {}. Run pinzhi ledger verify."


@click.command("export-audit", short_help="Write records and their proofs for an auditor.")
@click.option(
    "--decision",
    "decisions",
    metavar="ID",
    multiple=True,
    help="The decision of this id, and every record about it. May be repeated.",
)
@click.option("--since", metavar="DATE", type=DAY, help="Records of DATE (UTC) or later.")
@click.option("--until", metavar="DATE", type=DAY, help="With --since: none later than DATE.")
@click.option("--all", "every", is_flag=True, help="The whole ledger.")
@click.option(
    "-o",
    "--output",
    "target",
    metavar="FILE",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The zip file to write; it must not exist.",
)
def export_command(
    decisions: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    every: bool,
    target: Path,
) -> None:
    """Write an audit bundle: records, rulesets, proofs, checkpoints, public keys, a verifier.

    A checkpoint covers everything in it; where there is none yet, one is signed by the keys in
    the folder named by PINZHI_KEYS. The bundle is checked before it gets its name. It holds the
    borrowers' dossiers: hand it over as you would those.

    Exit status: 0 written, 1 the records are damaged, 2 the call cannot be carried out.
    """
    if bool(decisions) + (since is not None) + every != 1 or (until and not since):
        raise click.UsageError("Give --decision, or --since and perhaps --until, or --all.")
    if since and until and until < since:
        raise click.UsageError("--until is before --since.")
    request = Request(decisions, _day(since), _day(until))
    with _faults(target):
        try:
            with existing_store(read_only=True) as store:
                exported = export(store, request, target)
        except NotCovered:
            with existing_store() as store:
                keys = KeyFolder(settings().keys)
                record_keys(store, keys, client())
                checkpoint = make_checkpoint(store, keys)
                exported = export(store, request, target, checkpoint.size)
    _tell(target, exported)


@click.command("verify-bundle", short_help="Check an audit bundle.")
@click.argument("bundle", type=click.Path(dir_okay=False))
@click.option(
    "--key",
    "vkeys",
    metavar="VKEY",
    multiple=True,
    help="A public key that you trust. May be repeated.",
)
@click.option(
    "--checkpoint",
    "kept",
    metavar="FILE",
    multiple=True,
    type=click.Path(dir_okay=False),
    help="A checkpoint that you kept. May be repeated.",
)
@print_as("text", "json")
def verify_command(bundle: str, vkeys: tuple[str, ...], kept: tuple[str, ...], form: str) -> None:
    """Check every digest, proof and signature of the audit bundle BUNDLE; name what is wrong.

    It is what verify.py in the bundle does, and needs neither a store nor keys. Without --key
    the keys are the bundle's own.

    Exit status: 0 sound, 1 faults, 2 the check cannot be carried out, 141 nobody reads the
    output any more.
    """
    try:
        for key in vkeys:
            open_vkey(key)
        audit = Audit(bundle, vkeys, read_kept(kept))
    except (OSError, ValueError) as error:
        raise Unusable(f"The check cannot be carried out: {error}") from error
    if form == "json":
        print_json(_report(audit, given=bool(vkeys)), indented=True)
    else:
        for line in lines(audit, vkeys):
            click.echo(printable(line, "utf-8"))
    sys.exit(1 if audit.faults else 0)


def _report(audit: Audit, *, given: bool) -> dict[str, Any]:
    root = audit.roots.get(audit.size)
    return {
        "sound": not audit.faults,
        "faults": [fault._asdict() for fault in audit.faults],
        "asked_for": audit.manifest.get("asked_for"),
        "records": len(audit.times) - audit.gaps,
        "gaps": audit.gaps,
        "checkpoint": root
        and {
            "origin": audit.manifest["origin"],
            "size": audit.size,
            "root": base64_text(root),
        },
        "keys_given": given,
        "trusted_keys": audit.trusted,
    }


def _tell(target: Path, exported: Exported) -> None:
    head = exported.head
    decisions = "1 decision" if exported.decisions == 1 else f"{exported.decisions} decisions"
    click.echo(
        f"{target}: {exported.records} records ({decisions}), and"
        f" {exported.gaps} erased by certificate."
    )
    click.echo("All of them are in the ledger of this checkpoint:")
    for line in (head.origin, head.size, base64_text(head.root)):
        click.echo(f"  {line}")


def _day(moment: datetime | None) -> str | None:
    return None if moment is None else moment.date().isoformat()


@contextlib.contextmanager
def _faults(target: Path) -> Iterator[None]:
    """Turn what stops an export into the messages of a command."""
    try:
        yield
    except NothingRecorded:
        raise Unusable("There is nothing to export: the ledger has no records.") from None
    except NotRecorded as missing:
        raise Unusable(f"No bundle was written: {missing}.") from missing
    except (KeysUnavailable, NotCovered) as missing:
        raise Unusable(
            "No bundle was written: there is no checkpoint of all the records asked for, and"
            f" none can be signed: {missing}"
        ) from missing
    except (BundleFaulty, RecordDamaged, LedgerInconsistent) as damaged:
        raise click.ClickException(_DAMAGED.format(str(damaged).rstrip("."))) from damaged
    except FileExistsError as there:
        raise Unusable(
            f"{there.filename} exists already, and is not written over."
            " A .part is that of an export under way, or broken off."
        ) from there
    except (OSError, CannotHold) as fault:
        raise Unusable(f"{target} cannot be written: {fault}") from fault
