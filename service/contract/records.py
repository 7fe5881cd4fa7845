"""The shapes of what is recorded: lists of decisions, records, reviews, verdicts of replays."""

from service.contract import members as m
from service.contract.decision import Engine, RulesetReference
from service.records.policy_shape import ACTIONS
from service.replay.stages import STAGES
from service.replay.verdict import CAUSES, REASONS, VERDICTS

KINDS = ("decision", "review", "retention", "hold", "erasure", "key")

REVIEW_STATES = ("in_force", "superseded", "pending", "declined", "lapsed", "signed")

DECISION_STATES = (
    "not_reviewed",
    "accepted",
    "overridden_down",
    "overridden_up",
    "referred_back",
)


class Listed(m.Shape):
    """A decision in a list."""

    decision_id = m.identity("Fetch it at /v1/decisions/{decision_id}")
    dossier_id = m.text("From the dossier")
    application_ref = m.text("From the dossier")
    borrower = m.text("Legal name")
    grade = m.grade("As proposed; what people decided on it is in its reviews")
    rating_date = m.day("From the dossier")
    recorded_at = m.moment("When it was recorded")
    ruleset = m.one(RulesetReference)
    client = m.text("Who asked", null=True)
    corrects = m.identity("The decision that this one corrects", null=True)
    corrected_by = m.many(
        m.identity(), "The decisions that correct this one; where there is one, it is superseded"
    )


class Page(m.Shape):
    """Decisions that match, newest first."""

    decisions = m.many(Listed)
    next = m.text("The cursor of the next page; null on the last", null=True)


class Client(m.Shape):
    """Who asked."""

    name = m.text("The client", null=True)
    authenticated = m.truth("Whether the name was proved by a key")
    key = m.text("The id of the key", optional=True)


class Software(m.Shape):
    """A program by name and version."""

    name = m.text()
    version = m.text()


class _Head(m.Shape):
    """What all records have."""

    format = m.whole("1")
    kind = m.text(one_of=KINDS)
    leaf_index = m.whole("Its place in the ledger, from 0", least=0)
    record_id = m.identity("Of a decision, the decision_id")
    subject = m.identity("The decision that it is about; null for decisions and keys", null=True)
    recorded_at = m.moment("When; never before the record before it")
    clock = m.moment("What the machine's clock said")
    nonce = m.text("Random, so that a leaf tells nothing of a record that was erased")
    service = m.one(Software)
    client = m.one(Client)


class Record(_Head):
    """A record of the ledger; its SHA-256, with a zero byte in front, is its leaf."""

    body = m.by_name(m.anything(), "What is particular to the kind")


class PolicyReference(m.Shape):
    """A policy of records."""

    id = m.text()
    version = m.text()
    digest = m.digest("SHA-256 of what it means")


class RulesetRecorded(RulesetReference):
    """A ruleset with the digest of its files."""

    source = m.digest("SHA-256 of its files", null=True)


class Retention(m.Shape):
    """How long the record is kept."""

    class_ = m.text("Class of retention", key="class")
    policy = m.one(PolicyReference, "The policy that it is from")


class DecisionBody(m.Shape):
    """What the record of a decision says."""

    dossier_id = m.text("From the dossier")
    application_ref = m.text("From the dossier")
    rating_date = m.day("From the dossier")
    grade = m.grade("As proposed")
    corrects = m.identity("The decision that this one corrects", null=True)
    repeats = m.identity("The decision that this one likely repeats", null=True, optional=True)
    ruleset = m.one(RulesetRecorded)
    engine = m.one(Engine)
    software = m.by_name(m.text(), "Versions of Python and of the libraries used")
    settings = m.by_name(m.anything(), "Settings that can influence a result: there are none")
    retention = m.one(Retention)
    contents = m.by_name(m.digest(), "SHA-256 of the dossier, its facts as read, and the answer")


class DecisionRecord(_Head):
    """The record of a decision, in the canonical form of RFC 8785: its bytes are its leaf."""

    body = m.one(DecisionBody)


class History(m.Shape):
    """What was recorded about a decision after it was taken."""

    decision_id = m.identity()
    erased = m.truth("Whether it was erased on order; the certificate is then in the records")
    corrects = m.identity("The decision that this one corrects", null=True)
    corrected_by = m.many(m.identity(), "The decisions that correct this one")
    records = m.many(Record, "Oldest first")


class Review(m.Shape):
    """What a person decided on a proposed grade."""

    review_id = m.identity("Under which the review is recorded")
    decision_id = m.identity("The decision")
    action = m.text(one_of=ACTIONS)
    officer = m.text("As stated by the client")
    grade = m.grade("The grade asked for", null=True)
    notches = m.whole("Grades that it departs from the proposal by; worse is positive", null=True)
    reason_code = m.text("From the policy of records", null=True)
    reason = m.text("In words", null=True)
    signs = m.identity("The upward override that is signed or declined", null=True)
    recorded_at = m.moment("When it was recorded")
    leaf_index = m.whole("Its place in the ledger", least=0)
    client = m.one(Client)
    policy = m.one(PolicyReference, "The policy of records that it was judged by")
    model_grade = m.grade("The grade proposed")
    effective_grade = m.grade("The human grade after it; null: none", null=True)
    state = m.text("What became of it", one_of=REVIEW_STATES)


class ReviewRecorded(Review):
    """A review as it was recorded, and where the decision now stands."""

    decision_state = m.text(one_of=DECISION_STATES)


class Reviews(m.Shape):
    """The history of reviews of a decision, the model's grade beside the human one."""

    decision_id = m.identity()
    model_grade = m.grade("The grade proposed")
    effective_grade = m.grade("The human grade; null: none", null=True)
    state = m.text(one_of=DECISION_STATES)
    pending = m.identity("The upward override that waits for a second signature", null=True)
    corrected_by = m.many(m.identity(), "The decisions that correct this one")
    reviews = m.many(Review, "Oldest first")


class ReplayDifference(m.Shape):
    """An element that came out otherwise; a side that does not have it is left out."""

    stage = m.text(one_of=STAGES)
    element = m.text("A JSON pointer")
    recorded = m.anything("As recorded", optional=True)
    replayed = m.anything("As it came out", optional=True)


class Cause(m.Shape):
    """Why a replay diverged."""

    cause = m.text(one_of=CAUSES)
    evidence = m.text("What establishes it")


class VersionApart(m.Shape):
    """A version that is another now."""

    of = m.text("The program")
    recorded = m.text(null=True)
    running = m.text(null=True)


class Verdict(m.Shape):
    """Whether a decision comes out again."""

    decision_id = m.identity(null=True)
    leaf_index = m.whole(null=True)
    recorded_at = m.text("When it was recorded", null=True)
    ruleset = m.one(RulesetReference, null=True)
    verdict = m.text(one_of=VERDICTS)
    reason = m.text("Why it cannot be compared", null=True, one_of=REASONS)
    detail = m.text("The reason in a sentence", null=True)
    stage = m.text("The first stage that differs", null=True, one_of=STAGES)
    element = m.text("Its first element that differs", null=True)
    cause = m.text("Why", null=True, one_of=CAUSES)
    differences = m.many(ReplayDifference, "Inputs not as recorded, then each stage's first")
    causes = m.many(Cause, "The gravest first")
    versions = m.many(VersionApart, "Whether or not they made a difference")
    not_compared = m.by_name(m.text(), "Stage to why it was not compared")
