"""What manifest and ``keys.txt`` state, in bundles where each file fits the manifest."""

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from service.audit.bundle import export
from service.audit.selection import Request
from service.audit.verifier import Audit, canonical, lines, sha256
from service.decisions.rate import Rater
from service.ledger.key_records import record_keys
from service.ledger.note import Signer
from tests.audit.bundles import (
    CLIENT,
    ORIGIN,
    Files,
    Ledger,
    files_of,
    make_ledger,
    place,
    resealed,
    told,
    zipped,
)

MANIFEST = "manifest.json"
RULES = "rulesets/nonfinancial/1.1.0"


def stated(files: Files) -> list[dict[str, str]]:
    """What the manifest says of rulesets."""
    rulesets: list[dict[str, str]] = json.loads(files[MANIFEST])["rulesets"]
    return rulesets


def ruleset(files: Files, folder: str, of: str = "x", version: str = "1") -> dict[str, str]:
    """What a manifest would say of the files in ``folder``, were they a ruleset."""
    start = f"{folder}/"
    texts = {n.removeprefix(start): d.decode() for n, d in files.items() if n.startswith(start)}
    source = sha256(canonical(texts))
    return {"id": of, "version": version, "source": source, "folder": folder}


def faults(files: Files, ledger: Ledger, tmp_path: Path, **members: Any) -> list[tuple[str, str]]:
    return told(zipped(resealed(files, **members), tmp_path / "b.zip"), ledger.vkey)


def test_a_record_put_in_under_the_name_of_rules_is_named(ledger: Ledger, tmp_path: Path) -> None:
    """It would not be looked at as a record, and whoever unpacks the bundle would see one."""
    files = files_of(ledger.bundle(tmp_path / "one.zip", decisions=(ledger.average,)))
    forged = {**files, place(7): files[place(3)], place(7, "proof"): files[place(3, "proof")]}
    folder = place(7).rpartition("/")[0]
    found = faults(forged, ledger, tmp_path, rulesets=[*stated(files), ruleset(forged, folder)])
    assert ("ruleset_misplaced", f"{folder}/") in found
    assert ("not_in_tree", place(7, "proof")) in found


def test_gaps_are_not_passed_off_as_rules(ledger: Ledger, files: Files, tmp_path: Path) -> None:
    found = faults(files, ledger, tmp_path, rulesets=[*stated(files), ruleset(files, "gaps")])
    assert found == [("ruleset_misplaced", "gaps/")]


def test_forged_rules_where_the_true_ones_belong_are_named(
    ledger: Ledger, files: Files, tmp_path: Path
) -> None:
    """The true ones are there as well, in a folder where nobody looks for them."""
    names = [name for name in files if name.startswith(f"{RULES}/")]
    forged = dict(files)
    [true] = [of for of in stated(files) if of["folder"] == RULES]
    aside = f"{RULES}-{true['source'][7:15]}"
    for name in names:
        forged[name.replace(RULES, aside)] = files[name]
        forged[name] = files[name] + b"# forged\n"
    rulesets = [of for of in stated(files) if of != true]
    rulesets += [true | {"folder": aside}, ruleset(forged, RULES, "nonfinancial", "1.1.0")]
    found = faults(forged, ledger, tmp_path, rulesets=rulesets)
    assert found == [("ruleset_extra", f"{RULES}/")]


def test_rules_are_not_put_just_anywhere(ledger: Ledger, files: Files, tmp_path: Path) -> None:
    aside = f"{RULES}-deadbeef"
    moved = {name.replace(f"{RULES}/", f"{aside}/"): data for name, data in files.items()}
    [true] = [of for of in stated(files) if of["folder"] == RULES]
    rulesets = [of | {"folder": aside} if of == true else of for of in stated(files)]
    found = faults(moved, ledger, tmp_path, rulesets=rulesets)
    assert ("ruleset_misplaced", f"{aside}/") in found


def test_rules_are_not_passed_off_as_another_version(
    ledger: Ledger, files: Files, tmp_path: Path
) -> None:
    """Though to the letter they are rules that a decision was taken by."""
    other = RULES.replace("1.1.0", "9.9.9")
    copies = {n.replace(RULES, other): d for n, d in files.items() if n.startswith(f"{RULES}/")}
    forged = {**files, **copies}
    rulesets = [ruleset(forged, other, "nonfinancial", "9.9.9"), *stated(files)]
    found = faults(forged, ledger, tmp_path, rulesets=rulesets)
    assert found == [("ruleset_extra", f"{other}/")]


@pytest.mark.parametrize(
    "asked",
    [
        # Each of these was taken for a request of less than the bundle says it is about.
        {"all": True, "decisions": []},
        {"all": True, "decisions": ""},
        {"all": True, "since": "2026-01-01", "until": "2026-12-31"},
        {"all": False},
        {},
        {"since": "\U0001d7f8026-01-01", "until": "\U0001d7f8027-01-01"},
        {"since": "2026-1-1", "until": None},
        {"since": "", "until": None},
        {"since": "2026-01-01", "until": "later"},
        {"since": "2026-01-01"},
        {"since": "2026-01-01", "until": None, "more": 1},
    ],
    ids=str,
)
def test_what_was_asked_for_is_said_in_one_of_three_ways(
    ledger: Ledger, files: Files, tmp_path: Path, asked: Any
) -> None:
    found = faults(files, ledger, tmp_path, asked_for=asked)
    assert found == [("manifest_malformed", MANIFEST)]


