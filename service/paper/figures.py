"""What drawings show of a result: its arithmetic and its dimensions, named in one language."""

from collections.abc import Mapping
from typing import Any

from service.drawing.dimensions import Dimension, Dimensions
from service.drawing.waterfall import Band, CapStep, Contribution, Waterfall
from service.paper.pen import Pen
from service.ruleset.model import Ruleset


def waterfall_of(result: Mapping[str, Any], ruleset: Ruleset, lang: str) -> Waterfall:
    """Return the arithmetic of ``result``, of a dossier rated by ``ruleset``."""
    policy = ruleset.policy
    pen = Pen(ruleset, lang)
    return Waterfall(
        lang=lang,
        contributions=tuple(
            Contribution(one.title, one.weight, one.rating, one.word)
            for one in dimensions_of(result, ruleset, lang).dimensions
        ),
        composite=result["composite"],
        base_grade=result["base_grade"],
        bands=tuple(Band(band.label, band.interval.low or 0) for band in policy.bands),
        grades=policy.rated,
        caps=tuple(
            CapStep(pen.title(cap["reason"]), cap["grade"], cap["binding"])
            for cap in result["caps"]
        ),
        indicative_grade=result["indicative_grade"],
        grade=result["grade"],
        word=pen.grade(result["grade"]).word,
        missing=len(result["mandatory_missing"]),
    )


def dimensions_of(result: Mapping[str, Any], ruleset: Ruleset, lang: str) -> Dimensions:
    """Return the dimensions of ``result``, of a dossier rated by ``ruleset``."""
    pen = Pen(ruleset, lang)
    return Dimensions(
        lang=lang,
        dimensions=tuple(
            Dimension(
                title=pen.title(code),
                weight=found["weight"],
                rating=found["rating"],
                word=pen.text(ruleset.policy.rating_titles[found["rating"]]),
                strength_points=found["strength_points"],
                adverse_points=found["adverse_points"],
            )
            for code, found in result["dimensions"].items()
        ),
        composite=result["composite"],
    )
