"""The page that proves a decision to be in the ledger, step by step, and how to do without it."""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson
from flask import Blueprint, Response

from service.api.parameters import parameters
from service.api.problems import DecisionNotFound
from service.audit.verifier import hash_leaf, is_signed, verify_inclusion
from service.canonical import digest
from service.ledger.checkpoints import head_of
from service.ledger.key_records import recorded_vkeys
from service.ledger.newest import newest_proof
from service.ledger.note import Head, parse_note, parse_vkey
from service.ledger.proofs import base64_text
from service.ledger.steps import Step, steps
from service.store.port import Checkpoint, RecordDamaged
from service.web.language import PARAMETER
from service.web.rendering import render
from service.web.site import Site

_DOMAIN: Final = "auditor"


@dataclass(frozen=True, slots=True)
class Checked:
    """A proof, and what each thing that must hold came to when it was checked for the page.

    ``record`` is the record's own JSON, ``None`` of a decision that was erased. ``contents``
    pairs what the record commits to, the files of its rules too, with its digest, and with
    whether what is stored has it.
    ``keys`` are those of the ledger, with whether each signed the checkpoint.
    """

    proof: Mapping[str, Any]
    head: Head
    record: Mapping[str, Any] | None
    leaf_holds: bool
    steps: tuple[Step, ...]
    reached: bytes
    path_holds: bool
    keys: tuple[tuple[str, bool], ...]
    signature_holds: bool
    contents: tuple[tuple[str, str, bool], ...]

    @property
    def holds(self) -> bool:
        """Whether everything does."""
        stored = all(holds for _, _, holds in self.contents)
        return self.leaf_holds and self.path_holds and self.signature_holds and stored


def proof_pages(site: Site) -> Blueprint:
    """Return the page over ``site``."""
    pages = Blueprint("web_proof", __name__)

    @pages.get("/decisions/<decision_id>/proof")
    def show_proof(decision_id: str) -> Response:
        parameters(PARAMETER)
        proof = newest_proof(site.store, site.keys, decision_id)
        if proof is None:
            raise DecisionNotFound(decision_id)
        checked = _checked(site, proof)
        return render(
            "auditor/proof.html",
            _DOMAIN,
            decision_id=decision_id,
            checked=checked,
            proof=proof,
            shown=[_step(step) for step in checked.steps],
            reached=base64_text(checked.reached),
            root=base64_text(checked.head.root),
            record_text=_indented(checked.record),
            proof_text=orjson.dumps(proof, option=orjson.OPT_INDENT_2).decode(),
        )

    return pages


def _checked(site: Site, proof: Mapping[str, Any]) -> Checked:
    """Check ``proof`` with the verifier that outsiders have."""
    note = str(proof["checkpoint"])
    head = head_of(Checkpoint(proof["tree_size"], note))
    index, leaf = int(proof["leaf_index"]), b64decode(proof["leaf_hash"])
    path = [b64decode(hashed) for hashed in proof["inclusion_path"]]
    taken = tuple(steps(index, head.size, leaf, path))
    text = proof["record"]
    record = None if text is None else orjson.loads(text)
    vkeys = recorded_vkeys(site.store)
    signed = [(vkey, _signs(note, vkey)) for vkey in vkeys]
    return Checked(
        proof,
        head,
        record,
        text is None or hash_leaf(text.encode()) == leaf,
        taken,
        taken[-1].joined if taken else leaf,
        verify_inclusion(index, head.size, leaf, path, head.root),
        tuple(signed),
        is_signed(note, vkeys),
        _contents(site, record),
    )


def _signs(note: str, vkey: str) -> bool:
    """Return whether a key signed the checkpoint, and truly."""
    key = parse_vkey(vkey)
    named = any(
        (signature.name, signature.key_id) == (key.name, key.key_id)
        for signature in parse_note(note).signatures
    )
    return named and is_signed(note, [vkey])


def _contents(site: Site, record: Mapping[str, Any] | None) -> tuple[tuple[str, str, bool], ...]:
    if record is None:
        return ()
    named: Mapping[str, str] = record["body"]["contents"]
    rules: str | None = record["body"]["ruleset"]["source"]
    try:
        site.store.get(record["record_id"])
        holds = True
    except RecordDamaged:
        holds = False
    found = [(name, of, holds) for name, of in sorted(named.items())]
    if rules is not None:
        found.append(("rules", rules, _has_rules(site, rules)))
    return tuple(found)


def _has_rules(site: Site, named: str) -> bool:
    try:
        source = site.store.source(named)
    except RecordDamaged:
        return False
    return source is not None and digest(source) == named


def _step(step: Step) -> tuple[bool, str, str]:
    """Return on which side the hash of the proof stands, that hash, and what is joined."""
    sibling = step.left if step.on_left else step.right
    return step.on_left, base64_text(sibling), base64_text(step.joined)


def _indented(record: Mapping[str, Any] | None) -> str:
    return "" if record is None else orjson.dumps(record, option=orjson.OPT_INDENT_2).decode()
