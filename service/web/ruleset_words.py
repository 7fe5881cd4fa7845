"""Rules in words of one language: conditions, spans, and what differs between two rulesets."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson

from service.decimal4 import SCALE
from service.explanation.text.conditions import in_words, span
from service.explanation.text.writer import Writer
from service.language.catalogue import Speaker
from service.language.values import listed, number, source_text
from service.ruleset.differences import ABSENT, Difference
from service.ruleset.model import BUSINESS_MODEL, Alternative, Condition, Fact, Ruleset
from service.ruleset.unary import Interval

_LONGEST: Final = 400
"""Characters shown of a value that is no text; the files have it whole."""

_NUMBERS_OF_FACTS: Final = frozenset({"minimum", "maximum"})
_CONDITIONS: Final = frozenset({"when", "applies_when"})


class Words:
    """Says the rules of ``ruleset`` in ``lang``."""

    def __init__(self, ruleset: Ruleset, lang: str) -> None:
        self.ruleset = ruleset
        self.lang = lang
        self.writer = Writer(ruleset, lang)
        self._speaker = Speaker(lang, "auditor")

    def condition(self, found: Condition) -> str:
        """Return what a condition asks of its fact, as the file spells it and in words."""
        return in_words(self.writer, found.fact, found.text)

    def alternatives(self, found: Sequence[Alternative]) -> list[list[tuple[Fact, str]]]:
        """Return alternatives, each a list of facts with what is asked of them."""
        return [[(self.ruleset.facts[c.fact], self.condition(c)) for c in one] for one in found]

    def span(self, interval: Interval, unit: str | None = None) -> str:
        """Return a span of numbers, which may have no end at all."""
        if interval.low is None and interval.high is None:
            return self._speaker.say("any")
        return span(self.writer, unit, interval)

    def whole_span(self, interval: Interval) -> str:
        """Return a span of whole numbers, as the tables of the policy have them."""
        low, high = (None if e is None else e * SCALE for e in (interval.low, interval.high))
        return self.span(Interval(low, high))

    def range(self, fact: Fact) -> str:
        """Return what values a number can have."""
        return self.span(Interval(fact.minimum, fact.maximum), fact.unit)

    def bands(self) -> dict[str, str]:
        """Return the composites of each grade; a better grade's band ends the next."""
        told, above = {}, None
        for band in self.ruleset.policy.bands:
            low, high = band.interval.low, band.interval.high
            if above is not None and (high is None or high >= above):
                high = above - 1
            told[band.label] = self.whole_span(Interval(low, high))
            above = low
        return told

    def points(self, severity: str) -> str:
        """Return the points of a severity with their sign."""
        return f"{self.ruleset.policy.points[severity]:+d}".replace("-", "\N{MINUS SIGN}")

    def model(self, model: str) -> str:
        """Return what a business model is called."""
        return self.writer.value(BUSINESS_MODEL, model)

    def sources(self, sources: Sequence[str]) -> str:
        """Return who vouches for facts, several in one line."""
        return listed([source_text(source, self.lang) for source in sources], self.lang)

    def period(self, freshness: str) -> str:
        """Return what a period of freshness is for."""
        titles: Mapping[str, Mapping[str, str]] = self.ruleset.canonical["freshness_titles"]
        return titles[freshness][self.lang]

    def dimensions(self, codes: str) -> str:
        """Return the dimensions that a clause is about, which may be several codes or none's."""
        found = [code for code in self.ruleset.dimensions if code in codes]
        if not found:
            return self._speaker.say("dimension_whole")
        return listed([self.writer.text(self.ruleset.dimensions[c]) for c in found], self.lang)

    def side(self, difference: Difference, value: Any) -> str:
        """Return one side of a difference; ``value`` is ``before`` or ``after`` of it."""
        if value is ABSENT:
            return self._speaker.say("side_absent")
        member = difference.path[-1] if difference.path else ""
        if difference.kind == "fact" and member in _NUMBERS_OF_FACTS and value is not None:
            fact = self.ruleset.facts.get(difference.of)
            return number(value, fact.unit if fact else None, self.lang)
        if member in _CONDITIONS:
            return self._when(value)
        if difference.kind == "fact" and difference.path == ("worse",):
            return self._order(difference.of, value)
        if difference.kind == "fact" and difference.path == ("change",):
            said = {name: str(value[name]) for name in ("when", "direction", "effort")}
            when = self._speaker.say(f"change_when_{said['when']}")
            way = self._speaker.say(f"change_way_{said['direction']}")
            return self._speaker.say("change_mark", when=when, way=way, effort=said["effort"])
        return self._value(value)

    def _order(self, of: str, worse: str | Sequence[Sequence[str]]) -> str:
        """Return how the values of a fact are ordered, the best first."""
        if isinstance(worse, str):
            return self._speaker.say(f"worse_{worse}")
        fact = self.ruleset.facts[of]
        groups = (listed([self._spelled(fact, v) for v in group], self.lang) for group in worse)
        return " > ".join(groups)

    def _spelled(self, fact: Fact, value: str) -> str:
        return fact.values[value].in_language(self.lang) if value in fact.values else value

    def _when(self, alternatives: Sequence[Mapping[str, str]]) -> str:
        """Return alternatives in the canonical form; a fact that is gone stays as it is spelled."""
        told = []
        for alternative in alternatives:
            asked = []
            for name, test in alternative.items():
                fact = self.ruleset.facts.get(name)
                said = test if fact is None else self._asked(fact, test)
                asked.append(self._speaker.say("fact_is", fact=self.writer.name(name), value=said))
            told.append(listed(asked, self.lang))
        return self.writer.joined(told)

    def _asked(self, fact: Fact, test: str) -> str:
        try:
            return in_words(self.writer, fact.id, test)
        except ValueError:
            return test  # the other ruleset's fact has values that this one's has not

    def _value(self, value: Any) -> str:
        if isinstance(value, Mapping):
            if {"en", "zh"} <= value.keys():
                return str(value[self.lang])
            if "title" in value:
                return self._value(value["title"])
        if isinstance(value, bool) or value is None:
            return self._speaker.say({True: "yes", False: "no", None: "side_none"}[value])
        if isinstance(value, str):
            return self.writer.name(value)
        if isinstance(value, int):
            return number(value * SCALE, None, self.lang)
        if isinstance(value, list | tuple) and all(_is_plain(item) for item in value):
            return self.writer.joined(self._value(item) for item in value)
        text = orjson.dumps(value).decode()
        return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _is_plain(value: Any) -> bool:
    texts = isinstance(value, Mapping) and {"en", "zh"} <= value.keys()
    return texts or isinstance(value, str | int | bool)
