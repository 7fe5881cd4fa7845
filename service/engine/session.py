"""Drives one evaluation through the rule engine: assert, fire in order, always clean up.

Only the engine's C module is used; its Python host starts threads that never end, swallows
errors and does not survive a fork.

A session of the engine costs half a millisecond to open and to free, as much as an evaluation.
It is therefore kept for the next one, but only if it was run until no rule was left, and is seen
to hold no fact of the evaluation any more. In every other case it is freed.
"""

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

RENEWED_AFTER = 1_000
"""Evaluations of one session of the engine: whatever it may have gathered is freed then."""

_BEGIN_ID = 1
"""Number of the fact that began the session and stays in it; an evaluation's own come after."""

Activation = tuple[str, str]
"""The rule that fired and the id of the fact it fired on."""


class EngineRules:
    """Rules compiled by the engine, shared by all evaluations of a process; safe after fork."""

    def __init__(self, name: str, rules: str) -> None:
        """Compile ``rules`` (JSON). Raises :exc:`EngineFailure` if the engine refuses them."""
        self._lock = threading.Lock()
        self._numbers = count(1)
        self._kept: Session | None = None
        try:
            self._handle: int = engine.create_ruleset(name, rules)
        except Exception as error:  # the module raises bare Exception
            raise EngineFailure(f"the engine refused the rules: {error}") from error

    def session(self) -> "_Evaluation":
        """Return a session for one evaluation; one at a time is open per compiled rule set.

        It is a context manager. Whatever goes wrong in it raises :exc:`EngineFailure`, and the
        evaluation is void.
        """
        return _Evaluation(self)

    def take(self) -> "Session":
        """Take the engine's session; nobody else has it until it is given back.

        Raises :exc:`EngineFailure` if the engine cannot begin a new one.
        """
        # The engine never gives up the interpreter lock, so waiting here costs nothing.
        self._lock.acquire()
        try:
            kept, self._kept = self._kept, None
            return kept or Session(self._handle, f"s{next(self._numbers)}")
        except BaseException:
            self._lock.release()
            raise

    def give_back(self, session: "Session", keep: bool) -> None:
        """Empty ``session`` for the next evaluation if ``keep``, else free it.

        Raises :exc:`EngineFailure` if the engine does not empty it; then it is freed as well.
        """
        kept = False
        try:
            if keep and session.evaluations < RENEWED_AFTER:
                session.empty()
                kept = True
        finally:
            try:
                if kept:
                    self._kept = session
                else:
                    session.free()
            finally:
                self._lock.release()

    def close(self) -> None:
        """Free the engine's copy of the rules, and its session."""
        with self._lock:
            kept, self._kept = self._kept, None
            if kept is not None:
                kept.free()
            engine.delete_ruleset(self._handle)


class _Evaluation:
    """Holds a session while it serves one evaluation."""

    __slots__ = ("_rules", "_session")

    def __init__(self, rules: EngineRules) -> None:
        self._rules = rules
        self._session: Session | None = None

    def __enter__(self) -> "Session":
        self._session = session = self._rules.take()
        return session

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._session is not None:
            self._rules.give_back(self._session, keep=kind is None and self._session.quiet)


class Session:
    """A session of the engine: working memory for one evaluation after the other."""

    __slots__ = (
        "_begun",
        "_facts",
        "_firings",
        "_handle",
        "_head",
        "_offset",
        "_retractions",
        "_sid",
        "_told",
        "evaluations",
        "quiet",
    )

    def __init__(self, handle: int, sid: str) -> None:
        """Open the session ``sid``. Raises :exc:`EngineFailure` if the engine does not begin it."""
        self._handle, self._sid = handle, sid
        self._head = f'{{"sid":"{sid}","id":"f'
        self._told = f'":{{"{FACT}":{{"sid":"{sid}","id":"'
        self._begun = f'[{self._head}{_BEGIN_ID}","k":"{BEGIN}"}}]'
        self._retractions: list[str] = []
        self._facts = 0
        self._firings = 0
        self.evaluations = 1
        self.quiet = False
        """Whether no rule is left to fire."""
        # A session that never fired is freed through an uninitialised pointer: fire first.
        self.add(f'"k":"{BEGIN}"')
        if [rule for rule, _ in self.fire()] != [BEGIN]:
            raise EngineFailure("the engine did not begin the session")

    def add(self, members: str) -> str:
        """Assert a fact, given as JSON members without braces; return its id."""
        self._facts = number = self._facts + 1
        self.quiet = False
        try:
            code, self._offset = engine.assert_fact(
                self._handle, f'{self._head}{number}",{members}}}'
            )
        except Exception as error:  # the module raises bare Exception
            raise EngineFailure(f"the engine refused {members}: {error}") from error
        if code != _MATCHED and code != _NO_RULE_INTERESTED:
            raise EngineFailure(f"the engine answered {code} to {members}")
        return f"f{number}"

    def fire(self) -> list[Activation]:
        """Fire rules until none is left; return them in order."""
        fired: list[Activation] = []
        handle, offset, told = self._handle, self._offset, self._told
        most = MAX_FIRINGS - self._firings
        try:
            started = engine.start_action_for_state(handle, offset)
            messages = started and started[1]
            while messages:
                if len(fired) == most:
                    raise EngineFailure(f"more than {MAX_FIRINGS} rules fired")
                # {"rule":{"fact":{"sid":"s1","id":"f2",... and so on, the fact as asserted
                rule, _, rest = messages.partition(told)
                end = rest.find('"')
                if end < 0 or rule[:2] != '{"':
                    raise EngineFailure("the engine reported a firing out of form")
                fired.append((rule[2:], rest[:end]))
                messages = engine.complete_and_start_action(handle, offset)
        except EngineFailure:
            raise
        except Exception as error:  # the module raises bare Exception
            raise EngineFailure(f"the engine failed while firing: {error}") from error
        self._firings += len(fired)
        self.quiet = True
        return fired

    def empty(self) -> None:
        """Retract the facts of an evaluation, and make sure that none is left.

        Raises :exc:`EngineFailure` if one is.
        """
        added = self._facts - _BEGIN_ID
        texts = self._retractions
        while len(texts) < added:
            texts.append(f'{self._head}{len(texts) + _BEGIN_ID + 1}"}}')
        # In the order of assertion: the engine keeps the place of a firing for the next fact
        # that fires its rule, and may not find the younger fact gone before the older one.
        every = ",".join(texts[:added])
        try:
            if every:
                engine.retract_facts(self._handle, f"[{every}]")
            left = engine.get_facts(self._handle, self._sid)
        except Exception as error:  # the module raises bare Exception
            raise EngineFailure(f"the engine failed to empty a session: {error}") from error
        if left != self._begun:
            raise EngineFailure("the engine kept facts of an evaluation")
        self._facts = _BEGIN_ID
        self._firings = 1
        self.evaluations += 1

    def free(self) -> None:
        """Free the session. It must have begun."""
        engine.delete_state(self._handle, self._sid)
