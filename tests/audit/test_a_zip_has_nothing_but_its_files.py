"""Zips that are checked as one bundle, and that other programs unpack to something else."""

import hashlib
import json
import stat
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from service.audit import verifier
from service.audit.verifier import Audit
from tests.audit.bundles import Files, Ledger, place, resealed, told, zipped

ONE, OTHER = place(1, "result"), place(2, "result")


def renaming(name: str, to: str) -> bytes:
    """An extra field by which Info-ZIP's ``unzip`` unpacks the file ``name`` as ``to``."""
    field = struct.pack("<BI", 1, zlib.crc32(name.encode())) + to.encode()
    return struct.pack("<HH", 0x7075, len(field)) + field


def with_extra(files: Files, target: Path, extra: dict[str, bytes], *places: str) -> Path:
    """The files, some with extra fields: before the file, in the list at the end, or both."""
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)
            entry.extra = extra.get(name, b"") if "file" in places else b""
            archive.writestr(entry, data)
            entry.extra = extra.get(name, b"") if "list" in places else b""
    return target


@pytest.mark.parametrize("places", [["file"], ["list"], ["file", "list"]])
def test_a_file_has_no_other_name(
    ledger: Ledger, files: Files, tmp_path: Path, places: list[str]
) -> None:
    """Here two answers would change places when the bundle is unpacked."""
    extra = {ONE: renaming(ONE, OTHER), OTHER: renaming(OTHER, ONE)}
    bundle = with_extra(files, tmp_path / "b.zip", extra, *places)
    assert told(bundle, ledger.vkey) == [("name_unsafe", ONE), ("name_unsafe", OTHER)]


@pytest.mark.parametrize(
    "field",
    [
        struct.pack("<HHB", 0x5455, 1, 0),
        struct.pack("<HHQQ", 1, 16, 1, 1) + renaming(ONE, OTHER),
        b"\0",
    ],
)
def test_a_field_has_large_sizes_and_nothing_else(
    ledger: Ledger, files: Files, tmp_path: Path, field: bytes
) -> None:
    bundle = with_extra(files, tmp_path / "b.zip", {ONE: field}, "file")
    assert told(bundle, ledger.vkey) == [("name_unsafe", ONE)]


def test_large_sizes_are_in_order(ledger: Ledger, files: Files, tmp_path: Path) -> None:
    sizes = struct.pack("<HHQQ", 1, 16, len(files[ONE]), len(files[ONE]))
    bundle = with_extra(files, tmp_path / "b.zip", {ONE: sizes}, "file")
    assert told(bundle, ledger.vkey) == []


def damaged(bundle: Path, ledger: Ledger) -> bool:
    return told(bundle, ledger.vkey) == [("bundle_damaged", str(bundle))]


@pytest.mark.parametrize("listed_anew", [False, True])
def test_another_zip_before_it_is_found(
    ledger: Ledger, whole: Path, tmp_path: Path, listed_anew: bool
) -> None:
    """Programs that read from the front unpack that one."""
    evil = zipped({ONE: b"another answer"}, tmp_path / "evil.zip")
    bundle = tmp_path / "b.zip"
    bundle.write_bytes(evil.read_bytes() + whole.read_bytes())
    if listed_anew:
        # With a list in which every place is counted from the front.
        with zipfile.ZipFile(bundle, "a") as archive:
            archive.comment = b"x"
            archive.comment = b""
    assert damaged(bundle, ledger)


@pytest.mark.parametrize("after", [OTHER, "manifest.sha256"])
def test_a_file_that_is_not_listed_is_found(
    ledger: Ledger, files: Files, tmp_path: Path, after: str
) -> None:
    """Between the files, or between the last of them and the list."""
    bundle = tmp_path / "b.zip"
    with zipfile.ZipFile(bundle, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
            if name == after:
                archive.writestr("another.txt", b"another answer")
                archive.filelist.pop()
                del archive.NameToInfo["another.txt"]
    assert list(files)[-1] == "manifest.sha256"
    assert damaged(bundle, ledger)


@pytest.mark.parametrize("at", [4, 6, 8, 10])
def test_a_list_that_is_said_to_be_shorter_or_elsewhere_is_found(
    ledger: Ledger, whole: Path, tmp_path: Path, at: int
) -> None:
    """Programs that go by the number of files, or of disks, would show other files."""
    data = bytearray(whole.read_bytes())
    data[at - 22] ^= 1
    bundle = tmp_path / "b.zip"
    bundle.write_bytes(data)
    assert damaged(bundle, ledger)


def test_what_comes_after_the_zip_is_found(ledger: Ledger, whole: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "b.zip"
    bundle.write_bytes(whole.read_bytes() + b"more")
    assert damaged(bundle, ledger)
    bundle.write_bytes(whole.read_bytes())
    with zipfile.ZipFile(bundle, "a") as archive:
        archive.comment = b"a word of the forger"
    assert damaged(bundle, ledger)


@pytest.mark.parametrize(
    "name",
    [
        "../evil.txt",
        "/etc/passwd",
        "a/../b",
        "C:/evil",
        "a\\..\\b",
        "./a",
        "a//b",
        ".x",
        "a\nb",
        "d/",
    ],
)
def test_a_name_that_is_not_safe_to_unpack_is_refused(
    files: Files, tmp_path: Path, name: str
) -> None:
    forged = zipped({**files, name: b"" if name.endswith("/") else b"x"}, tmp_path / "b.zip")
    assert told(forged) == [("name_unsafe", name)]


def test_a_symbolic_link_is_refused(files: Files, tmp_path: Path) -> None:
    forged = zipped(files, tmp_path / "b.zip")
    link = zipfile.ZipInfo("link")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(forged, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    assert told(forged) == [("name_unsafe", "link")]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", [place(2, "result"), "readme.md", "RECORDS" + place(2)[7:]])
def test_two_files_of_one_name_are_refused(files: Files, tmp_path: Path, name: str) -> None:
    """Programs differ in which of the two they show."""
    forged = zipped(files, tmp_path / "b.zip")
    with zipfile.ZipFile(forged, "a") as archive:
        archive.writestr(name, b"another")
    assert told(forged) == [("name_doubled", name)]


def test_a_bomb_is_not_unpacked(files: Files, tmp_path: Path) -> None:
    bomb = bytes(verifier.MAX_FILE + 1)
    for declared in (len(bomb), 10):
        forged = resealed({**files, "README.md": b""})
        manifest = json.loads(forged["manifest.json"])
        manifest["files"]["README.md"]["size"] = declared
        text = json.dumps(manifest).encode()
        line = f"{hashlib.sha256(text).hexdigest()}  manifest.json\n".encode()
        forged |= {"README.md": bomb, "manifest.json": text, "manifest.sha256": line}
        audit = Audit(str(zipped(forged, tmp_path / f"{declared}.zip")))
        [fault] = audit.faults
        most = min(declared, verifier.MAX_FILE)
        assert (fault.file, fault.message) == ("README.md", f"it has more than {most} bytes")


def test_other_ways_of_packing_are_not_unpacked(files: Files, tmp_path: Path) -> None:
    """They can blow up a few bytes to gigabytes at once."""
    forged = tmp_path / "b.zip"
    with zipfile.ZipFile(forged, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("manifest.json", bytes(1000))
    assert ("name_unsafe", "manifest.json") in told(forged)
