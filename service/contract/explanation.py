"""The shapes of explanations: reasons, changes, questions, actions, and the letter's data."""

from service.contract import members as m
from service.contract.decision import SEVERITY, UNKNOWN, FactShown, RulesetReference
from service.language.catalogue import LANGUAGES
from service.ruleset.model import SEVERITIES


class Reason(m.Shape):
    """One principal reason for a grade."""

    rank = m.whole("From 1, the gravest first", least=1)
    kind = m.text(
        "What kind of reason it is",
        one_of=("finding", "pattern", "dimension", "missing", "strength_not_shown"),
    )
    code = m.text("What /why/{code} takes")
    id = m.text("The test, pattern or cap")
    dimension = m.text("Of a finding", null=True)
    severity = m.text(SEVERITY, null=True, one_of=SEVERITIES)
    basis = m.text(
        "not_evidenced: it stands only because unknown facts do not rule it out",
        one_of=("found", "not_evidenced"),
    )
    binding = m.truth("Whether the grade is its cap")
    cap = m.grade("The cap that it puts on the grade", null=True)
    loss = m.whole("Of a finding: the weight of its dimension times its points", null=True)
    findings = m.texts("The findings that a pattern or a cap is made of")
    not_shown = m.texts("The strengths whose want makes a cap that no finding explains")
    title = m.text()
    title_zh = m.text()
    clauses = m.texts("The clauses of the credit manual")
    facts = m.many(FactShown, "What it rests on")
    grade_without = m.grade("The grade that would result without it; of NR, the indicative one")
    suspicion = m.truth("That it is a suspicion, to be worded as one")


class Reasons(m.Shape):
    """The principal reasons, ranked."""

    borrower = m.many(Reason, "The first four, to be told to the borrower")
    committee = m.many(Reason, "All of them")


class Section(m.Shape):
    """A part of the narrative."""

    id = m.text("Stable name of the section")
    heading = m.text()
    paragraphs = m.texts("Whole sentences")


class Narrative(m.Shape):
    """The explanation on about a page, in one language."""

    language = m.text("As Content-Language says", one_of=LANGUAGES)
    sections = m.many(Section)


class Move(m.Shape):
    """A fact that changes."""

    fact = m.text("section.name, as in the dossier")
    was = m.value("What it is", key="from")
    becomes = m.value("What it would have to be", key="to")


class Changes(m.Shape):
    """The smallest changes that reach another grade; the search for them is exhaustive."""

    target = m.grade("The grade to be reached; null where there is none to reach", null=True)
    considered_facts = m.texts("The facts that can change, in a direction that they can move")
    minimal_size = m.whole("Facts that must change at least; null: five do not suffice", null=True)
    sets = m.many(m.many(Move), "Every way to do it with so many")
    complete = m.truth("Whether all ways are listed; of more than 500, those of least effort are")


class Counterfactuals(Changes):
    """The smallest changes that lift the grade of a decision."""

    decision_id = m.identity("The decision")


class Standing(m.Shape):
    """The grades that would follow."""

    grade = m.grade()
    indicative_grade = m.grade()
    composite = m.whole("100 to 500")


class Resolution(Standing):
    """What would follow if a fact turned out so."""

    value = m.value("How it turned out")


class Question(m.Shape):
    """An unknown fact, and what knowing it is worth."""

    fact = m.text("section.name, as in the dossier")
    title = m.text()
    title_zh = m.text()
    why_unknown = m.text("Why it is not known", one_of=UNKNOWN, key="unknown")
    mandatory = m.truth("Whether a grade waits for it")
    tests = m.texts("The tests that read it")
    neutral = m.one(Resolution, "The value of which least follows")
    favourable = m.one(Resolution)
    adverse = m.one(Resolution)


class Supposition(m.Shape):
    """A fact, and the value supposed of it."""

    fact = m.text("section.name, as in the dossier")
    to = m.value("The neutral value")


class InformationRequest(m.Shape):
    """The smallest set of unknown facts whose neutral resolution lifts the grade."""

    facts = m.texts("What to ask for")
    resolution = m.many(Supposition, "How they would turn out")
    grade = m.grade("The grade then")
    composite = m.whole("The composite then")


