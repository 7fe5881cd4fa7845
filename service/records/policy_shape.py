"""The shape of ``records.yaml``: which members the policy of records has and of what type."""

from collections.abc import Mapping
from typing import Any, Final

from marshmallow import ValidationError, fields, validate, validates_schema

from service.ruleset import shape_fields as field

ACTIONS: Final = (
    "accept",
    "override_down",
    "override_up",
    "refer_back",
    "countersign",
    "decline",
)
"""What an officer can do with a proposed grade; the last two are about an upward override."""

REASONED: Final = ("override_down", "override_up", "refer_back")
"""Actions that need a reason code and a reason in the officer's own words."""

STARTS: Final = ("decision", "end_of_relation")
"""What a period of retention is counted from."""


class _ReasonShape(field.Strict):
    code = field.code(r"[A-Z][A-Z0-9_]*", "a code is of capitals, digits and _")
    title = field.text()
    actions = fields.List(field.one_of(ACTIONS), required=True, validate=field.filled)
    source = field.text()


class _ReviewShape(field.Strict):
    grades = fields.List(
        field.code(r"N\d+", "a grade is named as N and a number"),
        required=True,
        validate=field.filled,
    )
    max_notches_up = field.Whole(required=True, validate=[field.at_least(0), field.at_most(9)])
    binding_severities = fields.List(field.severity(), required=True, validate=field.filled)
    binding_patterns = fields.List(
        field.code(r"[A-Z]+-\d+", "a pattern is named as PAT and a number"), required=True
    )
    reason_to_better_a_review = fields.Boolean(
        required=True,
        truthy={"true"},
        falsy={"false"},
        error_messages={"invalid": "this is either true or false"},
    )
    reason_codes = field.groups(_ReasonShape, validate=field.filled)


class _ClassShape(field.Strict):
    id = field.code(r"[a-z][a-z0-9_]*", "an id is of small letters, digits and _")
    title = field.text()
    months = field.Whole(load_default=None, validate=[field.at_least(1), field.at_most(1200)])
    years = field.Whole(load_default=None, validate=[field.at_least(1), field.at_most(100)])
    starts = field.one_of(STARTS)
    source = field.text()

    @validates_schema
    def _one_period(self, data: Mapping[str, Any], **_: Any) -> None:
        if (data["months"] is None) == (data["years"] is None):
            raise ValidationError("a class of retention has either months or years")


class _RetentionShape(field.Strict):
    default = field.name()
    classes = field.groups(_ClassShape, validate=field.filled)


class RecordsShape(field.Strict):
    """``records.yaml``."""

    format = field.Whole(required=True, validate=validate.OneOf([1], error="the format is 1"))
    id = field.code(r"[a-z][a-z0-9-]*", "an id is of small letters, digits and -")
    version = field.code(r"\d+\.\d+\.\d+", "a version is three numbers such as 1.0.0")
    title = field.text()
    effective_from = fields.Date(required=True)
    review = field.group(_ReviewShape)
    retention = field.group(_RetentionShape)
