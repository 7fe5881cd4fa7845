"""The page that counts how often, how far and by whom people depart from proposed grades."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from flask import Blueprint, Response, request

from service.api.problems import BadParameter
from service.decimal4 import scale
from service.explanation.text.writer import Writer
from service.language.catalogue import Speaker
from service.language.values import number
from service.records.policy import records_policy
from service.reviews.statistics import KEYS, NO_CAP, NO_CODE, UNRATED, overrides
from service.web.language import PARAMETER, page_language
from service.web.rendering import render
from service.web.replays import is_day
from service.web.site import Site

_DOMAIN: Final = "auditor"
_GROUPS: Final = ("reason", "grade", "rule", "officer", "month")
_FIRST: Final = ("reason", "grade")
"""What is grouped by where nothing else is asked for."""

_SPECIAL: Final = {NO_CODE: "no_code", NO_CAP: "no_cap_made_it", UNRATED: "was_not_rated"}


def override_pages(site: Site) -> Blueprint:
    """Return the page over ``site``."""
    assert set(_GROUPS) == KEYS.keys()
    pages = Blueprint("web_overrides", __name__)

    @pages.get("/overrides")
    def show_overrides() -> Response:
        for name in request.args:
            if name not in ("since", "until", "by", PARAMETER):
                raise BadParameter(name, "is not known here")
        since, until = (request.args.get(name, "").strip() for name in ("since", "until"))
        by = [name for name in _GROUPS if name in request.args.getlist("by")] or [*_FIRST]
        lang = page_language()
        speaker = Speaker(lang, _DOMAIN)
        faults = [
            (name, speaker.say("fault_day"))
            for name, day in (("since", since), ("until", until))
            if day and not is_day(day)
        ]
        if not faults and since and until and until < since:
            faults.append(("until", speaker.say("fault_period")))
        found = None if faults else overrides(site.store, by, since or None, until or None)
        names = _Names(site, lang)
        return render(
            "auditor/overrides.html",
            _DOMAIN,
            422 if faults else 200,
            since=since,
            until=until,
            by=by,
            groups=[(name, f"by_{name}") for name in _GROUPS],
            faults=faults,
            found=found,
            total=None if found is None else _row("", found["total"], lang),
            tables=[] if found is None else _tables(found, by, names, lang),
        )

    return pages


class _Names:
    """What the groups are called."""

    def __init__(self, site: Site, lang: str) -> None:
        self._speaker = Speaker(lang, _DOMAIN)
        self._writer = Writer(site.rater.ruleset, lang)
        self._reasons = {
            code.code: code.title.in_language(lang)
            for code in records_policy().review.reason_codes.values()
        }

    def of(self, by: str, key: str) -> str:
        """Return the name of the group ``key``; what no ruleset here names stands for itself."""
        if key in _SPECIAL:
            return self._speaker.say(_SPECIAL[key])
        if by == "grade":
            return self._writer.grade(key)
        if by == "rule":
            return self._writer.name(key)
        return self._reasons.get(key, key) if by == "reason" else key


def _tables(
    found: Mapping[str, Any], by: Iterable[str], names: _Names, lang: str
) -> list[tuple[str, str, list[dict[str, Any]]]]:
    return [
        (
            name,
            f"by_{name}",
            [
                _row(names.of(name, group["key"]), group, lang)
                for group in found["groups"]
                if group["by"] == name
            ],
        )
        for name in by
    ]


def _row(name: str, counts: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """Return the counts with the rate as a percentage and the averages as people write them."""
    rate = counts["override_rate"]
    shown = {
        "rate": None if rate is None else number(scale(rate) * 100, "percent", lang),
        "down": _average(counts["average_notches_down"], lang),
        "up": _average(counts["average_notches_up"], lang),
    }
    return {**counts, "name": name, **shown}


def _average(text: str | None, lang: str) -> str | None:
    return None if text is None else number(scale(text), None, lang)
