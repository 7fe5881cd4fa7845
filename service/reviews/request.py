"""Reads what an officer asks for, as strictly as a dossier is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from marshmallow import ValidationError

from service.dossier.content import inspect
from service.dossier.faults import Faults, child, quoted, type_name
from service.dossier.members import COMMENT_LIMIT, ChoiceMember, CodeMember, Member, TextMember
from service.dossier.problems import Problem
from service.records.policy import ReviewPolicy
from service.records.policy_shape import ACTIONS, REASONED
from service.retention.words import misleads, says_nothing
from service.ruleset.text import Text

_OFFICER = r"[A-Za-z0-9][A-Za-z0-9._@:/-]{0,63}"
_ALWAYS: Final = ("action", "officer")
_PARTICULAR: Final[Mapping[str, tuple[str, ...]]] = {
    "grade": ("override_down", "override_up"),
    "review_id": ("countersign", "decline"),
}
"""Member to the actions that need it; no other has it."""
_REASONS: Final = ("reason_code", "reason")
"""Members that the actions of :data:`REASONED` need; any other may have them."""


class _ReasonMember(TextMember):
    """A reason: text that says something, and shows all that it says."""

    def read(self, value: Any) -> str:
        """Return the text."""
        if isinstance(value, str) and says_nothing(value):
            message = "The reason says nothing: it has no letter, digit or sign."
            raise ValidationError(Problem("empty_text", message))
        text = super().read(value)
        if misleads(text):
            message = "The reason holds a mark that breaks lines or turns the direction of writing."
            raise ValidationError(Problem("control_character", message))
        return text


@dataclass(frozen=True, slots=True)
class Request:
    """What an officer asks for; ``signs`` is the upward override that is signed or declined."""

    action: str
    officer: str
    grade: str | None = None
    reason_code: str | None = None
    reason: str | None = None
    signs: str | None = None


def read_request(policy: ReviewPolicy, document: Any, faults: Faults) -> Request | None:
    """Return what ``document``, as parsed at the door, asks for.

    Adds every fault of form to ``faults``; ``None`` where it is not known what is asked for. A
    request with faults, whose members may be lacking, must not be carried out.
    """
    inspect(document, faults)
    if not isinstance(document, dict):
        if "" not in faults.settled:
            faults.add("wrong_type", "", f"A review is an object, not {type_name(document)}.")
        return None
    got = _members(policy, document, faults)
    action = got.get("action")
    _complete(policy, action, document, faults)
    if action is None:
        return None
    code = got.get("reason_code")
    serving = policy.serving(action)
    if code is not None and code not in serving:
        listed = f"those that serve are {', '.join(serving)}" if serving else "none does"
        message = f"{code} does not serve {action}; {listed}."
        faults.add("value_not_allowed", "/reason_code", message)
    return Request(
        action=action,
        officer=got.get("officer", ""),
        grade=got.get("grade"),
        reason_code=code,
        reason=got.get("reason"),
        signs=got.get("review_id"),
    )


def members_of(policy: ReviewPolicy) -> dict[str, Member[str]]:
    """Return the members that a review can have, each of which reads its own."""
    return {
        "action": ChoiceMember(Text("action", "动作"), dict.fromkeys(ACTIONS)),
        "officer": CodeMember(
            Text("officer", "信贷人员"),
            _OFFICER,
            "the id of an officer (1 to 64 of A-Z a-z 0-9 . _ @ : / -, first a letter or digit)",
        ),
        "grade": ChoiceMember(Text("grade", "等级"), dict.fromkeys(policy.grades)),
        "reason_code": ChoiceMember(
            Text("reason code", "理由代码"), {c: r.title for c, r in policy.reason_codes.items()}
        ),
        "reason": _ReasonMember(Text("reason", "理由"), COMMENT_LIMIT),
        "review_id": CodeMember(
            Text("review", "复核"), r"[0-9a-f]{32}", "a review_id (32 of 0-9 a-f)"
        ),
    }


def needed_by(action: str) -> list[str]:
    """Return the members that a review must have if it is of ``action``."""
    particular = [name for name, actions in _PARTICULAR.items() if action in actions]
    return [*_ALWAYS, *particular, *(_REASONS if action in REASONED else ())]


def _members(policy: ReviewPolicy, document: Mapping[str, Any], faults: Faults) -> dict[str, str]:
    """The members that can be used."""
    known = members_of(policy)
    got: dict[str, str] = {}
    for name, given in document.items():
        at = child("", name)
        if at in faults.settled:
            continue
        if name not in known:
            near = faults.nearest(name, known)
            faults.add("unknown_member", at, f"There is no member here named {quoted(name)}{near}")
        elif given is None:
            faults.add("wrong_type", at, "null says nothing: leave the member out.")
        else:
            try:
                got[name] = known[name].read(given)
            except ValidationError as error:
                problems: Any = error.messages
                for problem in problems:
                    near = faults.nearest(problem.given, problem.known) if problem.known else ""
                    faults.add(problem.code, at, f"{problem}{near}")
    return got


def _complete(
    policy: ReviewPolicy, action: str | None, document: Mapping[str, Any], faults: Faults
) -> None:
    """Find the members that are missing, or that the action does not have."""
    for name in _ALWAYS:
        if name not in document:
            faults.add("missing_member", child("", name), "This member is required.")
    if action is None:
        return
    needed = needed_by(action)
    for name in needed:
        if name not in document and name not in _ALWAYS:
            which = f": {', '.join(policy.serving(action))}" if name == "reason_code" else ""
            message = f"{action} needs a {name}{which}."
            faults.add("missing_member", child("", name), message)
    for name in _PARTICULAR:
        if name in document and name not in needed:
            faults.add("value_not_allowed", child("", name), f"{action} carries no {name}.")
