"""What is wrong with the files of a ruleset themselves."""

from pathlib import Path

import pytest

from service.ruleset.faults import RulesetRejected
from service.ruleset.load import load_ruleset
from tests.ruleset.drafts import SHIPPED, Draft


def test_the_shipped_ruleset_is_accepted(draft: Draft) -> None:
    assert draft.told() == []


def test_a_folder_that_does_not_exist_is_one_fault(tmp_path: Path) -> None:
    with pytest.raises(RulesetRejected) as rejected:
        load_ruleset(tmp_path / "nowhere")
    (fault,) = rejected.value.faults
    assert fault.code == "missing_folder"
    assert fault.file.endswith("nowhere")


def test_a_file_in_place_of_a_folder_is_one_fault(draft: Draft) -> None:
    with pytest.raises(RulesetRejected) as rejected:
        load_ruleset(draft.folder / "facts.yaml")
    assert [fault.code for fault in rejected.value.faults] == ["missing_folder"]


def test_an_empty_folder_lacks_five_files(tmp_path: Path) -> None:
    with pytest.raises(RulesetRejected) as rejected:
        load_ruleset(tmp_path)
    names = ["clauses", "facts", "patterns", "policy", "ruleset"]
    assert [(f.code, f.file) for f in rejected.value.faults] == [
        ("missing_file", f"{name}.yaml") for name in names
    ]


@pytest.mark.parametrize("name", ["clauses", "facts", "patterns", "policy", "ruleset"])
def test_each_common_file_must_be_there(draft: Draft, name: str) -> None:
    (draft.folder / f"{name}.yaml").unlink()
    assert draft.told() == [("missing_file", f"{name}.yaml", "", "")]


def test_a_missing_dimension_file_is_told_at_the_policy(draft: Draft) -> None:
    (draft.folder / "performance.yaml").unlink()
    told = draft.told()
    assert ("unknown_dimension", "policy.yaml", "PRF", "dimensions") in told
    assert {code for code, *_ in told} == {
        "unknown_dimension",  # the policy weighs it,
        "unknown_finding",  # patterns read its findings,
        "clause_not_cited",  # and the manual asks for it.
    }


@pytest.mark.parametrize("text", ["", "# nothing but a remark\n", "---\n...\n"])
@pytest.mark.parametrize("file", ["patterns.yaml", "history.yaml"])
def test_an_empty_file_is_one_fault(draft: Draft, file: str, text: str) -> None:
    draft.write(file, text)
    assert draft.told() == [("empty_file", file, "", "")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("dimension: HIS\ntests: [1, 2\n", "line 3: did not find expected ',' or ']'"),
        ("dimension: HIS\n title: x\n", "line 2: mapping values are not allowed"),
        ('dimension: "HIS\n', "line 2: found unexpected end of stream"),
        ("dimension: HIS\n\ttitle: x\n", "line 2: found a tab character"),
        ("dimension: HIS\n---\ndimension: GOV\n", "the file holds more than one document"),
        ("? [dimension, title]\n: HIS\n", "line 1: a list or a group cannot name a member"),
        ("dimension: HIS\x01\n", "control characters are not allowed"),
        ("[" * 5000, "line 1: nested too deeply, over 16 levels"),
        ("- " * 5000, "line 1: nested too deeply, over 16 levels"),
        ("? " * 5000, "line 1: nested too deeply, over 16 levels"),
    ],
)
def test_what_is_no_yaml_is_told_with_its_line(draft: Draft, text: str, said: str) -> None:
    draft.write("history.yaml", text)
    assert draft.told() == [("not_yaml", "history.yaml", "", "")]
    assert said in draft.messages()[0]


def test_bytes_that_are_not_utf_8_are_one_fault(draft: Draft) -> None:
    path = draft.folder / "history.yaml"
    path.write_bytes(path.read_text("utf-8").encode("gb18030"))
    assert draft.told() == [("not_yaml", "history.yaml", "", "")]


def test_a_folder_named_like_a_file_is_one_fault(draft: Draft) -> None:
    (draft.folder / "notes.yaml").mkdir()
    assert draft.told() == [("not_yaml", "notes.yaml", "", "")]


def test_a_member_written_twice_is_told_with_the_entry_it_stands_in(draft: Draft) -> None:
    path = draft.folder / "history.yaml"
    text = path.read_text("utf-8").replace(
        "severity: W3\n        cap: N8\n", "severity: W3\n        cap: N9\n        cap: N8\n"
    )
    draft.write("history.yaml", text)
    assert draft.told() == [("duplicate_key", "history.yaml", "DEBT_LEFT_BEHIND", "cap")]
    assert draft.messages()[0].startswith("cap stands here twice (line ")


def test_every_unreadable_file_is_told_at_once(draft: Draft) -> None:
    draft.write("facts.yaml", "facts: [")
    draft.write("history.yaml", "")
    (draft.folder / "policy.yaml").unlink()
    assert [code for code, *_ in draft.told()] == ["not_yaml", "empty_file", "missing_file"]


def test_a_value_that_stands_for_another_is_read_as_that(draft: Draft) -> None:
    path = draft.folder / "policy.yaml"
    text = path.read_text("utf-8")
    plain = (
        "points: -6\n    title: {en: critical weakness, zh: 严重弱点}\n  - id: KO\n    points: -6"
    )
    assert text.count(plain) == 1
    digest = draft.load().digest
    by_name = plain.replace("-6", "&gravest -6", 1)[:-2] + "*gravest"
    draft.write("policy.yaml", text.replace(plain, by_name))
    assert draft.load().digest == digest


def test_a_value_that_stands_for_itself_is_refused(draft: Draft) -> None:
    draft.write("history.yaml", "dimension: HIS\ntests: &all\n  - *all\n")
    assert draft.told() == [("not_yaml", "history.yaml", "", "")]
    assert draft.messages() == ["line 3: *all stands for nothing that ends before it"]


def test_values_that_multiply_without_measure_are_refused(draft: Draft) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 10)]
    draft.write("history.yaml", "\n".join(lines))
    assert draft.told() == [("not_yaml", "history.yaml", "", "")]
    assert "more than 200000 values" in draft.messages()[0]


def test_a_folder_named_by_a_version_holds_that_version(draft: Draft) -> None:
    with draft.changed("ruleset.yaml") as content:
        content["version"] = "9.0.0"
    assert draft.told() == [("version_mismatch", "ruleset.yaml", "nonfinancial", "version")]
    assert draft.messages() == [f"the version is 9.0.0, the folder is named {SHIPPED.name}"]


def test_a_folder_of_any_other_name_holds_any_version(draft: Draft) -> None:
    draft.folder = draft.folder.rename(draft.folder.with_name("draft"))
    with draft.changed("ruleset.yaml") as content:
        content["version"] = "9.0.0"
    assert draft.load().version == "9.0.0"
