"""What the document on users says is what the service does."""

import re
from datetime import timedelta

import click
import pytest

from service.access.roles import OWN_ONLY, PAGES, PERSONS, PUBLIC
from service.cli.users import users_group
from service.settings import Settings
from service.users import lockout, passwords
from service.users.provider_file import CALLBACK, read_provider_file
from service.web.sign_in import PASSWORDS
from tests.dossiers import ROOT

DOCUMENT = (ROOT / "docs/users.md").read_text("utf-8")
PROSE = " ".join(DOCUMENT.split())


def rows(title: str) -> list[list[str]]:
    """The cells of the rows of the table in a section, without its head."""
    section = DOCUMENT.partition(f"## {title}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_the_table_of_pages_says_who_may_open_which() -> None:
    told = {row[0].strip("`"): row[1:] for row in rows("What each role may open")}
    may = {
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", name): [role in roles for role in PERSONS]
        for name, roles in PAGES.items()
        if roles is not PUBLIC
    }

    assert {page: [bool(cell) for cell in cells] for page, cells in told.items()} == may
    for page, cells in told.items():
        for role, cell in zip(PERSONS, cells, strict=True):
            if "{decision_id}" in page and cell:
                assert cell == ("own" if role in OWN_ONLY else "yes"), page


def test_the_table_of_commands_has_them_all() -> None:
    told = {words.strip("`").split()[2] for words, *_ in rows("Making users")}

    assert told == set(users_group.commands)


@pytest.mark.parametrize("name", sorted(users_group.commands))
def test_the_arguments_of_a_command_are_those_that_it_takes(name: str) -> None:
    (shown,) = [row[0].strip("`") for row in rows("Making users") if f" {name}" in row[0][:28]]
    command = users_group.commands[name]
    needed = [parameter for parameter in command.params if parameter.required]

    assert ("NAME" in shown) == any(isinstance(p, click.Argument) for p in needed)
    assert ("--role" in shown) == any(p.name == "role" for p in needed)


def test_the_limits_are_those_of_the_service() -> None:
    settings = Settings()
    longest = lockout.LONGEST // timedelta(minutes=1)
    for told in (
        f"{passwords.LEAST} to {passwords.MOST} characters",
        f"after {settings.session_minutes} minutes without a page",
        f"after {settings.session_hours} hours in any case",
        "After the third wrong password in a row for a name no password is looked at for a second",
        f"up to {longest} minutes",
        "look at two passwords a second at most (ten at once after a pause)",
    ):
        assert told in PROSE, told
    assert (lockout.FREE, PASSWORDS.rate, PASSWORDS.burst) == (3, 2, 10)


def test_the_members_of_the_file_about_the_provider_are_all_told() -> None:
    told = re.findall(
        r"`(\w+)`", " ".join(r[0] for r in rows("Signing in with the bank's accounts"))
    )
    example = (ROOT / "deploy/oidc.toml").read_text("utf-8")
    named = re.findall(r"^(?:# )?(\w+) = |^\[(\w+)\]", example, re.MULTILINE)

    assert sorted(told) == sorted({name or table for name, table in named if '"' not in name})
    assert read_provider_file(ROOT / "deploy/oidc.toml").redirect.endswith(CALLBACK)
    assert CALLBACK in PROSE
