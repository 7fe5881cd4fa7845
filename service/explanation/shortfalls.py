"""What a borrower falls short of: strengths that it does not show, outcomes left open."""

from typing import NamedTuple

from service.explanation.subject import Subject
from service.explanation.why_findings import Judged, judge, why_finding
from service.ruleset.model import Test


class NotShown(NamedTuple):
    """The best strength of a test that applies, where no strength of the test stands.

    ``gain``, at least 1, is what it would add: weight of the dimension x points. ``ruled_out``:
    by facts that are known; else it is not known, or only claimed. ``faulted``: the test makes
    an adverse finding instead.
    """

    code: str
    test: str
    gain: int
    ruled_out: bool
    faulted: bool


def strengths_not_shown(subject: Subject) -> list[NotShown]:
    """Return the strengths not shown that could gain anything: largest gain first, then by test.

    Nothing is gained in a dimension that has no weight, has the best rating or has as many
    strength points as can count.
    """
    ruleset = subject.ruleset
    policy = ruleset.policy
    found = []
    for test in ruleset.tests.values():
        rating = subject.evaluation.dimensions[test.dimension]
        full = rating.strength_points == policy.strength_cap
        if not test.strengths or full or rating.rating == int(policy.ratings[0].label):
            continue
        best = test.strengths[0]
        judged = next(j for j in judge(subject, test) if j.outcome.code == best.code)
        finding = judged.finding
        faulted = finding is not None and ruleset.outcomes[finding.code][1].adverse
        stands = finding is not None and not faulted and not finding.claimed
        gain = rating.weight * policy.points[best.severity]
        if judged.applies is True and not stands and gain > 0:
            found.append(NotShown(best.code, test.id, gain, judged.holds is False, faulted))
    return sorted(found, key=lambda strength: (-strength.gain, strength.test))


def undecided_facts(subject: Subject, test: Test) -> list[str]:
    """Return the unknown facts that leave open critical or knock-out outcomes of ``test``."""
    undecided = [j for j in judge(subject, test) if j.undecided_gate]
    return list(dict.fromkeys(f for j in undecided for f in open_facts(subject, j)))


def mandatory_facts(subject: Subject) -> set[str]:
    """Return the unknown facts without which there is no grade, whatever the others are.

    They are those of the classification, and those that leave a critical outcome open of a
    test that certainly applies; of a test that may apply, they may not be needed.
    """
    ruleset = subject.ruleset
    found: set[str] = set()
    for name in subject.evaluation.missing:
        test = ruleset.tests.get(name)
        if test is None:
            found.add(name)
        elif all(judged.applies for judged in judge(subject, test)):
            found.update(undecided_facts(subject, test))
    return found


def open_facts(subject: Subject, judged: Judged) -> list[str]:
    """Return the unknown facts that leave an outcome open; none if they do not."""
    missing: list[str] = why_finding(subject, judged)["missing_facts"]
    return missing
