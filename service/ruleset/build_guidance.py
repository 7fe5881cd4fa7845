"""Turns what the policy says of reviews and notices, from format 2 on, into the model."""

from collections.abc import Mapping
from typing import Any

from service.ruleset.build import Builder, text
from service.ruleset.guidance import NoticeRegime, SampleReason


def build_reviews(builder: Builder, raw: Mapping[str, Any]) -> dict[str, int]:
    """Build the months until the next review of each grade, in the order of the grades."""
    reviews = raw.get("reviews", [])
    builder.unique((g for review in reviews for g in review["grades"]), "", "reviews.grades")
    months = {grade: review["months"] for review in reviews for grade in review["grades"]}
    order = {grade["id"]: place for place, grade in enumerate(raw["grades"])}
    return dict(sorted(months.items(), key=lambda m: (order.get(m[0], -1), m[0])))


def build_notices(builder: Builder, raw: Mapping[str, Any]) -> dict[str, NoticeRegime]:
    """Build the regimes of notices, by id: their order in the file means nothing."""
    notices = raw.get("notices", [])
    builder.unique((notice["id"] for notice in notices), "", "notices.id")
    built = [_notice(builder, notice) for notice in notices]
    return {notice.id: notice for notice in sorted(built, key=lambda notice: notice.id)}


def _notice(builder: Builder, raw: Mapping[str, Any]) -> NoticeRegime:
    of, samples = raw["id"], raw["samples"]
    builder.unique((sample["id"] for sample in samples), of, "notices.samples.id")
    findings = (code for sample in samples for code in sample["findings"])
    builder.unique(findings, of, "notices.samples.findings")
    built = [SampleReason(s["id"], text(s["title"]), tuple(sorted(s["findings"]))) for s in samples]
    return NoticeRegime(
        id=of,
        title=text(raw["title"]),
        source=text(raw["source"]),
        most_reasons=raw["most_reasons"],
        # The last suits all other findings; among the others order means nothing.
        samples=(*sorted(built[:-1], key=lambda sample: sample.id), *built[-1:]),
        incomplete=raw["incomplete"],
    )
