"""Points, ratings, weights, bands and caps, as ``features/grading.feature`` states them."""

from typing import Any

from pytest_bdd import given, parsers, scenarios, then

from service.ruleset.model import Ruleset
from tests.features.borrowers import Borrower, listed
from tests.features.profiles import PROFILES

scenarios("grading.feature")


def by_dimension(cells: str) -> dict[str, int]:
    """Return ``{"HIS": 5, ...}`` of ``HIS 5, ...``."""
    return {code: int(number) for code, number in map(str.split, cells.split(","))}


@given(parsers.re("a borrower rated (?P<ratings>HIS .+)"), target_fixture="borrower")
def borrower_rated(ruleset: Ruleset, average: dict[str, Any], ratings: str) -> Borrower:
    borrower = Borrower(ruleset, average)
    wanted = by_dimension(ratings)
    borrower.find([code for d, r in wanted.items() for code in PROFILES[d][r].split()])
    borrower.expected_ratings = wanted
    return borrower


@then(parsers.parse("finding {code} is worth {points:d} points"))
def worth(borrower: Borrower, code: str, points: int) -> None:
    (found,) = [f for f in borrower.result["findings"] if f["code"] == code]
    assert found["points"] == points


@then(parsers.parse("its rating is {rating:d}, {word}"))
def rating_is(borrower: Borrower, rating: int, word: str) -> None:
    assert (borrower.spoken_of["rating"], borrower.spoken_of["word"]) == (rating, word)


@then(parsers.re("its dimensions weigh (?P<weights>HIS .+)"))
def weights_are(borrower: Borrower, weights: str) -> None:
    dimensions = borrower.result["dimensions"]
    wanted = by_dimension(weights)
    assert {d: dimensions[d]["weight"] for d in dimensions} == wanted
    assert sum(wanted.values()) == 100


@then(parsers.parse("the caps are {caps}"))
def caps_are(borrower: Borrower, caps: str) -> None:
    found = [f"{cap['grade']} {cap['reason']}" for cap in borrower.result["caps"]]
    assert sorted(found) == sorted(listed(caps))


@then(parsers.parse("the binding caps are {caps}"))
def binding_caps_are(borrower: Borrower, caps: str) -> None:
    binding = [cap for cap in borrower.result["caps"] if cap["binding"]]
    assert sorted(f"{cap['grade']} {cap['reason']}" for cap in binding) == sorted(listed(caps))
