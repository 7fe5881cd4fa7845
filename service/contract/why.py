"""The shapes of the answers to why, or why not: one for each kind of code."""

from service.contract import members as m
from service.contract.decision import SEVERITY, FactShown
from service.ruleset.model import SEVERITIES

STATUS = ("fired", "not_fired", "not_evaluable", "not_applicable")


class Condition(m.Shape):
    """A fact held against what a rule asks of it."""

    fact = m.one(FactShown)
    condition = m.text("As the ruleset spells it")
    holds = m.truth("Null where the fact is not known", null=True)


class Alternative(m.Shape):
    """Conditions that must all hold."""

    holds = m.truth("Null where that is open", null=True)
    failing = m.one(Condition, "The first that does not hold, or is open", null=True)
    conditions = m.many(Condition)


class WhyFinding(m.Shape):
    """Why an outcome is the finding of its test, or why it is not."""

    decision_id = m.identity("The decision")
    code = m.text("The finding")
    kind = m.text(one_of=("finding",))
    test = m.text("The test that could find it")
    dimension = m.text()
    severity = m.text(SEVERITY, one_of=SEVERITIES)
    points = m.whole("Below 0 for a weakness; 0 for a strength that is only claimed")
    cap = m.grade("The cap that it would put on the grade", null=True)
    title = m.text()
    title_zh = m.text()
    clauses = m.texts("The clauses of the credit manual")
    status = m.text("Whether it was found", one_of=STATUS)
    assumed = m.truth("Adverse only because an unknown fact does not rule it out")
    claimed = m.truth("A strength on the borrower's word alone")
    superseded_by = m.text("The finding of the test that came before it", null=True)
    implied_by = m.text("The graver finding that stands for it in patterns", null=True)
    applicability = m.many(Alternative, "When the test applies: any of these; always where none")
    alternatives = m.many(Alternative, "When it is found: any of these")
    missing_facts = m.texts("Unknown facts that keep it open")


class WhyOutcome(WhyFinding):
    """An outcome of a test, as a finding."""

    class Meta(m.Shape.Meta):
        """The answer about the test names the decision."""

        exclude = ("decision_id",)


class WhyTest(m.Shape):
    """What a test found, and why each of its outcomes is or is not the finding."""

    decision_id = m.identity("The decision")
    code = m.text("The test")
    kind = m.text(one_of=("test",))
    status = m.text("What became of it", one_of=STATUS)
    finding = m.text("What it found", null=True)
    outcomes = m.many(WhyOutcome, "Gravest first within weaknesses and strengths")


class StandingCode(m.Shape):
    """A code of a group that stands."""

    code = m.text()
    implied_by = m.text("The graver finding that stands for it", null=True)
    assumed = m.truth("Whether nothing proves it")


class Group(m.Shape):
    """Codes of which any meets the group."""

    any_of = m.texts()
    standing = m.many(StandingCode)


class WhyPattern(m.Shape):
    """Which findings form a pattern, or which of its groups none stands for."""

    decision_id = m.identity("The decision")
    code = m.text("The pattern")
    id = m.text("Its number")
    kind = m.text(one_of=("pattern",))
    title = m.text()
    title_zh = m.text()
    cap = m.grade("The cap that it would put on the grade", null=True)
    suspicion = m.truth("That it is a suspicion, to be worded as one")
    status = m.text("Whether it formed", one_of=("fired", "not_fired", "not_evaluable"))
    groups = m.many(Group, "All must be met")
    missing_groups = m.many(m.whole(least=0), "Groups, from 0, that nothing stands for")
    undecided = m.texts("Critical outcomes left open that could meet every missing group")
    because = m.texts("The findings that formed it")
    clauses = m.texts("The clauses of the credit manual")


class RatedDimension(m.Shape):
    """A dimension with its rating."""

    dimension = m.text()
    rating = m.whole("5 (best) to 1", least=1, most=5)


class WhyCap(m.Shape):
    """Whether a cap by ratings of dimensions holds, and what it comes from."""

    decision_id = m.identity("The decision")
    code = m.text("The cap")
    kind = m.text(one_of=("cap",))
    title = m.text()
    title_zh = m.text()
    cap = m.grade("The grade that it allows at best")
    status = m.text("Whether it holds", one_of=("fired", "not_fired"))
    binding = m.truth("Whether the grade is this cap")
    dimensions = m.many(RatedDimension, "That make it; where it does not hold, that it looks at")
    findings = m.texts("Their adverse findings")


class Points(m.Shape):
    """What a finding adds to its dimension."""

    code = m.text("The finding")
    test = m.text()
    points = m.whole()
    counts = m.truth("False for a strength that is only claimed")


class Limit(m.Shape):
    """A bound on a rating, whatever the points."""

    severity = m.text(SEVERITY, one_of=SEVERITIES)
    findings = m.whole("With so many findings of the severity, or more")
    best_rating = m.whole("the rating is no better than this", least=1, most=5)


class WhyDimension(m.Shape):
    """The points of a dimension, finding by finding, and how they are rated."""

    decision_id = m.identity("The decision")
    code = m.text("The dimension")
    kind = m.text(one_of=("dimension",))
    title = m.text()
    title_zh = m.text()
    terms = m.many(Points)
    strength_points = m.whole(least=0)
    strength_cap = m.whole("The most points that strengths can earn")
    adverse_points = m.whole(least=0)
    net = m.whole()
    rating = m.whole("5 (best) to 1", least=1, most=5)
    limits = m.many(Limit, "Those that hold")
    weight = m.whole("In the composite, in percent", least=0, most=100)


class Product(m.Shape):
    """What a dimension adds to the composite."""

    dimension = m.text()
    title = m.text()
    title_zh = m.text()
    weight = m.whole(least=0, most=100)
    rating = m.whole(least=1, most=5)
    product = m.whole("Weight times rating")


class Band(m.Shape):
    """The composites that give the base grade, both ends included."""

    low = m.whole("Null: no end", null=True, key="from")
    high = m.whole("Null: no end", null=True, key="to")


class WhyComposite(m.Shape):
    """The composite as the sum of weight times rating, and the band that it lies in."""

    decision_id = m.identity("The decision")
    code = m.text(one_of=("composite",))
    kind = m.text(one_of=("composite",))
    terms = m.many(Product)
    composite = m.whole(least=100, most=500)
    base_grade = m.grade()
    band = m.one(Band)


KINDS = {
    "finding": WhyFinding,
    "test": WhyTest,
    "pattern": WhyPattern,
    "cap": WhyCap,
    "dimension": WhyDimension,
    "composite": WhyComposite,
}
"""Kind of code to the shape of the answer about it."""
