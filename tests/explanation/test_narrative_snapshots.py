"""The worked borrowers' narratives are word for word those of ``snapshots/``.

After a change that is meant, write them anew and read the difference before committing it::

    RENEW_SNAPSHOTS=1 python -m pytest tests/explanation/test_narrative_snapshots.py
"""

import json
import os
from pathlib import Path

import pytest

from service.explanation.explain import explain
from service.language.catalogue import LANGUAGES
from tests.engine.borrowers import FIXTURES
from tests.explanation.conftest import ExplainSubject

SNAPSHOTS = Path(__file__).parent / "snapshots"
WORKED = list(json.loads((FIXTURES / "reference.json").read_text("utf-8")))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", WORKED)
def test_the_narrative_is_the_one_that_was_read(
    explain_subject: ExplainSubject, name: str, lang: str
) -> None:
    narrative = explain(explain_subject(name), lang)["narrative"]
    lines = []
    for section in narrative["sections"]:
        lines += [f"## {section['heading']}", "", *(f"- {p}" for p in section["paragraphs"]), ""]
    snapshot = SNAPSHOTS / f"{name}.{lang}.txt"
    if os.environ.get("RENEW_SNAPSHOTS") == "1":
        snapshot.write_text("\n".join(lines), "utf-8")
    assert lines == snapshot.read_text("utf-8").split("\n")


def test_every_snapshot_is_of_a_worked_borrower() -> None:
    kept = {path.name for path in SNAPSHOTS.iterdir()}
    assert kept == {f"{name}.{lang}.txt" for name in WORKED for lang in LANGUAGES}
