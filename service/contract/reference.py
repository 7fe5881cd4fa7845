"""The shapes of what the service says of itself, and of every error."""

from service.contract import members as m
from service.contract.decision import RulesetReference


class Title(m.Shape):
    """A title in both languages."""

    en = m.text()
    zh = m.text()


class RulesetSummary(RulesetReference):
    """An installed ruleset."""

    title = m.one(Title)
    effective_from = m.day()
    active = m.truth("Whether new decisions are taken by it")


class Rulesets(m.Shape):
    """The installed rulesets."""

    rulesets = m.many(RulesetSummary)


class Health(m.Shape):
    """That the service is alive."""

    status = m.text(one_of=("ok",))
    version = m.text("Of the service")
    ruleset = m.one(RulesetReference, "By which new decisions are taken")


class Readiness(m.Shape):
    """That the service can decide and record."""

    status = m.text(one_of=("ready",))
    checks = m.by_name(m.text(one_of=("ok", "none")), "Name of a check to what it found")


class Fault(m.Shape):
    """One fault of what was sent."""

    code = m.text("Stable; its page is /docs/errors/{code}")
    pointer = m.text("Where: a JSON pointer (RFC 6901), empty for the whole")
    message = m.text("What is wrong and what to do, in a sentence")


class Problem(m.Shape):
    """An error: RFC 9457, with a stable code."""

    type = m.text("The page that explains the code", form="uri-reference")
    title = m.text("The code in words")
    status = m.whole("The HTTP status", least=400, most=599)
    detail = m.text("What was wrong this time, and what to do")
    instance = m.text("Names this occurrence: quote it to the operator", form="uri")
    code = m.text("Stable: decide by this")
    errors = m.many(Fault, "Every fault of what was sent, where it has faults", optional=True)
