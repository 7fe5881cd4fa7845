"""Faults of input: what is wrong, where, and what to do, in one shape for every door."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an input or a ruleset.

    ``code`` is stable and has a page under ``docs/errors/``; ``pointer`` is a JSON pointer
    (RFC 6901) into the input, empty for the whole; ``message`` is a sentence.
    """

    code: str
    pointer: str
    message: str

    def to_json(self) -> dict[str, str]:
        """Return the fault as a JSON object."""
        return {"code": self.code, "pointer": self.pointer, "message": self.message}


class DossierRejected(Exception):
    """The dossier has faults; nothing was rated and nothing stored."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{f.pointer}: {f.message}" for f in self.faults))


class EvaluatorsDisagree(Exception):
    """The two evaluators reached different conclusions; there is no decision."""

    def __init__(self, dossier_digest: str, differences: Iterable[str]) -> None:
        self.dossier_digest = dossier_digest
        self.differences = tuple(differences)
        super().__init__(f"{dossier_digest}: " + "; ".join(self.differences))


class EngineFailure(Exception):
    """The rule engine refused, overran its limits or answered out of contract."""
