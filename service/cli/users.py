"""``pinzhi users``: the people who open the pages: accounts, passwords, sessions, and the trail."""

import contextlib
import secrets
import sys
from collections.abc import Iterator
from typing import Any

import click

from service.access.roles import PERSONS
from service.cli.opening import existing_store, settings, usable
from service.cli.printing import print_as, print_json
from service.cli.users_trail import trail_command
from service.store.sqlite import SqliteStore
from service.store.users import User
from service.users.accounts import Accounts
from service.users.lockout import forget
from service.users.names import as_named
from service.users.passwords import LEAST, MOST
from service.users.refusals import PasswordRefused, UserRefused
from service.users.sessions import sessions_of
from service.users.trail import Trail

_REFUSED = {
    "password_too_short": f"A password has at least {LEAST} characters.",
    "password_too_long": f"A password has at most {MOST} characters.",
    "password_not_typed": "The password has a character that cannot be typed.",
    "password_too_simple": "The password repeats too few characters.",
    "password_has_name": "The password must not have the user's name in it.",
}

_NAME = click.argument("name", metavar="NAME")
_GENERATE = click.option(
    "--generate", is_flag=True, help="Make a password and print it, instead of reading one."
)
_ROLE = click.option(
    "--role", required=True, type=click.Choice(PERSONS), help="What the user may do."
)


@click.group("users", short_help="People who open the pages: accounts, sessions, access log.")
def users_group() -> None:
    """Make and change the accounts of people who sign in to the pages.

    Every change counts from the next page on, while the service runs, and is noted in the trail.
    What takes rights away ends the sessions that had them.
    """


users_group.add_command(trail_command)


@users_group.command("create", short_help="Make a user.")
@_NAME
@_ROLE
@click.option(
    "--client",
    metavar="CLIENT",
    help="Whose decisions are the user's own, as with API keys. Without it: the user's name.",
)
@_GENERATE
def create_command(name: str, role: str, client: str | None, generate: bool) -> None:
    """Make the user NAME. A store is made where there is none yet.

    The password is asked for at a terminal, else read from standard input, its first line.

    Exit status: 0 made, 1 refused, 2 the call cannot be carried out.
    """
    with contextlib.closing(SqliteStore(settings().store)) as store, usable(), _refusals():
        password = _password(generate)
        _accounts(store).create(as_named(name), role, password, client=client)
    click.echo(f"The user {as_named(name)}, role {role}, is made.", err=generate)
    if generate:
        click.echo(password)


@users_group.command("list", short_help="List all users.")
@print_as("text", "json")
def list_command(form: str) -> None:
    """List all users there ever were, by name.

    Exit status: 0 listed, 2 the call cannot be carried out.
    """
    with existing_store(read_only=True) as store:
        listed = Accounts(store, Trail(store)).all()
    if form == "json":
        print_json([_listed(user) for user in listed], indented=True)
        return
    if not listed:
        click.echo("There is no user yet; make one with pinzhi users create.")
    for user in listed:
        state = f"disabled since {user.disabled_at}" if user.disabled_at else "enabled"
        by = ", signs in through the provider" if user.subject else ""
        only = ", in development only" if user.development else ""
        click.echo(
            f"{user.name}  {user.role:10}  {user.client}  created {user.created_at}"
            f"  {state}{by}{only}"
        )


@users_group.command("disable", short_help="Let a user sign in no more.")
@_NAME
def disable_command(name: str) -> None:
    """Disable the user NAME, and end all of NAME's sessions.

    Exit status: 0 disabled, 1 refused, 2 the call cannot be carried out.
    """
    with _changing() as accounts:
        user = accounts.disable(as_named(name))
    click.echo(f"The user {user.name} is disabled; no session of theirs is open.")


@users_group.command("enable", short_help="Let a disabled user sign in again.")
@_NAME
def enable_command(name: str) -> None:
    """Enable the user NAME, who was disabled.

    Exit status: 0 enabled, 1 refused, 2 the call cannot be carried out.
    """
    with _changing() as accounts:
        user = accounts.enable(as_named(name))
    click.echo(f"The user {user.name} is enabled.")


