"""What the borrower's identity says about its history: derived, compared, or standing in."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from service.decimal4 import SCALE, plain
from service.dossier.dates import add_months, years_between
from service.dossier.evidence import DEFAULT_SOURCE
from service.dossier.facts import FactState
from service.dossier.faults import Faults, child
from service.ruleset.model import Ruleset

YEARS_OPERATING = "history.years_operating"
NAME_CHANGES = "history.name_changes_5y"
TOLERANCE = SCALE
"""By how much stated and derived years may differ: one year, scaled by 10,000."""

_NAME_CHANGE_MONTHS = 60


def derive(
    ruleset: Ruleset,
    facts: dict[str, FactState],
    borrower: Mapping[str, Any],
    rating_date: date,
    faults: Faults,
) -> None:
    """Compare two facts of ``facts`` with the block ``borrower``, or fill them from it.

    A known fact that contradicts the block is the fault ``contradiction``. An unknown one
    is replaced by what the block says, on the borrower's word. For the years in operation
    that is a year less than derived, the tolerance, so that leaving the figure out can
    never pay.
    """
    _years(ruleset, facts, borrower.get("incorporated_on"), rating_date, faults)
    _names(ruleset, facts, borrower.get("former_names"), rating_date, faults)


def _years(
    ruleset: Ruleset,
    facts: dict[str, FactState],
    incorporated_on: date | None,
    rating_date: date,
    faults: Faults,
) -> None:
    if incorporated_on is None or YEARS_OPERATING not in facts or incorporated_on > rating_date:
        return
    years = years_between(incorporated_on, rating_date)
    derived = _within(ruleset, YEARS_OPERATING, years)
    stated = facts[YEARS_OPERATING].value
    if stated is None:
        value = max(0, derived - TOLERANCE)
        facts[YEARS_OPERATING] = _stand_in(facts[YEARS_OPERATING], value, rating_date)
    elif abs(int(stated) - derived) > TOLERANCE:
        message = (
            f"/history/years_operating states {plain(int(stated))} years, but "
            f"/borrower/incorporated_on gives {plain(years)} at the rating date; "
            "they may differ by one year."
        )
        _contradiction(YEARS_OPERATING, message, faults)


def _names(
    ruleset: Ruleset,
    facts: dict[str, FactState],
    former_names: list[Any] | None,
    rating_date: date,
    faults: Faults,
) -> None:
    if former_names is None or None in former_names or NAME_CHANGES not in facts:
        return
    since = add_months(rating_date, -_NAME_CHANGE_MONTHS)
    recent = sum(since <= name["until"] <= rating_date for name in former_names)
    derived = _within(ruleset, NAME_CHANGES, recent * SCALE)
    stated = facts[NAME_CHANGES].value
    if stated is None:
        facts[NAME_CHANGES] = _stand_in(facts[NAME_CHANGES], derived, rating_date)
    elif stated != derived:
        message = (
            f"/history/name_changes_5y states {plain(int(stated))}, but "
            f"/borrower/former_names lists {recent} in the 5 years before the rating date."
        )
        _contradiction(NAME_CHANGES, message, faults)


def _within(ruleset: Ruleset, fact: str, scaled: int) -> int:
    maximum = ruleset.facts[fact].maximum
    return scaled if maximum is None else min(scaled, maximum)


def _stand_in(state: FactState, value: int, rating_date: date) -> FactState:
    return state._replace(
        value=value,
        unknown=None,
        source=DEFAULT_SOURCE,
        as_of=rating_date.isoformat(),
        obtained_on=None,
        evidence_ref=None,
        word_only=True,
    )


def _contradiction(fact: str, message: str, faults: Faults) -> None:
    faults.add("contradiction", child("", *fact.split(".")), message)
