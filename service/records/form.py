"""The form that every record has: its version, and how times are written in it."""

from datetime import datetime

FORMAT = 1
"""The format of records, stated in each."""


def time_text(moment: datetime) -> str:
    """Return a time in UTC as records have it: ISO 8601 with microseconds, so that texts order."""
    return moment.isoformat(timespec="microseconds")
