"""A ruleset may not name a fact or a section like a member that every dossier has."""

from pathlib import Path

import pytest

from service.dossier.schema import DossierSchema
from service.ruleset.faults import RulesetRejected
from tests.ruleset.drafts import Draft, entry


@pytest.mark.parametrize(
    "name", ["borrower.incorporated_on", "borrower.identifiers", "sales.key_customers"]
)
def test_a_fact_named_like_another_member_is_refused(tmp_path: Path, name: str) -> None:
    draft = Draft(tmp_path / "draft")
    with draft.changed("facts.yaml") as content:
        fact = dict(entry(content["facts"], "history.restructuring_settled"))
        titles = {"en": "Another", "zh": "另一事实"}
        content["facts"].append(fact | {"id": name, "title": titles})
    with pytest.raises(RulesetRejected) as caught:
        DossierSchema(draft.load())
    assert [(f.file, f.id, f.code) for f in caught.value.faults] == [
        ("facts.yaml", name, "duplicate_code")
    ]


@pytest.mark.parametrize("section", ["rating_date", "upstream"])
def test_a_section_named_like_another_member_is_refused(tmp_path: Path, section: str) -> None:
    draft = Draft(tmp_path / "draft")
    with draft.changed("facts.yaml") as content:
        content["sections"].append({"id": section, "title": {"en": "Another", "zh": "另一部分"}})
    with pytest.raises(RulesetRejected) as caught:
        DossierSchema(draft.load())
    assert [f.id for f in caught.value.faults] == [section]
