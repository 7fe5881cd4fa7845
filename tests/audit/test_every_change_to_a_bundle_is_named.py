"""A byte flipped, a file removed, swapped or added: the verifier says which file it is."""

from itertools import pairwise
from pathlib import Path

import pytest

from tests.audit.bundles import (
    Files,
    Ledger,
    files_of,
    flipped,
    place,
    resealed,
    told,
    zipped,
)

UNPROVED = ("README.md", "verify.py", "keys.txt", "manifest.json", "manifest.sha256")
"""What says nothing of a decision; ``keys.txt`` counts only where no key is given."""

POLICY = "rulesets/records/"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, ledger: Ledger) -> Files:
    """A bundle with an erased decision, and one that was reviewed."""
    folder = tmp_path_factory.mktemp("small")
    asked = (ledger.average, ledger.erased)
    return files_of(ledger.bundle(folder / "small.zip", decisions=asked))


def named(files: Files, target: Path, *vkeys: str) -> set[str]:
    target.unlink(missing_ok=True)
    return {file for _, file in told(zipped(files, target), *vkeys)}


def test_a_bundle_that_is_written_anew_by_hand_is_sound(small: Files, tmp_path: Path) -> None:
    assert named(small, tmp_path / "b.zip") == set()
    assert named(resealed(small), tmp_path / "b.zip") == set()


def test_a_flipped_bit_is_found_in_every_file(small: Files, tmp_path: Path) -> None:
    for name, data in small.items():
        found = named({**small, name: flipped(data)}, tmp_path / "b.zip")
        assert ("manifest.json" if name == "manifest.sha256" else name) in found, name


def test_a_flipped_bit_names_no_record_but_its_own(small: Files, tmp_path: Path) -> None:
    for name in small:
        if name.startswith("records/"):
            changed = {**small, name: flipped(small[name])}
            found = named(changed, tmp_path / "b.zip")
            assert {file for file in found if file.startswith("records/")} == {name}


def test_a_file_that_is_missing_is_named(small: Files, tmp_path: Path) -> None:
    for name in small:
        found = named({n: d for n, d in small.items() if n != name}, tmp_path / "b.zip")
        assert name in found


def test_two_files_that_changed_places_are_both_named(small: Files, tmp_path: Path) -> None:
    names = [name for name in small if not name.startswith("manifest.")]
    for one, other in pairwise(names):
        swapped = {**small, one: small[other], other: small[one]}
        assert {one, other} <= named(swapped, tmp_path / "b.zip")


@pytest.mark.parametrize(
    "name",
    [
        "note.txt",
        "README.txt",
        "keys/another.txt",
        place(2, "other"),
        place(77),
        "records/2/record.json",
        "records/00000000000000000002.json",
        "gaps/00000000000000000002.json",
        "checkpoints/00000000000000000004-01.txt",
        "consistency/00000000000000000001-00000000000000000009.json",
        "rulesets/nonfinancial/1.1.0/more.yaml",
        "rulesets/nonfinancial/9.9.9/facts.yaml",
    ],
)
def test_a_file_that_was_added_is_named(small: Files, tmp_path: Path, name: str) -> None:
    assert name in named({**small, name: b"{}"}, tmp_path / "b.zip")
    # Also where the manifest was made to list it.
    again = named(resealed({**small, name: b"{}"}), tmp_path / "b.zip")
    folder = name.rpartition("/")[0] + "/"
    assert again & {name, folder} or (folder.startswith("records/") and again)


def test_a_change_is_found_though_the_manifest_was_made_to_fit(
    small: Files, tmp_path: Path
) -> None:
    """The manifest is nobody's signature: the records are what is proved."""
    for name, data in small.items():
        if name in UNPROVED or name.startswith(POLICY):
            continue
        found = named(resealed({**small, name: flipped(data)}), tmp_path / "b.zip")
        folder, _, _ = name.rpartition("/")
        # The digest of a ruleset is over all of its files.
        assert f"{folder}/" in found if name.startswith("rulesets/") else name in found, name


def test_a_file_is_missed_though_the_manifest_was_made_to_fit(small: Files, tmp_path: Path) -> None:
    for name in small:
        # A checkpoint that is not there can only be missed by one who kept it.
        if name in UNPROVED or name.startswith((POLICY, "checkpoints/", "consistency/")):
            continue
        less = resealed({n: d for n, d in small.items() if n != name})
        folder, _, _ = name.rpartition("/")
        found = named(less, tmp_path / "b.zip")
        assert f"{folder}/" in found if name.startswith("rulesets/") else name in found, name


def test_bytes_of_the_zip_itself_are_never_a_crash(small: Files, tmp_path: Path) -> None:
    bundle = zipped(small, tmp_path / "b.zip").read_bytes()
    for at in [*range(0, len(bundle), 19997), *range(len(bundle) - 900, len(bundle), 13)]:
        (tmp_path / "f.zip").write_bytes(flipped(bundle, at))
        told(tmp_path / "f.zip")
    for size in range(0, len(bundle), 49973):
        (tmp_path / "f.zip").write_bytes(bundle[:size])
        assert [code for code, _ in told(tmp_path / "f.zip")] == ["bundle_damaged"]
