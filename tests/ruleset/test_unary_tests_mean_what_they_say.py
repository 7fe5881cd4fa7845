"""Random unary tests against a naive reading of the same text."""

import operator
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.decimal4 import plain
from service.ruleset.unary import UnaryTestError, parse_unary

unhurried = settings(deadline=None)

Reading = Callable[[int], bool]
"""Whether a scaled number meets one item."""

_COMPARE: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_OPENING = {"[": operator.ge, "(": operator.gt, "]": operator.gt}
_CLOSING = {"]": operator.le, ")": operator.lt, "[": operator.lt}

# Near one another, so that intervals touch, overlap and hold single numbers.
numbers = st.integers(-12, 12).map(lambda n: n * 2500) | st.integers(-30, 30)
spaces = st.sampled_from(["", " ", "  "])


class Item(NamedTuple):
    """One item of a unary test."""

    text: str
    reading: Reading


@st.composite
def items(draw: st.DrawFn) -> Item:
    gap = draw(spaces)
    low, high = sorted([draw(numbers), draw(numbers)])
    if draw(st.booleans()):
        sign = draw(st.sampled_from(["", *_COMPARE]))
        compare = _COMPARE.get(sign, operator.eq)
        return Item(f"{sign}{gap}{plain(low)}", lambda v: compare(v, low))
    opening, closing = draw(st.sampled_from(list(_OPENING))), draw(st.sampled_from(list(_CLOSING)))
    after, before = _OPENING[opening], _CLOSING[closing]
    return Item(
        f"{opening}{gap}{plain(low)}{gap}..{plain(high)}{gap}{closing}",
        lambda v: after(v, low) and before(v, high),
    )


class Said(NamedTuple):
    """A unary test and how each of its items reads."""

    text: str
    readings: list[Reading]


@st.composite
def unary_tests(draw: st.DrawFn) -> Said:
    listed = draw(st.lists(items(), min_size=1, max_size=4))
    comma = draw(spaces) + "," + draw(spaces)
    return Said(comma.join(i.text for i in listed), [i.reading for i in listed])


def meets(text: str, value: int) -> bool | None:
    """Whether ``value`` meets ``text``; ``None`` where the text is refused."""
    try:
        return any(value in interval for interval in parse_unary(text).intervals)
    except UnaryTestError:
        return None


@unhurried
@given(unary_tests(), numbers, st.integers(-1, 1))
def test_a_number_meets_a_test_exactly_if_it_meets_an_item(
    said: Said, number: int, beside: int
) -> None:
    value = number + beside
    met = meets(said.text, value)
    assert met in (None, any(reading(value) for reading in said.readings))


@unhurried
@given(unary_tests(), numbers, st.integers(-1, 1))
def test_negation_is_met_exactly_by_what_does_not_meet_the_test(
    said: Said, number: int, beside: int
) -> None:
    value = number + beside
    met, negated = meets(said.text, value), meets(f"not({said.text})", value)
    assert negated in (None, not met)
    assert (met is None) == (negated is None)


@unhurried
@given(unary_tests())
def test_a_refused_test_is_empty_repeats_itself_or_is_met_by_all_or_none(said: Said) -> None:
    if meets(said.text, 0) is None:
        reasons = "is empty|listed twice|met by every number|met by no number"
        with pytest.raises(UnaryTestError, match=reasons):
            parse_unary(said.text)


@unhurried
@given(unary_tests())
def test_intervals_ascend_and_neither_overlap_nor_touch(said: Said) -> None:
    if meets(said.text, 0) is None:
        return
    intervals = parse_unary(said.text).intervals
    for one, other in pairwise(intervals):
        assert one.high is not None
        assert other.low is not None
        assert other.low > one.high + 1


@unhurried
@given(unary_tests())
def test_the_canonical_spelling_means_the_same(said: Said) -> None:
    if meets(said.text, 0) is not None:
        parsed = parse_unary(said.text)
        assert parse_unary(parsed.canonical()) == parsed


@unhurried
@given(unary_tests(), unary_tests())
def test_two_tests_share_a_spelling_exactly_if_the_same_numbers_meet_them(
    one: Said, other: Said
) -> None:
    if meets(one.text, 0) is None or meets(other.text, 0) is None:
        return
    same = all(
        any(r(v) for r in one.readings) == any(r(v) for r in other.readings)
        for edge in range(-30_000, 30_001, 2500)
        for v in range(edge - 32, edge + 33)
    )
    assert (parse_unary(one.text).canonical() == parse_unary(other.text).canonical()) == same


@unhurried
@given(st.text(max_size=12))
def test_no_text_does_worse_than_to_be_refused(text: str) -> None:
    try:
        parse_unary(text)
    except UnaryTestError:
        return
    assert parse_unary(text) == parse_unary(parse_unary(text).canonical())


words = st.lists(st.sampled_from("abcdef"), min_size=1, max_size=4, unique=True)


@unhurried
@given(words, st.booleans(), st.sampled_from("abcdef"))
def test_a_word_meets_a_list_exactly_if_listed(listed: list[str], negated: bool, word: str) -> None:
    inner = ", ".join(f'"{w}"' for w in listed)
    test = parse_unary(f"not({inner})" if negated else inner)
    assert ((word in test.literals) != test.negated) == ((word in listed) != negated)
