"""Dossiers and forms to try the questionnaire with."""

from typing import Any

import orjson
from hypothesis import strategies as st

from service.decimal4 import SCALE, to_json
from service.dossier.identity import ENVELOPE
from service.dossier.members import (
    AmountMember,
    BlockMember,
    ChoiceMember,
    CodeMember,
    DateMember,
    FlagMember,
    IdMember,
    ListMember,
    Member,
    NumberMember,
)
from service.dossier.schema import FactMember
from service.questionnaire.book import Book
from service.questionnaire.form import members_of
from tests.dossiers import ROOT

DOSSIERS = sorted(path.stem for path in (ROOT / "fixtures" / "dossiers").glob("*.json"))

CODES = ("CNY", "USD", "EUR", "C3421", "A", "B01")
WORDS = st.text(st.sampled_from("ab 三阶é<&\"'‮/-."), min_size=1, max_size=12).filter(str.strip)


def fixture(name: str) -> dict[str, Any]:
    path = ROOT / "fixtures" / "dossiers" / f"{name}.json"
    loaded: dict[str, Any] = orjson.loads(path.read_bytes())
    return loaded


def values(member: Member[Any]) -> st.SearchStrategy[Any]:
    """Values that ``member`` takes, as JSON has them."""
    if isinstance(member, FactMember):
        return st.one_of(values(member.value), envelopes(member))
    if isinstance(member, BlockMember):
        inner = members_of(member)
        needed = {name: values(one) for name, one in inner.items() if one.required}
        other = {name: values(one) for name, one in inner.items() if not one.required}
        return st.fixed_dictionaries(needed, optional=other)
    if isinstance(member, ListMember):
        return st.lists(values(member.item), max_size=3)
    if isinstance(member, ChoiceMember):
        return st.sampled_from(list(member.values))
    if isinstance(member, FlagMember):
        return st.booleans()
    if isinstance(member, NumberMember):
        return _numbers(member)
    if isinstance(member, DateMember):
        return st.dates().filter(lambda day: 1000 <= day.year < 3000).map(str)
    if isinstance(member, AmountMember):
        return st.sampled_from(("0", "-1.5", "12000000.00"))
    if isinstance(member, IdMember):
        return st.sampled_from(("D-2026-001", "x", "a/b:c_d.e"))
    if isinstance(member, CodeMember):
        return st.sampled_from([code for code in CODES if member.pattern.fullmatch(code)])
    return WORDS


def envelopes(member: FactMember) -> st.SearchStrategy[dict[str, Any]]:
    """A fact with its evidence: assessed, not assessed with a reason, or not applicable."""
    parts = {
        name: values(part) for name, part in ENVELOPE.items() if name not in ("status", "reason")
    }
    assessed = st.fixed_dictionaries(
        {"value": values(member.value)},
        optional={**parts, "status": st.just("assessed"), "reason": WORDS},
    )
    without = {"status": st.just("not_assessed"), "reason": WORDS}
    not_assessed = st.fixed_dictionaries(without, optional=parts)
    not_applicable = st.fixed_dictionaries({"status": st.just("not_applicable")}, optional=parts)
    return st.one_of(assessed, not_assessed, not_applicable)


@st.composite
def dossiers(draw: st.DrawFn, book: Book) -> dict[str, Any]:
    """A dossier under fixtures/ with some of its members said otherwise, or said at all."""
    document = fixture(draw(st.sampled_from(DOSSIERS)))
    blocks = [(name, m) for name, m in book.members.items() if isinstance(m, BlockMember)]
    for name, block in draw(st.lists(st.sampled_from(blocks), max_size=6)):
        inner = members_of(block)
        part = draw(st.sampled_from(list(inner)))
        document.setdefault(name, {})[part] = draw(values(inner[part]))
    return document


def _numbers(member: NumberMember) -> st.SearchStrategy[int | float]:
    low = 0 if member.minimum is None else member.minimum
    high = 9999 * SCALE if member.maximum is None else member.maximum
    if member.whole:
        return st.integers(-(-low // SCALE), high // SCALE)
    return st.integers(low, high).map(to_json)
