"""Lets one observer watch the work of the service: how long a stage took, what came of it.

Nothing that is decided depends on whether anybody watches, or on what a clock says.
"""

import time
from types import TracebackType
from typing import Any, Protocol


class Observer(Protocol):
    """What is told of the work; it never raises, for the work may be done and recorded by then."""

    def stage(self, name: str, seconds: float) -> None:
        """A stage has ended, well or not."""
        ...

    def event(self, name: str, what: dict[str, Any]) -> None:
        """Something came of the work."""
        ...


_observer: Observer | None = None


def watch(observer: Observer | None) -> None:
    """Let ``observer`` watch this process and those it forks, instead of whoever did."""
    global _observer
    _observer = observer


def noticed(event: str, **what: Any) -> None:
    """Tell the observer, if there is one, of an event."""
    if _observer is not None:
        _observer.event(event, what)


class timed:  # noqa: N801 - reads as a word: with timed("read")
    """Tells the observer how long the block took; costs next to nothing where nobody watches."""

    __slots__ = ("_began", "_name")

    def __init__(self, name: str) -> None:
        self._name = name
        self._began = 0.0

    def __enter__(self) -> None:
        if _observer is not None:
            self._began = time.perf_counter()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        raised: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if _observer is not None and self._began:
            _observer.stage(self._name, time.perf_counter() - self._began)
