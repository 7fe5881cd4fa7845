"""Each fault code has a page whose example is what the reader really answers."""

import json
import re
from pathlib import Path

import pytest

from service.dossier.read import DossierReader
from tests.dossier.asking import faults
from tests.dossier.spoiled import FAULTY, WARNED

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs" / "errors"


def example(code: str) -> dict[str, str]:
    page = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {code}\n")
    assert "**Fix.**" in page
    blocks = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    return json.loads(blocks[0])


@pytest.mark.parametrize("code", FAULTY)
def test_the_example_of_a_fault_is_real(reader: DossierReader, code: str) -> None:
    found = faults(reader, FAULTY[code])
    assert found[0] == example(code)
    assert len(found) == 1 or code == "too_many_faults"


@pytest.mark.parametrize("code", WARNED)
def test_the_example_of_a_warning_is_real(reader: DossierReader, code: str) -> None:
    [warning] = reader.read(WARNED[code]).warnings
    assert warning.to_json() == example(code)


def test_every_code_that_the_dossier_stage_can_give_has_an_example() -> None:
    sources = [p.read_text(encoding="utf-8") for p in (ROOT / "service" / "dossier").glob("*.py")]
    written = re.compile(
        r'(?:Problem|Fault|Unusable|_rejected|faults\.add)\(\s*"([a-z0-9_]+)"|code = "([a-z_]+)"'
    )
    codes = {a or b for source in sources for a, b in written.findall(source)}
    assert len(codes) > 25
    assert codes <= {*FAULTY, *WARNED}
