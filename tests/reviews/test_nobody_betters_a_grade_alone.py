"""Whatever is asked for in whatever order, no grade is bettered alone or beyond the limits."""

from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from service.decisions.rate import Rater
from service.reviews.rules import ReviewConflict, ReviewRejected
from service.store.sqlite import SqliteStore
from tests.reviews.reviewing import FAMILY, WORDS, Reviewed

# Often sensible, so that much is recorded.
ASKED = st.lists(
    st.tuples(
        st.sampled_from(["override_up", "countersign", "accept", "override_down", "decline"]),
        st.sampled_from(["li.na", "LI.NA", "wang"]),
        st.sampled_from(["N4", "N6", "N3"]),
        st.sampled_from(["the pending", "the first", "the last"]),
    ),
    min_size=4,
    max_size=8,
)


def documents(
    reviewed: Reviewed, asked: list[tuple[str, str, str, str]]
) -> Iterator[dict[str, str]]:
    """The bodies of reviews; what they sign is picked from those recorded before."""
    for action, officer, grade, which in asked:
        document = {"action": action, "officer": officer, **WORDS[action]}
        if action in ("override_up", "override_down"):
            document["grade"] = grade
        elif action in ("countersign", "decline"):
            history = reviewed.history()
            ids = [review["review_id"] for review in history["reviews"]] or ["0" * 32]
            pending = history["pending"] or ids[0]
            picked = {"the pending": pending, "the first": ids[0], "the last": ids[-1]}
            document["review_id"] = picked[which]
        yield document


def test_a_better_grade_stands_only_on_two_signatures(store: SqliteStore, rater: Rater) -> None:
    bettered = 0

    @given(ASKED)
    @settings(max_examples=30)
    def whatever_is_asked_for(asked: list[tuple[str, str, str, str]]) -> None:
        nonlocal bettered
        family = Reviewed(store, rater, FAMILY)
        for document in documents(family, asked):
            before = family.history()
            try:
                family.send(document)
            except (ReviewRejected, ReviewConflict):
                assert family.history() == before
                continue
            after = family.history()
            assert len(after["reviews"]) == len(before["reviews"]) + 1
            if document["action"] == "override_up":
                assert after["effective_grade"] == before["effective_grade"]
            assert after["effective_grade"] in (None, "N4", "N5", "N6")
            if after["effective_grade"] == "N4":
                bettered += 1
                assert_signed_by_another(after["reviews"])

    whatever_is_asked_for()
    assert bettered > 0


def assert_signed_by_another(reviews: list[dict[str, str]]) -> None:
    [standing] = [review for review in reviews if review["state"] == "in_force"]
    signatures = [review for review in reviews if review["signs"] == standing["review_id"]]
    assert [review["action"] for review in signatures] == ["countersign"]
    assert signatures[0]["officer"].casefold() != standing["officer"].casefold()
