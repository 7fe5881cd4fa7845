"""The shape of a decision: the answer to a dossier, with its trace."""

from service.contract import members as m
from service.ruleset.model import SEVERITIES, SOURCES

UNKNOWN = (
    "absent",
    "not_assessed",
    "not_applicable",
    "stale",
    "borrower_word_only",
    "void",
)
"""Why a fact is not known."""

LAYERS = (
    "applicability",
    "findings",
    "deceit",
    "patterns",
    "dimensions",
    "base_grade",
    "counts",
    "caps",
    "grade",
)
"""Where a step of the trace stands."""

SEVERITY = "S1 and S2 are strengths; W1, W2 and W3 weaknesses, mild to critical; KO is a knock-out"


class RulesetReference(m.Shape):
    """A ruleset, named by the digest of its meaning."""

    id = m.text("Its name")
    version = m.text("Its version")
    digest = m.digest("SHA-256 of what it means: the same digest is the same ruleset")


class Engine(m.Shape):
    """The rule engine."""

    name = m.text("Its name")
    version = m.text("Its version")


class Warned(m.Shape):
    """Something to follow up; it changes no grade."""

    code = m.text("Stable code; its page is /docs/errors/{code}")
    pointer = m.text("Where in the dossier: a JSON pointer (RFC 6901), empty for the whole")
    message = m.text("What it is, in a sentence")


class FactShown(m.Shape):
    """A fact as it counted: with its value, date and source, or why it is not known."""

    fact = m.text("section.name, as in the dossier")
    value = m.value("Null where the fact is not known")
    as_of = m.day("The date that the value holds for", optional=True)
    source = m.text("Who vouches for it", optional=True, one_of=(*SOURCES, "supposed"))
    obtained_on = m.day("When it was obtained", optional=True)
    evidence_ref = m.text("Where the evidence is", optional=True)
    why_unknown = m.text("Why it is not known", optional=True, one_of=UNKNOWN, key="unknown")


class DimensionRating(m.Shape):
    """How one dimension came out."""

    title = m.text()
    title_zh = m.text()
    strength_points = m.whole("Points of strengths, at most 5", least=0)
    adverse_points = m.whole("Points of weaknesses, counted up", least=0)
    net = m.whole("Strengths less weaknesses")
    rating = m.whole("5 (best) to 1", least=1, most=5)
    word = m.text("The rating in a word")
    word_zh = m.text()
    weight = m.whole("Its weight in the composite, in percent", least=0, most=100)


class Finding(m.Shape):
    """What one test found."""

    code = m.text("Its code: ask for the reason at /why/{code}")
    test = m.text("The test that found it")
    dimension = m.text("The dimension that it counts for")
    severity = m.text(SEVERITY, one_of=SEVERITIES)
    points = m.whole("Points, below 0 for a weakness; 0 for a strength that is only claimed")
    cap = m.grade("The cap that it puts on the grade", optional=True)
    assumed = m.truth("Adverse only because an unknown fact does not rule it out")
    claimed = m.truth("A strength on the borrower's word alone, which earns no points")
    title = m.text()
    title_zh = m.text()
    clauses = m.texts("The clauses of the credit manual that it rests on")
    facts = m.many(FactShown, "The facts that decided")


class Pattern(m.Shape):
    """Findings that together mean more than each alone."""

    id = m.text("Its number")
    code = m.text("Its code")
    cap = m.grade("The cap that it puts on the grade")
    because = m.texts("The findings that formed it")
    actions = m.texts("What the committee should ask for")
    actions_zh = m.texts()
    title = m.text()
    title_zh = m.text()


class Cap(m.Shape):
    """A bound on the grade."""

    grade = m.grade("No better grade than this")
    reason = m.text("The finding, the pattern or the weak dimension that sets it")
    binding = m.truth("Whether the (indicative) grade is this cap")


class UnknownFact(m.Shape):
    """A fact that is not known and that an applicable test reads."""

    fact = m.text("section.name, as in the dossier")
    why_unknown = m.text("Why it is not known", one_of=UNKNOWN, key="unknown")
    mandatory = m.truth("Whether a grade waits for it")
    tests = m.texts("The tests that ask for it")


