"""The shape of each ruleset file in each format: which members there are and of what type."""

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from service.ruleset import shape_fields as field
from service.ruleset.faults import RulesetFault
from service.ruleset.files import place
from service.ruleset.guidance import ACTIONS, CHANGES, DIRECTIONS
from service.ruleset.model import UNITS
from service.ruleset.shape_policy import GuidedPolicyShape, PolicyShape

_CODES = {field.LATER: "not_in_format"}
"""Code of the fault that a message stands for, where it is not ``shape``."""
_PLAIN = {
    "Missing data for required field.": "the member is missing",
    "Unknown field.": "there is no such member here",
    "Not a valid list.": "this must be a list",
    "Not a valid string.": "this must be a text",
    "Not a valid mapping type.": "this must be a group of members",
    "Invalid input type.": "this must be a group of members",
    "Not a valid boolean.": "this must be true or false",
    "Not a valid integer.": "this must be a whole number of at most 6 digits",
    "Not a valid number.": "this must be a number",
    "Not a valid date.": "this must be a date such as 2026-11-01",
    "Shorter than minimum length 1.": "this must not be empty",
}


class RulesetShape(field.Strict):
    """``ruleset.yaml``."""

    format = field.Whole(
        required=True, validate=validate.OneOf([1, 2], error="the format is 1 or 2")
    )
    id = field.code(r"[a-z][a-z0-9-]*", "an id is of small letters, digits and -")
    version = field.code(r"\d+\.\d+\.\d+", "a version is three numbers such as 1.0.0")
    title = field.text()
    effective_from = fields.Date(required=True)


def format_of(content: Any) -> int | None:
    """Return the format that the content of ``ruleset.yaml`` states, if it is one there is."""
    try:
        shaped = RulesetShape(only=["format"], unknown=EXCLUDE).load(content)
    except ValidationError:
        return None
    return int(shaped["format"])


class _ValueShape(field.Strict):
    value = field.code(r"[A-Za-z0-9_]+", "a value is of letters, digits and _")
    title = field.text()


