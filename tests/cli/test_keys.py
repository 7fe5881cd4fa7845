"""``keys``: API keys are made and printed once, listed, rotated and revoked."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from service.access.keys import Keys
from service.access.roles import ROLES
from service.store.sqlite import SqliteStore
from tests.cli.conftest import Pinzhi
from tests.dossiers import ROOT

TEXT = re.compile(r"pz_([0-9a-f]{12})_[A-Za-z0-9_-]{43}")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00")


def created(pinzhi: Pinzhi, *options: str) -> dict[str, Any]:
    called = pinzhi("keys", "create", *options, "--format", "json")
    assert called.exit_code == 0, called.output
    made: dict[str, Any] = json.loads(called.stdout)
    return made


def listed(pinzhi: Pinzhi) -> list[dict[str, Any]]:
    called = pinzhi("keys", "list", "--format", "json")
    assert called.exit_code == 0
    keys: list[dict[str, Any]] = json.loads(called.stdout)
    return keys


def test_a_key_is_printed_as_json_and_recognised(pinzhi: Pinzhi, store: SqliteStore) -> None:
    made = created(pinzhi, "--role", "originator")
    assert list(made) == ["id", "key", "role", "client", "created_at", "expires_at"]
    found = TEXT.fullmatch(made["key"])
    assert found is not None
    assert found[1] == made["id"] == made["client"]
    assert (made["role"], made["expires_at"]) == ("originator", None)
    assert TIME.fullmatch(made["created_at"])
    principal = Keys(store).recognise(made["key"])
    assert principal is not None
    assert (principal.key_id, principal.role) == (made["id"], "originator")


def test_what_the_document_shows_is_what_is_printed(pinzhi: Pinzhi) -> None:
    document = (ROOT / "docs/access.md").read_text("utf-8")
    shown = re.search(r"^\$ pinzhi (keys create .+)\n(\{.+)$", document, re.MULTILINE)
    assert shown is not None
    printed = pinzhi(*shown[1].split()).stdout
    members = re.findall(r'"(\w+)":', shown[2])
    assert members == list(json.loads(printed))[: len(members)]
    assert '"role":"originator","client":"los-north"' in printed
    assert '"role":"originator","client":"los-north"' in shown[2]


def test_the_text_prints_the_key_alone_to_standard_output(pinzhi: Pinzhi) -> None:
    called = pinzhi("keys", "create", "--role", "committee", "--client", "desk.7")
    assert TEXT.fullmatch(called.stdout.strip())
    assert "of desk.7, role committee, valid until it is revoked" in called.stderr
    assert called.stdout.strip() not in called.stderr


def test_a_key_is_listed_without_its_text(pinzhi: Pinzhi, store: SqliteStore) -> None:
    made = created(pinzhi, "--role", "auditor", "--client", "audit", "--expires-in", "30")
    secret = made.pop("key").split("_", 2)[2]
    assert listed(pinzhi) == [
        {**made, "revoked_at": None, "replaced_by": None, "state": "valid", "development": False}
    ]
    text = pinzhi("keys", "list").stdout
    assert text.split()[:3] == [made["id"], "auditor", "audit"]
    assert f"valid until {made['expires_at']}" in text
    store.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for printed in (text, json.dumps(listed(pinzhi)), store.path.read_bytes().decode("latin-1")):
        assert secret not in printed


def test_a_rotated_key_stays_valid_for_the_overlap_and_is_replaced(
    pinzhi: Pinzhi, store: SqliteStore
) -> None:
    old = created(pinzhi, "--role", "originator", "--client", "los-north")
    called = pinzhi("keys", "rotate", old["id"], "--format", "json")
    new = json.loads(called.stdout)
    assert (new["role"], new["client"], new["expires_at"]) == ("originator", "los-north", None)
    keys = Keys(store)
    for made in (old, new):
        assert keys.recognise(made["key"]) is not None
    (kept, _) = listed(pinzhi)
    assert kept["replaced_by"] == new["id"]
    assert kept["expires_at"] is not None
    assert f"then {new['id']}" in pinzhi("keys", "list").stdout


def test_without_overlap_a_rotated_key_ends_at_once(pinzhi: Pinzhi, store: SqliteStore) -> None:
    old = created(pinzhi, "--role", "originator")
    called = pinzhi("keys", "rotate", old["id"], "--overlap", "0")
    keys = Keys(store)
    assert keys.recognise(old["key"]) is None
    assert keys.recognise(called.stdout.strip()) is not None
    assert [key["state"] for key in listed(pinzhi)] == ["expired", "valid"]


def test_a_key_of_limited_life_is_rotated_into_one_of_as_long_a_life(pinzhi: Pinzhi) -> None:
    old = created(pinzhi, "--role", "originator", "--expires-in", "1")
    pinzhi("keys", "rotate", old["id"], "--overlap", "8000")
    kept, new = listed(pinzhi)
    # No overlap makes a key's life longer than it was to be.
    assert kept["expires_at"] == old["expires_at"]
    for key in (kept, new):
        created_at, expires_at = (
            datetime.fromisoformat(key[name]) for name in ("created_at", "expires_at")
        )
        assert expires_at - created_at == timedelta(days=1)
    called = pinzhi("keys", "rotate", new["id"], "--expires-in", "700", "--format", "json")
    assert json.loads(called.stdout)["expires_at"] > new["expires_at"]


def test_a_revoked_key_never_comes_back(pinzhi: Pinzhi, store: SqliteStore) -> None:
    made = created(pinzhi, "--role", "admin", "--client", "ops")
    called = pinzhi("keys", "revoke", made["id"])
    assert called.stdout == f"The key {made['id']} of ops is revoked.\n"
    assert Keys(store).recognise(made["key"]) is None
    assert [key["state"] for key in listed(pinzhi)] == ["revoked"]
    assert "revoked since" in pinzhi("keys", "list").stdout
    for command in ("revoke", "rotate"):
        again = pinzhi("keys", command, made["id"])
        assert again.exit_code == 1
        assert "revoked" in again.stderr


def test_what_is_refused_says_why(pinzhi: Pinzhi) -> None:
    made = created(pinzhi, "--role", "policy")
    pinzhi("keys", "rotate", made["id"])
    for arguments, why in (
        (("rotate", "x"), "There is no key x."),
        (("revoke", "x"), "There is no key x."),
        (("rotate", made["id"]), f"The key {made['id']} was rotated; rotate "),
        (("create", "--role", "admin", "--client", "a b"), "A client's name is 1 to 64 of "),
        (("create", "--role", "admin", "--client", "x" * 65), "A client's name is 1 to 64 of "),
    ):
        called = pinzhi("keys", *arguments)
        assert (called.exit_code, called.stdout) == (1, "")
        assert called.stderr.startswith(f"Error: {why}")
    assert len(listed(pinzhi)) == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("create",),
        ("create", "--role", "root"),
        ("create", "--role", "admin", "--expires-in", "0"),
        ("create", "--role", "admin", "--expires-in", "3651"),
        ("rotate", "x", "--overlap", "-1"),
    ],
)
def test_a_call_that_cannot_be_meant_makes_nothing(
    pinzhi: Pinzhi, store: SqliteStore, arguments: tuple[str, ...]
) -> None:
    assert pinzhi("keys", *arguments).exit_code == 2
    assert Keys(store).all() == []


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_keys(pinzhi: Pinzhi, role: str) -> None:
    assert created(pinzhi, "--role", role)["role"] == role


@pytest.mark.parametrize("arguments", [("list",), ("rotate", "x"), ("revoke", "x")])
def test_only_create_makes_a_store(pinzhi: Pinzhi, arguments: tuple[str, ...]) -> None:
    called = pinzhi("keys", *arguments)
    assert called.exit_code == 2
    assert "There is no store of decisions at " in called.stderr


@pytest.mark.parametrize("command", ["", "create", "list", "rotate", "revoke"])
def test_every_command_has_help_with_its_exit_status(pinzhi: Pinzhi, command: str) -> None:
    called = pinzhi("keys", *command.split(), "--help")
    assert called.exit_code == 0
    assert "Exit status: 0 " in called.stdout or not command
