"""S-FEEL unary tests: every form, exact bounds, one spelling for one meaning, clear refusals."""

import pytest

from service.decimal4 import plain, scale
from service.ruleset.unary import UnaryTest, UnaryTestError, parse_unary


def met_by(text: str, value: str) -> bool:
    scaled = scale(value)
    return any(scaled in interval for interval in parse_unary(text).intervals)


@pytest.mark.parametrize(
    ("text", "literals", "negated"),
    [
        ('"held"', ("held",), False),
        ('"b", "a"', ("a", "b"), False),
        ('"a","b"', ("a", "b"), False),
        ('not("a")', ("a",), True),
        ('not ( "b", "a" )', ("a", "b"), True),
        ('"a b, (c)"', ("a b, (c)",), False),
        ('""', ("",), False),
        ("true", (True,), False),
        (" false ", (False,), False),
        ("not(true)", (False,), False),
        ("not(false)", (True,), False),
    ],
)
def test_words_and_booleans_are_compared_as_listed(
    text: str, literals: tuple[str | bool, ...], negated: bool
) -> None:
    assert parse_unary(text) == UnaryTest(literals, (), negated)


@pytest.mark.parametrize(
    ("text", "met", "unmet"),
    [
        ("0", ["0"], ["-0.0001", "0.0001"]),
        ("-2.5", ["-2.5"], ["-2.4999", "2.5"]),
        ("> 90", ["90.0001", "1000"], ["90", "89.9999"]),
        (">= 90", ["90", "90.0001"], ["89.9999"]),
        ("< 90", ["89.9999", "-5"], ["90"]),
        ("<= 90", ["90", "-5"], ["90.0001"]),
        ("<-10", ["-10.0001"], ["-10", "0"]),
        ("[30..90]", ["30", "90"], ["29.9999", "90.0001"]),
        ("(30..90]", ["30.0001", "90"], ["30", "90.0001"]),
        ("[30..90)", ["30", "89.9999"], ["29.9999", "90"]),
        ("(30..90)", ["30.0001", "89.9999"], ["30", "90"]),
        ("]30..90[", ["30.0001", "89.9999"], ["30", "90"]),
        ("[ -10 .. -3 )", ["-10", "-3.0001"], ["-10.0001", "-3"]),
        ("(0..0.0002)", ["0.0001"], ["0", "0.0002"]),
        ("1, 3", ["1", "3"], ["2", "1.0001"]),
        ("3, 3.0002", ["3", "3.0002"], ["3.0001"]),
        ("< 1, > 3", ["0.9999", "3.0001"], ["1", "2", "3"]),
        ("not(5)", ["4.9999", "5.0001"], ["5"]),
        ("not((5..20])", ["5", "20.0001"], ["5.0001", "20"]),
        ("not(< 1, [3..4])", ["1", "2.9999", "4.0001"], ["0.9999", "3", "4"]),
    ],
)
def test_bounds_are_open_or_closed_on_the_grid_of_four_decimals(
    text: str, met: list[str], unmet: list[str]
) -> None:
    assert [value for value in met if not met_by(text, value)] == []
    assert [value for value in unmet if met_by(text, value)] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('"b","a"', ' "a" , "b" '),
        ('not("b", "a")', 'not( "a","b" )'),
        ("> 90", ">90.0000"),
        ("> 90", ">= 90.0001"),
        ("< 2", "<= 1.9999"),
        ("(0..5]", "[0.0001..5]"),
        ("(0..5)", "]0..5["),
        ("5", "[5..5]"),
        ("5", "5.0000"),
        ("007", "7"),
        ("-0", "0"),
        ("3, 1", "1, 3"),
        ("[1..3], (3..5]", "[1..5]"),
        ("[1..4], [2..5]", "[1..5]"),
        ("<= 5, [2..3]", "<= 5"),
        ("not(> 90)", "<= 90"),
        ("not([1..2])", "< 1, > 2"),
        ("not([1..5], [3..4])", "< 1, > 5"),
        ("not(true)", "false"),
    ],
)
def test_equal_meanings_have_one_spelling(one: str, other: str) -> None:
    assert parse_unary(one) == parse_unary(other)
    assert parse_unary(one).canonical() == parse_unary(other).canonical()


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ('"b","a"', '"a", "b"'),
        ('not("b","a")', 'not("a", "b")'),
        ("true", "true"),
        ("> 90", ">= 90.0001"),
        ("< 2.5", "<= 2.4999"),
        ("(0..5]", "[0.0001..5]"),
        ("1", "[1..1]"),
        ("not((0..5])", "<= 0, >= 5.0001"),
    ],
)
def test_the_one_spelling_is_itself_a_unary_test(text: str, spelling: str) -> None:
    assert parse_unary(text).canonical() == spelling
    assert parse_unary(spelling) == parse_unary(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "expected a value at character 1 of '', found the end"),
        ("held", "a word stands in quotation marks"),
        ('"held', "the quotation mark at character 1 of '\"held' is never closed"),
        ('"a" "b"', "unexpected '\"' at character 5"),
        ('"a",', "expected a value at character 5"),
        (",", "expected a value at character 1"),
        ('"a";"b"', "unexpected ';'"),
        ('"a\\"b"', "never closed"),
        ("'a'", "expected a value"),
        ("TRUE", "a word stands in quotation marks"),
        ("trueish", "a word stands in quotation marks"),
        ("-", "expected a value at character 1 of '-', found -"),
        ("null", "a word stands in quotation marks"),
        (">", "expected a value"),
        ("> = 5", "expected a value"),
        (">> 5", "expected a value"),
        ("= 5", "expected a value"),
        ("5 6", "unexpected '6'"),
        ("5.", "unexpected '.'"),
        (".5", "expected a value"),
        ("+5", "expected a value"),
        ("1e3", "unexpected 'e'"),
        ("1_000", "unexpected '_'"),
        ("５", "expected a value"),
        ("> 1.23456", "1.23456 has more than 4 decimals"),
        ("> 1234567890123456", "more than 15 digits"),
        ("1.0000000000000000000000000000001", "more than 15 digits"),
        ("[5..3]", "the interval '[5..3]' is empty"),
        ("(5..5]", "is empty"),
        ("(1..1.0001)", "is empty"),
        ("[1..2", "expected a value"),
        ("[1,2]", "expected a value"),
        ("{1..2}", "expected a value"),
        ("not 5", "a word stands in quotation marks"),
        ("not(5", "missing ')' at character 6"),
        ("not(not(5))", "a word stands in quotation marks"),
        ("not()", "expected a value"),
        ("not(5) ,6", "unexpected ','"),
        ("5)", "unexpected ')'"),
        ("5, 5", "a value is listed twice"),
        ('"a","a"', "a value is listed twice"),
        ("5, [5..5]", "a value is listed twice"),
        ('5, "a"', "values of more than one type"),
        ('true, "true"', "values of more than one type"),
        ("true, 1", "values of more than one type"),
        ("true, false", "is met by both of two values"),
        ("not(true, false)", "is met by neither of two values"),
        ("<= 5, > 5", "is met by every number"),
        ("< 5, >= 4", "is met by every number"),
        ("not(<= 5, > 5)", "is met by no number"),
        ("\t5", "expected a value"),
    ],
)
def test_what_is_no_unary_test_is_refused_with_its_place(text: str, said: str) -> None:
    with pytest.raises(UnaryTestError) as refused:
        parse_unary(text)
    assert said in str(refused.value)


def test_a_number_has_up_to_15_digits() -> None:
    assert met_by("> 12345678901.2345", "12345678901.2346")
    assert met_by("123456789012345", "123456789012345")


def test_an_unbounded_side_stays_unbounded() -> None:
    (up,) = parse_unary("> 90").intervals
    (down,) = parse_unary("< 90").intervals
    assert (plain(up.low or 0), up.high) == ("90.0001", None)
    assert (down.low, plain(down.high or 0)) == (None, "89.9999")
