"""The page of the faults of a ledger explains every code, and no other."""

import re

from service.ledger.damage import CODES
from tests.dossiers import ROOT


def test_every_fault_of_a_ledger_is_explained() -> None:
    page = (ROOT / "docs" / "errors" / "ledger-faults.md").read_text("utf-8")
    assert sorted(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == sorted(CODES)