def test_a_period_does_not_end_before_it_begins(ledger: Ledger, tmp_path: Path) -> None:
    """Nothing would be of it, and one record would do to show that nothing is missing."""
    files = files_of(ledger.bundle(tmp_path / "one.zip", decisions=(ledger.average,)))
    asked = {"since": "2026-03-31", "until": "2026-01-01"}
    found = faults(files, ledger, tmp_path, asked_for=asked, range=[3, 3])
    assert found == [("manifest_malformed", MANIFEST)]


@pytest.mark.parametrize("range_", [[0, 8], []])
def test_single_decisions_have_no_range(ledger: Ledger, tmp_path: Path, range_: list[int]) -> None:
    files = files_of(ledger.bundle(tmp_path / "one.zip", decisions=(ledger.average,)))
    found = faults(files, ledger, tmp_path, range=range_)
    assert found == [("manifest_malformed", MANIFEST)]


@pytest.mark.parametrize("range_", [[False, 8], ["0", "8"], [0], None, 8])
def test_a_range_is_two_numbers(ledger: Ledger, files: Files, tmp_path: Path, range_: Any) -> None:
    found = faults(files, ledger, tmp_path, range=range_)
    assert found == [("manifest_malformed", MANIFEST)]


@pytest.mark.parametrize(
    ("member", "value", "found"),
    [
        ("tree_size", 5, 9),
        ("tree_size", "9", 9),
        ("records", 1, 7),
        ("records", None, 7),
        ("format", 99, 1),
        ("format", True, 1),
    ],
)
def test_a_number_that_is_not_what_is_found_is_named(
    ledger: Ledger, files: Files, tmp_path: Path, member: str, value: Any, found: int
) -> None:
    bundle = zipped(resealed(files, **{member: value}), tmp_path / "b.zip")
    [fault] = Audit(str(bundle), [ledger.vkey]).faults
    assert (fault.code, fault.file) == ("manifest_contradicts", MANIFEST)
    assert fault.message == f"its {member} is {value!r}, where the check finds {found}"


def test_a_number_that_is_not_there_is_named(ledger: Ledger, files: Files, tmp_path: Path) -> None:
    manifest = json.loads(files[MANIFEST])
    del manifest["tree_size"]
    less = resealed({**files, MANIFEST: json.dumps(manifest).encode()})
    assert faults(less, ledger, tmp_path) == [("manifest_malformed", MANIFEST)]


@pytest.mark.parametrize("kept", [True, False])
def test_a_key_that_no_record_names_is_not_among_the_keys(
    ledger: Ledger, files: Files, tmp_path: Path, kept: bool
) -> None:
    """Whoever copies it from there would trust a stranger, though this bundle is checked well."""
    other = Signer(ORIGIN, Ed25519PrivateKey.generate())
    own = files["keys.txt"] if kept else b""
    forged = {**files, "keys.txt": own + f"{other.vkey}\n".encode()}
    assert faults(forged, ledger, tmp_path) == [("keys_changed", "keys.txt")]


def test_a_key_of_the_ledger_cannot_be_left_out(
    ledger: Ledger, files: Files, tmp_path: Path
) -> None:
    found = faults({**files, "keys.txt": b""}, ledger, tmp_path)
    assert found == [("keys_changed", "keys.txt")]


def test_a_bundle_of_an_earlier_state_has_the_keys_of_that_state(
    tmp_path: Path, rater: Rater
) -> None:
    rotated = make_ledger(tmp_path, rater)
    rotated.keys.rotate()
    target = tmp_path / "before.zip"
    with rotated.store() as store:
        record_keys(store, rotated.keys, CLIENT)
        export(store, Request(), target, 9)
    assert files_of(target)["keys.txt"].decode() == f"{rotated.vkey}\n"
    assert told(target, rotated.vkey) == []


def test_a_bundle_says_what_of_a_period_it_does_not_prove(ledger: Ledger, tmp_path: Path) -> None:
    """Here a hold, placed after the period on a decision of the period, is left out unseen."""
    period = ledger.bundle(tmp_path / "p.zip", since="2026-03-03", until="2026-03-03")
    files = files_of(period)
    less = {n: d for n, d in files.items() if not n.startswith(place(4)[:29])}
    assert len(less) < len(files)
    assert faults(less, ledger, tmp_path) == []
    readme = files["README.md"].decode()
    assert "such later records are put in, but one left out is not missed" in readme
    assert "若有一条被略去，核验不会发现" in readme


def test_where_there_is_no_checkpoint_none_is_named(
    ledger: Ledger, files: Files, tmp_path: Path
) -> None:
    less = {n: d for n, d in files.items() if not n.startswith(("checkpoints/", "consistency/"))}
    audit = Audit(str(zipped(resealed(less), tmp_path / "b.zip")), [ledger.vkey])
    assert ("checkpoint_not_trusted", "checkpoints/") in [fault[:2] for fault in audit.faults]
    assert "/-000" not in "".join(lines(audit, [ledger.vkey]))


def test_what_tells_nothing_is_told_nothing_of(tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    path.write_bytes(b"not a zip")
    fault, count = lines(Audit(str(path)), [])
    assert fault.startswith(f"{path}: it is not a zip that is whole: ")
    assert count == "1 fault"
