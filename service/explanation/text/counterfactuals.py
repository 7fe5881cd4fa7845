"""The text of the smallest changes that reach a better grade, or would cost one."""

from service.explanation.search import MOST_FACTS
from service.explanation.text.writer import Found, Lines, Writer, under
from service.ruleset.model import Ruleset


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
    if found["minimal_size"] is None:
        lines.append(say(f"{which}_none", most=str(MOST_FACTS)))
    else:
        size = str(found["minimal_size"])
        lines.append(say("sets", size=size, ways=str(len(sets))))
    for place, moves in enumerate(sets, 1):
        first, *rest = (move(writer, change) for change in moves)
        lines += [say("way", way=str(place), move=first), *under(rest, 2)]
    if not found["complete"]:
        lines.append(say("search_unfinished"))
    if found["considered_facts"]:
        lines.append(say("considered"))
        lines += under(_by_section(writer, found["considered_facts"]))
    return [say(which, grade=writer.grade(found["target"])), *under(lines)]


def move(writer: Writer, change: Found) -> str:
    """Return a change of one fact, from the value it has to another."""
    fact = change["fact"]
    before, after = (writer.value(fact, change[end]) for end in ("from", "to"))
    return writer.say("move", fact=writer.name(fact), before=before, after=after)


def _by_section(writer: Writer, facts: list[str]) -> Lines:
    """Facts by title, a line for each block of the dossier."""
    dictionary = writer.ruleset.facts
    sections: dict[str, list[str]] = {}
    for fact in facts:
        title = writer.text(dictionary[fact].title)
        sections.setdefault(dictionary[fact].section, []).append(title)
    return [
        writer.say(
            "section",
            section=writer.text(writer.ruleset.section_titles[section]),
            facts=writer.joined(titles),
        )
        for section, titles in sections.items()
    ]
