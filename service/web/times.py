"""Times as pages show them: in UTC, to the minute, as records name them."""

from datetime import datetime
from typing import Final

from babel.dates import format_datetime

_TIME: Final = {"en": "d MMMM y, HH:mm 'UTC'", "zh": "y年M月d日 HH:mm（'UTC'）"}


def time_text(iso: str, lang: str) -> str:
    """Return a time (ISO 8601, UTC) as a page shows it."""
    return format_datetime(datetime.fromisoformat(iso), _TIME[lang], locale=lang)
