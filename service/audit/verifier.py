"""Checks an audit bundle: one file that needs Python 3.9 or later and ``cryptography``.

    python verify.py bundle.zip [--key VKEY ...] [--checkpoint FILE ...]

It is written apart from the service whose records it checks, and shares no code with it. First
come the Merkle tree and the signatures, from their specifications; then :class:`Audit`, a method
for each thing that must hold in a bundle; last, what is printed.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import os
import re
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, BinaryIO, NamedTuple

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError as error:
    print(f"The check cannot be carried out: {error}", file=sys.stderr)
    raise SystemExit(2) from None

# --- The Merkle tree (RFC 9162, section 2.1) ---------------------------------------------


def hash_leaf(record: bytes) -> bytes:
    """Return the Merkle hash of a record, 32 bytes."""
    return hashlib.sha256(b"\x00" + record).digest()


def _join(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def verify_inclusion(
    index: int, size: int, leaf_hash: bytes, path: Sequence[bytes], root: bytes
) -> bool:
    """Tell whether ``path`` proves the leaf at ``index`` in the tree (RFC 9162, 2.1.3.2).

    ``index`` counts from 0 in a tree of ``size`` leaves; every hash is 32 bytes.
    """
    if not 0 <= index < size or any(len(h) != 32 for h in (leaf_hash, root, *path)):
        return False
    fn, sn, r = index, size - 1, leaf_hash
    for p in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            r = _join(p, r)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = _join(r, p)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and r == root


def verify_consistency(
    first: int, second: int, first_root: bytes, second_root: bytes, path: Sequence[bytes]
) -> bool:
    """Tell whether ``path`` proves that the second tree extends the first (RFC 9162, 2.1.4.2).

    ``first`` and ``second`` are numbers of leaves; every hash is 32 bytes. Any tree extends
    the empty one, and a tree of the same size only where it is the same: both by no path.
    """
    if not 0 <= first <= second or any(len(h) != 32 for h in (first_root, second_root, *path)):
        return False
    if first == second or first == 0:
        empty = hashlib.sha256(b"").digest()
        same = first_root == second_root if first == second else True
        return not path and same and (first > 0 or first_root == empty)
    if not path:
        return False
    # A first tree that is complete is itself the first node of the proof.
    nodes = [first_root, *path] if first & (first - 1) == 0 else list(path)
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = nodes[0]
    for c in nodes[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = _join(c, fr), _join(c, sr)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = _join(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == first_root and sr == second_root


# --- Signed checkpoints (C2SP signed-note and tlog-checkpoint) -----------------------------


def decode_base64(text: str) -> bytes:
    """Return the bytes of ``text``; raises :exc:`ValueError` unless it is in canonical form."""
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode("ascii") != text:
        raise ValueError("not canonical base64")
    return data


def open_vkey(vkey: str) -> tuple[str, bytes, Ed25519PublicKey]:
    """Return the name, the key ID and the key of ``name+key ID in hex+base64``.

    Raises :exc:`ValueError`, also where the key ID is not that of the name and the key.
    """
    match = re.fullmatch(r"([^\s+]+)\+([0-9a-f]{8})\+(\S+)", vkey)
    if not match:
        raise ValueError(f"{vkey!r} is not a public key: name+key ID+base64")
    name, key_id, key = match[1], bytes.fromhex(match[2]), decode_base64(match[3])
    if len(key) != 33 or key[0] != 1:
        raise ValueError(f"the key of {name} is not an Ed25519 key")
    if hashlib.sha256(name.encode() + b"\n" + key).digest()[:4] != key_id:
        raise ValueError(f"the key ID {match[2]} is not that of the key of {name}")
    return name, key_id, Ed25519PublicKey.from_public_bytes(key[1:])


def open_note(note: str, vkeys: Iterable[str]) -> tuple[str, int, bytes]:
    """Return the origin, the number of leaves and the root of a signed checkpoint.

    At least one of ``vkeys`` must have signed it, and none of them falsely; signatures of
    other keys are passed over. Raises :exc:`ValueError` that says what is wrong.
    """
    keys = {(name, key_id): key for name, key_id, key in map(open_vkey, vkeys)}
    text, _, signatures = note.rpartition("\n\n")
    checkpoint = re.fullmatch(r"([^\x00-\x1f]+)\n(0|[1-9][0-9]{0,18})\n(\S+)", text)
    if not checkpoint:
        raise ValueError("it is not a checkpoint: an origin, a size, a root, then signatures")
    root = decode_base64(checkpoint[3])
    if len(root) != 32:
        raise ValueError("its root is not a SHA-256 hash")
    if not re.fullmatch(r"(— [^\s+]+ [A-Za-z0-9+/=]+\n)+", signatures):
        raise ValueError("its signatures are not in the form of a signed note")
    signers = set()
    for line in signatures.splitlines():
        _, name, encoded = line.split(" ")
        signature = decode_base64(encoded)
        signer = (name, signature[:4])
        if len(signature) < 5 or signer in signers:
            raise ValueError(f"a signature of {name} is too short, or there twice")
        signers.add(signer)
        if signer in keys:
            try:
                keys[signer].verify(signature[4:], text.encode() + b"\n")
            except InvalidSignature:
                raise ValueError(f"the signature of {name} is false") from None
    if not any(name == checkpoint[1] for name, _ in signers & keys.keys()):
        known = ", ".join(sorted(f"{name}+{key_id.hex()}" for name, key_id in signers))
        raise ValueError(f"none of the keys signed it; it is signed by {known}")
    return checkpoint[1], int(checkpoint[2]), root


def is_signed(note: str, vkeys: Iterable[str]) -> bool:
    """Tell whether one of ``vkeys`` signed the checkpoint, and none of them falsely."""
    try:
        open_note(note, vkeys)
    except ValueError:
        return False
    return True


# --- The bundle ----------------------------------------------------------------------------

FORMAT = 1
"""The format of bundles that is checked here."""

MAX_FILE, MAX_MANIFEST = 64 << 20, 512 << 20
"""Bytes of a file once unpacked, and of the manifest: what is larger is not unpacked."""

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NAME = re.compile(r"""\w[^\x00-\x1f\\/:*?"<>|]*(/\w[^\x00-\x1f\\/:*?"<>|]*)*""")
MALFORMED = (ValueError, KeyError, TypeError, AttributeError, RecursionError)
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ValueError,
    RuntimeError,
    EOFError,
    OSError,
)
"""What JSON of an unexpected shape raises, and what a damaged zip raises."""


class Fault(NamedTuple):
    """One thing wrong: a stable code, the file, the record if there is one, and a sentence."""

    code: str
    file: str
    record_id: str | None
    message: str


def sha256(data: bytes) -> str:
    """Return the digest of ``data`` as records have it."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def read_json(data: bytes) -> Any:
    """Return parsed JSON in which no member is there twice; raises one of ``MALFORMED``."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) < len(pairs):
            raise ValueError("a member is there twice")
        return dict(pairs)

    return json.loads(
        data.decode("utf-8"), object_pairs_hook=once, parse_float=str, parse_constant=str
    )


def canonical(value: Any) -> bytes:
    """Return the RFC 8785 bytes of JSON without fractions, as records and sources are."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def is_request(asked: Any, span: Any) -> bool:
    """Tell whether ``asked`` is a request (decisions, a period, or all) and ``span`` its range."""
    if asked.keys() == {"decisions"}:
        ids = asked["decisions"]
        return isinstance(ids, list) and ids != [] and span is None
    if asked.keys() == {"since", "until"}:
        since, until = asked["since"], asked["until"] or "9999-12-31"
        days = DAY.fullmatch(since) and DAY.fullmatch(until) and since <= until
    else:
        days = asked.keys() == {"all"} and asked["all"] is True
    return bool(days) and [type(number) for number in span] == [int, int]


