"""The text of alternatives and their conditions, with the facts that meet them or do not."""

from collections.abc import Sequence
from typing import Final

from service.decimal4 import SCALE
from service.explanation.text.writer import Found, Lines, Writer, under
from service.language.values import either, number
from service.ruleset.resolve import condition as resolved
from service.ruleset.unary import Interval, parse_unary

_FINEST: Final = SCALE // 1000
"""Thresholds have three decimals at most: what ends in a fourth is next to one."""

_TRUTHS: Final = {True: "holds", False: "fails", None: "open"}


def alternatives_text(writer: Writer, heading: str, alternatives: Sequence[Found]) -> Lines:
    """Return alternatives, any of which suffices, each with all its conditions; empty for none.

    The condition that keeps an alternative from holding is marked.
    """
    if not alternatives:
        return []
    lines = []
    for place, alternative in enumerate(alternatives, 1):
        truth = _TRUTHS[alternative["holds"]]
        lines.append(writer.say(f"alternative_{truth}", alternative=str(place)))
        for condition in alternative["conditions"]:
            failing = condition == alternative["failing"]
            lines += under([_condition(writer, condition, failing)])
    return [writer.say(heading), *under(lines)]


def _condition(writer: Writer, condition: Found, failing: bool) -> str:
    truth = _TRUTHS[condition["holds"]]
    fact = condition["fact"]
    return writer.say(
        f"condition_{truth}_decides" if failing else f"condition_{truth}",
        fact=writer.fact(fact),
        condition=in_words(writer, fact["fact"], condition["condition"]),
    )


def in_words(writer: Writer, name: str, text: str) -> str:
    """Return a unary test, spelled as in the ruleset, by values' titles and numbers with units.

    Raises :exc:`ValueError` where the fact ``name`` cannot be asked so.
    """
    fact = writer.ruleset.facts[name]
    if fact.kind == "number":
        spans = [span(writer, fact.unit, i) for i in parse_unary(text).intervals]
        return either(spans, writer.lang)
    met = resolved(fact, text).values or ()
    titles = [
        writer.say("quoted", value=title.in_language(writer.lang))
        for value, title in fact.values.items()
        if (value == "true" if fact.kind == "bool" else value) in met
    ]
    return either(titles, writer.lang)


def span(writer: Writer, unit: str | None, interval: Interval) -> str:
    """Return a span of numbers with an end; one such as 30.0001 is told as one beyond 30."""
    ends: dict[str, str] = {}
    low = high = ""
    if interval.low is not None:
        above = interval.low % _FINEST == 1
        low = "_above" if above else "_from"
        ends["low"] = number(interval.low - above, unit, writer.lang)
    if interval.high is not None:
        below = interval.high % _FINEST == _FINEST - 1
        high = "_below" if below else "_to"
        ends["high"] = number(interval.high + below, unit, writer.lang)
    if interval.low is not None and interval.low == interval.high:
        return ends["low"]
    return writer.say(f"span{low}{high}", **ends)
