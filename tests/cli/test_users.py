"""``users``: people are made, changed, signed out, and what they did is told."""

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest

from service.access.roles import PERSONS
from service.store import users
from service.store.sqlite import SqliteStore
from service.users.accounts import Accounts
from service.users.lockout import CHANGE, SIGN_IN, Lockout
from service.users.passwords import matches
from service.users.refusals import SignInLocked
from service.users.sessions import Sessions
from service.users.trail import Trail
from tests.cli.conftest import Pinzhi
from tests.users.conftest import PASSWORD, events, noted, user_of

TYPED = f"{PASSWORD}\n".encode()
COMMANDS = [
    *("create", "list", "disable", "enable", "role", "password", "unlock", "sessions"),
    *("sign-out", "trail"),
]
NEW = b"staple the battery to the horse\n"


def listed(pinzhi: Pinzhi, *arguments: str) -> list[dict[str, Any]]:
    called = pinzhi("users", *arguments, "--format", "json")
    assert called.exit_code == 0, called.output
    found: list[dict[str, Any]] = json.loads(called.stdout)
    return found


def test_a_user_is_made_whose_password_is_read_and_shown_nowhere(
    pinzhi: Pinzhi, store: SqliteStore
) -> None:
    called = pinzhi(
        "users", "create", "Li.Na", "--role", "committee", "--client", "desk-2", stdin=TYPED
    )

    assert (called.exit_code, called.stdout) == (0, "The user li.na, role committee, is made.\n")
    user = users.get(store, "li.na")
    assert user is not None
    assert matches(user.password, PASSWORD)
    (told,) = listed(pinzhi, "list")
    assert told == {
        "name": "li.na",
        "role": "committee",
        "client": "desk-2",
        "created_at": user.created_at,
        "disabled_at": None,
        "subject": None,
        "development": False,
    }
    text = pinzhi("users", "list").stdout
    assert text.split()[:3] == ["li.na", "committee", "desk-2"]
    assert "enabled" in text
    assert "argon2" not in text


def test_a_password_that_is_made_is_printed_alone(pinzhi: Pinzhi, store: SqliteStore) -> None:
    called = pinzhi("users", "create", "li.na", "--role", "auditor", "--generate")

    password = called.stdout.strip()
    user = users.get(store, "li.na")
    assert user is not None
    assert matches(user.password, password)
    assert len(password) == 20
    assert password not in called.stderr


@pytest.mark.parametrize("role", PERSONS)
def test_every_role_of_persons_has_users(pinzhi: Pinzhi, store: SqliteStore, role: str) -> None:
    user_of(store, "somebody.else")
    called = pinzhi("users", "role", "somebody.else", "--role", role)

    assert called.exit_code == (1 if role == "committee" else 0)
    user = users.get(store, "somebody.else")
    assert user is not None
    assert user.role == role


def test_whatever_takes_rights_away_ends_the_sessions(pinzhi: Pinzhi, store: SqliteStore) -> None:
    user_of(store, "li.na")
    sessions = Sessions(store)
    for arguments, stdin in (
        (("role", "li.na", "--role", "auditor"), None),
        (("password", "li.na"), NEW),
        (("sign-out", "li.na"), None),
        (("disable", "li.na"), None),
    ):
        token = sessions.open("li.na")
        assert sessions.recognise(token) is not None, arguments
        called = pinzhi("users", *arguments, stdin=stdin)
        assert called.exit_code == 0, called.output
        assert sessions.recognise(token) is None, arguments
    user = users.get(store, "li.na")
    assert user is not None
    assert matches(user.password, NEW.decode().strip())
    assert user.disabled_at is not None
    assert pinzhi("users", "enable", "li.na").exit_code == 0
    assert sessions.recognise(sessions.open("li.na")) is not None


def test_open_sessions_are_listed_and_counted(pinzhi: Pinzhi, store: SqliteStore) -> None:
    user_of(store, "li.na")
    assert pinzhi("users", "sessions", "li.na").stdout == "The user li.na is not signed in.\n"
    sessions = Sessions(store)
    tokens = [sessions.open("li.na") for _ in range(2)]

    found = listed(pinzhi, "sessions", "li.na")

    assert [list(row) for row in found] == [["session_id", "opened_at", "seen_at", "ends_at"]] * 2
    assert not any(token in str(found) for token in tokens)
    assert found[0]["session_id"] in pinzhi("users", "sessions", "li.na").stdout
    assert pinzhi("users", "sign-out", "li.na").stdout == "2 sessions of li.na ended.\n"


@pytest.mark.parametrize("purpose", [SIGN_IN, CHANGE])
@pytest.mark.parametrize("way", [("unlock", None), ("password", NEW)])
def test_a_lock_out_is_ended(
    pinzhi: Pinzhi, store: SqliteStore, way: tuple[str, bytes | None], purpose: str
) -> None:
    user_of(store, "li.na")
    lockout = Lockout(store, purpose)
    for _ in range(20):
        with contextlib.suppress(SignInLocked):
            lockout.begin("li.na")
    with pytest.raises(SignInLocked):
        lockout.begin("li.na")

    assert pinzhi("users", way[0], "li.na", stdin=way[1]).exit_code == 0

    lockout.begin("li.na")