class _Worse(fields.Field[Any]):
    """A direction, or groups of values."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> Any:
        if isinstance(value, str):
            return value
        if not isinstance(value, list) or not all(_is_names(group) for group in value):
            raise ValidationError("this must be a direction or a list of lists of values")
        return value


def _is_names(group: Any) -> bool:
    return isinstance(group, list) and all(isinstance(name, str) for name in group)


class _FactShape(field.Strict):
    id = field.code(r"[a-z]+\.[a-z0-9_]+", "a fact is named as section.name, in small letters")
    title = field.text()
    kind = field.one_of(["enum", "bool", "number"])
    need = field.one_of(["class", "gate", "scored"])
    freshness = field.name()
    negative_assurance = field.flag()
    values = field.groups(_ValueShape, required=False, load_default=list)
    unit = field.one_of(UNITS, required=False, load_default=None)
    whole = field.flag()
    min = field.Number(load_default=None)
    max = field.Number(load_default=None)
    worse = _Worse(required=True)
    change: fields.Field[Any] = field.Later()


class _ChangeShape(field.Strict):
    when = field.one_of(CHANGES)
    direction = field.one_of(DIRECTIONS)
    effort = field.Whole(required=True, validate=[field.at_least(1), field.at_most(9)])


class _GuidedFactShape(_FactShape):
    change = field.group(_ChangeShape)


class _SectionShape(field.Strict):
    id = field.name()
    title = field.text()


class FactsShape(field.Strict):
    """``facts.yaml`` in format 1."""

    sections = field.groups(_SectionShape)
    facts = field.groups(_FactShape)


class GuidedFactsShape(FactsShape):
    """``facts.yaml`` in format 2."""

    facts = field.groups(_GuidedFactShape)


class _ClauseShape(field.Strict):
    id = field.name()
    source = field.one_of(["manual", "textbook", "other_source"])
    section = field.name()
    dimension = field.name()
    title = field.text()
    frame = field.flag()
    favourable = field.name(required=False, load_default=None)
    unfavourable = field.name(required=False, load_default=None)


class ClausesShape(field.Strict):
    """``clauses.yaml``."""

    clauses = field.groups(_ClauseShape)


def _alternatives(**options: Any) -> fields.List[Any]:
    alternative = fields.Dict(keys=fields.String(), values=fields.String(), validate=field.filled)
    return fields.List(alternative, **options)


class _OutcomeShape(field.Strict):
    finding = field.finding()
    title = field.text()
    severity = field.severity()
    cap = fields.String(load_default=None)
    when = _alternatives(required=True, validate=field.filled)


class _ThresholdShape(field.Strict):
    sources = fields.List(
        field.one_of(["manual", "regulation", "other_source", "policy_default"]),
        required=True,
        validate=field.filled,
    )
    note = field.text()


class _TestShape(field.Strict):
    id = field.code(r"[A-Z]{3}-\d{2,}", "a test is named as its dimension and a number: HIS-01")
    title = field.text()
    clauses = field.names(validate=field.filled)
    threshold = field.group(_ThresholdShape)
    gate = field.flag()
    applies_when = _alternatives(load_default=list)
    outcomes = field.groups(_OutcomeShape, validate=field.filled)
    actions: fields.Field[Any] = field.Later()
    never_sole_reason: fields.Field[Any] = field.Later()


class _ActionShape(field.TextShape):
    kind: fields.Field[Any] = field.Later()


class _GuidedActionShape(field.TextShape):
    kind = field.one_of(ACTIONS)


class _GuidedTestShape(_TestShape):
    actions = field.groups(
        _GuidedActionShape, required=False, load_default=list, validate=field.filled
    )
    never_sole_reason = field.flag()


class DimensionShape(field.Strict):
    """A dimension file such as ``history.yaml`` in format 1."""

    dimension = field.code(r"[A-Z]{3}", "a dimension is named by three capitals")
    title = field.text()
    tests = field.groups(_TestShape, validate=field.filled)


class GuidedDimensionShape(DimensionShape):
    """A dimension file in format 2."""

    tests = field.groups(_GuidedTestShape, validate=field.filled)


class _PatternShape(field.Strict):
    id = field.code(r"PAT-\d+", "a pattern is named as PAT and a number: PAT-01")
    finding = field.finding()
    title = field.text()
    all_of_any = fields.List(
        field.names(validate=field.filled), required=True, validate=field.filled
    )
    cap = field.name()
    actions = field.groups(_ActionShape, validate=field.filled)
    suspicion: fields.Field[Any] = field.Later()


class _GuidedPatternShape(_PatternShape):
    actions = field.groups(_GuidedActionShape, validate=field.filled)
    suspicion = field.flag()


class PatternsShape(field.Strict):
    """``patterns.yaml`` in format 1."""

    patterns = field.groups(_PatternShape)


class GuidedPatternsShape(PatternsShape):
    """``patterns.yaml`` in format 2."""

    patterns = field.groups(_GuidedPatternShape)


_SHAPES: dict[int, dict[str, type[Schema]]] = {
    1: {
        "ruleset.yaml": RulesetShape,
        "facts.yaml": FactsShape,
        "clauses.yaml": ClausesShape,
        "patterns.yaml": PatternsShape,
        "policy.yaml": PolicyShape,
    },
    2: {
        "ruleset.yaml": RulesetShape,
        "facts.yaml": GuidedFactsShape,
        "clauses.yaml": ClausesShape,
        "patterns.yaml": GuidedPatternsShape,
        "policy.yaml": GuidedPolicyShape,
    },
}
_DIMENSION_SHAPES: dict[int, type[Schema]] = {1: DimensionShape, 2: GuidedDimensionShape}


def shape_of(file: str, written_in: int) -> type[Schema]:
    """Return the shape of ``file`` in the format ``written_in``, 1 or 2."""
    return _SHAPES[written_in].get(file, _DIMENSION_SHAPES[written_in])


def load_shape(
    shape: type[Schema], content: Any, file: str
) -> tuple[dict[str, Any], list[RulesetFault]]:
    """Check ``content`` against ``shape``; return the typed content and one fault per error."""
    try:
        return shape().load(content), []
    except ValidationError as error:
        messages = error.messages if isinstance(error.messages, dict) else {"": error.messages}
        return {}, [
            RulesetFault(file, *place(content, way), _CODES.get(text, "shape"), text)
            for way, text in _flatten(messages, ())
        ]


def _flatten(messages: Mapping[Any, Any], way: tuple[Any, ...]) -> Iterator[tuple[Any, str]]:
    for key, value in messages.items():
        here = way if key == "_schema" else (*way, key)
        if isinstance(value, Mapping):
            yield from _flatten(value, here)
        else:
            for text in value:
                yield here, _PLAIN.get(text, text)
