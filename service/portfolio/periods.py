"""The periods that a portfolio is counted over: days in UTC, both ends included."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from service.dossier.dates import add_months
from service.records.form import time_text

FIELDS: Final = ("since", "until", "earlier_since", "earlier_until")
"""The ends of the period and of the earlier one that it is held against."""

MONTHS: Final = 12
"""Months of each period where none is asked for."""

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``since`` to ``until``, ISO 8601 in UTC, both included."""

    since: str
    until: str

    @property
    def first(self) -> str:
        """The first time of recording inside, as records write it."""
        return time_text(_start(date.fromisoformat(self.since)))

    @property
    def before(self) -> str:
        """The first time of recording after it."""
        end = date.fromisoformat(self.until)
        # Nothing is recorded after the last day that there is.
        day = end if end == date.max else end + _DAY
        return time_text(_start(day))


@dataclass(frozen=True, slots=True)
class Periods:
    """A period, and the earlier one that movement is counted from."""

    period: Period
    earlier: Period


def usual(last: date) -> Periods:
    """Return the twelve months to ``last``, and the twelve before them."""
    between = add_months(last, -MONTHS)
    before = add_months(between, -MONTHS)
    return Periods(
        Period((between + _DAY).isoformat(), last.isoformat()),
        Period((before + _DAY).isoformat(), between.isoformat()),
    )


def read_periods(given: Mapping[str, str], last: date) -> tuple[Periods, dict[str, str]]:
    """Return the periods of ``given``, and what is wrong with it: a field to the kind of fault.

    Where an end is not given it is that of :func:`usual`. Kinds of faults: ``no_date``,
    ``reversed`` (a period ends before it begins), ``overlapping`` (the earlier period is not
    over when the other begins). With a fault, the periods are the usual ones.
    """
    default = usual(last)
    texts = dict(
        zip(
            FIELDS,
            (
                default.period.since,
                default.period.until,
                default.earlier.since,
                default.earlier.until,
            ),
            strict=True,
        )
    )
    faults: dict[str, str] = {}
    for name in FIELDS:
        text = given.get(name, "").strip()
        if not text:
            continue
        if _is_date(text):
            texts[name] = text
        else:
            faults[name] = "no_date"
    if not faults:
        if texts["since"] > texts["until"]:
            faults["until"] = "reversed"
        if texts["earlier_since"] > texts["earlier_until"]:
            faults["earlier_until"] = "reversed"
        elif texts["earlier_until"] >= texts["since"]:
            faults["earlier_until"] = "overlapping"
    if faults:
        return default, faults
    period = Period(texts["since"], texts["until"])
    return Periods(period, Period(texts["earlier_since"], texts["earlier_until"])), faults


def _start(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
