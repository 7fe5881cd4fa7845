"""A ruleset that is read otherwise than it was shows at the stage where it first matters."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from service.decisions.rate import Rater
from service.replay.replay import replay
from service.replay.selection import by_id
from service.replay.verdict import Verdict
from service.ruleset.model import Ruleset
from service.store.port import Decision
from service.store.sqlite import SqliteStore
from tests.engine.borrowers import changed_ruleset

Content = dict[str, Any]

LITIGATION = "environment.litigation"


def points(policy: Content) -> None:
    next(s for s in policy["severities"] if s["id"] == "W1")["points"] = "-2"


def pattern_cap(patterns: Content) -> None:
    next(p for p in patterns["patterns"] if p["id"] == "PAT-01")["cap"] = "N6"


def weights(policy: Content) -> None:
    policy["weights"][0]["weights"] |= {"HIS": "5", "GOV": "13"}


def dimension_cap(policy: Content) -> None:
    next(c for c in policy["dimension_caps"] if c["reason"] == "GOV weak")["cap"] = "N6"


def bands(policy: Content) -> None:
    next(b for b in policy["bands"] if b["grade"] == "N3")["composite"] = ">= 395"


def title(policy: Content) -> None:
    policy["ratings"][0]["title"]["en"] = "Very strong"


def freshness(policy: Content) -> None:
    next(f for f in policy["freshness"] if f["id"] == "registry_check")["days"] = "2"


@pytest.mark.parametrize(
    ("file", "change", "stage", "element", "recorded", "replayed"),
    [
        ("policy.yaml", freshness, "normalisation", f"/facts/{LITIGATION}/value", False, None),
        ("policy.yaml", points, "finding", "/findings/GOV-06/points", -1, -2),
        ("patterns.yaml", pattern_cap, "pattern", "/patterns/PAT-01/cap", "N5", "N6"),
        ("policy.yaml", weights, "dimension", "/dimensions/HIS/weight", 6, 5),
        ("policy.yaml", dimension_cap, "cap", "/caps/GOV weak/grade", "N5", "N6"),
        ("policy.yaml", bands, "grade", "/base_grade", "N3", "N4"),
        ("policy.yaml", title, "explanation", "/dimensions/HIS/word", "Strong", "Very strong"),
    ],
)
def test_it_is_named_with_the_element_and_both_its_values(
    ruleset: Ruleset,
    store: SqliteStore,
    decision: Decision,
    tmp_path: Path,
    file: str,
    change: Callable[[Content], None],
    stage: str,
    element: str,
    recorded: object,
    replayed: object,
) -> None:
    verdict = replay_reading_otherwise(ruleset, store, decision, tmp_path, file, change)
    assert verdict.verdict == "diverged"
    assert verdict.first is not None
    first = verdict.first
    assert (first.stage, first.element) == (stage, element)
    assert (first.recorded, first.replayed) == (recorded, replayed)
    if stage == "cap":  # what follows from it is told after it
        assert [(d.stage, d.recorded, d.replayed) for d in verdict.differences[1:]] == [
            ("grade", "N5", "N6")
        ]
    # Nothing stored is damaged and nothing runs in another version, so nothing explains it.
    assert verdict.cause == "unexplained"


def replay_reading_otherwise(
    ruleset: Ruleset,
    store: SqliteStore,
    decision: Decision,
    tmp_path: Path,
    file: str,
    change: Callable[[Content], None],
) -> Verdict:
    """Replay by a ruleset that goes by the name, digest and files of the recorded one."""
    changed = changed_ruleset(tmp_path, file, change)
    other = Rater(replace(changed, digest=ruleset.digest, source=ruleset.source))
    kept = by_id(store, decision.decision_id)
    assert kept is not None
    return replay(kept, lambda source: other)
