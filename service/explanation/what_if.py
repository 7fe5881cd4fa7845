"""What if: the grade that other facts would give, never a decision and never recorded."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from marshmallow import ValidationError

from service.dossier.content import inspect
from service.dossier.door import parse
from service.dossier.faults import Faults, child, quoted, type_name
from service.dossier.schema import value_member
from service.engine.trace import value_json
from service.errors import DossierRejected, Fault
from service.explanation.difference import difference, head
from service.explanation.subject import Changes, Subject
from service.ruleset.model import Fact, Ruleset, Value
from service.ruleset.text import Text

LABEL: Final = Text("hypothetical: not a decision, never recorded", "假设情形：不是决定，从不记录")

_AT = "/changes"
_NONE = Fault("missing_member", _AT, "Name at least one fact to change.")
_UNKNOWN = ("", "null")
"""How an assignment says that a fact is not known."""

_FLAGS = {"true": True, "false": False}


class ChangesRejected(Exception):
    """The changes have faults; nothing was supposed. Pointers begin with ``/changes``."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{f.pointer}: {f.message}" for f in self.faults))


def what_if(subject: Subject, changes: Changes) -> dict[str, Any]:
    """Return the borrower's grade with ``changes`` supposed, and what differs from what it is.

    Every other fact stays as it is, whatever the supposed ones would mean for it. ``changes``
    come from :func:`parse_changes` or :func:`parse_assignments`. Raises
    :exc:`ChangesRejected` if there are none, and what :meth:`Subject.rate` and
    :func:`~service.explanation.difference.difference` raise.
    """
    if not changes:
        raise ChangesRejected([_NONE])
    supposed = subject.rate(changes)
    facts = subject.ruleset.facts
    return {
        "hypothetical": True,
        "label": LABEL.en,
        "label_zh": LABEL.zh,
        "changes": [
            {
                "fact": fact,
                "from": value_json(facts[fact], subject.facts[fact].value),
                "to": value_json(facts[fact], changes[fact]),
            }
            for fact in facts
            if fact in changes
        ],
        "before": head(subject),
        "after": head(supposed),
        "difference": difference(subject, supposed),
    }


def parse_changes(ruleset: Ruleset, given: Any) -> dict[str, Value | None]:
    """Return the changes in ``given``, ``{fact: JSON value, or null for not known}``.

    ``given`` is as parsed at the dossier's door, or plain JSON with numbers as ``int``,
    ``float`` or :class:`~decimal.Decimal`; each value is read as a dossier's bare value of the
    fact is. The changes come in the order of the dictionary.

    Raises :exc:`ChangesRejected` with every fault, by pointer: ``wrong_type`` and
    ``missing_member`` (nothing to change) of the whole, ``unknown_member``, and the faults of
    content and values that a dossier has.
    """
    faults = Faults()
    inspect({"changes": given}, faults)
    if not isinstance(given, Mapping):
        if _AT not in faults.settled:
            message = f"Expected an object of facts and values, found {type_name(given)}."
            faults.add("wrong_type", _AT, message)
        given = {}
    elif not given:
        faults.add(_NONE.code, _NONE.pointer, _NONE.message)
    return _read(ruleset, {name: _exact(v, name, faults) for name, v in given.items()}, faults)


def parse_assignments(ruleset: Ruleset, assignments: Iterable[str]) -> dict[str, Value | None]:
    """Return the changes in texts such as ``reputation.current_dpd=30``, from a command line.

    A value is the word of an enum, ``true`` or ``false``, or a number of JSON, taken exactly;
    ``fact=`` and ``fact=null`` suppose that the fact is not known. Raises
    :exc:`ChangesRejected` as :func:`parse_changes` does, and for ``bad_format`` (no ``=``) and
    ``duplicate_member``.
    """
    faults = Faults()
    given: dict[str, Any] = {}
    named: set[str] = set()
    for assignment in assignments:
        name, equals, words = (part.strip() for part in assignment.partition("="))
        at = child(_AT, name)
        if not equals:
            faults.add("bad_format", at, f"{quoted(assignment)} is not of the form fact=value.")
        elif name in named:
            faults.add("duplicate_member", at, f"{quoted(name)} is assigned more than once.")
        else:
            fact = ruleset.facts.get(name)
            value = words if fact is None else _worded(fact, words, at, faults)
            given[name] = value
            inspect({name: value}, faults, _AT)
        named.add(name)
    if not named:
        faults.add(_NONE.code, _NONE.pointer, _NONE.message)
    return _read(ruleset, given, faults)


def _worded(fact: Fact, words: str, at: str, faults: Faults) -> Any:
    """Return the JSON value that ``words`` stand for, adding a fault if they cannot."""
    if words in _UNKNOWN:
        return None
    if fact.kind == "enum":
        return words
    expected = "true or false"
    value: Any = _FLAGS.get(words)
    if fact.kind == "number":
        expected = "a number"
        value = _number(words)
    if value is None:
        faults.settled.add(at)
        faults.add("wrong_type", at, f"Expected {expected}, found {quoted(words)}.")
    return value


def _number(words: str) -> Any:
    """Return a number of JSON as the dossier's door takes it; ``None`` for all else."""
    try:
        value = parse(words.encode("utf-8", "replace"))
    except DossierRejected:
        return None
    return None if isinstance(value, bool | str | list | dict) else value


def _exact(value: Any, name: str, faults: Faults) -> Any:
    """Return a decimal as the dossier's door takes it, adding its fault if the door cannot."""
    if isinstance(value, float | Decimal):
        value = _number(str(Decimal(str(value))))
        inspect(value, faults, child(_AT, name))
    return value


def _read(ruleset: Ruleset, given: Mapping[str, Any], faults: Faults) -> dict[str, Value | None]:
    """Return the values of ``given`` scaled and in order, or raise with every fault."""
    changes: dict[str, Value | None] = {}
    for name, value in given.items():
        at = child(_AT, name)
        fact = ruleset.facts.get(name)
        if at in faults.settled:
            continue
        if fact is None:
            near = faults.nearest(name, ruleset.facts)
            faults.add("unknown_member", at, f"There is no fact named {quoted(name)}{near}")
            continue
        try:
            changes[name] = None if value is None else value_member(fact).deserialize(value)
        except ValidationError as error:
            _tell(error, at, faults)
    if faults:
        raise ChangesRejected(faults.all())
    return {fact: changes[fact] for fact in ruleset.facts if fact in changes}


def _tell(error: ValidationError, at: str, faults: Faults) -> None:
    problems: Iterable[Any] = error.messages
    for problem in problems:
        message = str(problem)
        if problem.code == "unknown_value":
            message += faults.nearest(problem.given, problem.known)
        faults.add(problem.code, at, message)
