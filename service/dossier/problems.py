"""The sentence of a fault on its way through marshmallow, which carries only texts."""

from collections.abc import Iterable

from marshmallow import ValidationError

from service.dossier.faults import JSON_TYPES, type_name


class Problem(str):
    """A sentence with the code of its fault."""

    code: str
    known: tuple[str, ...] = ()
    given: str = ""
    """For an unknown name: the known ones to suggest from; for an unknown value also itself."""

    def __new__(
        cls, code: str, message: str, known: Iterable[str] = (), given: str = ""
    ) -> "Problem":
        """Make the sentence; only unknown names and values have ``known`` and ``given``."""
        problem = super().__new__(cls, message)
        problem.code = code
        problem.known = tuple(known)
        problem.given = given
        return problem


MISSING = Problem("missing_member", "This member is required.")
NULL = Problem(
    "wrong_type",
    "null says nothing: leave the member out, or give a fact the status not_assessed and a reason.",
)


def unknown_member(known: Iterable[str]) -> Problem:
    """The problem of a member that is none of ``known``."""
    return Problem("unknown_member", "There is no member here named", known)


def wrong_type(expected: str, value: object) -> ValidationError:
    """The error of a value that is not ``expected`` (in words, with its article)."""
    hint = ""
    if isinstance(value, str) and expected in (JSON_TYPES[int], JSON_TYPES[bool]):
        hint = "; write it without quotes"
    problem = Problem("wrong_type", f"Expected {expected}, found {type_name(value)}{hint}.")
    return ValidationError(problem)
