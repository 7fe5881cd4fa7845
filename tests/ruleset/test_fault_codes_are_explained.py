"""Every fault code has a paragraph with cause and fix, and a test that provokes it."""

import re
from pathlib import Path

from service.ruleset.faults import CODES

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/errors/ruleset-faults.md").read_text("utf-8")
SOURCES = [path.read_text("utf-8") for path in sorted((ROOT / "service/ruleset").glob("*.py"))]
TESTS = [p.read_text("utf-8") for p in sorted(Path(__file__).parent.glob("test_*_refused.py"))]
TESTS.append(Path(__file__).with_name("test_worse_must_not_pay.py").read_text("utf-8"))


def test_the_page_explains_every_code_and_no_other() -> None:
    assert re.findall(r"^### `([a-z0-9_]+)`$", PAGE, re.MULTILINE) == list(CODES)


def test_every_paragraph_states_cause_and_fix() -> None:
    for paragraph in re.split(r"^### ", PAGE, flags=re.MULTILINE)[1:]:
        code = paragraph.split("\n", 1)[0]
        assert re.search(r"^Cause: \S", paragraph, re.MULTILINE), code
        assert re.search(r"^Fix: \S", paragraph, re.MULTILINE), code


def test_codes_are_listed_once_and_used() -> None:
    assert len(set(CODES)) == len(CODES)
    for code in CODES:
        named = sum(source.count(f'"{code}"') for source in SOURCES)
        assert named > 1, f"{code} is listed and never used"


def test_every_code_is_provoked_by_a_test() -> None:
    assert [code for code in CODES if not any(f'"{code}"' in test for test in TESTS)] == []
