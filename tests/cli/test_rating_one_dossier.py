"""``pinzhi rate FILE`` prints the grade with its reasons, or every fault of the dossier."""

import io
import json
import shutil
from pathlib import Path

import pytest

from service.cli.paint import paint
from service.decisions.rate import Rater
from service.dossier.identity import ENVELOPE
from service.ruleset import catalogue
from service.ruleset.model import Ruleset
from tests.cli.conftest import Pinzhi
from tests.dossiers import ROOT, STRONG, spoiled

DOSSIERS = ROOT / "fixtures" / "dossiers"
LABEL = "ordinal non-financial assessment, not a probability of default"


def test_a_ruleset_that_is_not_what_was_released_is_told_and_not_used(
    pinzhi: Pinzhi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = shutil.copytree(catalogue.root(), tmp_path / "rulesets")
    monkeypatch.setattr(catalogue, "root", lambda: copy)
    monkeypatch.setattr(catalogue, "active", catalogue.active.__wrapped__)
    file = copy.joinpath(*catalogue.ACTIVE, "sales.yaml")
    file.write_text(
        file.read_text("utf-8").replace("customer over 50%", "customer over 60%"), "utf-8"
    )
    called = pinzhi("rate", STRONG)
    assert called.exit_code == 2
    assert called.stdout == ""
    assert called.stderr.startswith("Error: An installed ruleset cannot be used:\nRELEASED: ")
    assert "not_as_released" in called.stderr


def test_the_text_gives_the_grade_with_its_word_and_its_label(
    pinzhi: Pinzhi, ruleset: Ruleset
) -> None:
    called = pinzhi("rate", STRONG)
    assert called.exit_code == 0
    assert called.stderr == ""
    lines = called.stdout.splitlines()
    word, _ = ruleset.policy.grades["N1"]
    assert lines[0].split()[:2] == ["N1", word.en]
    assert lines[1] == LABEL


def test_the_text_shows_every_dimension_as_a_bar_with_word_and_weight(
    pinzhi: Pinzhi, ruleset: Ruleset
) -> None:
    lines = pinzhi("rate", STRONG).stdout.splitlines()
    for code, title in ruleset.dimensions.items():
        (line,) = [line for line in lines if line.strip().startswith(f"{code} ")]
        assert title.en in line
        assert "█" in line
        weight = ruleset.policy.weights["manufacturing"][code]
        assert line.split()[-2:] == ["weight", str(weight)]


@pytest.mark.parametrize("dossier", sorted(DOSSIERS.glob("*.json")), ids=lambda path: path.stem)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_text_of_any_dossier_names_every_finding_pattern_and_binding_cap(
    rater: Rater, ruleset: Ruleset, dossier: Path, lang: str
) -> None:
    result = rater.rate(dossier.read_bytes()).result
    text = io.StringIO()
    paint(ruleset, result, lang, text)
    running = "".join(text.getvalue().split())
    assert "".join(ruleset.policy.grades[result["grade"]][0].in_language(lang).split()) in running
    for finding in result["findings"]:
        title = ruleset.outcomes[finding["code"]][1].title.in_language(lang)
        assert "".join(title.split()) + finding["code"] in running
    for pattern in result["patterns"]:
        assert pattern["code"] in running
    for cap in result["caps"]:
        assert ("".join(f"({cap['reason']})".split()) in running) or not cap["binding"]
    for unknown in result["unknown_facts"]:
        assert unknown["fact"] in running


def test_the_text_is_chinese_on_request(pinzhi: Pinzhi, ruleset: Ruleset) -> None:
    lines = pinzhi("rate", STRONG, "--lang", "zh").stdout.splitlines()
    word, _ = ruleset.policy.grades["N1"]
    assert lines[0].split()[:2] == ["N1", word.zh]
    assert lines[1] == "非财务因素的序数评估，不是违约概率"


def test_findings_are_grouped_by_what_they_rest_on(pinzhi: Pinzhi) -> None:
    called = pinzhi("rate", DOSSIERS / "incomplete_dossier.json")
    headings = [line for line in called.stdout.splitlines() if line and not line.startswith(" ")]
    assert "Missing, and needed for a grade" in headings
    assert "Adverse, assumed because not evidenced" in headings
    assert "Strengths" in headings
    assert any(line.startswith("N5  indicative only") for line in headings)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_severity_of_a_finding_is_said_in_words(
    pinzhi: Pinzhi, rater: Rater, ruleset: Ruleset, lang: str
) -> None:
    dossier = DOSSIERS / "family_condiment_maker.json"
    lines = pinzhi("rate", dossier, "--lang", lang).stdout.splitlines()
    for finding in rater.rate(dossier.read_bytes()).result["findings"]:
        severity = finding["severity"]
        meaning = ruleset.policy.severity_titles[severity].in_language(lang)
        title = ruleset.outcomes[finding["code"]][1].title.in_language(lang)
        assert any(line.startswith(f"  {severity} {meaning}: {title}") for line in lines)


@pytest.mark.parametrize(("lang", "titles"), [("en", "x-enum-titles"), ("zh", "x-enum-titles-zh")])
def test_a_source_has_the_name_that_the_schema_gives_it(
    pinzhi: Pinzhi, lang: str, titles: str
) -> None:
    schema = ENVELOPE["source"].json_schema()
    for source, named in schema[titles].items():
        defaults = {
            "source": source,
            "as_of": "2026-10-20",
            "obtained_on": "2026-10-25",
            "assessor": "u1207",
        }
        called = pinzhi("rate", "--lang", lang, "-", stdin=spoiled(evidence_defaults=defaults))
        assert f"({named}, 2026-10-20)" in called.stdout


def test_strengths_on_the_borrowers_word_alone_are_shown_as_claims(pinzhi: Pinzhi) -> None:
    defaults = {
        "source": "borrower_stated",
        "as_of": "2026-10-20",
        "obtained_on": "2026-10-25",
        "assessor": "u1207",
    }
    called = pinzhi("rate", "-", stdin=spoiled(evidence_defaults=defaults))
    assert "Claimed strengths (the borrower's word alone, no points)" in called.stdout
    assert "(borrower's statement, 2026-10-20)" in called.stdout


def test_nothing_is_coloured_where_the_output_is_no_terminal(pinzhi: Pinzhi) -> None:
    text = pinzhi("rate", STRONG).stdout
    assert "\x1b" not in text
    assert not any(line.endswith(" ") for line in text.splitlines())


def test_json_is_the_one_object_of_the_contract(pinzhi: Pinzhi, rater: Rater) -> None:
    called = pinzhi("rate", "--format", "json", STRONG)
    assert called.exit_code == 0
    assert called.stdout_bytes == rater.rate(STRONG.read_bytes()).to_json() + b"\n"


def test_a_dossier_is_read_from_standard_input(pinzhi: Pinzhi) -> None:
    from_file = pinzhi("rate", "--format", "json", STRONG)
    from_input = pinzhi("rate", "--format", "json", "-", stdin=STRONG.read_bytes())
    assert from_input.stdout_bytes == from_file.stdout_bytes


def test_every_fault_of_a_dossier_goes_to_standard_error(pinzhi: Pinzhi) -> None:
    called = pinzhi("rate", "-", stdin=spoiled(rating_date="soon", curency="CNY"))
    assert called.exit_code == 1
    assert called.stdout == ""
    places = [line.partition(":")[0] for line in called.stderr.splitlines()]
    assert places == ["/curency", "/rating_date"]
    assert all(line.endswith("]") for line in called.stderr.splitlines())


def test_every_fault_of_a_dossier_is_one_json_object_on_request(pinzhi: Pinzhi) -> None:
    called = pinzhi("rate", "--format", "json", "-", stdin=spoiled(curency="CNY"))
    assert called.exit_code == 1
    (error,) = json.loads(called.stdout)["errors"]
    assert error["code"] == "unknown_member"
    assert error["pointer"] == "/curency"
    assert "currency" in error["message"]


@pytest.mark.parametrize("body", [b"", b"not json", b" " * 3_000_000])
def test_a_file_that_is_no_dossier_is_a_fault_and_not_a_crash(pinzhi: Pinzhi, body: bytes) -> None:
    called = pinzhi("rate", "-", stdin=body)
    assert called.exit_code == 1
    assert called.stderr.startswith("dossier: ")


@pytest.mark.parametrize(
    "arguments",
    [
        ["rate"],
        ["rate", "no-such-file.json"],
        ["rate", "."],
        ["rate", "--lang", "fr", "-"],
        ["rate", "--ndjson", "--format", "text", "-"],
        ["decide"],
        ["ruleset", "check", "no-such-folder"],
        ["no-such-command"],
    ],
)
def test_a_call_that_cannot_be_carried_out_ends_with_2(
    pinzhi: Pinzhi, arguments: list[str]
) -> None:
    called = pinzhi(*arguments, stdin=b"")
    assert called.exit_code == 2
    assert called.stdout == ""
    assert called.stderr
