"""The shape of each ruleset file: which members there are and of what type."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema

from service.ruleset.faults import RulesetFault
from service.ruleset.files import place
from service.ruleset.model import SEVERITIES, SOURCES, UNITS

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
_EN = r"(?=.*\S)[^\x00-\x1f\x7f\u2e80-\u9fff\uff00-\uffef]+\Z"
_ZH = r"(?=.*[\u3400-\u9fff])[^\x00-\x1f\x7f]+\Z"
_LINE = r"(?=.*\S)[^\x00-\x1f\x7f]+\Z"
_NUMBER = re.compile(r"-?[0-9]{1,11}(\.[0-9]{1,12})?")
_WHOLE = re.compile(r"-?[0-9]{1,6}")


class _Strict(Schema):
    class Meta:
        unknown = RAISE


class _Whole(fields.Integer):
    """A whole number of at most 6 digits, spelled in plain digits."""

    def _validated(self, value: Any) -> int:
        if not (isinstance(value, str) and _WHOLE.fullmatch(value)):
            raise self.make_error("invalid", input=value)
        return super()._validated(value)


class _Number(fields.Decimal):
    """A number spelled in plain digits, of at most 11 before the decimal point."""

    def _validated(self, value: Any) -> Decimal:
        if not (isinstance(value, str) and _NUMBER.fullmatch(value)):
            raise self.make_error("invalid", input=value)
        return super()._validated(value)


def _code(pattern: str, error: str) -> fields.String:
    valid = validate.Regexp(rf"{pattern}\Z", flags=re.ASCII, error=error)
    return fields.String(required=True, validate=valid)


def _one_of(choices: Iterable[str], **options: Any) -> fields.String:
    listed = tuple(choices)
    valid = validate.OneOf(listed, error=f"this must be one of {', '.join(listed)}")
    return fields.String(validate=valid, **({"required": True} | options))


def _name(
    pattern: str = _LINE, error: str = "this must be one line of text", **options: Any
) -> fields.String:
    valid = validate.Regexp(pattern, error=error)
    return fields.String(validate=valid, **({"required": True} | options))


def _names(**options: Any) -> fields.List[Any]:
    return fields.List(_name(), required=True, **options)


def _sources() -> fields.List[Any]:
    return fields.List(_one_of(SOURCES), required=True)


def _at_least(minimum: int) -> validate.Range:
    return validate.Range(min=minimum, error=f"this must be at least {minimum}")


def _at_most(maximum: int) -> validate.Range:
    return validate.Range(max=maximum, error=f"this must be at most {maximum}")


def _flag() -> fields.Boolean:
    return fields.Boolean(load_default=False, truthy={"true"}, falsy={"false"})


_filled = validate.Length(min=1)
_finding = partial(_code, r"[A-Z][A-Z0-9_]*", "a code is of capitals, digits and _")
_severity = partial(_one_of, SEVERITIES)


class _TextShape(_Strict):
    en = _name(_EN, "this must be one line of English")
    zh = _name(_ZH, "this must be one line of Chinese")


def _text() -> fields.Nested:
    return fields.Nested(_TextShape, required=True)


class RulesetShape(_Strict):
    """``ruleset.yaml``."""

    format = _Whole(required=True, validate=validate.Equal(1, error="the format is 1"))
    id = _code(r"[a-z][a-z0-9-]*", "an id is of small letters, digits and -")
    version = _code(r"\d+\.\d+\.\d+", "a version is three numbers such as 1.0.0")
    title = _text()
    effective_from = fields.Date(required=True)


class _ValueShape(_Strict):
    value = _code(r"[A-Za-z0-9_]+", "a value is of letters, digits and _")
    title = _text()


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


class FactShape(_Strict):
    """One fact of ``facts.yaml``."""

    id = _code(r"[a-z]+\.[a-z0-9_]+", "a fact is named as section.name, in small letters")
    title = _text()
    kind = _one_of(["enum", "bool", "number"])
    need = _one_of(["class", "gate", "scored"])
    freshness = _name()
    negative_assurance = _flag()
    values = fields.List(fields.Nested(_ValueShape), load_default=list)
    unit = _one_of(UNITS, required=False, load_default=None)
    whole = _flag()
    min = _Number(load_default=None)
    max = _Number(load_default=None)
    worse = _Worse(required=True)


class _SectionShape(_Strict):
    id = _name()
    title = _text()


class FactsShape(_Strict):
    """``facts.yaml``."""

    sections = fields.List(fields.Nested(_SectionShape), required=True)
    facts = fields.List(fields.Nested(FactShape), required=True)


class _ClauseShape(_Strict):
    id = _name()
    source = _one_of(["manual", "textbook", "other_source"])
    section = _name()
    dimension = _name()
    title = _text()
    frame = _flag()
    favourable = _name(required=False, load_default=None)
    unfavourable = _name(required=False, load_default=None)


class ClausesShape(_Strict):
    """``clauses.yaml``."""

    clauses = fields.List(fields.Nested(_ClauseShape), required=True)


def _alternatives(**options: Any) -> fields.List[Any]:
    alternative = fields.Dict(keys=fields.String(), values=fields.String(), validate=_filled)
    return fields.List(alternative, **options)


class _OutcomeShape(_Strict):
    finding = _finding()
    title = _text()
    severity = _severity()
    cap = fields.String(load_default=None)
    when = _alternatives(required=True, validate=_filled)


class _ThresholdShape(_Strict):
    sources = fields.List(
        _one_of(["manual", "regulation", "other_source", "policy_default"]),
        required=True,
        validate=_filled,
    )
    note = _text()


class TestShape(_Strict):
    """One test of a dimension file."""

    __test__ = False

    id = _code(r"[A-Z]{3}-\d{2,}", "a test is named as its dimension and a number: HIS-01")
    title = _text()
    clauses = _names(validate=_filled)
    threshold = fields.Nested(_ThresholdShape, required=True)
    gate = _flag()
    applies_when = _alternatives(load_default=list)
    outcomes = fields.List(fields.Nested(_OutcomeShape), required=True, validate=_filled)


class DimensionShape(_Strict):
    """A dimension file such as ``history.yaml``."""

    dimension = _code(r"[A-Z]{3}", "a dimension is named by three capitals")
    title = _text()
    tests = fields.List(fields.Nested(TestShape), required=True, validate=_filled)


class _PatternShape(_Strict):
    id = _code(r"PAT-\d+", "a pattern is named as PAT and a number: PAT-01")
    finding = _finding()
    title = _text()
    all_of_any = fields.List(_names(validate=_filled), required=True, validate=_filled)
    cap = _name()
    actions = fields.List(_text(), required=True, validate=_filled)


class PatternsShape(_Strict):
    """``patterns.yaml``."""

    patterns = fields.List(fields.Nested(_PatternShape), required=True)


class _SeverityShape(_Strict):
    id = _severity()
    points = _Whole(required=True)
    title = _text()


class _RatingShape(_Strict):
    rating = _Whole(required=True)
    net = _name()
    title = _text()


class _RatingLimitShape(_Strict):
    severity = _severity()
    findings = _Whole(required=True, validate=_at_least(1))
    best_rating = _Whole(required=True)


class _GradeShape(_Strict):
    id = _code(r"N(\d+|R)", "a grade is named as N and a number, or NR")
    word = _text()
    meaning = _text()


class _BandShape(_Strict):
    grade = _name()
    composite = _name()


class _WeightShape(_Strict):
    business_models = _names(validate=_filled)
    weights = fields.Dict(keys=fields.String(), values=_Whole(), required=True)


class _DimensionCapShape(_Strict):
    id = _code(r"[a-z0-9_]+", "an id is of small letters, digits and _")
    reason = _name()
    title = _text()
    dimensions = fields.List(fields.String(), load_default=list)
    rating = _name()
    count = _name()
    cap = _name()


class _DeceitShape(_Strict):
    findings = _names()
    void_sources = _sources()


class _FreshnessShape(_Strict):
    id = _name()
    days = _Whole(load_default=None, validate=[_at_least(0), _at_most(3660)])
    months = _Whole(load_default=None, validate=[_at_least(0), _at_most(120)])
    title = _text()

    @validates_schema
    def _one_period(self, data: Mapping[str, Any], **_: Any) -> None:
        if (data["days"] is None) == (data["months"] is None):
            raise ValidationError("a freshness has either days or months")


class PolicyShape(_Strict):
    """``policy.yaml``."""

    severities = fields.List(fields.Nested(_SeverityShape), required=True)
    strength_cap_per_dimension = _Whole(required=True, validate=_at_least(0))
    ratings = fields.List(fields.Nested(_RatingShape), required=True)
    rating_limits = fields.List(fields.Nested(_RatingLimitShape), required=True)
    dimensions = _names(validate=_filled)
    weights = fields.List(fields.Nested(_WeightShape), required=True)
    grades = fields.List(fields.Nested(_GradeShape), required=True, validate=_filled)
    bands = fields.List(fields.Nested(_BandShape), required=True, validate=_filled)
    dimension_caps = fields.List(fields.Nested(_DimensionCapShape), required=True)
    deceit = fields.Nested(_DeceitShape, required=True)
    word_only_sources = _sources()
    freshness = fields.List(fields.Nested(_FreshnessShape), required=True)


def load_shape(
    shape: type[Schema], content: Any, file: str
) -> tuple[dict[str, Any], list[RulesetFault]]:
    """Check ``content`` against ``shape``; return the typed content and one fault per error."""
    try:
        return shape().load(content), []
    except ValidationError as error:
        messages = error.messages if isinstance(error.messages, dict) else {"": error.messages}
        return {}, [
            RulesetFault(file, *place(content, way), "shape", text)
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
