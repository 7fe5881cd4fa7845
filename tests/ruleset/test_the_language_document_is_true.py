"""What the page on the ruleset language shows is what the loader accepts and refuses."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from service.cli import main
from service.decimal4 import scale
from service.ruleset.guidance import ACTIONS, CHANGES, DIRECTIONS
from service.ruleset.model import SEVERITIES, UNITS
from service.ruleset.unary import UnaryTestError, parse_unary
from tests.ruleset.drafts import SHIPPED, Content, Draft, entry, outcome, read, samples

PAGE = (Path(__file__).resolve().parents[2] / "docs/ruleset-language.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+) ?(.*?)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
ROWS = re.findall(r"^\| `(.+?)` \| (`.+`) \| (`.+`) \|$", PAGE, re.MULTILINE)


def block(label: str) -> str:
    (found,) = [text for kind, name, text in BLOCKS if f"{kind} {name}" == label]
    return found


def entries(label: str) -> Any:
    return yaml.load(block(label), Loader=yaml.BaseLoader)


def find(content: Content, member: str, example: Content) -> Content:
    if member == "outcomes":
        return outcome(content, example["finding"])
    if member == "samples":
        return entry(samples(content), example["id"])
    return entry(content[member], example["id"])


def test_every_block_is_tried_here() -> None:
    assert [f"{kind} {name}" for kind, name, _ in BLOCKS] == [
        "yaml facts.yaml facts",
        "yaml governance.yaml outcomes",
        "yaml sales.yaml tests",
        "yaml clauses.yaml clauses",
        "yaml patterns.yaml patterns",
        "yaml policy.yaml",
        "yaml policy.yaml samples",
        "console copy",
        "yaml ruleset.yaml",
        "yaml sales.yaml outcomes first",
        "console gap",
        "yaml sales.yaml outcomes second",
        "console done",
    ]


@pytest.mark.parametrize(
    "label",
    [
        f"{kind} {name}"
        for kind, name, _ in BLOCKS
        if re.fullmatch(r"yaml \w+\.yaml \w+", f"{kind} {name}")
    ],
)
def test_examples_are_taken_from_the_shipped_ruleset(label: str) -> None:
    _, file, member = label.split()
    content = read(SHIPPED / file)
    for example in entries(label):
        assert find(content, member, example) == example


def test_members_of_the_policy_are_shown_as_shipped() -> None:
    content = read(SHIPPED / "policy.yaml")
    for member, example in entries("yaml policy.yaml").items():
        assert content[member] == example


def test_the_table_of_unary_tests_says_what_meets_them() -> None:
    assert len(ROWS) == 16
    for text, met, unmet in ROWS:
        assert all(_meets(text, value) for value in re.findall("`(.+?)`", met)), text
        assert not any(_meets(text, value) for value in re.findall("`(.+?)`", unmet)), text


def _meets(text: str, value: str) -> bool:
    test = parse_unary(text)
    if test.kind == "number":
        return any(scale(value) in interval for interval in test.intervals)
    return (({"true": True, "false": False}.get(value, value)) in test.literals) != test.negated


def test_unary_tests_called_refused_are_refused() -> None:
    (listed,) = re.findall(
        r"^These are refused.*?mistake: (.*?)\.$", PAGE, re.MULTILINE | re.DOTALL
    )
    refused = re.findall("`(.+?)`", listed)
    assert len(refused) == 14
    for text in refused:
        with pytest.raises(UnaryTestError):
            parse_unary(text)


def test_changing_a_threshold_goes_as_told(draft: Draft) -> None:
    draft.folder = draft.folder.rename(draft.folder.with_name("1.2.0"))
    assert _checked(draft) == _shown("console copy")
    with draft.changed("ruleset.yaml") as content:
        content |= entries("yaml ruleset.yaml")
    _apply(draft, "yaml sales.yaml outcomes first")
    assert _checked(draft) == _shown("console gap")
    _apply(draft, "yaml sales.yaml outcomes second")
    (shown,) = _shown("console done")
    (checked,) = _checked(draft)
    assert checked.startswith(shown.removesuffix("..."))


def _shown(label: str) -> list[str]:
    return [line for line in block(label).splitlines() if not line.startswith("$")]


def _checked(draft: Draft) -> list[str]:
    answer = CliRunner().invoke(main, ["ruleset", "check", str(draft.folder)])
    return answer.output.splitlines()


def _apply(draft: Draft, label: str) -> None:
    with draft.changed("sales.yaml") as content:
        for example in entries(label):
            find(content, "outcomes", example).update(example)


def test_every_file_and_member_is_described() -> None:
    for path in SHIPPED.glob("*.yaml"):
        content = read(path)
        if "dimension" in content:
            members = set().union(
                *content["tests"], *(o for t in content["tests"] for o in t["outcomes"])
            )
        else:
            members = set(content) if path.name == "policy.yaml" else set()
            assert f"`{path.name}`" in PAGE
        for member in members - {"title", "outcomes", "when"}:
            assert re.search(rf"^\| `{member}` \| ", PAGE, re.MULTILINE), member
    nested = [fact | fact["change"] for fact in read(SHIPPED / "facts.yaml")["facts"]]
    nested += read(SHIPPED / "patterns.yaml")["patterns"]
    nested += read(SHIPPED / "policy.yaml")["notices"]
    for member in set().union(*nested) - {"title", "finding", "all_of_any"}:
        assert f"`{member}`" in PAGE, member


def test_every_kind_of_change_direction_and_action_is_named() -> None:
    assert all(f"`{word}`" in PAGE for word in (*CHANGES, *DIRECTIONS, *ACTIONS))


def test_every_unit_and_severity_is_named() -> None:
    assert all(f"`{unit}`" in PAGE for unit in UNITS)
    assert all(re.search(rf"\b{severity}\b", PAGE) for severity in SEVERITIES)
