"""The answer to one request: the result of the rating, its id, and what it may repeat."""

from collections.abc import Mapping
from typing import Any

LIKELY_REPEAT = "likely_repeat"
"""The code of the warning that the same client had the same dossier decided on just before."""


def answer(
    decision_id: str, result: Mapping[str, Any], repeats: str | None = None
) -> dict[str, Any]:
    """Return ``result`` as it is answered and recorded: a pure function of its arguments.

    ``decision_id`` is the first member. ``repeats`` is the decision that the request likely
    repeats, of which a warning tells, behind those of the dossier.
    """
    answered = {"decision_id": decision_id, **result}
    if repeats is not None:
        answered["warnings"] = [*result["warnings"], _likely_repeat(repeats)]
    return answered


def _likely_repeat(of: str) -> dict[str, str]:
    message = (
        f"The same client had an equal dossier decided on shortly before, as decision {of}: this "
        "one may be a repeat of that request. Send an Idempotency-Key to have a retry answered "
        "with the decision that was taken."
    )
    return {"code": LIKELY_REPEAT, "pointer": "", "message": message}
