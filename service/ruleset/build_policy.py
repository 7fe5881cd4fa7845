"""Turns the typed content of ``policy.yaml`` into the model."""

from collections.abc import Mapping
from typing import Any

from service.decimal4 import SCALE
from service.ruleset.build import Builder, text
from service.ruleset.build_guidance import build_notices, build_reviews
from service.ruleset.model import Band, DimensionCap, Policy
from service.ruleset.unary import Interval, UnaryTestError, parse_unary


def build_policy(builder: Builder, raw: Mapping[str, Any]) -> Policy:
    """Build the policy; faults of single values and doubles go to ``builder``."""
    _doubles(builder, raw)
    dimensions = raw["dimensions"]
    return Policy(
        points={s["id"]: s["points"] for s in raw["severities"]},
        severity_titles={s["id"]: text(s["title"]) for s in raw["severities"]},
        strength_cap=raw["strength_cap_per_dimension"],
        ratings=tuple(
            Band(str(r["rating"]), _whole(builder, r["net"], r["rating"], "ratings.net"))
            for r in sorted(raw["ratings"], key=lambda r: -r["rating"])
        ),
        rating_titles={r["rating"]: text(r["title"]) for r in raw["ratings"]},
        rating_limits=tuple(
            sorted((r["severity"], r["findings"], r["best_rating"]) for r in raw["rating_limits"])
        ),
        dimensions=tuple(dimensions),
        weights={
            model: dict(row["weights"])
            for row in raw["weights"]
            for model in row["business_models"]
        },
        bands=tuple(
            Band(b["grade"], _whole(builder, b["composite"], b["grade"], "bands.composite"))
            for b in raw["bands"]
        ),
        dimension_caps=tuple(
            _dimension_cap(builder, c)
            for c in sorted(raw["dimension_caps"], key=lambda c: str(c["id"]))
        ),
        deceit_findings=tuple(sorted(raw["deceit"]["findings"])),
        void_sources=tuple(sorted(raw["deceit"]["void_sources"])),
        word_only_sources=tuple(sorted(raw["word_only_sources"])),
        freshness={
            f["id"]: ("days", f["days"]) if f["days"] is not None else ("months", f["months"])
            for f in raw["freshness"]
        },
        grades={g["id"]: (text(g["word"]), text(g["meaning"])) for g in raw["grades"]},
        review_months=build_reviews(builder, raw),
        adverse_from=raw.get("adverse_from"),
        notice_regimes=build_notices(builder, raw),
    )


def _doubles(builder: Builder, raw: Mapping[str, Any]) -> None:
    for where, member in (
        ("severities", "id"),
        ("ratings", "rating"),
        ("grades", "id"),
        ("bands", "grade"),
        ("dimension_caps", "id"),
        ("dimension_caps", "reason"),
        ("freshness", "id"),
    ):
        builder.unique((entry[member] for entry in raw[where]), "", f"{where}.{member}")
    limits = (f"{r['findings']} {r['severity']}" for r in raw["rating_limits"])
    builder.unique(limits, "", "rating_limits")
    models = (model for row in raw["weights"] for model in row["business_models"])
    builder.unique(models, "", "weights.business_models")
    builder.unique(raw["dimensions"], "", "dimensions")
    builder.unique(raw["deceit"]["findings"], "", "deceit.findings")
    builder.unique(raw["deceit"]["void_sources"], "", "deceit.void_sources")
    builder.unique(raw["word_only_sources"], "", "word_only_sources")


def _dimension_cap(builder: Builder, raw: Mapping[str, Any]) -> DimensionCap:
    of = raw["id"]
    builder.unique(raw["dimensions"], of, "dimension_caps.dimensions")
    return DimensionCap(
        id=of,
        reason=raw["reason"],
        dimensions=tuple(sorted(raw["dimensions"])),
        rating=_whole(builder, raw["rating"], of, "dimension_caps.rating"),
        count=_whole(builder, raw["count"], of, "dimension_caps.count"),
        cap=raw["cap"],
        title=text(raw["title"]),
    )


def _whole(builder: Builder, source: str, of: str | int, where: str) -> Interval:
    """Parse a unary test over whole numbers that is one interval; return it unscaled."""
    try:
        test = parse_unary(source)
        if len(test.intervals) != 1:
            raise UnaryTestError(f"{source!r} is not one interval of numbers")
        (scaled,) = test.intervals
        low = None if scaled.low is None else -(-scaled.low // SCALE)
        high = None if scaled.high is None else scaled.high // SCALE
        if low is not None and high is not None and low > high:
            raise UnaryTestError(f"no whole number meets {source!r}")
        return Interval(low, high)
    except UnaryTestError as error:
        builder.fault("bad_unary_test", str(of), where, str(error))
        return Interval(None, None)
