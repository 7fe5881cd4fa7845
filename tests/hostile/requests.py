"""Hostile requests: those kept in ``fixtures/hostile/``, and generated ones from a fixed seed."""

import base64
import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any, NamedTuple

from tests.dossiers import ROOT

CORPUS = ROOT / "fixtures" / "hostile" / "requests.ndjson"
PAGES = ROOT / "fixtures" / "hostile" / "pages.ndjson"
DOSSIERS = sorted((ROOT / "fixtures" / "dossiers").glob("*.json"))

JSON = {"Content-Type": "application/json"}
_FAULTY = 422, "dossier_rejected"


class Request(NamedTuple):
    """A request and its answer; ``raw`` has all its bytes instead of the other members."""

    name: str
    method: str
    path: str
    headers: dict[str, str | None]
    body: bytes | None
    raw: bytes | None
    status: int | None
    code: str | None


def corpus(key: str, decision: str) -> Iterator[Request]:
    """Yield the kept requests, of whoever has ``key``; ``decision`` is one that is recorded."""
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        kept = json.loads(line)
        raw = kept.get("raw")
        if raw is not None:
            text, times = kept.get("fill", ("", 0))
            raw = raw.replace("{key}", key).replace("{fill}", text * times).encode("latin-1")
        yield Request(
            kept["name"],
            kept.get("method", ""),
            kept.get("path", "").replace("{decision}", decision),
            {"Authorization": f"Bearer {key}", **kept.get("headers", {})},
            _body(kept),
            raw,
            kept["status"],
            kept["code"],
        )


def pages(key: str, decision: str, session: str, csrf: str) -> Iterator[Request]:
    """Yield the kept requests for pages; ``csrf`` is the token of the forms of ``session``."""
    for line in PAGES.read_text(encoding="utf-8").splitlines():
        kept = json.loads(line)
        text, times = kept.get("fill", ("", 0))
        known = {"key": key, "decision": decision, "session": session, "csrf": csrf}

        def filled(said: str, fill: str = text * times, known: dict[str, str] = known) -> str:
            for name, value in known.items():
                said = said.replace(f"{{{name}}}", value)
            return said.replace("{fill}", fill)

        yield Request(
            kept["name"],
            kept["method"],
            filled(kept["path"]),
            {name: filled(value) for name, value in kept["headers"].items()},
            filled(kept["body"]).encode() if "body" in kept else None,
            None,
            kept["status"],
            kept["code"],
        )


def _body(kept: dict[str, Any]) -> bytes | None:
    if "body_base64" in kept:
        return base64.b64decode(kept["body_base64"]) * int(kept.get("repeat", 1))
    if "body" in kept:
        return str(kept["body"]).encode() * int(kept.get("repeat", 1))
    return None


def generated(count: int, key: str, seed: int = 0) -> Iterator[Request]:
    """Yield ``count`` requests that spoil a dossier, an address or a parameter by lot."""
    random = Random(seed)
    texts = [path.read_bytes() for path in DOSSIERS]
    for n in range(count):
        spoil = random.choice(SPOILERS)
        body, (status, code) = spoil(random, random.choice(texts))
        name = f"{n}: {spoil.__name__.strip('_')}"
        headers: dict[str, str | None] = {**JSON, "Authorization": f"Bearer {key}"}
        yield Request(name, "POST", "/v1/decisions", headers, body, None, status, code)


Spoiled = tuple[bytes, tuple[int, str | None]]


def _cut_short(random: Random, text: bytes) -> Spoiled:
    return text[: random.randrange(len(text.rstrip()) - 1)], (400, "not_json")


def _no_utf8(random: Random, text: bytes) -> Spoiled:
    at = random.randrange(len(text))
    byte = bytes([random.choice((0xC0, 0xF8, 0xFE, 0xFF))])
    return text[:at] + byte + text[at + 1 :], (400, "not_utf8")


def _control_character(random: Random, text: bytes) -> Spoiled:
    at = random.randrange(1, len(text.rstrip()))
    return text[:at] + bytes([random.randrange(9)]) + text[at:], (400, "not_json")


def _member_twice(random: Random, text: bytes) -> Spoiled:
    member = random.choice((b'"dossier_id": "x", ', b'"rating_date": 0, ', b'"borrower": 1, '))
    return b"{" + member + text.lstrip()[1:], (400, "duplicate_member")


def _bad_number(random: Random, text: bytes) -> Spoiled:
    value = random.choice(("NaN", "Infinity", "-Infinity"))
    return b'{"x": ' + value.encode() + b", " + text.lstrip()[1:], (400, "not_finite")


def _wrong_value(random: Random, text: bytes) -> Spoiled:
    return _changed(random, text, lambda _: random.choice(([], [[1]], {"x": 1}, {"": None})))


def _number_beyond_reason(random: Random, text: bytes) -> Spoiled:
    return _changed(random, text, lambda _: random.choice((10**60, -(10**60), 10**4000)))


def _unclean_text(random: Random, text: bytes) -> Spoiled:
    unclean = ("\x00", "a\ud800", "e\u0301", "x" * 100_000, "")
    return _changed(random, text, lambda _: random.choice(unclean))


def _missing_member(random: Random, text: bytes) -> Spoiled:
    document = json.loads(text)
    del document[random.choice(("dossier_id", "application_ref", "borrower", "rating_date"))]
    return json.dumps(document).encode(), _FAULTY


def _unknown_member(random: Random, text: bytes) -> Spoiled:
    document = json.loads(text)
    within = random.choice([v for v in (document, document["borrower"]) if isinstance(v, dict)])
    within["".join(random.choices("abcxyz_.$", k=12))] = random.random()
    return json.dumps(document).encode(), _FAULTY


def _changed(random: Random, text: bytes, value: Callable[[Any], Any]) -> Spoiled:
    """Replace one value, of any member at any depth."""
    document = json.loads(text)
    places: list[tuple[Any, Any]] = []
    _leaves(document, places)
    within, at = random.choice(places)
    within[at] = value(within[at])
    return json.dumps(document).encode(), _FAULTY


def _leaves(value: Any, places: list[tuple[Any, Any]]) -> None:
    for at, inner in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(inner, dict | list):
            _leaves(inner, places)
        else:
            places.append((value, at))


SPOILERS: tuple[Callable[[Random, bytes], Spoiled], ...] = (
    _cut_short,
    _no_utf8,
    _control_character,
    _member_twice,
    _bad_number,
    _wrong_value,
    _number_beyond_reason,
    _unclean_text,
    _missing_member,
    _unknown_member,
)
