"""The shape of ``policy.yaml`` in each format."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from service.ruleset import shape_fields as field


class _SeverityShape(field.Strict):
    id = field.severity()
    points = field.Whole(required=True)
    title = field.text()


class _RatingShape(field.Strict):
    rating = field.Whole(required=True)
    net = field.name()
    title = field.text()


class _RatingLimitShape(field.Strict):
    severity = field.severity()
    findings = field.Whole(required=True, validate=field.at_least(1))
    best_rating = field.Whole(required=True)


class _GradeShape(field.Strict):
    id = field.code(r"N(\d+|R)", "a grade is named as N and a number, or NR")
    word = field.text()
    meaning = field.text()


class _BandShape(field.Strict):
    grade = field.name()
    composite = field.name()


class _WeightShape(field.Strict):
    business_models = field.names(validate=field.filled)
    weights = fields.Dict(keys=fields.String(), values=field.Whole(), required=True)


class _DimensionCapShape(field.Strict):
    id = field.code(r"[a-z0-9_]+", "an id is of small letters, digits and _")
    reason = field.name()
    title = field.text()
    dimensions = fields.List(fields.String(), load_default=list)
    rating = field.name()
    count = field.name()
    cap = field.name()


class _DeceitShape(field.Strict):
    findings = field.names()
    void_sources = field.sources()


class _FreshnessShape(field.Strict):
    id = field.name()
    days = field.Whole(load_default=None, validate=[field.at_least(0), field.at_most(3660)])
    months = field.Whole(load_default=None, validate=[field.at_least(0), field.at_most(120)])
    title = field.text()

    @validates_schema
    def _one_period(self, data: Mapping[str, Any], **_: Any) -> None:
        if (data["days"] is None) == (data["months"] is None):
            raise ValidationError("a freshness has either days or months")


class PolicyShape(field.Strict):
    """``policy.yaml`` in format 1."""

    severities = field.groups(_SeverityShape)
    strength_cap_per_dimension = field.Whole(required=True, validate=field.at_least(0))
    ratings = field.groups(_RatingShape)
    rating_limits = field.groups(_RatingLimitShape)
    dimensions = field.names(validate=field.filled)
    weights = field.groups(_WeightShape)
    grades = field.groups(_GradeShape, validate=field.filled)
    bands = field.groups(_BandShape, validate=field.filled)
    dimension_caps = field.groups(_DimensionCapShape)
    deceit = field.group(_DeceitShape)
    word_only_sources = field.sources()
    freshness = field.groups(_FreshnessShape)
    reviews: fields.Field[Any] = field.Later()
    adverse_from: fields.Field[Any] = field.Later()
    notices: fields.Field[Any] = field.Later()


class _ReviewShape(field.Strict):
    grades = field.names(validate=field.filled)
    months = field.Whole(required=True, validate=[field.at_least(1), field.at_most(120)])


class _SampleShape(field.Strict):
    id = field.code(r"[a-z][a-z0-9_]*", "an id is of small letters, digits and _")
    title = field.text()
    findings = field.names()


class _NoticeShape(field.Strict):
    id = field.code(r"[a-z][a-z0-9_]*", "an id is of small letters, digits and _")
    title = field.text()
    source = field.text()
    most_reasons = field.Whole(required=True, validate=[field.at_least(1), field.at_most(4)])
    samples = field.groups(_SampleShape)
    incomplete = field.name(required=False, load_default="")


class GuidedPolicyShape(PolicyShape):
    """``policy.yaml`` in format 2."""

    reviews = field.groups(_ReviewShape)
    adverse_from = field.name()
    notices = field.groups(_NoticeShape)
