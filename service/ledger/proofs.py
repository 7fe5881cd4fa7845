"""What proves to an outsider that a decision is in the ledger, and that the ledger only grew."""

import base64
from collections.abc import Mapping
from typing import Any

from service.audit.verifier import verify_consistency, verify_inclusion
from service.ledger.checkpoints import LedgerInconsistent, NoCheckpoint, head_of
from service.ledger.tree import consistency_path, inclusion_path, root
from service.records.verified import verified
from service.store.port import Checkpoint, Record, RecordDamaged, RecordStore


class BadSizes(ValueError):
    """There is no consistency proof between the sizes; the message says why."""


def proof_of(store: RecordStore, decision_id: str, checkpoint: Checkpoint) -> dict[str, Any] | None:
    """Return the proof that a decision is in the ledger of ``checkpoint``; ``None`` if unknown.

    Members: ``decision_id``, ``leaf_index``, ``leaf_hash``, ``record`` (its canonical JSON as
    text), ``tree_size``, ``inclusion_path`` (RFC 9162, 2.1.3.1) and the ``checkpoint``. Hashes
    are base64. Of an erased decision ``record`` is null and ``certificate`` is the record_id of
    the certificate of its erasure.

    Raises :exc:`NoCheckpoint` where the checkpoint is of a size before the decision,
    :exc:`~service.store.port.RecordDamaged` where a stored record is not the one in its leaf,
    :exc:`LedgerInconsistent` where the tree does not extend the checkpoint: a proof that does
    not verify, by the verifier that outsiders have, is not given. Raises
    :exc:`~service.store.port.StoreUnavailable`.
    """
    with store.snapshot():
        record = store.record(decision_id)
        certificate = None if record else _certificate(store, decision_id)
        if record is None and certificate is None:
            return None
        if record is not None and verified(store, record).kind != "decision":
            return None
        index = record.leaf_index if record else _erased_leaf(certificate)
        size = checkpoint.size
        if index >= size:
            raise NoCheckpoint(
                f"The newest checkpoint is of {size} records; decision {decision_id} came after."
            )
        try:
            leaf = store.node(0, index)
            path = inclusion_path(index, size, store.node)
        except KeyError as missing:
            raise LedgerInconsistent(
                f"The node {missing.args[0]} of the tree is missing."
            ) from None
    if certificate is not None and erased_leaves(certificate.document).get(index) != leaf:
        raise RecordDamaged(certificate.record_id, "it does not certify the leaf")
    if not verify_inclusion(index, size, leaf, path, head_of(checkpoint).root):
        raise LedgerInconsistent(f"The tree does not extend the checkpoint of size {size}.")
    proof: dict[str, Any] = {
        "decision_id": decision_id,
        "leaf_index": index,
        "leaf_hash": base64_text(leaf),
        "record": record.data.decode() if record else None,
    }
    if certificate is not None:
        proof["certificate"] = certificate.record_id
    return proof | {
        "tree_size": size,
        "inclusion_path": [base64_text(hashed) for hashed in path],
        "checkpoint": checkpoint.note,
    }


def consistency(store: RecordStore, first: int, second: int) -> dict[str, Any]:
    """Return the proof that the ledger of ``second`` records extends that of ``first``.

    Members: ``first``, ``second``, ``first_root``, ``second_root`` and ``path`` (RFC 9162,
    2.1.4.1); hashes are base64. Raises :exc:`BadSizes` unless 1 <= ``first`` <= ``second`` <=
    the ledger's size, :exc:`LedgerInconsistent` where a node is missing or wrong, and
    :exc:`~service.store.port.StoreUnavailable`.
    """
    with store.snapshot():
        size = store.size()
        if not 1 <= first <= second <= size:
            raise BadSizes(
                f"The ledger has {size} records; two sizes from 1 to that, the smaller first,"
                f" are needed, not {first} and {second}."
            )
        try:
            roots = root(first, store.node), root(second, store.node)
            path = consistency_path(first, second, store.node)
        except KeyError as missing:
            raise LedgerInconsistent(
                f"The node {missing.args[0]} of the tree is missing."
            ) from None
    if not verify_consistency(first, second, *roots, path):
        raise LedgerInconsistent("The tree's nodes do not agree with each other.")
    return {
        "first": first,
        "second": second,
        "first_root": base64_text(roots[0]),
        "second_root": base64_text(roots[1]),
        "path": [base64_text(hashed) for hashed in path],
    }


def erased_leaves(document: Mapping[str, Any]) -> dict[int, bytes]:
    """Return the leaves, and their hashes, that a certificate of erasure names.

    Raises :exc:`ValueError`, :exc:`KeyError` or :exc:`TypeError` for what is no certificate.
    """
    return {
        leaf["leaf_index"]: base64.b64decode(leaf["leaf_hash"], validate=True)
        for leaf in document["body"]["erased"]
    }


def base64_text(hashed: bytes) -> str:
    """Return a hash as JSON has it."""
    return base64.b64encode(hashed).decode("ascii")


def _certificate(store: RecordStore, decision_id: str) -> Record | None:
    about = [verified(store, record) for record in store.about(decision_id)]
    return next((record for record in about if record.kind == "erasure"), None)


def _erased_leaf(certificate: Record | None) -> int:
    assert certificate is not None
    try:
        leaves = erased_leaves(certificate.document)
        kinds = {leaf["leaf_index"]: leaf["kind"] for leaf in certificate.body["erased"]}
        return next(leaf for leaf in leaves if kinds[leaf] == "decision")
    except (StopIteration, ValueError, KeyError, TypeError):
        raise RecordDamaged(certificate.record_id, "it certifies no decision") from None
