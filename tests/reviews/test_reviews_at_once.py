"""Of several officers who decide at once, one comes first and the others are told."""

import threading
from collections import Counter
from collections.abc import Callable

from service.reviews.rules import ReviewConflict
from tests.reviews.reviewing import Reviewed

OFFICERS = 4


def at_once(reviewed: Reviewed, review: Callable[[str], object]) -> Counter[str]:
    """Let several officers do the same at once; count who did and who came too late."""
    told: Counter[str] = Counter()
    together = threading.Barrier(OFFICERS)

    def run(officer: str) -> None:
        together.wait()
        try:
            review(officer)
            told["recorded"] += 1
        except ReviewConflict:
            told["conflict"] += 1
        finally:
            reviewed.store.close()

    threads = [threading.Thread(target=run, args=(f"officer{n}",)) for n in range(OFFICERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def test_one_of_several_countersigns(family: Reviewed) -> None:
    pending = family.review("override_up", grade="N4")["review_id"]
    told = at_once(family, lambda who: family.review("countersign", who, review_id=pending))
    assert told == {"recorded": 1, "conflict": OFFICERS - 1}
    assert family.states() == [("override_up", "in_force"), ("countersign", "signed")]


def test_one_of_several_upward_overrides_is_pending(family: Reviewed) -> None:
    told = at_once(family, lambda who: family.review("override_up", who, grade="N4"))
    assert told == {"recorded": 1, "conflict": OFFICERS - 1}
    assert family.states() == [("override_up", "pending")]


def test_all_of_several_who_accept_are_recorded(family: Reviewed) -> None:
    assert at_once(family, lambda who: family.review("accept", who)) == {"recorded": OFFICERS}
    assert len(family.states()) == OFFICERS
