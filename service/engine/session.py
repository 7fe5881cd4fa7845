"""Drives one evaluation through the rule engine: assert, fire in order, always clean up.

Only the engine's C module is used; its Python host starts threads that never end, swallows
errors and does not survive a fork.
"""

import re
import threading
from itertools import count
from types import TracebackType

import durable_rules_engine as engine

from service.engine.limits import MAX_FIRINGS
from service.errors import EngineFailure

_MATCHED, _NO_RULE_INTERESTED = 0, 1
BEGIN = "begin"
"""Name of the rule that every session fires first."""

FACT = "fact"
"""Alias of the one fact that each rule reads."""

Activation = tuple[str, str]
"""The rule that fired and the id of the fact it fired on."""

_MESSAGE = re.compile(r'\{"([^"]+)":\{"fact":\{"sid":"([^"]+)","id":"(f\d+)",')
"""How the engine reports an activation: the rule, then the fact as it was asserted."""


class EngineRules:
    """Rules compiled by the engine, shared by all evaluations of a process; safe after fork."""

    def __init__(self, name: str, rules: str) -> None:
        """Compile ``rules`` (JSON). Raises :exc:`EngineFailure` if the engine refuses them."""
        self._lock = threading.Lock()
        self._numbers = count(1)
        try:
            self._handle: int = engine.create_ruleset(name, rules)
        except Exception as error:  # the module raises bare Exception
            raise EngineFailure(f"the engine refused the rules: {error}") from error

    def session(self) -> "Session":
        """Return a new session; one at a time is open per compiled rule set."""
        return Session(self._handle, self._lock, f"s{next(self._numbers)}")

    def close(self) -> None:
        """Free the engine's copy of the rules."""
        engine.delete_ruleset(self._handle)


class Session:
    """One evaluation's working memory, as a context manager.

    Whatever goes wrong inside raises :exc:`EngineFailure` and the evaluation is void.
    """

    def __init__(self, handle: int, lock: threading.Lock, sid: str) -> None:
        self._handle, self._lock, self._sid = handle, lock, sid
        self._facts = 0
        self._firings = 0
        self._offset = 0

    def __enter__(self) -> "Session":
        # The engine never gives up the interpreter lock, so waiting here costs nothing.
        self._lock.acquire()
        try:
            # A session that never fired is freed through an uninitialised pointer: fire first.
            self.add(f'"k":"{BEGIN}"')
            if [rule for rule, _ in self.fire()] != [BEGIN]:
                raise EngineFailure("the engine did not begin the session")
        except BaseException:
            self._lock.release()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            engine.delete_state(self._handle, self._sid)
        finally:
            self._lock.release()

    def add(self, members: str) -> str:
        """Assert a fact, given as JSON members without braces; return its id."""
        self._facts += 1
        fact = f"f{self._facts}"
        try:
            code, offset = engine.assert_fact(
                self._handle, f'{{"sid":"{self._sid}","id":"{fact}",{members}}}'
            )
        except Exception as error:  # the module raises bare Exception
            raise EngineFailure(f"the engine refused {members}: {error}") from error
        if code not in (_MATCHED, _NO_RULE_INTERESTED):
            raise EngineFailure(f"the engine answered {code} to {members}")
        self._offset = offset
        return fact

    def fire(self) -> list[Activation]:
        """Fire rules until none is left; return them in order."""
        fired: list[Activation] = []
        try:
            started = engine.start_action_for_state(self._handle, self._offset)
            messages = started and started[1]
            while messages:
                self._firings += 1
                if self._firings > MAX_FIRINGS:
                    raise EngineFailure(f"more than {MAX_FIRINGS} rules fired")
                told = _MESSAGE.match(messages)
                if told is None or told[2] != self._sid:
                    raise EngineFailure("the engine reported a firing out of form")
                fired.append((told[1], told[3]))
                messages = engine.complete_and_start_action(self._handle, self._offset)
        except EngineFailure:
            raise
        except Exception as error:  # the module raises bare Exception
            raise EngineFailure(f"the engine failed while firing: {error}") from error
        return fired
