"""Values as people read them: numbers with units, dates, facts, lists."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from service.decimal4 import SCALE, plain, scale
from service.language.catalogue import Speaker
from service.ruleset.model import SOURCES, Fact, Ruleset

_NUMBER: Final = "#,##0.####"
_DATE: Final = {"en": "d MMMM y", "zh": "y年M月d日"}


@cache
def _speaker(lang: str) -> Speaker:
    return Speaker(lang, "values")


def number(scaled: int, unit: str | None, lang: str) -> str:
    """Return a number (scaled by 10,000) with its unit, one of the ruleset's ``UNITS`` or none.

    Exact to all its decimals: nothing is rounded.
    """
    shown = format_decimal(Decimal(plain(scaled)), _NUMBER, locale=lang)
    whole, part = divmod(abs(scaled), SCALE)
    if unit in ("days", "months", "years", "percentage_points"):
        # A fraction takes the form of no unit at all: 0 days, 0.5 days.
        return _speaker(lang).say(f"unit_{unit}", n=0 if part else whole, number=shown)
    if unit in ("percent", "percent_of_net_assets"):
        return _speaker(lang).say(f"unit_{unit}", number=shown)
    return shown


def date_text(iso: str, lang: str) -> str:
    """Return a date (ISO 8601) as written in a sentence."""
    return format_date(date.fromisoformat(iso), _DATE[lang], locale=lang)


def value_text(fact: Fact, value: Any, lang: str) -> str:
    """Return a value of ``fact``, as results have it in JSON; ``None`` is not known."""
    if value is None:
        return _speaker(lang).say("not_known")
    if fact.kind == "number":
        # The shortest decimal text of a double of a result is the number that was meant.
        return number(scale(str(value)), fact.unit, lang)
    spelled = str(value).lower() if fact.kind == "bool" else value
    # A value that only another ruleset has stands for itself.
    return fact.values[spelled].in_language(lang) if spelled in fact.values else spelled


def unknown_text(why: str, lang: str) -> str:
    """Return why a fact is unknown, of the reasons that results give."""
    return _speaker(lang).say(f"unknown_{why}")


def source_text(source: str, lang: str) -> str:
    """Return who vouches for a fact; ``supposed`` of a value that nobody vouches for."""
    if source in SOURCES:
        return SOURCES[source].in_language(lang)
    return _speaker(lang).say(f"source_{source}")


def fact_text(ruleset: Ruleset, found: Mapping[str, Any], lang: str) -> str:
    """Return a fact of a result with its value, source and date, or why it is not known."""
    fact = ruleset.facts[found["fact"]]
    title = fact.title.in_language(lang)
    if found["value"] is None:
        why = unknown_text(found["unknown"], lang)
        return _speaker(lang).say("fact_unknown", title=title, why=why)
    return _speaker(lang).say(
        "fact_known",
        title=title,
        value=value_text(fact, found["value"], lang),
        source=source_text(found["source"], lang),
        date=date_text(found["as_of"], lang),
    )


def label(lang: str) -> str:
    """Return what every form of an assessment says of itself: no probability of default."""
    return _speaker(lang).say("label")


def either(items: Iterable[str], lang: str) -> str:
    """Return ``items`` as alternatives in a sentence; empty for none."""
    return format_list(list(items), style="or", locale=lang)


def listed(items: Iterable[str], lang: str) -> str:
    """Return ``items`` as one list in a sentence; empty for none."""
    return format_list(list(items), style="standard", locale=lang)
