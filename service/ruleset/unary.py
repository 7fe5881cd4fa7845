"""S-FEEL unary tests (OMG DMN 1.5, section 9): parsed once into sets of allowed values."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from service.decimal4 import plain, scale

Literal: TypeAlias = str | bool
"""A string or a boolean; numbers are intervals."""

MAX_DIGITS = 15
"""Digits of a number: more cannot be exact in JSON."""

_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
_STRING = re.compile(r'"([^"\\\x00-\x1f]*)"')
_COMPARISON = re.compile(rf"(<=|>=|<|>) *({_NUMBER})")
_INTERVAL = re.compile(rf"([\[(\]]) *({_NUMBER}) *\.\. *({_NUMBER}) *([\])\[])")
_BARE_NUMBER = re.compile(_NUMBER)
_BOOLEAN = re.compile(r"(true|false)\b")
_NOT = re.compile(r"not *\(")


class UnaryTestError(ValueError):
    """The text is not an S-FEEL unary test of the supported subset."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Numbers from ``low`` to ``high``, both included; ``None`` is unbounded. Scaled integers.

    Open ends are closed on the grid of four decimals, on which every number of a dossier
    lies: ``> 90`` is ``[90.0001, +inf)``.
    """

    low: int | None
    high: int | None

    def __contains__(self, value: int) -> bool:
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


@dataclass(frozen=True, slots=True)
class UnaryTest:
    """A parsed unary test: any of ``literals`` or of ``intervals``; none of them if ``negated``.

    Tests of equal meaning are equal: literals are sorted, intervals ascend and neither overlap
    nor touch. Only tests on strings stay negated (their complement depends on the fact).
    """

    literals: tuple[Literal, ...]
    intervals: tuple[Interval, ...]
    negated: bool = False

    @property
    def kind(self) -> str:
        """Type of the values compared with: ``string``, ``boolean`` or ``number``."""
        if self.intervals:
            return "number"
        return "boolean" if isinstance(self.literals[0], bool) else "string"

    def canonical(self) -> str:
        """Return one spelling for all texts of the same meaning (order and spacing aside)."""
        parts = [_literal_text(v) for v in self.literals]
        parts += [_interval_text(i) for i in self.intervals]
        joined = ", ".join(parts)
        return f"not({joined})" if self.negated else joined


def merged(intervals: Iterable[Interval], step: int = 1) -> tuple[Interval, ...]:
    """Return the same numbers as ascending intervals that neither overlap nor touch.

    ``step`` is the distance of neighbouring numbers: 1 on the grid, 10,000 for whole numbers.
    """
    found: list[Interval] = []
    for interval in sorted(intervals, key=lambda i: (i.low is not None, i.low or 0)):
        last = found[-1] if found else None
        if last is None or (
            last.high is not None and interval.low is not None and interval.low > last.high + step
        ):
            found.append(interval)
        elif last.high is not None and (interval.high is None or interval.high > last.high):
            found[-1] = Interval(last.low, interval.high)
    return tuple(found)


def complement(intervals: tuple[Interval, ...]) -> tuple[Interval, ...]:
    """Return the numbers of the grid outside ``intervals``, which are as :func:`merged`."""
    gaps: list[Interval] = []
    low: int | None = None
    for interval in intervals:
        if interval.low is not None:
            gaps.append(Interval(low, interval.low - 1))
        if interval.high is None:
            return tuple(gaps)
        low = interval.high + 1
    return (*gaps, Interval(low, None))


def parse_unary(text: str) -> UnaryTest:
    """Parse one unary test: ``"a","b"``, ``> 90``, ``(30..90]``, ``not("x")``, ``true``, ``0``.

    Raises :exc:`UnaryTestError` with the position of the first character not understood.
    """
    position = _skip(text, 0)
    negation = _NOT.match(text, position)
    if negation:
        position = negation.end()
    literals: list[Literal] = []
    intervals: list[Interval] = []
    while True:
        position = _skip(text, position)
        value, position = _item(text, position)
        if isinstance(value, Interval):
            intervals.append(value)
        else:
            literals.append(value)
        position = _skip(text, position)
        if text[position : position + 1] != ",":
            break
        position += 1
    if negation:
        if text[position : position + 1] != ")":
            raise UnaryTestError(f"missing ')' at character {position + 1} of {text!r}")
        position = _skip(text, position + 1)
    if position != len(text):
        found = text[position]
        raise UnaryTestError(f"unexpected {found!r} at character {position + 1} of {text!r}")
    if len(set(literals)) != len(literals) or len(set(intervals)) != len(intervals):
        raise UnaryTestError(f"a value is listed twice in {text!r}")
    return _meaning(literals, intervals, bool(negation), text)


def _meaning(
    literals: list[Literal], intervals: list[Interval], negated: bool, text: str
) -> UnaryTest:
    if len({type(value) for value in (*literals, *intervals)}) > 1:
        raise UnaryTestError(f"{text!r} compares with values of more than one type")
    if intervals:
        spans = merged(intervals)
        spans = complement(spans) if negated else spans
        if spans in ((), (Interval(None, None),)):
            raise UnaryTestError(f"{text!r} is met by {'every' if spans else 'no'} number")
        return UnaryTest((), spans)
    ordered = tuple(sorted(literals, key=str))
    if not isinstance(ordered[0], bool):
        return UnaryTest(ordered, (), negated)
    if len(ordered) == 2:
        raise UnaryTestError(f"{text!r} is met by {'neither' if negated else 'both'} of two values")
    return UnaryTest((ordered[0] != negated,), ())


def _item(text: str, position: int) -> tuple[Literal | Interval, int]:
    if match := _STRING.match(text, position):
        return match[1], match.end()
    if match := _BOOLEAN.match(text, position):
        return match[1] == "true", match.end()
    if match := _INTERVAL.match(text, position):
        low = _scaled(match[2], text) + (match[1] != "[")
        high = _scaled(match[3], text) - (match[4] != "]")
        if low > high:
            raise UnaryTestError(f"the interval {match[0]!r} is empty")
        return Interval(low, high), match.end()
    if match := _COMPARISON.match(text, position):
        bound = _scaled(match[2], text)
        return {
            "<": Interval(None, bound - 1),
            "<=": Interval(None, bound),
            ">": Interval(bound + 1, None),
            ">=": Interval(bound, None),
        }[match[1]], match.end()
    if match := _BARE_NUMBER.match(text, position):
        number = _scaled(match[0], text)
        return Interval(number, number), match.end()
    place = f"at character {position + 1} of {text!r}"
    found = text[position : position + 1]
    if found == '"':
        raise UnaryTestError(f"the quotation mark {place} is never closed")
    if found.isalpha():
        raise UnaryTestError(f'expected a value {place}; a word stands in quotation marks: "word"')
    raise UnaryTestError(f"expected a value {place}, found {found or 'the end'}")


def _skip(text: str, position: int) -> int:
    while text[position : position + 1] == " ":
        position += 1
    return position


def _scaled(number: str, text: str) -> int:
    if sum(c.isdigit() for c in number) > MAX_DIGITS:
        raise UnaryTestError(f"{number} has more than {MAX_DIGITS} digits in {text!r}")
    try:
        return scale(number)
    except ValueError as error:
        raise UnaryTestError(f"{error} in {text!r}") from None


def _literal_text(value: Literal) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"'


def _interval_text(interval: Interval) -> str:
    if interval.low is None and interval.high is None:
        return "-"
    if interval.low is None:
        return f"<= {plain(interval.high or 0)}"
    if interval.high is None:
        return f">= {plain(interval.low)}"
    return f"[{plain(interval.low)}..{plain(interval.high)}]"
