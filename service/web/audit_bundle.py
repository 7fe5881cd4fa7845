"""The page that asks for an audit bundle, and the address that gives it, as the API does."""

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect
from werkzeug.wrappers import Response as AnyResponse

from service.api.audit import MOST, bundle
from service.api.parameters import parameters
from service.language.catalogue import Speaker
from service.replay.selection import by_id
from service.web.language import PARAMETER, page_language
from service.web.rendering import render
from service.web.replays import is_day
from service.web.site import Site

ZIP: Final = "/audit-bundle.zip"
WAYS: Final = ("decisions", "period", "all")
"""What a bundle can be of."""

_DOMAIN: Final = "auditor"
_ID: Final = re.compile(r"[0-9a-f]{32}")


@dataclass(slots=True)
class Asked:
    """What the form asks for, and the faults of it: field and text."""

    way: str = "period"
    decisions: str = ""
    since: str = ""
    until: str = ""
    faults: list[tuple[str, str]] = field(default_factory=list)

    @property
    def ids(self) -> list[str]:
        """The decisions that are named, each once."""
        return list(dict.fromkeys(self.decisions.split()))

    def query(self) -> list[tuple[str, str]]:
        """Return the parameters by which the API is asked the same."""
        if self.way == "all":
            return [("all", "true")]
        if self.way == "decisions":
            return [("decision", of) for of in self.ids]
        days = [("since", self.since), ("until", self.until)]
        return [(name, day) for name, day in days if day]


def audit_bundle_pages(site: Site) -> Blueprint:
    """Return the page and the download over ``site``."""
    pages = Blueprint("web_audit_bundle", __name__)

    @pages.get("/audit-bundle")
    def ask_for_bundle() -> AnyResponse:
        given = parameters("way", "decisions", "since", "until", "decision", PARAMETER)
        if "decision" in given:
            return _page(site, Asked("decisions", given["decision"]))
        if "way" not in given:
            return _page(site, Asked())
        way, ids, since, until = (
            given.get(name, "").strip() for name in ("way", "decisions", "since", "until")
        )
        asked = Asked(way, ids, since, until)
        speaker = Speaker(page_language(), _DOMAIN)
        asked.faults = [(of, speaker.say(fault)) for of, fault in _faults(site, asked)]
        if asked.faults:
            return _page(site, asked, 422)
        return redirect(f"{ZIP}?{urlencode(asked.query())}", 303)

    @pages.get(ZIP)
    def get_bundle() -> Response:
        # The same bytes for the same address as the API gives, and the same refusals.
        return bundle(site.store, site.keys)

    return pages


def _page(site: Site, asked: Asked, status: int = 200) -> Response:
    size = site.store.size()
    return render("auditor/bundle.html", _DOMAIN, status, asked=asked, most=MOST, recorded=size)


def _faults(site: Site, asked: Asked) -> list[tuple[str, str]]:
    if asked.way not in WAYS:
        return [("way-period", "fault_bundle_way")]
    if asked.way == "decisions":
        if not asked.ids:
            return [("decisions", "fault_bundle_none")]
        if not all(_ID.fullmatch(of) and by_id(site.store, of) for of in asked.ids):
            return [("decisions", "fault_not_recorded")]
    found = []
    if asked.way == "period":
        if not is_day(asked.since):
            found.append(("since", "fault_day"))
        if asked.until and not is_day(asked.until):
            found.append(("until", "fault_day"))
        if not found and asked.until and asked.until < asked.since:
            found.append(("until", "fault_period"))
    return found
