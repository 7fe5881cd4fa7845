"""The shapes of comparisons: of two decisions, and of a decision with what was supposed."""

from service.contract import members as m
from service.contract.decision import SEVERITY, FactShown, RulesetReference
from service.contract.explanation import Move
from service.ruleset.model import SEVERITIES


class Rated(m.Shape):
    """A rating in short."""

    dossier_id = m.text("From the dossier")
    application_ref = m.text("From the dossier")
    rating_date = m.day("From the dossier")
    grade = m.grade()
    indicative_grade = m.grade()
    base_grade = m.grade()
    composite = m.whole(least=100, most=500)
    ruleset = m.one(RulesetReference)


class Decided(Rated):
    """A recorded decision in short."""

    decision_id = m.identity("The decision")


class GradeMove(m.Shape):
    """The grade in both."""

    was = m.grade(key="from")
    becomes = m.grade(key="to")


class NumberMove(m.Shape):
    """The composite in both."""

    was = m.whole(key="from")
    becomes = m.whole(key="to")


class FactMove(m.Shape):
    """A fact that differs."""

    fact = m.text("section.name, as in the dossier")
    title = m.text()
    title_zh = m.text()
    was = m.one(FactShown, key="from")
    becomes = m.one(FactShown, key="to")


class FindingInShort(m.Shape):
    """A finding in short."""

    code = m.text()
    test = m.text()
    severity = m.text(SEVERITY, one_of=SEVERITIES)
    points = m.whole()
    title = m.text()
    title_zh = m.text()
    assumed = m.truth()
    claimed = m.truth()


class FindingMove(m.Shape):
    """A test that found something else."""

    test = m.text()
    was = m.one(FindingInShort, key="from")
    becomes = m.one(FindingInShort, key="to")


class Findings(m.Shape):
    """Findings that differ."""

    appeared = m.many(FindingInShort)
    gone = m.many(FindingInShort)
    changed = m.many(FindingMove)


class PatternInShort(m.Shape):
    """A pattern in short."""

    id = m.text()
    code = m.text()
    cap = m.grade()
    title = m.text()
    title_zh = m.text()


class Patterns(m.Shape):
    """Patterns that differ."""

    appeared = m.many(PatternInShort)
    gone = m.many(PatternInShort)


class CapInShort(m.Shape):
    """A cap in short."""

    grade = m.grade()
    reason = m.text()


class Caps(m.Shape):
    """Caps that differ."""

    appeared = m.many(CapInShort)
    gone = m.many(CapInShort)


class RatingInShort(m.Shape):
    """How a dimension came out; null where the ruleset does not have it."""

    rating = m.whole(null=True)
    net = m.whole(null=True)


class DimensionMove(m.Shape):
    """A dimension that differs."""

    dimension = m.text()
    title = m.text()
    title_zh = m.text()
    was = m.one(RatingInShort, key="from")
    becomes = m.one(RatingInShort, key="to")


class Codes(m.Shape):
    """Codes that differ."""

    appeared = m.texts()
    gone = m.texts()


class Difference(m.Shape):
    """What differs from one rating to the other; what is equal is left out."""

    grade = m.one(GradeMove)
    composite = m.one(NumberMove)
    facts = m.many(FactMove)
    findings = m.one(Findings)
    patterns = m.one(Patterns)
    caps = m.one(Caps)
    dimensions = m.many(DimensionMove)
    reasons = m.one(Codes)
    missing = m.one(Codes)


class Comparison(m.Shape):
    """Two decisions, and what differs from one to the other."""

    one = m.one(Decided)
    other = m.one(Decided)
    same_borrower = m.truth("By unified social credit code, else by legal name and country")
    same_ruleset = m.truth()
    difference = m.one(Difference)


class WhatIf(m.Shape):
    """What would follow if facts were otherwise: no decision, and never recorded."""

    hypothetical = m.truth("Always true")
    label = m.text("That nothing of this was decided")
    label_zh = m.text()
    changes = m.many(Move, "What was supposed")
    before = m.one(Decided)
    after = m.one(Rated)
    difference = m.one(Difference)
