"""What ``docs/explanation.md`` shows and names is what the service answers."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from service.access.roles import is_page
from service.api.app import create_app
from service.api.titles import TITLES
from service.cli import main
from service.decisions.decide import decide
from service.decisions.rate import Rater
from service.explanation.compare import compare
from service.explanation.explain import explain
from service.explanation.notice import notice
from service.explanation.subject import Subject
from service.explanation.what_if import what_if
from service.explanation.why import why
from service.store.sqlite import SqliteStore
from tests.calling import DEVELOPMENT, client_for

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "docs/explanation.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
RESULT = (ROOT / "docs/result.md").read_text("utf-8")
FAMILY = ROOT / "fixtures/dossiers/family_condiment_maker.json"
CONSOLES = re.findall(r"^```console\n(.*?)^```", README + DOCUMENT, re.MULTILINE | re.DOTALL)
EXPLAINED = [console for console in CONSOLES if "pinzhi rate" not in console]


@pytest.fixture(scope="module")
def subject(rater: Rater) -> Subject:
    return Subject(rater, rater.rate(FAMILY.read_bytes()))


@pytest.fixture(scope="module")
def incomplete(rater: Rater) -> Subject:
    body = (ROOT / "fixtures/dossiers/incomplete_dossier.json").read_bytes()
    return Subject(rater, rater.rate(body))


@pytest.fixture(scope="module")
def explained(subject: Subject) -> dict[str, Any]:
    return explain(subject)


def example(label: str) -> Any:
    (found,) = re.findall(rf"^```json {label}\n(.*?)^```", DOCUMENT, re.MULTILINE | re.DOTALL)
    return json.loads(found)


def members(heading: str) -> list[str]:
    """The members named in the first column of the first table of a section."""
    section = DOCUMENT.partition(f"# {heading}\n")[2].partition("\n#")[0]
    assert section, f"there is no section {heading}"
    first_cells = re.findall(r"^\| (`[^|]+`) \|", section, re.MULTILINE)
    return re.findall(r"`(\w+)`", " ".join(first_cells))


@pytest.mark.parametrize("console", EXPLAINED, ids=lambda c: c.splitlines()[0])
def test_the_commands_print_what_is_shown(console: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    command, *shown = console.splitlines()
    program, *arguments = shlex.split(command.removeprefix("$ "))
    assert program.endswith("pinzhi")
    called = CliRunner().invoke(main, arguments)
    assert called.exit_code == 0
    printed = iter(called.stdout.splitlines())
    for line in shown:
        if line != "...":
            assert any(p.startswith(line) for p in printed), line


def test_every_member_of_the_explanation_is_named_in_order(explained: dict[str, Any]) -> None:
    assert members("The whole explanation") == list(explained)


def test_every_member_of_a_reason_is_named(explained: dict[str, Any]) -> None:
    (named,) = {tuple(sorted(reason)) for reason in explained["reasons"]["committee"]}
    assert sorted(members("Reasons")) == list(named)


def test_every_member_of_changes_and_questions_is_named(
    incomplete: Subject, explained: dict[str, Any]
) -> None:
    asked = explain(incomplete)
    (question, *_) = asked["questions"]
    resolution = question["adverse"]
    for found in (explained["counterfactuals"], explained["edge"], question, resolution):
        for member in found:
            assert f"`{member}`" in DOCUMENT, member
    for member in (*explained["actions"], *explained["next_review"], *asked["narrative"]):
        assert f"`{member}`" in DOCUMENT, member


def test_every_kind_of_code_is_named_with_what_is_answered(
    subject: Subject, incomplete: Subject
) -> None:
    section = DOCUMENT.partition("## Why, and why not\n")[2].partition("\n## ")[0]
    _, *rows = re.findall(r"^\| `(\w+)` \| (.+?) \| (.+) \|$", section, re.MULTILINE)
    kinds = ["finding", "pattern", "cap", "test", "dimension", "composite"]
    assert [kind for kind, *_ in rows] == kinds
    (undecided, *_) = incomplete.evaluation.missing
    others = [why(subject, "COLLECTIVE_DECISION"), why(subject, "INSIDER_CONTROL")]
    others += why(incomplete, undecided)["outcomes"]
    for kind, codes, told in rows:
        answers = others if kind == "finding" else []
        for code in re.findall(r"`([^`]+)`", codes):
            if "%" not in code:
                answer = why(subject, code)
                assert answer["kind"] == kind
                answers.append(answer)
        for member in re.findall(r"`([a-z_]+)`", told):
            assert f'"{member}"' in json.dumps(answers), member


def test_every_member_of_what_if_comparison_and_letter_is_named(subject: Subject) -> None:
    supposed = what_if(subject, {"governance.succession_plan": "documented"})
    assert members("What if") == list(supposed)
    for member in supposed["difference"]:
        assert f"`{member}`" in DOCUMENT or member == "missing"
    for member in compare(subject, subject):
        assert f"`{member}`" in DOCUMENT
    assert members("The letter to the borrower") == list(notice(subject))


def test_the_reason_and_the_set_that_are_shown_are_real(explained: dict[str, Any]) -> None:
    shown = example("reason")
    (reason,) = [r for r in explained["reasons"]["borrower"] if r["code"] == shown["code"]]
    assert {name: reason[name] for name in shown} == shown
    assert example("set") in explained["counterfactuals"]["sets"]


def test_the_addresses_of_the_documents_exist_and_the_changes_shown_are_taken(
    rater: Rater, store: SqliteStore
) -> None:
    client = client_for(store, rater)
    decision_id = decide(rater, store, FAMILY.read_bytes()).decision_id
    names = {"code": "GOV", "other_id": decision_id, "REGIME": "none"}
    table = DOCUMENT.partition("## Asking\n")[2].partition("\n## ")[0]
    addresses = re.findall(r"`GET (/[^`]+)`", table)
    assert len(addresses) == 7
    for address in addresses:
        for name, value in names.items():
            address = address.replace(f"{{{name}}}", value).replace(f"={name}", f"={value}")
        answer = client.get(f"/v1/decisions/{decision_id}{address}")
        assert answer.status_code == 200, address
    assert "`POST /what-if`" in table
    posted = client.post(f"/v1/decisions/{decision_id}/what-if", json=example("changes"))
    assert posted.status_code == 200


def test_the_tables_of_addresses_are_those_of_the_service(rater: Rater, store: SqliteStore) -> None:
    rules = create_app(store, rater, DEVELOPMENT).url_map.iter_rules()
    served = {
        re.sub(r"<(?:path:)?(\w+)>", r"{\1}", rule.rule) for rule in rules if not is_page(rule.rule)
    }
    listed = re.findall(r"^\| `(?:GET|POST) ([^`?]+)", RESULT, re.MULTILINE)
    assert set(listed) == served


def test_the_problems_named_have_the_status_that_is_given() -> None:
    rows = re.findall(r"^\| ([\d, ]+) \| (.+) \|$", DOCUMENT, re.MULTILINE)
    named = {code for _, codes in rows for code in re.findall(r"\[(\w+)\]", codes)}
    assert named <= TITLES.keys()
    for statuses, codes in rows:
        for code in re.findall(r"\[(\w+)\]", codes):
            page = (ROOT / f"docs/errors/{code}.md").read_text("utf-8")
            assert any(f"status {status}" in page for status in statuses.split(", ")), code
