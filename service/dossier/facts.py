"""What is known of each rateable fact, and on whose word: the input of both evaluators."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from service.errors import Fault
from service.ruleset.model import Value


class FactState(NamedTuple):
    """One rateable fact after evidence rules.

    ``value`` is ``None`` where the fact is unknown, and then ``unknown`` says why:
    ``absent``, ``not_assessed``, ``not_applicable``, ``stale``, ``borrower_word_only``
    (a negative-assurance fact) or ``void`` (statements of a borrower found deceitful).
    Dates are ISO 8601 texts. ``word_only``: nobody but the borrower vouches for the value,
    so that it earns no strength.
    """

    value: Value | None
    unknown: str | None
    source: str | None = None
    as_of: str | None = None
    obtained_on: str | None = None
    evidence_ref: str | None = None
    word_only: bool = False

    def voided(self) -> "FactState":
        """Return the state with its value struck out as ``void``."""
        return self._replace(value=None, unknown="void", word_only=False)


ABSENT = FactState(None, "absent")


@dataclass(frozen=True)
class Dossier:
    """A valid dossier.

    ``document`` is the parsed JSON as received (numbers as ``int`` or ``float``), ``canonical``
    its RFC 8785 form and ``digest`` the SHA-256 of that; ``facts`` has every fact of the
    ruleset's dictionary, in its order.
    """

    dossier_id: str
    application_ref: str
    rating_date: date
    document: Mapping[str, Any]
    canonical: bytes
    digest: str
    facts: Mapping[str, FactState]
    warnings: tuple[Fault, ...]
