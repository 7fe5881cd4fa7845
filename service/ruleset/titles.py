"""What everything that a ruleset names is called."""

from service.ruleset.model import Ruleset
from service.ruleset.text import Text


def titles_of(ruleset: Ruleset) -> dict[str, Text]:
    """Return the title of everything that has a code or an id, by it."""
    titles: dict[str, Text] = {code: o.title for code, (_, o) in ruleset.outcomes.items()}
    for pattern in ruleset.patterns.values():
        names = (pattern.id, pattern.code, f"{pattern.id} {pattern.code}")
        titles |= dict.fromkeys(names, pattern.title)
    for cap in ruleset.policy.dimension_caps:
        titles |= dict.fromkeys((cap.id, cap.reason), cap.title)
    titles |= {test.id: test.title for test in ruleset.tests.values()}
    titles |= {fact.id: fact.title for fact in ruleset.facts.values()}
    return titles | dict(ruleset.dimensions)
