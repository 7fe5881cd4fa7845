"""What differs between two ratings by one ruleset, as rows of one table with two sides."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from service.explanation.subject import SUPPOSED
from service.language.catalogue import Speaker
from service.language.values import date_text, source_text, unknown_text
from service.paper.pen import Found, Pen
from service.ruleset.model import ADVERSE

DOMAIN: Final = "review_page"
"""The messages of the table."""


@dataclass(frozen=True, slots=True)
class Side:
    """What stands on one side of a row, and what more is said of it.

    ``sign`` is ``adverse``, ``strength``, ``unknown`` or empty: a page shows it by shape, for
    the words say it too.
    """

    text: str
    sign: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that differs; ``code`` is its id, for auditors."""

    title: str
    code: str
    one: Side
    other: Side


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one kind under their heading."""

    name: str
    title: str
    rows: tuple[Row, ...]


def parts_of(pen: Pen, found: Found) -> tuple[Part, ...]:
    """Return what :func:`service.explanation.difference.difference` returns as parts with rows.

    Grade and composite, which come first on any page, are left out, and parts without rows.
    """
    told = _Teller(pen)
    rows = {
        "facts": [told.fact(entry) for entry in found["facts"]],
        "findings": told.findings(found["findings"]),
        "patterns": told.appearing(found["patterns"], told.pattern),
        "caps": told.appearing(found["caps"], told.cap),
        "dimensions": [told.dimension(entry) for entry in found["dimensions"]],
        "reasons": told.appearing(found["reasons"], told.reason),
        "missing": told.appearing(found["missing"], told.missing),
    }
    return tuple(
        Part(name, told.say(f"differs_{name}"), tuple(listed))
        for name, listed in rows.items()
        if listed
    )


def direction(pen: Pen, one: str, other: str) -> tuple[str, int]:
    """Return how the grade ``other`` stands to ``one``, and by how many grades.

    ``better``, ``worse`` or ``same``; ``unrated`` or ``rated`` where only one of them is a grade.
    """
    rated = pen.ruleset.policy.rated
    if one == other:
        return "same", 0
    if one in rated and other in rated:
        steps = rated.index(other) - rated.index(one)
        return ("worse" if steps > 0 else "better"), abs(steps)
    return ("unrated" if one in rated else "rated"), 0


class _Teller:
    """Tells the rows of one difference in one language."""

    def __init__(self, pen: Pen) -> None:
        self._pen = pen
        self.say = Speaker(pen.lang, DOMAIN).say
        self._none = Side(self.say("side_none"))

    def fact(self, found: Found) -> Row:
        """A fact: its value and whose word that is, or why it is not known."""
        one, other = self._known(found["from"]), self._known(found["to"])
        return Row(self._pen.told(found), found["fact"], one, other)

    def _known(self, found: Found) -> Side:
        fact, lang = found["fact"], self._pen.lang
        if found["value"] is None:
            why = unknown_text(found["unknown"], lang)
            return Side(self.say("side_unknown"), "unknown", why)
        value = self._pen.value(fact, found["value"])
        source, date = source_text(found["source"], lang), date_text(found["as_of"], lang)
        if found["source"] == SUPPOSED:
            return Side(value, "", source)
        return Side(value, "", self.say("side_source", source=source, date=date))

    def findings(self, found: Found) -> list[Row]:
        """Findings by test: one that became another is one row."""
        changed = found["changed"]
        rows = [(c["test"], self._finding(c["from"]), self._finding(c["to"])) for c in changed]
        rows += [(f["test"], self._none, self._finding(f)) for f in found["appeared"]]
        rows += [(f["test"], self._finding(f), self._none) for f in found["gone"]]
        return [Row(self._pen.title(test), test, one, other) for test, one, other in rows]

    def _finding(self, found: Found) -> Side:
        severity = found["severity"]
        sign = "adverse" if severity in ADVERSE else "strength"
        mark = next((name for name in ("assumed", "claimed") if found[name]), "found")
        titles = self._pen.ruleset.policy.severity_titles
        detail = self.say(
            f"side_{mark}",
            n=abs(found["points"]),
            severity=self._pen.text(titles[severity]),
            points=self._pen.signed(found["points"]),
        )
        return Side(self._pen.told(found), sign, detail)

    def appearing(self, found: Found, tell: Callable[[Any], tuple[str, str, Side]]) -> list[Row]:
        """What appeared stands on the other side alone, what is gone on the one."""
        rows = []
        for way in ("appeared", "gone"):
            for title, code, side in map(tell, found[way]):
                sides = (self._none, side) if way == "appeared" else (side, self._none)
                rows.append(Row(title, code, *sides))
        return rows

    def pattern(self, found: Found) -> tuple[str, str, Side]:
        """A pattern, with the best grade that it leaves."""
        side = Side(self.say("side_formed"), "adverse", self.say("side_cap", grade=found["cap"]))
        return self._pen.told(found), f"{found['id']} {found['code']}", side

    def cap(self, found: Found) -> tuple[str, str, Side]:
        """A cap, by what it comes from."""
        side = Side(self.say("side_cap", grade=found["grade"]), "adverse")
        return self._pen.title(found["reason"]), found["reason"], side

    def reason(self, code: str) -> tuple[str, str, Side]:
        """One of the reasons for the grade."""
        return self._pen.title(code), code, Side(self.say("side_reason"))

    def missing(self, code: str) -> tuple[str, str, Side]:
        """What is not known, and needed for a grade."""
        return self._pen.title(code), code, Side(self.say("side_missing"), "unknown")

    def dimension(self, found: Found) -> Row:
        """A dimension with its rating and net points on both sides."""
        one, other = self._rated(found["from"]), self._rated(found["to"])
        return Row(self._pen.told(found), found["dimension"], one, other)

    def _rated(self, found: Found) -> Side:
        word = self._pen.text(self._pen.ruleset.policy.rating_titles[found["rating"]])
        rated = self.say("side_rated", rating=str(found["rating"]), word=word)
        return Side(rated, "", self.say("side_net", net=self._pen.signed(found["net"])))
