"""Finds the dates of past things that are after the rating date, wherever a dossier has them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from service.dossier.faults import Faults, child
from service.dossier.identity import ENVELOPE
from service.dossier.members import BlockMember, DateMember, ListMember
from service.dossier.schema import Envelope

_DATED = (date, Envelope, dict, list)
"""What is a date or may hold one; all else is not worth a pointer."""


def check_past(
    members: Mapping[str, Any],
    loaded: Mapping[str, Any],
    rating_date: date,
    faults: Faults,
    at: str = "",
) -> None:
    """Add the fault ``future_date`` for each date in ``loaded`` that should be past and is not.

    ``members`` are those of the object ``loaded``, which ``at`` points at.
    """
    for name, value in loaded.items():
        if isinstance(value, _DATED):
            _check(members[name], value, rating_date, faults, child(at, name))


def _check(member: Any, value: Any, rating_date: date, faults: Faults, at: str) -> None:
    if value is None:
        return  # an item at fault, or a member that an envelope leaves out
    if isinstance(member, DateMember):
        if member.past and value > rating_date:
            message = f"The date {value.isoformat()} is after the rating date, "
            faults.add("future_date", at, f"{message}{rating_date.isoformat()}.")
    elif isinstance(value, Envelope):
        for name, part in ENVELOPE.items():
            _check(part, getattr(value, name), rating_date, faults, child(at, name))
    elif isinstance(member, BlockMember):
        check_past(member.block.load_fields, value, rating_date, faults, at)
    elif isinstance(member, ListMember):
        for index, item in enumerate(value):
            _check(member.item, item, rating_date, faults, child(at, index))
