"""What the questionnaire says of its fields in one language: names, units, choices, help."""

from functools import cache
from typing import Any, Final

from babel import Locale

from service.dossier.countries import COUNTRIES
from service.dossier.members import ChoiceMember, FlagMember, Member, NumberMember
from service.dossier.schema import FactMember
from service.language.catalogue import Speaker
from service.language.values import number
from service.questionnaire.book import ABOUT, RECORD, UPSTREAM, Book
from service.ruleset.model import Fact

DOMAIN: Final = "questionnaire"

_NAMES: Final = (
    "balance overdue_total overdue_principal interest_arrears value edition evidence_defaults"
    " schema"
)
_RENAMED: Final = frozenset(_NAMES.split())
"""Members whose titles in the schema are those of their neighbours, or too short by themselves."""

_VALUES: Final = (
    "loyal disloyal trial formation stable decline end_user trader distributor manufacturer"
    " government related family foreign listed other"
)
_WORDED: Final = frozenset(_VALUES.split())
"""Values that the schema has no title for."""

_BETWEEN: Final = {"en": " ", "zh": ""}
"""What stands between two sentences."""

_UNITS: Final = {"_pct": "percent", "_days": "days", "_months": "months"}


@cache
def speaker(lang: str) -> Speaker:
    """Return who says the messages of the questionnaire in ``lang``."""
    return Speaker(lang, DOMAIN)


def section_title(book: Book, section: str, lang: str) -> str:
    """Return the title of a section of the questionnaire."""
    if section in (ABOUT, UPSTREAM, RECORD):
        return speaker(lang).say(f"section_{section}")
    return book.ruleset.section_titles[section].in_language(lang)


def label(member: Member[Any], pointer: str, lang: str) -> str:
    """Return the label of a field."""
    name = pointer.rpartition("/")[2]
    if name in _RENAMED and not isinstance(member, FactMember):
        return speaker(lang).say(f"label_{name}")
    return member.title.in_language(lang)


def unit(member: Member[Any], pointer: str, lang: str) -> str:
    """Return what a number is counted in, empty for what is no number or a mere count."""
    name = None
    if isinstance(member, FactMember):
        name = member.fact.unit
    elif isinstance(member, NumberMember):
        name = next((unit for end, unit in _UNITS.items() if pointer.endswith(end)), None)
    return "" if name in (None, "count") else speaker(lang).say(f"unit_of_{name}")


def choices(member: Member[Any], lang: str) -> list[tuple[str, str]]:
    """Return the values that a field offers, with their names; empty where it offers none."""
    if isinstance(member, FactMember):
        return [(value, text.in_language(lang)) for value, text in member.fact.values.items()]
    if isinstance(member, FlagMember):
        return [("true", speaker(lang).say("yes")), ("false", speaker(lang).say("no"))]
    if isinstance(member, ChoiceMember):
        if set(member.values) == set(COUNTRIES):
            return list(_countries(lang))
        return [(value, _choice(member, value, lang)) for value in member.values]
    return []


def _choice(member: ChoiceMember, value: str, lang: str) -> str:
    title = member.values[value]
    if title is not None:
        return title.in_language(lang)
    return speaker(lang).say(f"choice_{value}") if value in _WORDED else value


@cache
def _countries(lang: str) -> tuple[tuple[str, str], ...]:
    names = Locale.parse(lang).territories
    return tuple((code, f"{code} {names.get(code, '')}".strip()) for code in COUNTRIES)


def range_text(low: int | None, high: int | None, lang: str) -> str:
    """Return between what a number (scaled by 10,000) must lie; empty for no bounds."""
    if low is not None and high is not None:
        return speaker(lang).say(
            "between", low=number(low, None, lang), high=number(high, None, lang)
        )
    if low is not None:
        return speaker(lang).say("at_least", low=number(low, None, lang))
    return speaker(lang).say("at_most", high=number(high, None, lang)) if high is not None else ""


def help_of_fact(book: Book, fact: Fact, lang: str) -> str:
    """Return what to know before a fact is answered: its range, its need, its freshness."""
    say = speaker(lang).say
    told = []
    if fact.kind == "number":
        told.append(range_text(fact.minimum, fact.maximum, lang))
        told.append(say("whole") if fact.whole else "")
        told.append(say("blank"))
    period, many = book.ruleset.policy.freshness[fact.freshness]
    told.append(say(f"fresh_for_{period}", n=many))
    if fact.negative_assurance:
        told.append(say("outcome_of_check"))
    return _BETWEEN[lang].join(text for text in told if text)


def help_of_member(member: Member[Any], lang: str) -> str:
    """Return what to know before another field is filled in: an example, a range."""
    if isinstance(member, NumberMember):
        return range_text(member.minimum, member.maximum, lang)
    if isinstance(member.example, str) and not choices(member, lang):
        return speaker(lang).say("example", example=member.example)
    return ""