class Matched(m.Shape):
    """One thing that a rule matched: a fact, a finding, a pattern, a rated dimension or a grade."""

    fact = m.text(optional=True)
    value = m.value(optional=True)
    as_of = m.day(optional=True)
    source = m.text(optional=True)
    obtained_on = m.day(optional=True)
    evidence_ref = m.text(optional=True)
    why_unknown = m.text("Why the fact is not known", optional=True, one_of=UNKNOWN, key="unknown")
    finding = m.text(optional=True)
    implied_by = m.text("The graver finding that was made, and that stands for this", optional=True)
    pattern = m.text(optional=True)
    dimension = m.text(optional=True)
    rating = m.whole(optional=True)
    weight = m.whole(optional=True)
    candidate = m.grade("A grade that caps or arithmetic allow", optional=True)
    mandatory_missing = m.text("What a grade waits for", optional=True)


class Derived(m.Shape):
    """What a rule derived; which members there are depends on the layer."""

    applies = m.truth(
        "Whether the tests apply; null where that is unknown", null=True, optional=True
    )
    tests = m.texts(optional=True)
    finding = m.text(optional=True)
    assumed = m.truth(optional=True)
    claimed = m.truth(optional=True)
    best_case = m.text(
        "What the test would find if unknown facts turned out well", null=True, optional=True
    )
    mandatory_missing = m.text("What is left undecided, so that there is no grade", optional=True)
    borrower_statements_void = m.truth(optional=True)
    pattern = m.text(optional=True)
    cap = m.grade(optional=True)
    reason = m.text(optional=True)
    counts_for = m.text("The cap that the dimension counts for", optional=True)
    dimension = m.text(optional=True)
    strength_points = m.whole(optional=True)
    adverse_points = m.whole(optional=True)
    net = m.whole(optional=True)
    rating = m.whole(optional=True)
    composite = m.whole(optional=True)
    base_grade = m.grade(optional=True)
    indicative_grade = m.grade(optional=True)
    grade = m.grade(optional=True)


class Step(m.Shape):
    """One firing of the rule engine."""

    sequence = m.whole("From 1", least=1)
    layer = m.text("Where it stands in the evaluation", one_of=LAYERS)
    rule = m.text("The rule that fired")
    matched = m.many(Matched, "What it matched")
    clauses = m.texts("The clauses of the manual, where a test fired", optional=True)
    derived = m.one(Derived, "What followed")


class Decision(m.Shape):
    """A decision: the grade proposed for a borrower, with everything that it rests on."""

    decision_id = m.identity("Under which the decision is recorded; keep it")
    grade = m.grade("N1 (best) to N10, or NR: not rated, because something mandatory is not known")
    indicative_grade = m.grade(
        "Where the borrower is NR, what the arithmetic gives, never to be used as a grade; else"
        " the grade"
    )
    base_grade = m.grade("The grade of the composite alone, before caps")
    best_case_grade = m.grade("The grade if every unknown fact turned out as well as it can")
    composite = m.whole("The weighted sum of the dimension ratings", least=100, most=500)
    dimensions = m.by_name(DimensionRating, "By code of the dimension")
    findings = m.many(Finding, "What the tests found")
    patterns = m.many(Pattern, "")
    caps = m.many(Cap, "What bounds the grade")
    mandatory_missing = m.texts("Tests and classification facts that a grade waits for")
    unknown_facts = m.many(UnknownFact, "Facts not known that an applicable test reads")
    warnings = m.many(Warned, "What to follow up")
    borrower_statements_void = m.texts(
        "Findings of deceit, for which the borrower's own statements count as unknown"
    )
    dossier_id = m.text("From the dossier")
    application_ref = m.text("From the dossier: your own reference")
    rating_date = m.day("From the dossier")
    ruleset = m.one(RulesetReference, "By which ruleset it was decided")
    engine = m.one(Engine, "The rule engine that evaluated it")
    dossier_digest = m.digest("SHA-256 of the dossier's RFC 8785 canonical form")
    label = m.text("That this is no probability of default")
    trace = m.many(Step, "Every firing of the rule engine, in order")
