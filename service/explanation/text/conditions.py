"""The text of alternatives and their conditions, with the facts that meet them or do not."""

import re
from collections.abc import Sequence
from typing import Final

from service.explanation.text.writer import Found, Lines, Writer, under

_VALUES: Final = re.compile(r'"([^"]*)"|\b(true|false)\b')

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
        condition=_in_words(writer, fact["fact"], condition["condition"]),
    )


def _in_words(writer: Writer, fact: str, text: str) -> str:
    """A unary test as the ruleset spells it, but with the titles of values."""
    titles = writer.ruleset.facts[fact].values

    def titled(value: re.Match[str]) -> str:
        return writer.say("quoted", value=writer.text(titles[value[1] or value[2]]))

    return _VALUES.sub(titled, text)
