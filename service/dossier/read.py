"""Reads a dossier: bytes in, a valid dossier with its facts out, or every fault at once."""

from collections.abc import Mapping
from typing import Any

from service.canonical import canonical_bytes, digest
from service.dossier.content import inspect
from service.dossier.derive import derive
from service.dossier.door import parse
from service.dossier.evidence import Evidence
from service.dossier.facts import Dossier
from service.dossier.faults import Faults, in_order, type_name
from service.dossier.future import check_past
from service.dossier.identifiers import check_lei, check_uscc
from service.dossier.quick import QuickReader
from service.dossier.schema import DossierSchema
from service.errors import DossierRejected, Fault
from service.ruleset.model import Ruleset


class DossierReader:
    """Reads dossiers under one ruleset; built once, safe to share between threads."""

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset
        self.schema = DossierSchema(ruleset)
        self._quick = QuickReader(self.schema.members)
        self._evidence = Evidence(ruleset)

    def read(self, body: bytes) -> Dossier:
        """Return the dossier in ``body`` (JSON, UTF-8, at most 1 MiB).

        Raises :exc:`DossierRejected` with every fault, by pointer, then by code.
        """
        faults = Faults()
        warnings: list[Fault] = []
        flawless = self._quick.read(body)
        if flawless is not None:
            document, canonical, loaded = flawless
        else:
            document = parse(body)
            loaded = self._inspected(document, faults)
        borrower = loaded.get("borrower", {})
        _check_identity(document, borrower, faults, warnings)
        rating_date = loaded.get("rating_date")
        facts = {}
        if rating_date is not None:
            if flawless is None:
                check_past(self.schema.members, loaded, rating_date, faults)
            facts = self._evidence.judge(loaded, rating_date, faults, warnings)
            derive(self.ruleset, facts, borrower, rating_date, faults)
        if faults:
            raise DossierRejected(faults.all())
        if flawless is None:
            canonical = canonical_bytes(document)
        return Dossier(
            dossier_id=loaded["dossier_id"],
            application_ref=loaded["application_ref"],
            rating_date=loaded["rating_date"],
            document=document,
            canonical=canonical,
            digest=digest(canonical),
            facts=facts,
            warnings=in_order(warnings),
        )

    def _inspected(self, document: Any, faults: Faults) -> Mapping[str, Any]:
        """Return what the schema loads of ``document``, and find every fault of its own."""
        inspect(document, faults)
        if not isinstance(document, dict):
            if "" not in faults.settled:
                message = f"A dossier is an object, not {type_name(document)}."
                faults.add("wrong_type", "", message)
            raise DossierRejected(faults.all())
        return self.schema.load(document, faults)


def _check_identity(
    document: Mapping[str, Any],
    borrower: Mapping[str, Any],
    faults: Faults,
    warnings: list[Fault],
) -> None:
    given = document.get("borrower")
    if not isinstance(given, dict):
        return
    identifiers = borrower.get("identifiers", {})
    found: list[Fault | None] = []
    if "uscc" in identifiers:
        found.append(check_uscc(identifiers["uscc"], "/borrower/identifiers/uscc"))
    if "lei" in identifiers:
        found.append(check_lei(identifiers["lei"], "/borrower/identifiers/lei"))
    if "parent_lei" in borrower:
        found.append(check_lei(borrower["parent_lei"], "/borrower/parent_lei"))
    for fault in found:
        if fault is not None and fault.code == "check_digit":
            warnings.append(fault)
        elif fault is not None:
            faults.add(fault.code, fault.pointer, fault.message)
    listed = given.get("identifiers", {})
    if borrower.get("country") == "CN" and isinstance(listed, dict) and "uscc" not in listed:
        message = "A borrower registered in CN needs its unified social credit code."
        faults.add("missing_member", "/borrower/identifiers/uscc", message)
    industry = given.get("industry")
    if isinstance(industry, dict) and not {"gbt4754", "isic"} & set(industry):
        message = "The industry needs gbt4754 or isic."
        faults.add("missing_member", "/borrower/industry", message)
