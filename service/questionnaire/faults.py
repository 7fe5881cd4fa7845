"""What is wrong with a dossier, told at the field in the words of the page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from service.dossier.members import AmountMember, IdMember, Member, NumberMember, TextMember
from service.dossier.schema import FactMember, value_member
from service.errors import Fault
from service.questionnaire.book import Book
from service.questionnaire.form import Form
from service.questionnaire.words import label, range_text, speaker

_NAMED: Final = frozenset({"uscc", "industry", "as_of", "reason"})
"""Members whose want is explained in words of their own."""

_FORMATS: Final = frozenset({"currency", "gbt4754", "isic"})

_CODES: Final = """
    bad_date bad_identifier body_too_large byte_order_mark check_digit check_not_named
    contradiction control_character duplicate_member empty_text future_date lone_surrogate
    not_applicable_refused not_finite not_json not_nfc not_utf8 not_whole number_out_of_range
    prohibited_member source_not_named too_deep too_many_decimals too_many_faults too_many_items
    unknown_member unknown_value value_not_allowed"""
_WORDED: Final = frozenset(_CODES.split())


@dataclass(frozen=True, slots=True)
class Told:
    """A fault as a page tells it.

    ``field`` is the name of the field it belongs to, ``None`` where it belongs to none;
    ``label`` says what is asked there. ``needed``: nothing is wrong, only something not given yet.
    """

    fault: Fault
    field: str | None
    section: str
    label: str
    text: str
    needed: bool


def tell(book: Book, faults: Iterable[Fault], form: Form, lang: str) -> tuple[Told, ...]:
    """Return ``faults`` of the dossier that ``form`` says, in the order of the questionnaire."""
    told = []
    for fault in faults:
        place = book.member_at(fault.pointer)
        field, member = place if place is not None else (None, None)
        named = label(member, field, lang) if field is not None and member is not None else ""
        blank = field is None or not form.get(field)
        needed = fault.code == "missing_member" and blank and not _in_envelope(fault.pointer, book)
        section = book.section_of(fault.pointer)
        text = fault_text(fault, member, lang)
        told.append(Told(fault, field, section, named, text, needed))
    # Of one section they keep the order in which the reader gives them, which is by pointer.
    return tuple(sorted(told, key=lambda one: book.sections.index(one.section)))


def _in_envelope(pointer: str, book: Book) -> bool:
    """Whether a member of a fact's own evidence is meant: it is wanted for what was written."""
    _, section, *names = (*pointer.split("/"), "")
    return f"{section}.{names[0]}" in book.ruleset.facts or section == "evidence_defaults"


def fault_text(fault: Fault, member: Member[Any] | None, lang: str) -> str:
    """Return what is wrong, and what to do; ``member`` is what the field at fault asks for."""
    say = speaker(lang).say
    last = fault.pointer.rpartition("/")[2]
    if isinstance(member, FactMember):
        member = value_member(member.fact)
    match fault.code:
        case "missing_member" if last in _NAMED:
            return say(f"missing_{last}")
        case "missing_member" if last == "value":
            return say("missing_value")
        case "missing_member":
            return say("missing")
        case "bad_format" if isinstance(member, IdMember):
            return say("format_id")
        case "bad_format" if isinstance(member, AmountMember):
            return say("format_amount")
        case "bad_format" if last in _FORMATS:
            return say(f"format_{last}")
        case "out_of_range" if isinstance(member, NumberMember):
            return say("out_of_range", range=range_text(member.minimum, member.maximum, lang))
        case "too_long" if isinstance(member, TextMember):
            return say("too_long", most=str(member.limit))
        case "wrong_type" if isinstance(member, NumberMember):
            return say("not_a_number")
        case "wrong_type":
            return say("wrong_type")
        case "contradiction" if last == "name_changes_5y":
            return say("contradiction_of_names")
        case code if code in _WORDED:
            return say(f"fault_{code}")
    return fault.message
