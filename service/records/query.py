"""What decisions to find: the filters, how many of them, and from where on."""

import base64
import binascii
import hashlib
import re
import struct
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta

import orjson

from service.records.form import time_text
from service.records.policy import records_policy
from service.ruleset.model import NOT_RATED

LIMIT = 50
"""Decisions a page where a query does not say how many."""

MAX_LIMIT = 200
"""The most decisions a page."""

LONGEST = 300
"""Characters of the longest value of a filter; no name or reference is longer."""

FILTERS = (
    "borrower",
    "application_ref",
    "identifier",
    "grade",
    "finding",
    "ruleset",
    "client",
    "dossier_id",
)
"""The filters by what a decision is; ``since`` and ``until`` go by when it was recorded."""

PARAMETERS = (*FILTERS, "since", "until", "limit", "cursor")
"""Everything that a query may say."""

_CURSOR = struct.Struct(">B8sq")
_CURSOR_FORMAT = 1
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FRACTION = re.compile(r"[.,][0-9]")


class BadQuery(Exception):
    """A query cannot be answered; ``why`` ends the sentence that begins with ``parameter``."""

    def __init__(self, parameter: str, why: str) -> None:
        self.parameter = parameter
        self.why = why
        super().__init__(f"{parameter} {why}")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a decision must be to be found: all that is given, ``None`` asks for nothing.

    ``borrower`` is a legal name as it is written, or what it begins with where it ends in
    ``*``; ``identifier`` is ``scheme:value`` or a value of any scheme; ``ruleset`` is an id,
    ``id@version`` or a digest. ``since`` and ``before`` are times of recording in the form of
    records: the first that counts, and the first after it that does not.
    """

    borrower: str | None = None
    application_ref: str | None = None
    identifier: str | None = None
    grade: str | None = None
    finding: str | None = None
    ruleset: str | None = None
    client: str | None = None
    dossier_id: str | None = None
    since: str | None = None
    before: str | None = None

    @property
    def digest(self) -> bytes:
        """Eight bytes that tell these filters from others."""
        return hashlib.sha256(orjson.dumps(asdict(self))).digest()[:8]


@dataclass(frozen=True, slots=True)
class Query:
    """At most ``limit`` decisions, newest first, that were recorded before leaf ``before_leaf``."""

    filters: Filters = Filters()
    limit: int = LIMIT
    before_leaf: int | None = None

    def cursor(self, leaf_index: int) -> str:
        """Return the cursor of the page after the decision at ``leaf_index``; safe in a URL."""
        packed = _CURSOR.pack(_CURSOR_FORMAT, self.filters.digest, leaf_index)
        return base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def read_query(given: Iterable[tuple[str, str]]) -> Query:
    """Return the query of ``given``: pairs of a parameter's name and value.

    Raises :exc:`BadQuery` for a name that is not known or is given twice, a value that cannot
    be one of its parameter, and the cursor of another query.
    """
    values: dict[str, str] = {}
    for name, value in given:
        if name not in PARAMETERS:
            raise BadQuery(name, "is not known here")
        if name in values:
            raise BadQuery(name, "is given more than once")
        if not value:
            raise BadQuery(name, "is empty")
        if len(value) > LONGEST:
            raise BadQuery(name, f"is longer than {LONGEST} characters")
        if any(0xD800 <= ord(letter) <= 0xDFFF for letter in value):
            raise BadQuery(name, "is not UTF-8")
        if any(unicodedata.category(letter) == "Cc" for letter in value):
            raise BadQuery(name, "has a control character")
        # Dossiers are in this form; keyboards and file names may not be.
        values[name] = unicodedata.normalize("NFC", value)
    if values.get("borrower") == "*":
        raise BadQuery("borrower", "has nothing before its *")
    grades = (*records_policy().review.grades, NOT_RATED)
    if values.get("grade", NOT_RATED) not in grades:
        raise BadQuery("grade", f"is none of {', '.join(grades)}")
    filters = Filters(
        **{name: values.get(name) for name in FILTERS},
        since=_since(values["since"]) if "since" in values else None,
        before=_before(values["until"]) if "until" in values else None,
    )
    # Times of one form and one offset: as texts they are in the order of time.
    if filters.since and filters.before and filters.since >= filters.before:
        raise BadQuery("since", "is after until")
    limit = _limit(values["limit"]) if "limit" in values else LIMIT
    before_leaf = _leaf(values["cursor"], filters) if "cursor" in values else None
    return Query(filters, limit, before_leaf)


def _limit(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,3}", text) or not 1 <= int(text) <= MAX_LIMIT:
        raise BadQuery("limit", f"is not a whole number from 1 to {MAX_LIMIT}")
    return int(text)


def _since(text: str) -> str:
    moment, _ = _moment("since", text)
    return time_text(moment)


def _before(text: str) -> str:
    """Return the first time after ``text``: a day lasts 24 hours, a second a second."""
    moment, lasts = _moment("until", text)
    try:
        return time_text(moment + lasts)
    except OverflowError:
        raise BadQuery("until", "is too late") from None


def _moment(name: str, text: str) -> tuple[datetime, timedelta]:
    try:
        if _DATE.fullmatch(text):
            day = date.fromisoformat(text)
            return datetime(day.year, day.month, day.day, tzinfo=UTC), timedelta(days=1)
        moment = datetime.fromisoformat(text)
        if "T" in text and moment.tzinfo is not None:
            lasts = timedelta(microseconds=1) if _FRACTION.search(text) else timedelta(seconds=1)
            return moment.astimezone(UTC), lasts
    except (ValueError, OverflowError):
        pass
    raise BadQuery(
        name,
        "is neither a date (2026-11-22, a day in UTC) nor a time with its offset from UTC"
        " (2026-11-22T09:30:00Z)",
    )


def _leaf(cursor: str, filters: Filters) -> int:
    try:
        packed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        form, of, leaf_index = _CURSOR.unpack(packed)
    except (binascii.Error, ValueError, struct.error):
        raise BadQuery("cursor", "is not one that this service gave") from None
    if form != _CURSOR_FORMAT:
        raise BadQuery("cursor", "is not one that this service gave")
    if of != filters.digest:
        raise BadQuery("cursor", "belongs to a query with other filters")
    return int(leaf_index)
