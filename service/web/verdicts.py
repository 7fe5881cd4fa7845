"""Verdicts of replays as pages tell them: the messages and values of one verdict."""

from typing import Any, Final, NamedTuple

import orjson

from service.replay.stages import ABSENT, STAGES
from service.replay.verdict import DIVERGED, REPRODUCED, Verdict

_LONGEST: Final = 600
"""Characters shown of a value; the report of the command has it whole."""

_SIGNS: Final = {REPRODUCED: ("✓", "favourable"), DIVERGED: ("✗", "adverse")}


class Side(NamedTuple):
    """One difference: stage, element, and both sides as JSON, ``None`` where one has nothing."""

    stage: str
    element: str
    recorded: str | None
    replayed: str | None


class Told(NamedTuple):
    """A verdict with the ids of the messages that say it.

    ``stages`` pairs each stage with ``stage_same``, ``stage_apart`` or ``stage_not_compared``;
    it is empty where nothing was compared.
    """

    verdict: Verdict
    sign: str
    look: str
    name: str
    sentence: str
    stages: tuple[tuple[str, str], ...]
    sides: tuple[Side, ...]
    causes: tuple[tuple[str, str], ...]


def told(verdict: Verdict) -> Told:
    """Return ``verdict`` as a page tells it."""
    sign, look = _SIGNS.get(verdict.verdict, ("?", "caution"))
    sentence = f"verdict_{verdict.verdict}_about"
    if verdict.reason is not None:
        sentence = f"incomparable_{verdict.reason}"
    sides = tuple(
        Side(f"stage_{d.stage}", d.element, _shown(d.recorded), _shown(d.replayed))
        for d in verdict.differences
    )
    causes = tuple((f"cause_{cause.cause}", cause.evidence) for cause in verdict.causes)
    name = f"verdict_{verdict.verdict}"
    return Told(verdict, sign, look, name, sentence, tuple(_stages(verdict)), sides, causes)


def _stages(verdict: Verdict) -> list[tuple[str, str]]:
    """Return what each stage came to; nothing where the replay did not get as far as comparing."""
    apart = {difference.stage for difference in verdict.differences}
    if verdict.ruleset is None or (not apart and verdict.verdict != REPRODUCED):
        return []
    decided = apart - {"input", "explanation"}
    found = []
    for stage in STAGES:
        state = "stage_apart" if stage in apart else "stage_same"
        stopped = verdict.detail is not None and stage != "input"
        if stage in (verdict.not_compared or {}) or (stopped and stage not in apart):
            state = "stage_not_compared"
        elif stage == "explanation" and decided and stage not in apart:
            # What tells is compared only where what decides is the same.
            state = "stage_not_compared"
        found.append((f"stage_{stage}", state))
    return found


def _shown(value: Any) -> str | None:
    if value is ABSENT:
        return None
    text = orjson.dumps(value).decode()
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
