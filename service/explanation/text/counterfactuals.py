"""The text of the smallest changes that reach a better grade, or would cost one."""

from typing import Final

from service.explanation.search import MOST_FACTS
from service.explanation.text.writer import Found, Lines, Writer, under
from service.ruleset.model import Ruleset

WAYS: Final = 10
"""Ways told one by one, at most; the JSON has them all."""


def counterfactuals_text(ruleset: Ruleset, found: Found, lang: str) -> Lines:
    """Return what would reach a grade: every smallest set of changes, and what was considered.

    ``found`` is what :func:`service.explanation.counterfactuals.counterfactuals` returns.
    """
    return _told(Writer(ruleset, lang), found, "better")


def edge_text(ruleset: Ruleset, found: Found, lang: str) -> Lines:
    """Return what would cost a grade; ``found`` as in :func:`counterfactuals_text`."""
    return _told(Writer(ruleset, lang), found, "edge")


def _told(writer: Writer, found: Found, which: str) -> Lines:
    say = writer.say
    if found["target"] is None:
        return [say(f"{which}_no_target")]
    lines = []
    sets = found["sets"]
    if not found["considered_facts"]:
        lines.append(say("considered_none"))
    elif found["minimal_size"] is None and found["complete"]:
        lines.append(say(f"{which}_none", most=str(MOST_FACTS)))
    elif sets:
        size = str(found["minimal_size"])
        counted = "sets" if found["complete"] else "sets_at_least"
        lines.append(say(counted, size=size, ways=str(len(sets))))
    for place, moves in enumerate(sets[:WAYS], 1):
        first, *rest = (_move(writer, change, which) for change in moves)
        lines += [say("way", way=str(place), move=first), *under(rest, 2)]
    if len(sets) > 1:
        lines.append(say(f"{which}_order"))
    if len(sets) > WAYS:
        lines.append(say("more_ways", more=str(len(sets) - WAYS)))
    if not found["complete"]:
        lines.append(say("search_more" if sets else "search_given_up"))
    if found["considered_facts"]:
        lines.append(say("considered"))
        lines += under(_by_section(writer, found["considered_facts"], which))
    return [say(which, grade=writer.grade(found["target"])), *under(lines)]


def move(writer: Writer, change: Found) -> str:
    """Return a change of one fact, from the value it has to another."""
    return _moved(writer, change, "move")


def _move(writer: Writer, change: Found, which: str) -> str:
    slow = _only_with_time(writer, change["fact"], which)
    return _moved(writer, change, "move_with_time" if slow else "move")


def _moved(writer: Writer, change: Found, message: str) -> str:
    fact = change["fact"]
    before, after = (writer.value(fact, change[end]) for end in ("from", "to"))
    return writer.say(message, fact=writer.name(fact), before=before, after=after)


def _only_with_time(writer: Writer, fact: str, which: str) -> bool:
    """True of a fact that acting alone cannot better; for the worse, that is no comfort."""
    return which == "better" and writer.ruleset.facts[fact].change.when == "with_time"


def _by_section(writer: Writer, facts: list[str], which: str) -> Lines:
    """Facts by title, a line for each block of the dossier."""
    dictionary = writer.ruleset.facts
    sections: dict[str, list[str]] = {}
    for fact in facts:
        title = writer.text(dictionary[fact].title)
        if _only_with_time(writer, fact, which):
            title = writer.say("considered_with_time", fact=title)
        sections.setdefault(dictionary[fact].section, []).append(title)
    return [
        writer.say(
            "section",
            section=writer.text(writer.ruleset.section_titles[section]),
            facts=writer.joined(titles),
        )
        for section, titles in sections.items()
    ]
