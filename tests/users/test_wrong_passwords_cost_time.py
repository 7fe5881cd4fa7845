"""The lock-out: each wrong password beyond the first few doubles the wait for the next."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from service.store.sqlite import SqliteStore
from service.users.lockout import FORGOTTEN, FREE, LONGEST, Lockout, wait_after
from service.users.refusals import SignInLocked
from tests.clock import Clock


@pytest.fixture
def lockout(store: SqliteStore) -> Lockout:
    return Lockout(store)


def fail(lockout: Lockout, clock: Clock, times: int, name: str = "li.na") -> None:
    """Fail so often, each time as soon as a password is looked at again."""
    for _ in range(times):
        try:
            lockout.begin(name)
        except SignInLocked as locked:
            clock.forward(seconds=locked.seconds)
            lockout.begin(name)


def test_the_wait_doubles_up_to_a_quarter_of_an_hour() -> None:
    waits = [int(wait_after(failures).total_seconds()) for failures in range(15)]

    assert waits == [0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]
    assert wait_after(10**9) == LONGEST


def test_of_many_tries_at_once_no_more_are_free_than_of_as_many_in_a_row(
    store: SqliteStore, lockout: Lockout
) -> None:
    store.size()  # it is there before they come

    def begin(_: int) -> bool:
        try:
            lockout.begin("li.na")
        except SignInLocked:
            return False
        finally:
            store.close()
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(begin, range(24))) == FREE


def test_who_mistypes_twice_does_not_wait(lockout: Lockout) -> None:
    for _ in range(3):
        lockout.begin("li.na")


def test_nobody_is_looked_at_during_the_wait_and_it_does_not_grow(
    lockout: Lockout, clock: Clock
) -> None:
    fail(lockout, clock, 6)
    for _ in range(5):
        with pytest.raises(SignInLocked) as locked:
            lockout.begin("li.na")
        assert locked.value.seconds == 8
    clock.forward(seconds=7.5)
    with pytest.raises(SignInLocked) as locked:
        lockout.begin("li.na")
    assert locked.value.seconds == 1

    clock.forward(seconds=0.5)
    lockout.begin("li.na")


def test_a_right_password_makes_the_wrong_ones_forgotten(lockout: Lockout, clock: Clock) -> None:
    fail(lockout, clock, 10)
    clock.forward(minutes=15)
    lockout.succeed("li.na")

    for _ in range(3):
        lockout.begin("li.na")


def test_wrong_passwords_are_forgotten_after_a_day(lockout: Lockout, clock: Clock) -> None:
    fail(lockout, clock, 20)
    clock.forward(hours=FORGOTTEN / timedelta(hours=1))

    for _ in range(3):
        lockout.begin("li.na")


def test_each_name_waits_for_itself_whether_it_is_anybodys(lockout: Lockout, clock: Clock) -> None:
    fail(lockout, clock, 5, "nobody at all")

    with pytest.raises(SignInLocked):
        lockout.begin("nobody at all")
    lockout.begin("li.na")


def test_a_clock_that_is_set_back_locks_nobody_out(lockout: Lockout, clock: Clock) -> None:
    fail(lockout, clock, 5)
    clock.forward(hours=-1)

    lockout.begin("li.na")


def test_the_store_does_not_hold_the_names_and_forgets_those_of_yesterday(
    store: SqliteStore, lockout: Lockout, clock: Clock
) -> None:
    for number in range(20):
        lockout.begin(f"a password in the wrong place {number}")
    clock.forward(days=2)
    for number in range(3):
        lockout.begin(f"today {number}")

    assert store.row("SELECT count(*) FROM tries") == (3,)
    store.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"in the wrong place" not in store.path.read_bytes()
