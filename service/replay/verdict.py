"""What a replay comes to: a verdict, where it diverged, and the causes that were established."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from service import __version__
from service.records.running import ENGINE, software
from service.replay.stages import Difference

REPRODUCED = "reproduced"
DIVERGED = "diverged"
INCOMPARABLE = "incomparable"
VERDICTS = (REPRODUCED, DIVERGED, INCOMPARABLE)

STORED_INPUT_DAMAGED = "stored_input_damaged"
RULESET_CONTENT = "ruleset_content"
ENGINE_VERSION = "engine_version"
SERVICE_VERSION = "service_version"
UNEXPLAINED = "unexplained"
CAUSES = (STORED_INPUT_DAMAGED, RULESET_CONTENT, ENGINE_VERSION, SERVICE_VERSION, UNEXPLAINED)

ERASED = "erased"
RULESET_NOT_STORED = "ruleset_not_stored"
RULESET_REFUSED = "ruleset_refused"
RECORD_FORMAT = "record_format"
EVALUATION_FAILED = "evaluation_failed"
REASONS = (ERASED, RULESET_NOT_STORED, RULESET_REFUSED, RECORD_FORMAT, EVALUATION_FAILED)

FACTS_NOT_RECORDED = "facts_not_recorded"
"""Why the stage ``normalisation`` was not compared; the other stages were."""

_TOLD_BY_ENGINE = ("/trace", "/unknown_facts")
"""What only the rule engine tells; in all that decides, the second evaluator agrees with it."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version that is another now; ``None``: it was not recorded, or does not run."""

    of: str
    recorded: str | None
    running: str | None

    def to_json(self) -> dict[str, str | None]:
        """Return a JSON object."""
        return {"of": self.of, "recorded": self.recorded, "running": self.running}


@dataclass(frozen=True, slots=True)
class Cause:
    """One of :data:`CAUSES`, and in a sentence what was found that establishes it."""

    cause: str
    evidence: str

    def to_json(self) -> dict[str, str]:
        """Return a JSON object."""
        return {"cause": self.cause, "evidence": self.evidence}


@dataclass(frozen=True, slots=True)
class Damage:
    """An input that is not the one recorded: where, and the cause that this is."""

    difference: Difference
    cause: Cause


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What the replay of one decision came to.

    ``reason``, one of :data:`REASONS`, and ``detail`` say why a decision is incomparable.
    ``differences`` begin with the first divergent stage: every input that is not as recorded,
    then of each stage its first differing element. ``causes`` begin with the gravest.
    ``versions`` are those that are others now, whether or not they made a difference.
    """

    decision_id: str | None
    leaf_index: int | None
    verdict: str
    recorded_at: str | None = None
    ruleset: Mapping[str, str] | None = None
    reason: str | None = None
    detail: str | None = None
    differences: tuple[Difference, ...] = ()
    causes: tuple[Cause, ...] = ()
    versions: tuple[Version, ...] = ()
    not_compared: Mapping[str, str] | None = None
    """Stage to why it was not compared."""

    @property
    def first(self) -> Difference | None:
        """The difference of the first divergent stage."""
        return self.differences[0] if self.differences else None

    @property
    def cause(self) -> str | None:
        """The gravest of the causes."""
        return self.causes[0].cause if self.causes else None

    def to_json(self) -> dict[str, Any]:
        """Return the verdict as one JSON object: a stable contract."""
        return {
            "decision_id": self.decision_id,
            "leaf_index": self.leaf_index,
            "recorded_at": self.recorded_at,
            "ruleset": None if self.ruleset is None else dict(self.ruleset),
            "verdict": self.verdict,
            "reason": self.reason,
            "detail": self.detail,
            "stage": self.first.stage if self.first else None,
            "element": self.first.element if self.first else None,
            "cause": self.cause,
            "differences": [difference.to_json() for difference in self.differences],
            "causes": [cause.to_json() for cause in self.causes],
            "versions": [version.to_json() for version in self.versions],
            "not_compared": dict(self.not_compared or {}),
        }


def running() -> dict[str, str]:
    """Return name to version of all that runs here and can make a difference to a result."""
    return {"pinzhi": __version__, ENGINE["name"]: ENGINE["version"], **software()}


def versions_apart(document: Mapping[str, Any]) -> tuple[Version, ...]:
    """Return the versions that the record ``document`` names and that are others here."""
    body = document["body"]
    recorded = {document["service"]["name"]: document["service"]["version"]}
    recorded |= {body["engine"]["name"]: body["engine"]["version"], **body["software"]}
    here = running()
    return tuple(
        Version(name, version, here.get(name))
        for name, version in recorded.items()
        if here.get(name) != version
    )


def causes_of(
    first: Difference, damages: Iterable[Damage], document: Mapping[str, Any]
) -> tuple[Cause, ...]:
    """Return what caused ``first``, as far as checking can tell: the ``damages`` as they come.

    An input that is not the one recorded explains what follows from it. Only where all inputs
    are as recorded can versions be the cause, and the engine's only in what the engine alone
    tells: on all that decides, the evaluator without it agreed then and agrees now. Where
    two can be the cause and nothing tells them apart, both are given.
    """
    found = tuple(dict.fromkeys(damage.cause for damage in damages))
    if found:
        return found
    engine = ENGINE["name"]
    apart = versions_apart(document)
    causes = []
    if first.stage == "explanation" and first.element.startswith(_TOLD_BY_ENGINE):
        changed = [version for version in apart if version.of == engine]
        if changed:
            causes.append(Cause(ENGINE_VERSION, f"The inputs are intact; {_listed(changed)}."))
    changed = [version for version in apart if version.of != engine]
    if changed:
        causes.append(Cause(SERVICE_VERSION, f"The inputs are intact; {_listed(changed)}."))
    return tuple(causes) or (Cause(UNEXPLAINED, _unexplained(apart, document)),)


def _listed(changed: Iterable[Version]) -> str:
    return ", ".join(f"{v.of} was {v.recorded} and is {v.running or 'not here'}" for v in changed)


def _unexplained(apart: Iterable[Version], document: Mapping[str, Any]) -> str:
    if not document["body"]["software"]:
        return "The inputs are intact; the versions of the libraries were not recorded."
    if list(apart):
        return (
            "The inputs are intact; only the rule engine is of another version, and the evaluator"
            " without it comes to the same as it does."
        )
    return "The inputs are intact, and all versions are those recorded."
