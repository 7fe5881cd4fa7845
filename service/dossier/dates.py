"""Whole months and exact fractions of years between calendar dates, in integers only."""

import calendar
from datetime import date, timedelta

from service.decimal4 import SCALE


def add_months(day: date, months: int) -> date:
    """Return the same day of the month ``months`` later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def add_period(day: date, period: tuple[str, int]) -> date:
    """Return ``day`` plus a period of the policy: (``days`` or ``months``, number)."""
    unit, number = period
    return day + timedelta(days=number) if unit == "days" else add_months(day, number)


def years_between(start: date, end: date) -> int:
    """Return the years completed from ``start`` to ``end``, scaled by 10,000, truncated.

    Whole anniversaries, plus the days since the last one over the days of that year of
    life; whoever starts on 29 February has the anniversary on 28 February in common
    years. 0 if ``end`` is before ``start``.
    """
    if end < start:
        return 0
    whole = end.year - start.year
    if add_months(start, 12 * whole) > end:
        whole -= 1
    last = add_months(start, 12 * whole)
    following = add_months(start, 12 * (whole + 1))
    years: int = whole * SCALE + (end - last).days * SCALE // (following - last).days
    return years