def test_the_trail_says_who_did_what_and_by_which_way(
    pinzhi: Pinzhi, store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINZHI_CLIENT", "operations")
    user_of(store, "li.na")
    Trail(store, "192.0.2.7").note_page("viewed", "li.na", "/decisions/<decision_id>", ("a" * 32,))
    pinzhi("users", "disable", "li.na")
    pinzhi("users", "enable", "li.na")
    pinzhi("users", "unlock", "li.na")

    assert events(store)[1:] == [
        ("user_disabled", "li.na"),
        ("user_enabled", "li.na"),
        ("tries_forgotten", "li.na"),
    ]
    assert {entry.origin for entry in noted(store)[1:]} == {"command of operations"}
    lines = pinzhi("users", "trail").stdout.splitlines()
    assert len(lines) == 4
    assert lines[0].split() == [
        noted(store)[0].at,
        "viewed",
        "li.na",
        "192.0.2.7",
        "/decisions/<decision_id>",
        "a" * 32,
    ]
    as_json = pinzhi("users", "trail", "--format", "json").stdout.splitlines()
    assert [json.loads(line)["event"] for line in as_json][:2] == ["viewed", "user_disabled"]


def test_a_restored_store_names_the_users_who_may_sign_in_to_it(
    pinzhi: Pinzhi, store: SqliteStore, tmp_path: Path
) -> None:
    user_of(store, "li.na")
    user_of(store, "wang.wei", disabled_at="2026-06-30T00:00:00.000000+00:00")
    store.close()
    copy = tmp_path / "copy.sqlite3"
    assert pinzhi("store", "backup", copy).exit_code == 0
    pinzhi("users", "disable", "li.na")

    called = pinzhi("store", "restore", copy, "--replace")

    assert "Users in it: li.na. Disable who was disabled since." in called.stdout, called.output
    called = pinzhi("store", "restore", copy, "--replace", "--format", "json")
    assert json.loads(called.stdout)["users"] == ["li.na"]


@pytest.mark.parametrize(
    ("chosen", "count"),
    [
        (("--user", "Li.Na"), 2),
        (("--event", "viewed"), 2),
        (("--decision", "b" * 32), 1),
        (("--since", "2000-01-01"), 3),
        (("--until", "2000-01-01"), 0),
        (("--limit", "1"), 1),
        (("--user", "nobody"), 0),
    ],
)
def test_the_trail_gives_what_is_asked_for(
    pinzhi: Pinzhi, store: SqliteStore, chosen: tuple[str, ...], count: int
) -> None:
    trail = Trail(store)
    trail.note("signed_in", "wang.wei")
    trail.note_page("viewed", "li.na", "/compare", ("a" * 32, "b" * 32))

    assert len(pinzhi("users", "trail", *chosen).stdout.splitlines()) == count


@pytest.mark.parametrize(
    ("arguments", "stdin", "why"),
    [
        (("create", "li.na", "--role", "auditor"), TYPED, "There is a user li.na already."),
        (("create", "wang wei", "--role", "auditor"), TYPED, "A user's name is 1 to 64 of"),
        (("create", "wang.wei", "--role", "auditor"), b"short\n", "A password has at least 12"),
        (("create", "wang.wei", "--role", "auditor"), b"a" * 12, "The password repeats too few"),
        (("create", "wang.wei", "--role", "auditor"), b"ab\x01" * 9, "The password has a char"),
        (("create", "wang.wei", "--role", "auditor"), b"x" * 300, "A password has at most 200"),
        (("password", "li.na"), b"li.na is my name", "The password must not have the user's"),
        (("password", "nobody"), TYPED, "There is no user nobody."),
        (("disable", "nobody"), None, "There is no user nobody."),
        (("enable", "li.na"), None, "The user li.na is not disabled."),
        (("sessions", "nobody"), None, "There is no user nobody."),
        (("sign-out", "nobody"), None, "There is no user nobody."),
        (("unlock", "nobody"), None, "There is no user nobody."),
    ],
)
def test_what_is_refused_says_why(
    pinzhi: Pinzhi, store: SqliteStore, arguments: tuple[str, ...], stdin: bytes | None, why: str
) -> None:
    user_of(store, "li.na")

    called = pinzhi("users", *arguments, stdin=stdin)

    assert (called.exit_code, called.stdout) == (1, "")
    assert called.stderr.startswith(f"Error: {why}")
    assert [user.name for user in users.every(store)] == ["li.na"]


def test_without_a_password_nobody_is_made(pinzhi: Pinzhi, store: SqliteStore) -> None:
    called = pinzhi("users", "create", "li.na", "--role", "auditor")

    assert called.exit_code == 2
    assert "No password came in" in called.stderr
    assert Accounts(store, Trail(store)).all() == []


@pytest.mark.parametrize(
    "arguments",
    [("list",), ("disable", "x"), ("password", "x"), ("sessions", "x"), ("trail",)],
)
def test_only_create_makes_a_store(pinzhi: Pinzhi, arguments: tuple[str, ...]) -> None:
    called = pinzhi("users", *arguments, stdin=TYPED)

    assert called.exit_code == 2
    assert "There is no store of decisions at " in called.stderr


@pytest.mark.parametrize(
    "command",
    [
        "",
        *[
            "create",
            "list",
            "disable",
            "enable",
            "role",
            "password",
            "unlock",
            "sessions",
            "sign-out",
            "trail",
        ],
    ],
)
def test_every_command_has_help_with_its_exit_status(pinzhi: Pinzhi, command: str) -> None:
    called = pinzhi("users", *command.split(), "--help")

    assert called.exit_code == 0
    assert "Exit status: 0 " in called.stdout or not command