def names_more(extra: bytes) -> bool:
    """Tell whether an extra field of a zip has more than large sizes, as another name would be."""
    while len(extra) >= 4:
        kind, length = struct.unpack("<HH", extra[:4])
        if kind != 1:
            return True
        extra = extra[4 + length :]
    return extra != b""


class Audit:
    """The check of one bundle: what must hold in it, and ``faults`` where it does not.

    ``vkeys`` are the public keys that are trusted, where there are none those of the bundle;
    ``kept`` are checkpoints that the auditor has from elsewhere, name to text.
    """

    def __init__(
        self, bundle: str, vkeys: Iterable[str] = (), kept: Mapping[str, str] | None = None
    ) -> None:
        """Check the file ``bundle``; raises :exc:`OSError` where there is none to read."""
        self.bundle, self.trusted, self.kept = bundle, list(vkeys), kept or {}
        self.faults: list[Fault] = []
        self.manifest: dict[str, Any] = {}
        self.entries: dict[str, zipfile.ZipInfo] = {}
        self.listed: dict[str, tuple[int, str]] = {}
        self.size, self.roots = -1, dict[int, bytes]()
        self.times: dict[int, str] = {}  # when each record was recorded; of a gap, nothing
        self.ids: set[str] = set()  # of the records, and of decisions that were erased
        self.erased: dict[int, Any] = {}  # what each certificate says
        self.latest, self.gaps = "", 0
        self.rulesets: set[tuple[str, str, str]] = set()  # id, version and digest of the files
        self.applied: set[tuple[str, str, str]] = set()  # those of them that decisions name
        self.own: list[str] | None = None  # the keys in keys.txt
        self.keys: set[str] = set()  # those that records of keys name
        self.retired: dict[str, int] = {}  # and at which leaf one was retired
        self.notes: dict[int, list[str]] = {}  # checkpoints by size that a trusted key signed
        with open(bundle, "rb") as file:
            try:
                self.archive = zipfile.ZipFile(file)
            except DAMAGED as error:
                self._fault("bundle_damaged", bundle, f"it is not a zip that is whole: {error}")
                return
            self._layout(file)
            self._names()
            try:
                self._contents()
            except MALFORMED as error:
                message = f"it is not a manifest: {error!r}"
                self._fault("manifest_malformed", "manifest.json", message)

    def _contents(self) -> None:
        self._manifest()
        self._checkpoints()
        self._rulesets()
        names = [n for n in self._under("records/") if re.match(r"records/[0-9]{20}/", n)]
        for folder, files in groupby(names, lambda name: name[:29]):
            self._record(folder, {*files})
        self._gaps()
        self._stated()
        self._asked_for()
        for name in self._under(""):
            if self._read(name) is not None and name not in ("README.md", "verify.py"):
                self._fault("file_extra", name, "a bundle has no such file")

    def _fault(self, code: str, file: str, message: str, record: str | None = None) -> None:
        self.faults.append(Fault(code, file, record, message))

    def _layout(self, file: BinaryIO) -> None:
        """The zip is its files one after another, from its first byte, and then their list.

        Programs differ in what they make of anything else: another zip before this one, files
        between its files, another name for a file beside the name that is checked.
        """
        try:
            at, plain = 0, True
            for entry in sorted(self.archive.infolist(), key=lambda entry: entry.header_offset):
                plain = plain and entry.header_offset == at
                file.seek(entry.header_offset + 26)
                name, extra = struct.unpack("<HH", file.read(4))
                file.seek(name, os.SEEK_CUR)
                if names_more(file.read(extra)) or names_more(entry.extra):
                    message = "the zip has another name for it, or more than that, in a field"
                    self._fault("name_unsafe", entry.filename, message)
                at = entry.header_offset + 30 + name + extra + entry.compress_size
            file.seek(-22, os.SEEK_END)
            count = min(len(self.archive.infolist()), 0xFFFF)
            end = struct.pack("<4s4H", b"PK\5\6", 0, 0, count, count), bytes(2)
            last = file.read()
            plain = plain and at == self.archive.start_dir and (last[:12], last[20:]) == end
        except DAMAGED:
            plain = False
        if not plain:
            message = "the zip has something before, between or after its files"
            self._fault("bundle_damaged", self.bundle, message)

    def _names(self) -> None:
        """No two files have one name, also without capitals, and none is unsafe to unpack."""
        known = set()
        for entry in self.archive.infolist():
            name = entry.filename
            plain = entry.external_attr >> 28 in (0, 8) and entry.compress_type in (0, 8)
            if not plain or not NAME.fullmatch(entry.orig_filename):
                self._fault("name_unsafe", name, "its name, or what it is, is not safe to unpack")
            elif name.lower() in known:
                self._fault("name_doubled", name, "the zip has two files of this name")
            else:
                self.entries[name] = entry
            known.add(name.lower())

    def _manifest(self) -> None:
        """The manifest lists every file, and ``manifest.sha256`` is its digest."""
        name = "manifest.json"
        data, digest = self._unpack(name, MAX_MANIFEST), self._unpack("manifest.sha256", 99)
        if digest not in (None, f"{sha256(data or b'')[7:]}  {name}\n".encode()):
            self._fault("file_changed", name, "its digest is not that in manifest.sha256")
        manifest = read_json(data or b"")
        files = manifest.pop("files").items()
        self.listed = {n: (int(f["size"]), str(f["sha256"])) for n, f in files}
        self.manifest = manifest

    def _under(self, folder: str) -> list[str]:
        """Return the names that begin with ``folder`` and were not read yet."""
        return sorted(n for n in {*self.entries, *self.listed} if n.startswith(folder))

    def _unpack(self, name: str, most: int) -> bytes | None:
        entry = self.entries.pop(name, None)
        if entry is None:
            self._fault("file_missing", name, "it is not in the bundle")
        elif entry.file_size > most:
            self._fault("file_changed", name, f"it has more than {most} bytes")
        else:
            try:
                return self.archive.read(entry)
            except DAMAGED as error:
                self._fault("file_changed", name, f"it cannot be unpacked: {error}")
        return None

    def _read(self, name: str) -> bytes | None:
        """Return a file that is what the manifest says it is."""
        if name in self.entries and name not in self.listed:
            del self.entries[name]
            self._fault("file_extra", name, "it is not in the manifest")
            return None
        size, digest = self.listed.pop(name, (0, ""))
        data = self._unpack(name, min(size, MAX_FILE))
        if data is not None and sha256(data)[7:] != digest:
            self._fault("file_changed", name, "its digest is not that in the manifest")
            return None
        return data

    def _checkpoints(self) -> None:
        """Every checkpoint is signed, extends the one before, and the last by a trusted key."""
        listed = self._read("keys.txt")
        own = (listed or b"").decode("utf-8", "replace").split()
        self.own = None if listed is None else own
        self.trusted = self.trusted or own
        notes = {n: self._read(n) for n in self._under("checkpoints/")}
        texts = {n: data.decode("utf-8", "replace") for n, data in notes.items() if data}
        for name, note in [*texts.items(), *self.kept.items()]:
            try:
                origin, size, root = open_note(note, [*self.trusted, *own])
            except ValueError as error:
                self._fault("checkpoint_false", name, str(error))
                continue
            if origin != self.manifest["origin"]:
                self._fault("checkpoint_false", name, f"it is of another ledger, {origin}")
            elif name in texts:
                self.roots.setdefault(size, root)
            if self.roots.get(size) != root:
                message = f"the bundle has no checkpoint of {size} records with the same root"
                self._fault("checkpoints_disagree", name, message)
            if is_signed(note, self.trusted):
                self.notes.setdefault(size, []).append(note)
        sizes = sorted(self.roots)
        for first, second in ((sizes[n - 1], sizes[n]) for n in range(1, len(sizes))):
            name = f"consistency/{first:020d}-{second:020d}.json"
            roots = self.roots[first], self.roots[second]
            try:
                path = [decode_base64(h) for h in read_json(self._read(name) or b"")["path"]]
            except MALFORMED:
                path = [b""]
            if not verify_consistency(first, second, *roots, path):
                message = f"it does not prove that the first {first} of {second} records are kept"
                self._fault("checkpoints_disagree", name, message)
        self.size = max(sizes, default=-1)
        if not sizes:
            message = "there is no checkpoint, signed by a key that is known, for proofs to lead to"
            self._fault("checkpoint_not_trusted", "checkpoints/", message)
        elif self.size not in self.notes:
            message = "no trusted key signed the last checkpoint, which every proof leads to"
            self._fault("checkpoint_not_trusted", f"checkpoints/{self.size:020d}-01.txt", message)

    def _rulesets(self) -> None:
        """The files of each ruleset are at its place, and have the digest that decisions name."""
        for ruleset in self.manifest["rulesets"]:
            folder, digest = ruleset["folder"] + "/", ruleset["source"]
            place = f"rulesets/{ruleset['id']}/{ruleset['version']}"
            if folder not in (f"{place}/", f"{place}-{digest[7:15]}/"):
                message = f"the manifest has {place} there, which is not its place"
                self._fault("ruleset_misplaced", folder, message)
                continue
            files = {name: self._read(name) for name in self._under(folder)}
            texts = {n[len(folder) :]: d.decode("utf-8") for n, d in files.items() if d is not None}
            if sha256(canonical(texts)) != digest:
                self._fault("ruleset_changed", folder, f"its files are not those of {digest}")
            self.rulesets.add((ruleset["id"], ruleset["version"], digest))

    def _proven(self, index: int, file: str, record: str | None) -> bytes | None:
        """Return the leaf that ``file`` proves at ``index`` in the tree of the last checkpoint."""
        data = self._read(file)
        if data is None or self.size not in self.roots:
            return None
        try:
            proof = read_json(data)
            leaf = decode_base64(proof["leaf_hash"])
            path = [decode_base64(text) for text in proof["inclusion_path"]]
            here = proof["leaf_index"] == index and proof["tree_size"] == self.size
            if here and verify_inclusion(index, self.size, leaf, path, self.roots[self.size]):
                return leaf
            message = f"it proves no leaf {index} in the tree of {self.size} records"
        except MALFORMED as error:
            message = f"it is not a proof: {error!r}"
        self._fault("not_in_tree", file, message, record)
        return None

    def _record(self, folder: str, names: set[str]) -> None:
        """A record is at its place in the tree, and what it commits to is with it."""
        index, name, proof = int(folder[8:28]), f"{folder}record.json", f"{folder}proof.json"
        data, record = self._read(name), None
        files = {n: self._read(n) for n in sorted(names - {name, proof})}
        self.times[index] = self.latest
        try:
            document = read_json(data or b"{}")
            record, kind, body = document["record_id"], document["kind"], document["body"]
            form = canonical(document) == data and isinstance(record, str)
            if not form or document["leaf_index"] != index or record in self.ids:
                message = "it is not canonical JSON, or not of this place, or there twice"
                self._fault("record_misplaced", name, message, record)
            if document["recorded_at"] < self.latest:
                message = "it is of an earlier time than the record before it"
                self._fault("record_misplaced", name, message, record)
            self.ids.add(record)
            self.times[index] = self.latest = document["recorded_at"]
            committed = {f"{folder}{n}.json": d for n, d in body.get("contents", {}).items()}
            for file in sorted({*files, *committed}):
                content = files[file] if file in files else self._read(file)
                if content is not None and sha256(content) != committed.get(file):
                    message = "it is not what the record commits to"
                    self._fault("contents_changed", file, message, record)
            if kind == "erasure":
                self.erased[index] = body
            if kind == "key":
                self.keys.add(body["vkey"])
                if body["event"] == "retired":
                    self.retired[body["vkey"]] = index
            if kind == "decision":
                self._decision(folder, record, body, files)
        except MALFORMED as error:
            if data is not None:
                self._fault("record_malformed", name, f"it is not a record: {error!r}", record)
        leaf = self._proven(index, proof, record)
        if data is not None and leaf not in (None, hash_leaf(data)):
            self._fault("record_changed", name, "it is not the record that is in the tree", record)

    def _decision(
        self,
        folder: str,
        record: str,
        body: Mapping[str, Any],
        files: Mapping[str, bytes | None],
    ) -> None:
        """The answer and the dossier say what the record says, by a ruleset that is here."""
        of = body["ruleset"]
        ruleset = {name: of[name] for name in ("id", "version", "digest")}
        source = of["id"], of["version"], of["source"]
        self.applied.add(source)
        if of["source"] is not None and source not in self.rulesets:
            message = f"the files of its ruleset, {of['source']}, are not in the bundle"
            self._fault("ruleset_missing", f"{folder}record.json", message, record)
        named = {n: body[n] for n in ("dossier_id", "application_ref", "rating_date")}
        answered = {"decision_id": record, "grade": body["grade"], "engine": body["engine"]}
        answered |= {"ruleset": ruleset, "dossier_digest": body["contents"]["dossier"], **named}
        for content, expected in (("dossier", named), ("result", answered)):
            file = f"{folder}{content}.json"
            data = files[file] if content in body["contents"] else b""
            given = expected if data is None else read_json(data)
            for member in (m for m, value in expected.items() if given.get(m) != value):
                message = f"its {member} is not the one in the record"
                self._fault("result_contradicts", file, message, record)

    def _gaps(self) -> None:
        """Each record that is gone has its leaf in the tree, and a certificate that names it."""
        for gap in self.manifest["gaps"]:
            index, certificate = gap["leaf_index"], self.erased.get(gap["certificate"], {})
            file, leaf = f"gaps/{index:020d}.json", None
            for named in certificate.get("erased", ()):
                if named["leaf_index"] == index and index not in self.times:
                    leaf, self.times[index] = decode_base64(named["leaf_hash"]), ""
                    self.gaps += 1
                    if named["kind"] == "decision":
                        self.ids.add(certificate["decision_id"])
            proven = self._proven(index, file, None)
            if leaf is None or proven not in (None, leaf):
                message = f"record {gap['certificate']} is no certificate for leaf {index}"
                self._fault("gap_without_certificate", file, message)

    def _stated(self) -> None:
        """What the manifest and ``keys.txt`` state is what the records and checkpoints say."""
        for of, version, digest in sorted(self.rulesets - self.applied):
            # Of the policy of records the ledger has only a digest of its meaning.
            if of != "records":
                message = f"no decision here was taken by the rules of {digest}"
                self._fault("ruleset_extra", f"rulesets/{of}/{version}/", message)
        if self.own is not None and {*self.own} != self.keys:
            message = "its keys are not those that the records of the ledger's keys name"
            self._fault("keys_changed", "keys.txt", message)
        in_force = [k for k in self.trusted if self.retired.get(k, self.size) >= self.size]
        notes = self.notes.get(self.size, [])
        if notes and not any(is_signed(note, in_force) for note in notes):
            message = "only keys that were retired before signed the last checkpoint"
            self._fault("checkpoint_not_trusted", f"checkpoints/{self.size:020d}-01.txt", message)
        found = {"format": FORMAT, "records": len(self.times) - self.gaps, "tree_size": self.size}
        for member, value in found.items():
            stated = self.manifest[member]
            if type(stated) is not int or stated != value:
                message = f"its {member} is {stated!r}, where the check finds {value}"
                self._fault("manifest_contradicts", "manifest.json", message)

    def _asked_for(self) -> None:
        """All that the manifest says the bundle is about is there, as a record or as a gap."""
        asked, name = self.manifest["asked_for"], "manifest.json"
        if not is_request(asked, self.manifest["range"]):
            message = "what it asks for, with its range, is not decisions, nor a period, nor all"
            self._fault("manifest_malformed", name, message)
            return
        for decision in asked.get("decisions", ()):
            if decision not in self.ids:
                self._fault("record_missing", name, "a decision asked for is not here", decision)
        if "decisions" in asked:
            return
        first, last = self.manifest["range"]
        here = [first - 1, *sorted(n for n in self.times if first <= n <= last), last + 1]
        for before, after in ((here[n - 1], here[n]) for n in range(1, len(here))):
            if after == before + 2:
                message = f"record {before + 1} is asked for, and is not here"
                self._fault("record_missing", name, message)
            elif after > before + 2:
                message = f"records {before + 1} to {after - 1} are asked for, and are not here"
                self._fault("record_missing", name, message)
        since, until = asked.get("since", ""), asked.get("until") or "9999"
        begins = first == 0 or "" < self.times.get(first, "")[:10] < since
        ends = last == self.size - 1 or self.times.get(last, "")[:10] > until
        if not begins or not ends:
            message = f"records {first} to {last} are not shown to be all that is asked for"
            self._fault("record_missing", name, message)


