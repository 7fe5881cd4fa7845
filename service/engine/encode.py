"""Facts and conditions in the engine's own terms: flat facts of texts and small integers."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from service.dossier.facts import FactState
from service.engine.decision_table import Option
from service.ruleset.cells import Cell
from service.ruleset.model import Fact, Ruleset, Value

UNKNOWN = "?"
"""Stands for an unknown enum or boolean value; no value of a ruleset can be spelled so."""

Condition = Mapping[str, object]
"""One condition of the engine's rule language."""


def word_variable(fact: str) -> str:
    """Name of the table variable for whether only the borrower vouches for a fact.

    The variable for the fact's value bears the name of the fact.
    """
    return fact + "!"


@dataclass(frozen=True)
class Encoder:
    """Maps facts of one ruleset to members of engine facts.

    Members are ``f<n>`` (value), ``u<n>`` (1 where a number is unknown) and ``w<n>`` (1 where
    only the borrower vouches, else 0), ``n`` being the fact's place in the dictionary.
    """

    ruleset: Ruleset
    numbers: Mapping[str, int]

    @classmethod
    def of(cls, ruleset: Ruleset) -> "Encoder":
        """Build the encoder of a ruleset."""
        return cls(ruleset, {fact: n for n, fact in enumerate(ruleset.facts)})

    def branches(self, variable: str, options: tuple[Option, ...]) -> list[list[Condition]]:
        """Return alternatives of conditions that hold exactly for ``options`` of ``variable``.

        The engine fires once for each true branch of an "or", so every alternative becomes
        a rule of its own; they exclude each other.
        """
        if variable.endswith("!"):
            member = f"w{self.numbers[variable[:-1]]}"
            return [[{member: int(bool(option))}] for option in options]
        fact = self.ruleset.facts[variable]
        member = str(self.numbers[variable])
        found: list[list[Condition]] = []
        if None in options:
            unknown = {"u" + member: 1} if fact.kind == "number" else {"f" + member: UNKNOWN}
            found.append([unknown])
        cells = [option for option in options if isinstance(option, Cell)]
        if fact.kind == "number":
            return found + [self._between(fact, "f" + member, *b) for b in _merged(cells)]
        values = [v for v in fact.domain() if any(v in (c.values or ()) for c in cells)]
        return found + [[{"f" + member: _text(v)}] for v in values]

    @staticmethod
    def _between(fact: Fact, member: str, low: int, high: int) -> list[Condition]:
        if low == high:
            return [{member: low}]
        conditions: list[Condition] = []
        # A bound at the edge of the range is left out, but one condition must remain, as
        # an unknown number has no member.
        if high != fact.maximum:
            conditions.append({"$lte": {member: high}})
        if low != fact.minimum or not conditions:
            conditions.append({"$gte": {member: low}})
        return conditions

    def members(self, fact: str, with_word: bool) -> "Member":
        """Return how ``fact`` is written into an engine fact."""
        number = self.numbers[fact]
        kind = self.ruleset.facts[fact].kind
        value, word = f'"f{number}":', f',"w{number}":' if with_word else ""
        unknown = f'"u{number}":1' if kind == "number" else f'{value}"{UNKNOWN}"'
        ready: dict[Value | None, tuple[str, str]] = {None: (unknown, unknown)}
        if kind != "number":
            for known in self.ruleset.facts[fact].domain():
                text = f'{value}"{_text(known)}"'
                ready[known] = (f"{text}{word}0", f"{text}{word}1") if word else (text, text)
        return Member(fact, value, word, ready)


class Member(NamedTuple):
    """One fact's spelling in an engine fact; the texts are ready-made JSON."""

    fact: str
    value: str
    word: str
    ready: Mapping[Value | None, tuple[str, str]]
    """What is written for a value: on evidence, and on nothing but the borrower's word.

    All values that a fact may have are there but numbers.
    """


def written(members: Iterable[Member], facts: Mapping[str, FactState]) -> str:
    """Return the JSON members for the states of some of ``facts``."""
    texts = []
    for fact, name, word, ready in members:
        state = facts[fact]
        value = state.value
        found = ready.get(value)
        if found is not None:
            texts.append(found[state.word_only])
            continue
        # Anything but a number is no value of the fact: the engine is left to refuse it.
        text = f'{name}"{value}"' if type(value) is str else f"{name}{value}"
        texts.append(f"{text}{word}{int(state.word_only)}" if word else text)
    return ",".join(texts)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _merged(cells: list[Cell]) -> Iterator[tuple[int, int]]:
    """Yield the ends of the intervals that ``cells`` make together, ascending."""
    ends = sorted((c.interval.low or 0, c.interval.high or 0) for c in cells if c.interval)
    start, end = None, 0
    for low, high in ends:
        if start is not None and low == end + 1:
            end = high
            continue
        if start is not None:
            yield start, end
        start, end = low, high
    if start is not None:
        yield start, end
