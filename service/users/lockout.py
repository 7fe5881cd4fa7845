"""Lock-out with back-off: the more wrong passwords in a row, the longer none is looked at."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from service.records.form import time_text
from service.store import tries
from service.store.sqlite import SqliteStore
from service.users.refusals import SignInLocked

FREE: Final = 3
"""Wrong passwords in a row that cost no wait: everybody mistypes."""

LONGEST: Final = timedelta(minutes=15)
"""The longest wait. A lock without end would let anybody shut out whom he can name."""

FORGOTTEN: Final = timedelta(hours=24)
"""After so long without another, wrong passwords do not count any more."""


SIGN_IN: Final = "sign-in"
CHANGE: Final = "change"
"""What passwords are asked for: to sign in, and to take another one."""


def forget(store: SqliteStore, name: str) -> None:
    """Forget the wrong passwords for ``name``, whatever they were asked for."""
    for purpose in (SIGN_IN, CHANGE):
        Lockout(store, purpose).succeed(name)


def wait_after(failures: int) -> timedelta:
    """Return how long no password is looked at after ``failures`` wrong ones in a row.

    None after the first two, one second after the third, and twice as long after each further.
    """
    if failures < FREE:
        return timedelta(0)
    return min(timedelta(seconds=1 << min(failures - FREE, 30)), LONGEST)


@dataclass(frozen=True, slots=True)
class Lockout:
    """Wrong passwords by the name that was given with them, whether anybody has that name or not.

    Names are kept as digests: people type their password in the place of their name.
    Raises :exc:`~service.store.port.StoreUnavailable` throughout.
    """

    store: SqliteStore
    purpose: str = SIGN_IN
    """What passwords are asked for: wrong ones for one purpose lock no other."""

    def begin(self, name: str) -> None:
        """Count a try for ``name`` as a wrong one, before its password is looked at.

        So that of many tries at once none is free. Raises :exc:`SignInLocked` where no password
        is looked at now; such a try does not count.
        """
        whose = self._digest(name)
        with self.store.turn():
            moment = self.store.now()
            failures = 0
            if (before := tries.get(self.store, whose)) is not None:
                # A clock that was set back must not lock anybody out until it is there again.
                since = abs(moment - datetime.fromisoformat(before.last_at))
                left = wait_after(before.failures) - since
                if left > timedelta(0):
                    raise SignInLocked(-(-left // timedelta(seconds=1)))
                failures = before.failures if since < FORGOTTEN else 0
            tries.put(self.store, whose, failures + 1, time_text(moment))
            tries.remove_before(self.store, time_text(moment - FORGOTTEN))

    def succeed(self, name: str) -> None:
        """Forget the wrong passwords for ``name``."""
        tries.remove(self.store, self._digest(name))

    def _digest(self, name: str) -> bytes:
        return hashlib.sha256(f"{self.purpose} {name}".encode("utf-8", "replace")).digest()
