"""Clocks that stand still until they are put forward."""

from datetime import UTC, datetime, timedelta

MORNING = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)


class Clock:
    """Begins in the morning of 1 July 2026, or when it is told; call it for the time in UTC."""

    def __init__(self, moment: datetime = MORNING) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **by: float) -> None:
        """Put it forward by ``minutes=…`` and the like; a negative number puts it back."""
        self.moment += timedelta(**by)


class Days:
    """A clock that stands at noon of ``day``, an ISO date in UTC."""

    def __init__(self, day: str = "2026-11-01") -> None:
        self.day = day

    def __call__(self) -> datetime:
        return datetime.fromisoformat(f"{self.day}T12:00:00+00:00")
