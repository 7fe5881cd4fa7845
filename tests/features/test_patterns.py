"""The patterns over findings, as ``features/patterns.feature`` states them."""

from pytest_bdd import parsers, scenarios, then

from tests.features.borrowers import Borrower, listed

scenarios("patterns.feature")


@then("no adverse finding stands")
def no_adverse_finding(borrower: Borrower) -> None:
    assert [f["code"] for f in borrower.result["findings"] if f["points"] < 0] == []


@then(parsers.re(r"pattern (?P<pattern>PAT-\d\d) (?P<code>\w+) is found because of (?P<codes>.+)"))
def pattern_found(borrower: Borrower, pattern: str, code: str, codes: str) -> None:
    found = {p["id"]: p for p in borrower.result["patterns"]}
    assert pattern in found
    assert (found[pattern]["code"], found[pattern]["because"]) == (code, listed(codes))
    cap = {"grade": found[pattern]["cap"], "reason": f"{pattern} {code}"}
    assert cap in [{"grade": c["grade"], "reason": c["reason"]} for c in borrower.result["caps"]]
    borrower.spoken_of = found[pattern]


@then(parsers.re(r"pattern (?P<pattern>PAT-\d\d) is not found"))
def pattern_not_found(borrower: Borrower, pattern: str) -> None:
    assert pattern not in [p["id"] for p in borrower.result["patterns"]]
    assert not any(cap["reason"].startswith(pattern) for cap in borrower.result["caps"])


@then(parsers.parse("the patterns found are {patterns}"))
def patterns_found(borrower: Borrower, patterns: str) -> None:
    assert [p["id"] for p in borrower.result["patterns"]] == listed(patterns)