# --- What is printed -----------------------------------------------------------------------

OWN_KEYS = (
    "The keys are the bundle's own. That shows that the bundle agrees with itself, not whose it"
    " is: compare the keys, and the checkpoint, with what you have from elsewhere."
)


def read_kept(paths: Iterable[str]) -> dict[str, str]:
    """Return checkpoints that an auditor kept, path to text; raises :exc:`OSError`."""
    kept = {}
    for path in paths:
        with open(path, "rb") as file:
            kept[path] = file.read(MAX_FILE).decode("utf-8", "replace")
    return kept


def lines(audit: Audit, vkeys: Sequence[str]) -> list[str]:
    """Return the outcome as lines of text; ``vkeys`` are the keys that were given."""
    told = [
        f"{f.file}: {f.message} [{f.code}]" + (f" record {f.record_id}" if f.record_id else "")
        for f in audit.faults
    ]
    sound = (
        f"sound: {len(audit.times) - audit.gaps} records, and {audit.gaps} erased by certificate"
    )
    told.append(f"{len(told)} fault{'s' * (len(told) > 1)}" if told else sound)
    if not audit.manifest:
        return told
    asked = json.dumps(audit.manifest.get("asked_for"), ensure_ascii=False)
    told += ["", f"The bundle says that this was asked for: {asked}"]
    if audit.size in audit.roots:
        root = base64.b64encode(audit.roots[audit.size]).decode("ascii")
        told += ["", "The checkpoint to compare with what was published, or is on paper:"]
        told += [f"  {audit.manifest['origin']}", f"  {audit.size}", f"  {root}"]
    told += ["", "Trusted keys:", *(f"  {key}" for key in audit.trusted)]
    return told if vkeys else [*told, "", OWN_KEYS]


def printable(line: str, encoding: str) -> str:
    """Return a line with escapes for what a terminal of that encoding cannot, or must not, show."""
    shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)
    return shown.encode(encoding, "backslashreplace").decode(encoding)


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the bundle that the command line names; return 0 sound, 1 faults, 2 not checked."""
    parser = argparse.ArgumentParser(
        description="Check an audit bundle.",
        epilog="Exit status: 0 sound, 1 faults, 2 the check cannot be carried out.",
    )
    parser.add_argument("bundle", help="the bundle, a zip file")
    parser.add_argument(
        "--key", metavar="VKEY", action="append", default=[], help="a public key that you trust"
    )
    parser.add_argument(
        "--checkpoint", metavar="FILE", action="append", default=[], help="one that you kept"
    )
    given = parser.parse_args(arguments)
    try:
        for key in given.key:
            open_vkey(key)
        audit = Audit(given.bundle, given.key, read_kept(given.checkpoint))
    except (OSError, ValueError) as error:
        print(f"The check cannot be carried out: {error}", file=sys.stderr)
        return 2
    for line in lines(audit, given.key):
        print(printable(line, sys.stdout.encoding or "ascii"))
    return 1 if audit.faults else 0


if __name__ == "__main__":
    sys.exit(main())
