"""``verify.py`` as an auditor runs it: one file, another folder, Python and ``cryptography``."""

import ast
import base64
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from service.audit import verifier
from service.audit.verifier import OWN_KEYS
from tests.audit.bundles import ORIGIN, Files, Ledger, flipped, place, zipped

RUN = """
import runpy, sys
sys.path.append(sys.argv.pop(1))
sys.argv.pop(0)
runpy.run_path(sys.argv[0], run_name="__main__")
"""
"""Runs a script with the standard library and one folder more, and nothing else, to import from."""


@pytest.fixture(scope="module")
def only_cryptography(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("only")
    for name in ("cryptography", "cffi", "_cffi_backend", "pycparser"):
        found = importlib.util.find_spec(name)
        if found is not None and found.origin is not None:
            origin = Path(found.origin)
            origin = origin.parent if origin.name == "__init__.py" else origin
            (folder / origin.name).symlink_to(origin)
    return folder


@pytest.fixture
def auditor(tmp_path: Path, files: Files) -> Path:
    """A folder with nothing but the verifier of the bundle."""
    folder = tmp_path / "auditor"
    folder.mkdir()
    (folder / "verify.py").write_bytes(files["verify.py"])
    return folder


def run(auditor: Path, library: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", "-c", RUN, str(library), "verify.py"]
    return subprocess.run(
        [*command, *map(str, arguments)],
        cwd=auditor,
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_sound_bundle(
    auditor: Path, only_cryptography: Path, whole: Path, ledger: Ledger, files: Files
) -> None:
    done = run(auditor, only_cryptography, whole, "--key", ledger.vkey)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("sound: 7 records, and 2 erased by certificate\n")
    _, size, root = files["checkpoints/00000000000000000009-01.txt"].decode().splitlines()[:3]
    assert f"  {ORIGIN}\n  {size}\n  {root}\n" in done.stdout
    assert ledger.vkey in done.stdout
    assert OWN_KEYS not in done.stdout


def test_without_a_key_it_says_that_the_keys_are_the_bundles_own(
    auditor: Path, only_cryptography: Path, whole: Path
) -> None:
    done = run(auditor, only_cryptography, whole)
    assert done.returncode == 0
    assert "The keys are the bundle's own." in done.stdout


def test_faults_are_printed_with_their_file_and_record(
    auditor: Path, only_cryptography: Path, files: Files, ledger: Ledger, tmp_path: Path
) -> None:
    changed = {**files, place(2, "result"): flipped(files[place(2, "result")])}
    bundle = zipped(changed, tmp_path / "changed.zip")
    done = run(auditor, only_cryptography, bundle, "--key", ledger.vkey)
    assert done.returncode == 1
    assert f"{place(2, 'result')}: its digest is not that in the manifest [file_changed]" in (
        done.stdout
    )
    assert "\n1 fault\n" in done.stdout


def test_a_checkpoint_that_was_kept_is_read_from_its_file(
    auditor: Path, only_cryptography: Path, whole: Path, files: Files, ledger: Ledger
) -> None:
    kept = auditor / "kept.txt"
    kept.write_bytes(files["checkpoints/00000000000000000003-01.txt"])
    assert run(auditor, only_cryptography, whole, "--checkpoint", "kept.txt").returncode == 0
    kept.write_bytes(flipped(kept.read_bytes(), 30))
    done = run(auditor, only_cryptography, whole, "--checkpoint", "kept.txt")
    assert done.returncode == 1
    assert done.stdout.startswith("kept.txt: ")


@pytest.mark.parametrize(
    "arguments",
    [
        ["none.zip"],
        ["."],
        ["BUNDLE", "--key", "not a key"],
        ["BUNDLE", "--key", "a+00000000+AAAA"],
        ["BUNDLE", "--checkpoint", "none.txt"],
        ["BUNDLE", "--unknown"],
        [],
    ],
)
def test_what_cannot_be_carried_out_is_neither_sound_nor_faulty(
    auditor: Path, only_cryptography: Path, whole: Path, arguments: list[str]
) -> None:
    given = [str(whole) if a == "BUNDLE" else a for a in arguments]
    done = run(auditor, only_cryptography, *given)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) <= 3
    assert "Traceback" not in done.stderr


def test_names_in_a_bundle_cannot_steer_a_terminal(
    auditor: Path, only_cryptography: Path, files: Files, tmp_path: Path
) -> None:
    bundle = zipped({**files, "\x1b[2Jsound.txt": b"", "审计.txt": b""}, tmp_path / "b.zip")
    done = run(auditor, only_cryptography, bundle)
    assert done.returncode == 1
    assert "\x1b" not in done.stdout
    assert "\\x1b[2Jsound.txt: " in done.stdout
    assert "审计.txt: " in done.stdout
    assert verifier.printable("审计\x9b\u202e", "ascii") == "\\u5ba1\\u8ba1\\x9b\\u202e"


def test_it_is_written_for_python_3_9() -> None:
    source = Path(verifier.__file__).read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 9))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported - set(sys.stdlib_module_names) == {"cryptography"}
    # Members that came after 3.9.
    assert not {"pairwise", "slots=", "strict=", "match ", "zip("} & set(source.split())


def test_the_key_is_canonical_base64() -> None:
    key = base64.b64encode(b"\x01" + bytes(32)).decode()
    with pytest.raises(ValueError, match="key ID"):
        verifier.open_vkey(f"{ORIGIN}+00000000+{key}")
