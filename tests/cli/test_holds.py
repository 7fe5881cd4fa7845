"""``hold``: legal holds are placed, lifted and listed."""

import json
from collections.abc import Callable

import pytest

from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.cli.conftest import Pinzhi
from tests.damage import damage
from tests.dossiers import STRONG

PLACED = ("--reason", "suit of a guarantor", "--by", "Chen Jing", "--reference", "沪01民初88号")
LIFTED = ("--reason", "suit ended", "--by", "Wu Lei")


@pytest.fixture
def decided(rater: Rater, store: SqliteStore) -> Callable[[], str]:
    return lambda: decide(rater, store, STRONG.read_bytes()).decision_id


def placed(pinzhi: Pinzhi, decision_id: str) -> str:
    called = pinzhi("hold", "place", decision_id, *PLACED)
    assert called.exit_code == 0
    hold_id = called.stdout.split()[1]
    assert called.stdout == f"Hold {hold_id} on decision {decision_id}.\n"
    return hold_id


def test_the_holds_in_force_are_listed(
    pinzhi: Pinzhi, decided: Callable[[], str], store: SqliteStore
) -> None:
    one, other = decided(), decided()
    first, second = placed(pinzhi, one), placed(pinzhi, other)
    lines = pinzhi("hold", "list").stdout.splitlines()
    assert [line.split()[:3] for line in lines] == [
        [first, "decision", one],
        [second, "decision", other],
    ]
    assert lines[0].endswith("Chen Jing  沪01民初88号: suit of a guarantor")
    assert pinzhi("hold", "list", other).stdout.split()[0] == second
    record = store.record(first)
    assert record is not None
    assert json.loads(pinzhi("hold", "list", one, "--format", "json").stdout) == [
        {
            "hold": first,
            "decision_id": one,
            "placed_at": record.recorded_at,
            "by": "Chen Jing",
            "reference": "沪01民初88号",
            "reason": "suit of a guarantor",
        }
    ]


def test_a_lifted_hold_is_not_listed_and_others_of_the_decision_are_named(
    pinzhi: Pinzhi, decided: Callable[[], str]
) -> None:
    one = decided()
    first, second = placed(pinzhi, one), placed(pinzhi, one)
    called = pinzhi("hold", "lift", first, *LIFTED)
    assert called.exit_code == 0
    assert called.stdout.splitlines() == [
        f"Hold {first} on decision {one} is lifted.",
        f"Hold {second} is still in force.",
    ]
    assert pinzhi("hold", "list").stdout.split()[0] == second
    pinzhi("hold", "lift", second, *LIFTED, "--reference", "DSR-1")
    assert pinzhi("hold", "list").stdout == "No legal hold is in force.\n"
    assert json.loads(pinzhi("hold", "list", "--format", "json").stdout) == []


def test_what_is_refused_says_why(
    pinzhi: Pinzhi, decided: Callable[[], str], store: SqliteStore
) -> None:
    one = decided()
    first = placed(pinzhi, one)
    pinzhi("hold", "lift", first, *LIFTED)
    size = store.size()
    for arguments, why in (
        (("place", "no-such", *PLACED), "There is no decision no-such."),
        (("place", one, *PLACED, "--reference", " "), "The reference is empty."),
        (("place", one, *PLACED, "--reason", "\u200b"), "The reason has no letter"),
        (("lift", one, *LIFTED), f"There is no legal hold {one}."),
        (("lift", first, *LIFTED), f"The legal hold {first} was lifted at "),
    ):
        called = pinzhi("hold", *arguments)
        assert called.exit_code == 1
        assert called.stderr.startswith(f"Error: {why}")
    assert store.size() == size


def test_the_holds_of_a_decision_that_never_was_are_not_said_to_be_none(
    pinzhi: Pinzhi, decided: Callable[[], str]
) -> None:
    decided()
    called = pinzhi("hold", "list", "no-such")
    assert (called.exit_code, called.stdout) == (1, "")
    assert called.stderr == "Error: There is no decision no-such.\n"


@pytest.mark.parametrize("command", [("list",), ("lift", "{hold}", *LIFTED)])
def test_a_damaged_hold_is_neither_listed_nor_lifted(
    pinzhi: Pinzhi, decided: Callable[[], str], store: SqliteStore, command: tuple[str, ...]
) -> None:
    first = placed(pinzhi, decided())
    record = store.record(first)
    assert record is not None
    damage(store, record, b"{")
    called = pinzhi("hold", *(word.format(hold=first) for word in command))
    assert (called.exit_code, called.stdout) == (2, "")
    assert f"record {first}: the record is not the one in its leaf" in called.stderr
    assert store.size() == 2


@pytest.mark.parametrize("arguments", [("place", "x", *PLACED), ("lift", "x", *LIFTED), ("list",)])
def test_no_command_makes_a_store(pinzhi: Pinzhi, arguments: tuple[str, ...]) -> None:
    called = pinzhi("hold", *arguments)
    assert called.exit_code == 2
    assert "There is no store of decisions at " in called.stderr


@pytest.mark.parametrize("command", ["", "place", "lift", "list"])
def test_every_command_has_help_with_its_exit_status(pinzhi: Pinzhi, command: str) -> None:
    called = pinzhi("hold", *command.split(), "--help")
    assert called.exit_code == 0
    assert "Exit status: 0 " in called.stdout or not command
