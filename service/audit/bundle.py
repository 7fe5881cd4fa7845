"""Writes an audit bundle: records, what they commit to, and what proves them, in one zip."""

import errno
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson

from service import __version__
from service.audit import verifier
from service.audit.selection import Request, Selection, select
from service.audit.verifier import Audit, Fault
from service.audit.zipping import BundleZip, bundle_zip
from service.canonical import digest
from service.ledger.checkpoints import LedgerInconsistent, head_of
from service.ledger.note import Head
from service.ledger.proofs import base64_text
from service.ledger.tree import consistency_path, inclusion_path, leaf_hash, root
from service.records.policy import load_records_policy
from service.ruleset import catalogue
from service.ruleset.faults import RulesetRejected
from service.store.port import Checkpoint, Record, RecordDamaged, RecordStore

_HERE = Path(__file__).resolve().parent
_README = _HERE / "README-bundle.md"


class NotCovered(Exception):
    """No checkpoint covers the records asked for; the message is a sentence."""


class NothingRecorded(Exception):
    """The ledger has no record at all."""


class BundleFaulty(Exception):
    """The bundle did not stand the check: the store is damaged. No bundle was left."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{fault.file}: {fault.message}" for fault in faults))


@dataclass(frozen=True, slots=True)
class Exported:
    """A bundle: the checkpoint that it rests on, numbers of records, decisions and gaps."""

    head: Head
    records: int
    decisions: int
    gaps: int


@dataclass
class _Found:
    """What is learned on the way through the records."""

    records: int = 0
    decisions: int = 0
    gaps: list[dict[str, int]] = field(default_factory=list)
    rulesets: set[tuple[str, str, str]] = field(default_factory=set)
    policies: set[tuple[str, str]] = field(default_factory=set)


def export(store: RecordStore, request: Request, target: Path, size: int | None = None) -> Exported:
    """Write the bundle that ``request`` asks for to the new file ``target``.

    It is of one state of the store: of the checkpoint of ``size`` records or, where ``size`` is
    ``None``, of the last. What is written is checked as an auditor would, by ``verify.py``
    itself, before it gets its name; until then it is ``target`` with ``.part``.

    Raises :exc:`NotCovered`, :exc:`NothingRecorded`, :exc:`BundleFaulty`,
    :exc:`~service.audit.selection.NotRecorded`, :exc:`~service.audit.zipping.CannotHold`,
    :exc:`FileExistsError` and other :exc:`OSError`, :exc:`~service.store.port.RecordDamaged`,
    :exc:`~service.ledger.checkpoints.LedgerInconsistent` and
    :exc:`~service.store.port.StoreUnavailable`; then there is no ``target``.
    """
    if target.exists():
        raise FileExistsError(errno.EEXIST, "it exists already", str(target))
    part = target.with_name(target.name + ".part")
    with part.open("xb") as file:
        try:
            with store.snapshot(), bundle_zip(file) as bundle:
                exported = _write(store, request, size, bundle)
            file.flush()
            os.fsync(file.fileno())
            faults = Audit(str(part)).faults
            if faults:
                raise BundleFaulty(faults)
            part.rename(target)
        except BaseException as error:
            part.unlink(missing_ok=True)
            if isinstance(error, (KeyError, ValueError, TypeError)):
                # What is not there, or is no record, where the ledger should have one.
                raise LedgerInconsistent(f"The ledger cannot be read: {error!r}.") from error
            raise
    return exported


def _write(store: RecordStore, request: Request, size: int | None, bundle: BundleZip) -> Exported:
    recorded = store.size()
    if recorded == 0:
        raise NothingRecorded
    selection = select(store, request, recorded if size is None else size)
    checkpoints = [c for c in store.checkpoints() if size is None or c.size <= size]
    if not checkpoints or checkpoints[-1].size < selection.stop:
        raise NotCovered("There is no checkpoint that covers every record asked for.")
    head = head_of(checkpoints[-1])
    bundle.add("README.md", _readme(request, head, checkpoints[-1]))
    bundle.add("verify.py", Path(verifier.__file__).read_bytes())
    bundle.add("keys.txt", _vkeys(store, head.size))
    _add_checkpoints(store, checkpoints, bundle)
    found = _Found()
    for leaf_index in selection.leaves():
        _add_leaf(store, leaf_index, selection, head.size, bundle, found)
    for gap in found.gaps:
        leaf_index = gap["leaf_index"]
        bundle.add(f"gaps/{leaf_index:020d}.json", _proof(store, leaf_index, head.size))
    rulesets = [*_add_rulesets(store, found, bundle), *_add_policies(found, bundle)]
    bundle.finish(
        {
            "format": verifier.FORMAT,
            "service": {"name": "pinzhi", "version": __version__},
            "origin": head.origin,
            "tree_size": head.size,
            "asked_for": request.to_json(),
            "range": [selection.span.start, selection.span.stop - 1] if selection.span else None,
            "records": found.records,
            "gaps": found.gaps,
            "rulesets": rulesets,
        }
    )
    return Exported(head, found.records, found.decisions, len(found.gaps))


def _readme(request: Request, head: Head, checkpoint: Checkpoint) -> bytes:
    asked = json.dumps(request.to_json(), ensure_ascii=False)
    text = _README.read_text(encoding="utf-8")
    for name, value in (
        ("{origin}", head.origin),
        ("{size}", str(head.size)),
        ("{root}", base64_text(head.root)),
        ("{asked_for}", asked),
        ("{version}", __version__),
        ("{checkpoint}", checkpoint.note.rstrip("\n")),
    ):
        text = text.replace(name, value)
    return text.encode()


def _vkeys(store: RecordStore, size: int) -> bytes:
    """Return the keys that the records of the bundle name, in their order, one a line."""
    named = (record.body["vkey"] for record in store.records(0, size, kind="key"))
    return "".join(f"{vkey}\n" for vkey in dict.fromkeys(named)).encode()


def _add_checkpoints(store: RecordStore, checkpoints: list[Checkpoint], bundle: BundleZip) -> None:
    """Add every checkpoint, and the proofs that each extends the one of a smaller size."""
    of_size: dict[int, int] = {}
    for checkpoint in checkpoints:
        of_size[checkpoint.size] = of_size.get(checkpoint.size, 0) + 1
        name = f"checkpoints/{checkpoint.size:020d}-{of_size[checkpoint.size]:02d}.txt"
        bundle.add(name, checkpoint.note.encode())
    sizes = sorted(of_size)
    for first, second in pairwise(sizes):
        proof = {
            "first": first,
            "second": second,
            "first_root": base64_text(root(first, store.node)),
            "second_root": base64_text(root(second, store.node)),
            "path": [base64_text(h) for h in consistency_path(first, second, store.node)],
        }
        bundle.add(f"consistency/{first:020d}-{second:020d}.json", _json(proof))


def _add_leaf(
    store: RecordStore,
    leaf_index: int,
    selection: Selection,
    size: int,
    bundle: BundleZip,
    found: _Found,
) -> None:
    """Add a record with its proof and its contents; a gap is only noted."""
    record = store.record_at(leaf_index)
    if record is None:
        if leaf_index not in selection.erased:
            what = "it is gone, and there is no certificate of that"
            raise RecordDamaged(f"at leaf {leaf_index}", what)
        certificate = selection.erased[leaf_index]
        found.gaps.append({"leaf_index": leaf_index, "certificate": certificate})
        return
    if leaf_hash(record.data) != store.node(0, leaf_index):
        raise RecordDamaged(record.record_id, "the record is not the one in its leaf")
    folder = f"records/{leaf_index:020d}"
    bundle.add(f"{folder}/record.json", record.data)
    bundle.add(f"{folder}/proof.json", _proof(store, leaf_index, size))
    for name, content in sorted(store.contents(leaf_index).items()):
        bundle.add(f"{folder}/{name}.json", content)
    found.records += 1
    _note(record, found)


def _note(record: Record, found: _Found) -> None:
    """Note what else of the store the record names."""
    policies = [record.body.get("policy")]
    if record.kind == "decision":
        found.decisions += 1
        ruleset = record.body["ruleset"]
        if ruleset["source"] is not None:
            found.rulesets.add((ruleset["id"], ruleset["version"], ruleset["source"]))
        policies.append(record.body["retention"]["policy"])
    for policy in policies:
        if policy is not None:
            found.policies.add((policy["version"], policy["digest"]))


def _add_rulesets(store: RecordStore, found: _Found, bundle: BundleZip) -> Iterator[dict[str, str]]:
    """Add the files of each ruleset, and yield what the manifest says of it."""
    taken: set[str] = set()
    for of, version, named in sorted(found.rulesets):
        source = store.source(named)
        if source is None:
            raise RecordDamaged(f"of ruleset {of} {version}", f"the files of {named} are missing")
        folder = f"rulesets/{of}/{version}"
        if folder in taken:
            # One version with other files: no matter where, for they may differ in a comment.
            folder = f"{folder}-{named[7:15]}"
        taken.add(folder)
        yield from _add_files(of, version, named, folder, source, bundle)


def _add_policies(found: _Found, bundle: BundleZip) -> Iterator[dict[str, str]]:
    """Add those policies of records that are installed: the ledger keeps only their digests."""
    for version, named in sorted(found.policies):
        folder = catalogue.root() / "records" / version
        try:
            policy = load_records_policy(folder)
        except RulesetRejected:
            continue
        if policy.digest == named:
            place = f"rulesets/records/{version}"
            yield from _add_files(
                "records", version, digest(policy.source), place, policy.source, bundle
            )


def _add_files(
    of: str, version: str, named: str, folder: str, source: bytes, bundle: BundleZip
) -> Iterator[dict[str, str]]:
    for name, text in sorted(orjson.loads(source).items()):
        bundle.add(f"{folder}/{name}", text.encode())
    yield {"id": of, "version": version, "source": named, "folder": folder}


def _proof(store: RecordStore, leaf_index: int, size: int) -> bytes:
    return _json(
        {
            "leaf_index": leaf_index,
            "leaf_hash": base64_text(store.node(0, leaf_index)),
            "tree_size": size,
            "inclusion_path": [
                base64_text(h) for h in inclusion_path(leaf_index, size, store.node)
            ],
        }
    )


def _json(value: Mapping[str, Any]) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
