"""``pinzhi keys``: the API keys that clients of the service prove themselves with."""

import contextlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import click

from service.access.keys import MAX_DAYS, Keys, Made
from service.access.refusals import KeyRefused
from service.access.roles import ROLES
from service.cli.opening import existing_store, settings, usable
from service.cli.printing import print_as, print_json
from service.store.api_keys import ApiKey
from service.store.sqlite import SqliteStore

_MAX_HOURS = 24 * 366

_EXPIRES_IN = click.option(
    "--expires-in",
    type=click.IntRange(1, MAX_DAYS),
    metavar="DAYS",
    help="Days for which the new key is valid.",
)


@click.group("keys", short_help="API keys of the service: create, list, rotate, revoke.")
def keys_group() -> None:
    """Make, list, rotate and revoke the keys that clients of the service send.

    A key is printed once, when it is made; the store keeps what recognises it, not the key. Every
    change counts from the next request on, while the service runs.
    """


@keys_group.command("create", short_help="Make a key for a client.")
@click.option(
    "--role", required=True, type=click.Choice(ROLES), help="What the key is to be used for."
)
@click.option(
    "--client",
    metavar="NAME",
    help="Whose key it is, as records name it; two keys of one name see the same decisions as"
    " their own. Without it: the key's id.",
)
@_EXPIRES_IN
@print_as("text", "json")
def create_command(role: str, client: str | None, expires_in: int | None, form: str) -> None:
    """Make a key, and print it: this once. A store is made where there is none yet.

    Without --expires-in it is valid until it is revoked.

    Exit status: 0 made, 1 refused, 2 the call cannot be carried out.
    """
    with contextlib.closing(SqliteStore(settings().store)) as store, usable(), _refusals():
        made = Keys(store).create(role, client, expires_in=_days(expires_in))
    _print_made(made, form)


@keys_group.command("list", short_help="List all keys there ever were.")
@print_as("text", "json")
def list_command(form: str) -> None:
    """List all keys, oldest first, and what they are now: valid, expired or revoked.

    Exit status: 0 listed, 2 the call cannot be carried out.
    """
    with existing_store(read_only=True) as store:
        keys = Keys(store)
        listed = [(key, keys.state(key)) for key in keys.all()]
    if form == "json":
        print_json([_listed(key, state) for key, state in listed], indented=True)
        return
    if not listed:
        click.echo("There is no key yet; make one with pinzhi keys create.")
    for key, state in listed:
        ends = key.revoked_at if state == "revoked" else key.expires_at
        until = f" {'since' if state != 'valid' else 'until'} {ends}" if ends else ""
        then = f", then {key.replaced_by}" if key.replaced_by and state == "valid" else ""
        only = ", in development only" if key.development else ""
        click.echo(
            f"{key.key_id}  {key.role:10}  {key.client}  created {key.created_at}"
            f"  {state}{until}{then}{only}"
        )


@keys_group.command("rotate", short_help="Make a new key in the place of one.")
@click.argument("key_id", metavar="ID")
@click.option(
    "--overlap",
    type=click.IntRange(0, _MAX_HOURS),
    default=24,
    show_default=True,
    metavar="HOURS",
    help="Hours for which the old key stays valid; 0: it ends at once.",
)
@_EXPIRES_IN
@print_as("text", "json")
def rotate_command(key_id: str, overlap: int, expires_in: int | None, form: str) -> None:
    """Make a new key for the client and role of the key ID, and print it: this once.

    The old one expires after the overlap, or earlier where it was to. Without --expires-in the
    new key is valid for as long as the old one was from the start.

    Exit status: 0 made, 1 refused, 2 the call cannot be carried out.
    """
    with existing_store() as store, _refusals():
        made = Keys(store).rotate(
            key_id, overlap=timedelta(hours=overlap), expires_in=_days(expires_in)
        )
    _print_made(made, form)


@keys_group.command("revoke", short_help="End a key at once and for good.")
@click.argument("key_id", metavar="ID")
def revoke_command(key_id: str) -> None:
    """Revoke the key ID: no request with it is taken any more, and it never comes back.

    Exit status: 0 revoked, 1 refused, 2 the call cannot be carried out.
    """
    with existing_store() as store, _refusals():
        key = Keys(store).revoke(key_id)
    click.echo(f"The key {key.key_id} of {key.client} is revoked.")


def _days(days: int | None) -> timedelta | None:
    return None if days is None else timedelta(days=days)


@contextlib.contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except KeyRefused as refused:
        raise click.ClickException(str(refused)) from None


def _print_made(made: Made, form: str) -> None:
    key = made.key
    if form == "json":
        told = _told(key)
        print_json({"id": told.pop("id"), "key": made.text, **told})
        return
    until = "it is revoked" if key.expires_at is None else key.expires_at
    click.echo(
        f"Key {key.key_id} of {key.client}, role {key.role}, valid until {until}. It is shown this"
        " once:",
        err=True,
    )
    click.echo(made.text)


def _told(key: ApiKey) -> dict[str, Any]:
    return {
        "id": key.key_id,
        "role": key.role,
        "client": key.client,
        "created_at": key.created_at,
        "expires_at": key.expires_at,
    }


def _listed(key: ApiKey, state: str) -> dict[str, Any]:
    return {
        **_told(key),
        "revoked_at": key.revoked_at,
        "replaced_by": key.replaced_by,
        "state": state,
        "development": key.development,
    }
