"""The human decision, as ``features/audit/reviews.feature`` states it."""

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from service.decisions.rate import Rater
from service.ledger.tree import leaf_hash
from service.records.policy import records_policy
from service.retention.erase import erase
from service.reviews.rules import ReviewConflict, ReviewRejected
from service.reviews.statistics import overrides
from service.store.port import Client
from service.store.sqlite import SqliteStore
from tests.features.borrowers import listed
from tests.reviews.reviewing import Reviewed

scenarios("audit/reviews.feature")


class Desk:
    """The decision under review, and how the last review ended."""

    def __init__(self, reviewed: Reviewed) -> None:
        self.reviewed = reviewed
        self.refusal: ReviewRejected | ReviewConflict | None = None
        self.size = reviewed.store.size()
        self.up = ""

    def send(self, action: str, officer: str, **members: str) -> None:
        self.refusal = None
        self.size = self.reviewed.store.size()
        try:
            answer = self.reviewed.send({"action": action, "officer": officer, **members})
        except (ReviewRejected, ReviewConflict) as refusal:
            self.refusal = refusal
        else:
            self.up = answer["review_id"] if action == "override_up" else self.up


@pytest.fixture
def reason() -> str:
    return "As the visit on site showed."


@given("the policy of records in force")
def policy_in_force() -> None:
    assert records_policy().review.max_notches_up == 1


@given(parsers.parse('a decision on "{name}", graded {grade}'), target_fixture="desk")
def decided(store: SqliteStore, rater: Rater, name: str, grade: str) -> Desk:
    desk = Desk(Reviewed(store, rater, name))
    assert desk.reviewed.history()["model_grade"] == grade
    return desk


@given("it was corrected by a newer one")
def corrected(desk: Desk) -> None:
    desk.reviewed.correct()


@when(
    parsers.re(
        r'"(?P<who>[^"]+)" overrides it (?P<way>up|down) to (?P<grade>N\d+) for (?P<code>\w+)'
    )
)
def overridden(desk: Desk, who: str, way: str, grade: str, code: str, reason: str) -> None:
    desk.send(f"override_{way}", who, grade=grade, reason_code=code, reason=reason)


@when(parsers.parse('"{who}" overrides it down to {grade} without a reason'))
def overridden_without_reason(desk: Desk, who: str, grade: str) -> None:
    desk.send("override_down", who, grade=grade)


@when(parsers.re(r'"(?P<who>[^"]+)" (?P<way>countersigns|declines)'))
def signed(desk: Desk, who: str, way: str) -> None:
    desk.send(way.removesuffix("s"), who, review_id=desk.up)


@when(parsers.parse('"{who}" accepts it'))
def accepted(desk: Desk, who: str) -> None:
    desk.send("accept", who)


@when(parsers.parse('"{who}" refers it back for {code}'))
def referred(desk: Desk, who: str, code: str, reason: str) -> None:
    desk.send("refer_back", who, reason_code=code, reason=reason)


@when("the decision is erased on order")
def erased(desk: Desk) -> None:
    erase(desk.reviewed.store, desk.reviewed.decision_id, order="7", by="dpo", client=Client())


@then(parsers.parse("the human grade is {human} and the model's grade {model}"))
def grades_are(desk: Desk, human: str, model: str) -> None:
    history = desk.reviewed.history()
    assert (history["effective_grade"], history["model_grade"]) == (human, model)


@then("there is no human grade yet")
def no_human_grade(desk: Desk) -> None:
    assert desk.reviewed.history()["effective_grade"] is None


@then(parsers.parse("the review is refused for {faults}"))
def refused_for(desk: Desk, faults: str) -> None:
    assert isinstance(desk.refusal, ReviewRejected)
    found = [f"{fault.code} at {fault.pointer}" for fault in desk.refusal.faults]
    # A grade may be beyond several limits.
    assert list(dict.fromkeys(found)) == listed(faults)


@then("the review comes too late")
def too_late(desk: Desk) -> None:
    assert isinstance(desk.refusal, ReviewConflict)


@then("nothing is added to the records")
def nothing_added(desk: Desk) -> None:
    assert desk.reviewed.store.size() == desk.size


@then(parsers.parse("the history tells {reviews}"))
def history_tells(desk: Desk, reviews: str) -> None:
    told = [f"{r['action']} by {r['officer']}" for r in desk.reviewed.history()["reviews"]]
    assert told == listed(reviews)


@then("each of them is a leaf of the ledger that names decision and policy")
def leaves(desk: Desk, store: SqliteStore) -> None:
    for review in desk.reviewed.history()["reviews"]:
        record = store.record_at(review["leaf_index"])
        assert record is not None
        assert leaf_hash(record.data) == store.node(0, record.leaf_index)
        assert record.subject == desk.reviewed.decision_id
        assert record.body["policy"] == records_policy().reference


@then(
    parsers.re(
        r"the statistics by (?P<by>\w+) tell of (?P<key>\S+) (?P<reviews>\d+) reviews? "
        r"with the rate (?P<rate>\S+) and (?P<notches>\S+) grades down"
    )
)
def counted(store: SqliteStore, by: str, key: str, reviews: str, rate: str, notches: str) -> None:
    [group] = [g for g in overrides(store, [by])["groups"] if g["key"] == key]
    found = (group["reviews"], group["override_rate"], group["average_notches_down"])
    assert found == (int(reviews), rate, notches)


@then(parsers.parse("the statistics tell of {reviews:d} reviews, and of {gone:d} erased"))
def counted_as_erased(store: SqliteStore, reviews: int, gone: int) -> None:
    answer = overrides(store, [])
    assert (answer["total"]["reviews"], answer["erased"]["reviews"]) == (reviews, gone)