@users_group.command("role", short_help="Give a user another role.")
@_NAME
@_ROLE
def role_command(name: str, role: str) -> None:
    """Give the user NAME another role, and end the sessions that have the old one.

    Exit status: 0 changed, 1 refused, 2 the call cannot be carried out.
    """
    with _changing() as accounts:
        user = accounts.set_role(as_named(name), role)
    click.echo(f"The user {user.name} has the role {user.role}; no session of theirs is open.")


@users_group.command("password", short_help="Give a user another password.")
@_NAME
@_GENERATE
def password_command(name: str, generate: bool) -> None:
    """Give the user NAME another password, read as by create, and end all of NAME's sessions.

    A lock-out after wrong passwords ends too.

    Exit status: 0 changed, 1 refused, 2 the call cannot be carried out.
    """
    with _changing() as accounts:
        accounts.get(as_named(name))
        password = _password(generate)
        user = accounts.set_password(as_named(name), password)
        forget(accounts.store, user.name)
    click.echo(
        f"The user {user.name} has another password; no session of theirs is open.", err=generate
    )
    if generate:
        click.echo(password)


@users_group.command("unlock", short_help="End a user's lock-out after wrong passwords.")
@_NAME
def unlock_command(name: str) -> None:
    """Forget the wrong passwords that were given for the user NAME.

    Exit status: 0 forgotten, 1 refused, 2 the call cannot be carried out.
    """
    with _changing() as accounts, accounts.store.turn():
        user = accounts.get(as_named(name))
        forget(accounts.store, user.name)
        accounts.trail.note("tries_forgotten", user.name)
    click.echo(f"Wrong passwords for {user.name} are forgotten.")


@users_group.command("sessions", short_help="List the open sessions of a user.")
@_NAME
@print_as("text", "json")
def sessions_command(name: str, form: str) -> None:
    """List the sessions of the user NAME that are open, newest first.

    Exit status: 0 listed, 1 refused, 2 the call cannot be carried out.
    """
    with existing_store(read_only=True) as store, _refusals():
        user = Accounts(store, Trail(store)).get(as_named(name))
        found = sessions_of(store, settings()).of(user.name)
    if form == "json":
        members = ("session_id", "opened_at", "seen_at", "ends_at")
        print_json([{m: getattr(row, m) for m in members} for row in found], indented=True)
        return
    if not found:
        click.echo(f"The user {user.name} is not signed in.")
    for row in found:
        click.echo(f"{row.session_id}  signed in {row.opened_at}  last page {row.seen_at}")


@users_group.command("sign-out", short_help="End all sessions of a user.")
@_NAME
def sign_out_command(name: str) -> None:
    """End all sessions of the user NAME, who may sign in again.

    Exit status: 0 ended, 1 refused, 2 the call cannot be carried out.
    """
    with _changing() as accounts:
        ended = accounts.sign_out(as_named(name))
    click.echo(f"{ended} sessions of {as_named(name)} ended.")


@contextlib.contextmanager
def _changing() -> Iterator[Accounts]:
    with existing_store() as store, _refusals():
        yield _accounts(store)


def _accounts(store: SqliteStore) -> Accounts:
    by = settings().client
    return Accounts(store, Trail(store, f"command of {by}" if by else "command"))


@contextlib.contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except UserRefused as refused:
        raise click.ClickException(str(refused)) from None
    except PasswordRefused as refused:
        raise click.ClickException(_REFUSED[refused.why]) from None


def _password(generate: bool) -> str:
    """Return the password to be given: a new one, or what is typed or comes in."""
    if generate:
        return secrets.token_urlsafe(15)
    if sys.stdin is not None and sys.stdin.isatty():
        typed: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        return typed
    given = b"" if sys.stdin is None else sys.stdin.buffer.readline()
    if not given:
        raise click.UsageError("No password came in; type one, or use --generate.")
    try:
        return given.decode().removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError:
        raise click.UsageError("The password that came in is not UTF-8.") from None


def _listed(user: User) -> dict[str, Any]:
    return {
        "name": user.name,
        "role": user.role,
        "client": user.client,
        "created_at": user.created_at,
        "disabled_at": user.disabled_at,
        "subject": user.subject,
        "development": user.development,
    }