class Claim(m.Shape):
    """A strength that only the borrower vouches for; it earns nothing until it is evidenced."""

    code = m.text("The finding")
    test = m.text()
    title = m.text()
    title_zh = m.text()
    facts = m.many(FactShown, "What to evidence")
    evidenced = m.one(Standing, "What would follow if it were")


class Questions(m.Shape):
    """What is worth asking next."""

    decision_id = m.identity("The decision")
    questions = m.many(Question, "Unknown facts, by what knowing them is worth")
    information_request = m.one(InformationRequest, "Null where no set lifts the grade", null=True)
    claims = m.many(Claim, "Strengths on the borrower's word alone")


class Action(m.Shape):
    """Something that the committee can ask for."""

    text = m.text()
    text_zh = m.text()
    because = m.texts("The codes or facts that it is for", key="for")


class Actions(m.Shape):
    """What the committee can ask for because of what was found."""

    conditions = m.many(Action, "Conditions precedent")
    covenants = m.many(Action)
    follow_up = m.many(Action, "Questions to follow up")


class NextReview(m.Shape):
    """When the borrower is to be rated again."""

    date = m.day("At the latest then; null where the ruleset sets none", null=True)
    months = m.whole("After how many months", null=True)
    at_once_on = m.texts("Findings on which it is to be rated again at once")


class Explanation(m.Shape):
    """The whole explanation of a decision."""

    decision_id = m.identity("The decision")
    grade = m.grade("As decided")
    reasons = m.one(Reasons)
    narrative = m.one(Narrative)
    counterfactuals = m.one(Changes, "What would reach a better grade")
    edge = m.one(Changes, "What would cost a grade: how close to the edge it is")
    questions = m.many(Question, "Unknown facts, by what knowing them is worth")
    actions = m.one(Actions)
    next_review = m.one(NextReview)
    information_request = m.one(InformationRequest, "Null where no set lifts the grade", null=True)
    claims = m.many(Claim, "Strengths on the borrower's word alone")
    indicative_grade = m.grade("As decided")
    base_grade = m.grade("As decided")
    best_case_grade = m.grade("As decided")
    composite = m.whole("As decided", least=100, most=500)
    dossier_id = m.text("From the dossier")
    application_ref = m.text("From the dossier")
    rating_date = m.day("From the dossier")
    ruleset = m.one(RulesetReference, "By which it was decided")
    dossier_digest = m.digest("SHA-256 of the dossier's RFC 8785 canonical form")
    label = m.text("That this is no probability of default")
    label_zh = m.text()


class SampleReason(m.Shape):
    """A reason as the form of a notice regime words it."""

    id = m.text()
    title = m.text()
    title_zh = m.text()


class NoticeReason(m.Shape):
    """A reason as the borrower may be told it."""

    code = m.text()
    sentence = m.text()
    sentence_zh = m.text()
    sample = m.one(SampleReason, "The nearest sample of the regime's form", null=True)


class FactToSupply(m.Shape):
    """A fact that is not known and counts."""

    fact = m.text("section.name, as in the dossier")
    title = m.text()
    title_zh = m.text()
    why = m.text("Why it is not known", one_of=UNKNOWN)
    mandatory = m.truth("Whether a grade waits for it")


class Notice(m.Shape):
    """The data of a letter to the borrower; the lender completes it and answers for it."""

    decision_id = m.identity("The decision")
    notice_regime = m.text("The rules that it follows")
    regime_title = m.text()
    regime_title_zh = m.text()
    source = m.text("Where the rules stand")
    source_zh = m.text()
    kind = m.text(
        "adverse; incomplete for NR, which is never a denial; none where nothing need be told",
        one_of=("adverse", "incomplete", "none"),
    )
    grade = m.grade("As decided")
    rating_date = m.day("From the dossier")
    recorded_at = m.moment("When the decision was recorded, from which days may have to be counted")
    dossier_id = m.text("From the dossier")
    application_ref = m.text("From the dossier")
    reasons = m.many(NoticeReason, "What was found")
    not_evidenced = m.many(NoticeReason, "What was not evidenced")
    further_reasons = m.truth("Whether the committee has more than the borrower is told")
    facts_to_supply = m.many(FactToSupply, "What is not known and counts")
    statement = m.text("What the regime has the lender mind")
    statement_zh = m.text()
    label = m.text("That this is no probability of default")
    label_zh = m.text()
