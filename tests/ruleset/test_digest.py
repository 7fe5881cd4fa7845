"""The digest stands for the meaning of a ruleset, whatever its files look like."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from service.ruleset import catalogue
from service.ruleset.load import load_ruleset
from service.ruleset.model import Ruleset
from tests.ruleset.drafts import Content, Draft, entry, outcome, read, samples, write

# A released ruleset never changes: decisions name it by this digest. A change of meaning or of
# a title is a new version in a folder of its own.
RELEASED = {
    "nonfinancial 1.1.0": "sha256:afefa7548f96dd94e484fa5407ccf9b2d4ca363b25cc77fbc22c827ae8a0d518",
    "nonfinancial 1.0.0": "sha256:84485ffec56fbb7b4144966555b53ef8df4bc3f82e1c3da87fdf5c9a7c832097",
}

UNRELATED = "history.unrelated_revenue_share_pct"


def test_a_released_ruleset_never_changes() -> None:
    found = {f"{r.id} {r.version}": r.digest for r in map(load_ruleset, catalogue.available())}
    assert {name: found.get(name) for name in RELEASED} == RELEASED


def _rewritten(draft: Draft, change: Callable[[Content], Any], **options: Any) -> str:
    for path in draft.folder.glob("*.yaml"):
        content = read(path)
        change(content)
        write(path, content, **options)
    return draft.load().digest


def _reversed(content: Content) -> None:
    """Turn round every list whose order means nothing."""
    for name in (
        "facts",
        "clauses",
        "tests",
        "patterns",
        "weights",
        "dimension_caps",
        "freshness",
        "reviews",
        "notices",
    ):
        content.get(name, []).reverse()
    for fact in content.get("facts", []):
        fact["values"] = fact.get("values", [])[::-1]
        if "change" not in fact and isinstance(fact["worse"], list):
            for group in fact["worse"]:
                group.reverse()
    for test in content.get("tests", []):
        test["clauses"].reverse()
        test["outcomes"].reverse()
        test["threshold"]["sources"].reverse()
        for alternatives in (test.get("applies_when", []), *(o["when"] for o in test["outcomes"])):
            alternatives.reverse()
    for review in content.get("reviews", []):
        review["grades"].reverse()
    for regime in content.get("notices", []):
        # The last sample suits what the others do not, so it stays the last.
        regime["samples"] = regime["samples"][-2::-1] + regime["samples"][-1:]
        for sample in regime["samples"]:
            sample["findings"].reverse()
    for pattern in content.get("patterns", []):
        pattern["all_of_any"].reverse()
        for group in pattern["all_of_any"]:
            group.reverse()


@pytest.mark.parametrize(
    "options",
    [
        {"sort_keys": True},
        {"default_flow_style": True, "width": 10_000},
        {"default_flow_style": False, "indent": 8, "width": 40},
        {"default_style": '"'},
        {"default_style": "'", "allow_unicode": False},
    ],
)
def test_spacing_quoting_and_order_of_members_mean_nothing(
    draft: Draft, ruleset: Ruleset, options: dict[str, Any]
) -> None:
    assert _rewritten(draft, lambda content: None, **options) == ruleset.digest


def test_order_of_entries_means_nothing(draft: Draft, ruleset: Ruleset) -> None:
    assert _rewritten(draft, _reversed) == ruleset.digest


def test_a_draft_of_format_1_has_the_digest_that_was_released(first: Draft) -> None:
    assert _rewritten(first, _reversed) == RELEASED["nonfinancial 1.0.0"]


def test_the_first_of_equally_good_values_is_meant(draft: Draft, ruleset: Ruleset) -> None:
    with draft.changed("facts.yaml") as content:
        entry(content["facts"], "history.licence_status")["worse"][0].reverse()
    assert draft.load().digest != ruleset.digest


def test_names_of_dimension_files_and_remarks_mean_nothing(draft: Draft, ruleset: Ruleset) -> None:
    history = draft.folder / "history.yaml"
    text = history.read_text("utf-8")
    history.unlink()
    draft.write("01_past.yaml", "# A remark.\n" + text)
    assert draft.load().digest == ruleset.digest


def test_the_place_of_the_folder_means_nothing(
    draft: Draft, ruleset: Ruleset, tmp_path: Path
) -> None:
    draft.folder = draft.folder.rename(tmp_path / "elsewhere")
    assert draft.load().digest == ruleset.digest


@pytest.mark.parametrize(
    ("file", "code", "fact", "text"),
    [
        (
            "history.yaml",
            "UNRELATED_DIVERSIFICATION",
            "history.unrelated_revenue_share_pct",
            ">30.0",
        ),
        (
            "history.yaml",
            "UNRELATED_DIVERSIFICATION",
            "history.unrelated_revenue_share_pct",
            "(30..100]",
        ),
        (
            "history.yaml",
            "PRINCIPAL_BUSINESS_UNSTABLE",
            "history.principal_business_changes_3y",
            "> 1",
        ),
        (
            "governance.yaml",
            "ONE_MAN_RULE",
            "governance.decision_process",
            '"undocumented","one_person"',
        ),
        ("history.yaml", "UNRELATED_DIVERSIFICATION", UNRELATED, "not([0..30])"),
        ("governance.yaml", "CHAIR_GM_COMBINED", "governance.chair_gm_same", "not(false)"),
        (
            "governance.yaml",
            "RPT_NOT_ARMS_LENGTH",
            "governance.rpt_pricing",
            'not("unclear", "arms_length_evidenced")',
        ),
    ],
)
def test_other_words_for_the_same_condition_mean_nothing(
    draft: Draft, ruleset: Ruleset, file: str, code: str, fact: str, text: str
) -> None:
    with draft.changed(file) as content:
        outcome(content, code)["when"] = [{fact: text}]
    assert draft.load().digest == ruleset.digest


def _action(entries: list[Content], name: str) -> Content:
    """Return the first action of a test or a pattern."""
    action: Content = entry(entries, name)["actions"][0]
    return action


@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("ruleset.yaml", lambda c: c.update(effective_from="2026-11-02")),
        ("ruleset.yaml", lambda c: c["title"].update(en="Standing of borrowers")),
        ("facts.yaml", lambda c: entry(c["facts"], UNRELATED).update(max="100.5")),
        ("facts.yaml", lambda c: entry(c["facts"], UNRELATED).update(freshness="general")),
        ("facts.yaml", lambda c: entry(c["facts"], UNRELATED).update(unit="ratio")),
        ("facts.yaml", lambda c: entry(c["facts"], UNRELATED).update(whole="true")),
        ("facts.yaml", lambda c: entry(c["facts"], UNRELATED).update(negative_assurance="true")),
        ("facts.yaml", lambda c: entry(c["facts"], UNRELATED).update(worse="none")),
        ("facts.yaml", lambda c: c["facts"][0]["values"][0]["title"].update(zh="上市企业")),
        ("facts.yaml", lambda c: c["sections"].reverse()),
        ("facts.yaml", lambda c: c["sections"][0]["title"].update(zh="客户")),
        ("clauses.yaml", lambda c: c["clauses"][0]["title"].update(en="Key resource")),
        ("clauses.yaml", lambda c: c["clauses"][0].update(favourable="held")),
        ("history.yaml", lambda c: c["title"].update(zh="历史")),
        (
            "history.yaml",
            lambda c: outcome(c, "UNRELATED_DIVERSIFICATION").update(when=[{UNRELATED: "> 29"}]),
        ),
        (
            "history.yaml",
            lambda c: outcome(c, "UNRELATED_DIVERSIFICATION").update(when=[{UNRELATED: ">= 30"}]),
        ),
        ("history.yaml", lambda c: outcome(c, "LICENCE_MISSING").update(cap="N9")),
        ("history.yaml", lambda c: outcome(c, "SCOPE_EXCEEDED_MATERIAL").update(cap="N7")),
        ("history.yaml", lambda c: outcome(c, "CONTROL_CHANGED").update(severity="W2")),
        ("history.yaml", lambda c: outcome(c, "CONTROL_CHANGED")["title"].update(zh="控制权变了")),
        ("management.yaml", lambda c: outcome(c, "THIN_BENCH").update(finding="SHALLOW_BENCH")),
        ("history.yaml", lambda c: c["tests"][0]["title"].update(en="Founding resource")),
        ("history.yaml", lambda c: c["tests"][0]["clauses"].append("T-CH-1")),
        ("history.yaml", lambda c: c["tests"][0]["threshold"].update(sources=["manual"])),
        ("history.yaml", lambda c: c["tests"][0]["threshold"]["note"].update(zh="默认。")),
        (
            "production.yaml",
            lambda c: entry(c["tests"], "PRD-01").update(
                applies_when=[{"borrower.business_model": 'not("trading", "services")'}]
            ),
        ),
        ("patterns.yaml", lambda c: c["patterns"][0].update(cap="N6")),
        ("patterns.yaml", lambda c: c["patterns"][0]["all_of_any"][1].append("THIN_BENCH")),
        ("patterns.yaml", lambda c: c["patterns"][0]["all_of_any"].pop()),
        ("patterns.yaml", lambda c: c["patterns"][0]["actions"].reverse()),
        ("facts.yaml", lambda c: entry(c["facts"], UNRELATED)["change"].update(effort="9")),
        ("facts.yaml", lambda c: entry(c["facts"], UNRELATED)["change"].update(when="history")),
        (
            "facts.yaml",
            lambda c: entry(c["facts"], UNRELATED)["change"].update(direction="better"),
        ),
        ("sales.yaml", lambda c: entry(c["tests"], "SAL-02").pop("actions")),
        ("sales.yaml", lambda c: _action(c["tests"], "SAL-02").update(kind="condition")),
        ("sales.yaml", lambda c: _action(c["tests"], "SAL-02").update(en="A limit")),
        ("sales.yaml", lambda c: entry(c["tests"], "SAL-02").update(never_sole_reason="true")),
        ("patterns.yaml", lambda c: _action(c["patterns"], "PAT-12").update(kind="follow_up")),
        ("patterns.yaml", lambda c: entry(c["patterns"], "PAT-12").update(suspicion="true")),
        ("policy.yaml", lambda c: c["reviews"][0].update(months="11")),
        ("policy.yaml", lambda c: c.update(adverse_from="N6")),
        ("policy.yaml", lambda c: c["notices"].pop()),
        ("policy.yaml", lambda c: entry(c["notices"], "us_reg_b").update(most_reasons="3")),
        (
            "policy.yaml",
            lambda c: entry(c["notices"], "us_reg_b")["source"].update(en="12 CFR 1002"),
        ),
        ("policy.yaml", lambda c: entry(c["notices"], "us_reg_b")["source"].update(zh="法规")),
        ("policy.yaml", lambda c: entry(c["notices"], "us_reg_b").update(incomplete="other")),
        ("policy.yaml", lambda c: entry(c["notices"], "us_reg_b")["title"].update(en="Reg B")),
        ("policy.yaml", lambda c: samples(c)[-1]["title"].update(zh="其他")),
        ("policy.yaml", lambda c: samples(c)[0]["findings"].append("START_UP")),
        ("policy.yaml", lambda c: samples(c).pop(1)),
        (
            "policy.yaml",
            lambda c: samples(c).append(
                {"id": "z", "title": {"en": "Z", "zh": "末"}, "findings": []}
            ),
        ),
        ("policy.yaml", lambda c: c["severities"][0].update(points="2")),
        ("policy.yaml", lambda c: c["severities"][0]["title"].update(en="good sign")),
        ("policy.yaml", lambda c: c.update(strength_cap_per_dimension="6")),
        ("policy.yaml", lambda c: c["ratings"][0]["title"].update(zh="很强")),
        (
            "policy.yaml",
            lambda c: [c["ratings"][0].update(net=">= 5"), c["ratings"][1].update(net="[1..4]")],
        ),
        ("policy.yaml", lambda c: c["rating_limits"][0].update(best_rating="1")),
        ("policy.yaml", lambda c: c["dimensions"].reverse()),
        ("policy.yaml", lambda c: c["weights"][1]["weights"].update(HIS="5", GOV="13")),
        ("policy.yaml", lambda c: c["bands"][0].update(composite=">= 456")),
        ("policy.yaml", lambda c: c["dimension_caps"][0].update(cap="N4")),
        ("policy.yaml", lambda c: c["dimension_caps"][0].update(reason="REP below good")),
        ("policy.yaml", lambda c: c["deceit"]["findings"].append("TAX_EVASION")),
        ("policy.yaml", lambda c: c["word_only_sources"].append("analyst_judgement")),
        ("policy.yaml", lambda c: c["freshness"][0].update(days="31")),
        ("policy.yaml", lambda c: c["freshness"][0]["title"].update(zh="名单")),
        ("policy.yaml", lambda c: c["grades"][0]["word"].update(zh="特优")),
        ("policy.yaml", lambda c: c["grades"][0]["meaning"].update(en="the best")),
    ],
)
def test_any_change_of_meaning_or_title_is_another_digest(
    draft: Draft, ruleset: Ruleset, file: str, change: Callable[[Content], Any]
) -> None:
    with draft.changed(file) as content:
        change(content)
    assert draft.load().digest != ruleset.digest


def test_another_version_is_another_digest(draft: Draft, ruleset: Ruleset) -> None:
    draft.folder = draft.folder.rename(draft.folder.with_name("9.0.0"))
    with draft.changed("ruleset.yaml") as content:
        content["version"] = "9.0.0"
    assert draft.load().digest != ruleset.digest
