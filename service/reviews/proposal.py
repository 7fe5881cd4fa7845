"""The proposed grade of a recorded decision, and what limits a departure from it."""

from dataclasses import dataclass

import orjson

from service.store.port import Decision


@dataclass(frozen=True, slots=True)
class CappingFinding:
    """A finding that caps the grade: its code, its severity, and the best grade it leaves."""

    code: str
    severity: str
    cap: str


@dataclass(frozen=True, slots=True)
class CappingPattern:
    """A pattern, which caps the grade: its id, its code, and the best grade it leaves."""

    id: str
    code: str
    cap: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a review is about.

    ``grade`` is the model's, NR included; ``binding`` names the caps that made it (none where
    the base grade did, or where it is NR); ``findings`` are those with a cap of their own;
    ``patterns`` are all that were formed; ``record`` is the digest of the decision's record.
    """

    decision_id: str
    grade: str
    binding: tuple[str, ...]
    findings: tuple[CappingFinding, ...]
    patterns: tuple[CappingPattern, ...]
    record: str


def proposal_of(decision: Decision) -> Proposal:
    """Return the proposal that was recorded as ``decision``."""
    result = orjson.loads(decision.body)
    # Beside NR the caps bind the indicative grade, which is no grade to be reviewed.
    binding = [cap["reason"] for cap in result["caps"] if cap["grade"] == result["grade"]]
    return Proposal(
        decision_id=decision.decision_id,
        grade=result["grade"],
        binding=tuple(dict.fromkeys(binding)),
        findings=tuple(
            CappingFinding(found["code"], found["severity"], found["cap"])
            for found in result["findings"]
            if "cap" in found
        ),
        patterns=tuple(
            CappingPattern(found["id"], found["code"], found["cap"]) for found in result["patterns"]
        ),
        record=decision.record.digest,
    )
