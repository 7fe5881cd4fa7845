"""Writes the parts of sentences that every section needs: titles, facts, lists with an end."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

from service.explanation.subject import Subject
from service.language.catalogue import Speaker
from service.language.values import date_text, listed, source_text, unknown_text, value_text

ITEMS: Final = 4
"""Paragraphs of one kind in a section, at most: the rest are counted."""

FACTS: Final = 4
"""Facts or findings named in one sentence, at most: the rest are counted."""

Parts = Mapping[str, Any]
"""The explanation without its narrative, or a part of it, as its contract has it."""

Item = TypeVar("Item")

_BETWEEN: Final = {"en": " ", "zh": ""}
"""What stands between two sentences."""


class Writer:
    """Writes about one borrower in one language."""

    def __init__(self, subject: Subject, lang: str) -> None:
        self.lang = lang
        self.ruleset = subject.ruleset
        self.result: Mapping[str, Any] = subject.rating.result
        self._speaker = Speaker(lang, "narrative")

    def say(self, message: str, /, *, n: int | None = None, **values: str) -> str:
        """Return a message of the narrative; raises what :meth:`Speaker.say` raises."""
        return self._speaker.say(message, n=n, **values)

    def paragraph(self, sentences: Iterable[str]) -> str:
        """Return whole sentences as one paragraph."""
        return _BETWEEN[self.lang].join(sentences)

    def each(
        self, items: Sequence[Item], write: Callable[[Item], str], more: str, most: int = ITEMS
    ) -> Iterator[str]:
        """Yield a paragraph on each of the first ``most`` items; message ``more`` counts the rest.

        Yields nothing for no items.
        """
        yield from map(write, items[:most])
        if len(items) > most:
            yield self.say(more, n=len(items) - most)

    def title(self, code: str) -> str:
        """The title of a finding or a pattern."""
        if code in self.ruleset.outcomes:
            return self.ruleset.outcomes[code][1].title.in_language(self.lang)
        patterns = {p.code: p.title for p in self.ruleset.patterns.values()}
        return patterns[code].in_language(self.lang)

    def findings(self, codes: Iterable[str], most: int = FACTS) -> str:
        """Return titles of findings as a list in a sentence, the last ones counted."""
        quoted = [self.say("quoted", text=self.title(code)) for code in codes]
        return self._list(quoted, "more_findings", most)

    def dimensions(self, codes: Iterable[str]) -> str:
        """Return titles of dimensions as a list in a sentence."""
        titles = [self.ruleset.dimensions[code].in_language(self.lang) for code in codes]
        return listed([self.say("quoted", text=title) for title in titles], self.lang)

    def names(self, facts: Iterable[str]) -> str:
        """Return the titles of facts as a list in a sentence, the last ones counted."""
        return self._list([self._name(fact) for fact in facts], "more_facts")

    def facts(self, found: Sequence[Mapping[str, Any]], most: int = FACTS) -> str:
        """Return facts as a list in a sentence, the last ones counted.

        A fact has its value, who vouches for it and its date, or why it is not known; facts
        that share these are told together.
        """
        alike: dict[tuple[str, ...], list[str]] = {}
        for fact in found[:most]:
            if fact["value"] is None:
                alike.setdefault((fact["unknown"],), []).append(self._name(fact["fact"]))
            else:
                on = (fact["source"], fact["as_of"])
                alike.setdefault(on, []).append(self._known(fact))
        told = [self._alike(on, facts) for on, facts in alike.items()]
        if len(found) > most:
            told.append(self.say("more_facts", n=len(found) - most))
        return listed(told, self.lang)

    def _alike(self, on: tuple[str, ...], facts: list[str]) -> str:
        told = listed(facts, self.lang)
        if len(on) == 1:
            return self.say("facts_unknown", facts=told, why=unknown_text(on[0], self.lang))
        source, date = source_text(on[0], self.lang), date_text(on[1], self.lang)
        return self.say("facts_known", facts=told, source=source, date=date)

    def _known(self, found: Mapping[str, Any]) -> str:
        fact = self.ruleset.facts[found["fact"]]
        value = value_text(fact, found["value"], self.lang)
        return self.say("fact", title=fact.title.in_language(self.lang), value=value)

    def _name(self, fact: str) -> str:
        return self.say("quoted", text=self.ruleset.facts[fact].title.in_language(self.lang))

    def _list(self, items: list[str], more: str, most: int = FACTS) -> str:
        left = len(items) - most
        named = items[:most] + ([self.say(more, n=left)] if left > 0 else [])
        return listed(named, self.lang)
