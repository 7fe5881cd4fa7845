"""The shapes of what outsiders check the ledger by: proofs and public keys."""

from service.contract import members as m

HASH = "[A-Za-z0-9+/]{43}="
"""A SHA-256 in base64."""


class Proof(m.Shape):
    """The proof that a decision is in the ledger (RFC 9162, section 2.1.3)."""

    decision_id = m.identity()
    leaf_index = m.whole("From 0", least=0)
    leaf_hash = m.text("SHA-256 of a zero byte and the record", pattern=HASH)
    record = m.text("The record's canonical JSON; null where it was erased on order", null=True)
    certificate = m.identity("Where it was erased: the record of the certificate", optional=True)
    tree_size = m.whole("Records that the checkpoint covers", least=1)
    inclusion_path = m.many(m.text(pattern=HASH))
    checkpoint = m.text("The signed checkpoint, as /v1/ledger/checkpoint gives it")


class Consistency(m.Shape):
    """The proof that the ledger only grew (RFC 9162, section 2.1.4)."""

    first = m.whole("The smaller size", least=1)
    second = m.whole("The greater size", least=1)
    first_root = m.text("Compare it with your checkpoint of the first size", pattern=HASH)
    second_root = m.text("Compare it with your checkpoint of the second size", pattern=HASH)
    path = m.many(m.text(pattern=HASH))


class LedgerKey(m.Shape):
    """A public key of the ledger."""

    key_id = m.text()
    vkey = m.text("A verifier key in the signed-note format: name+id+key")
    state = m.text(one_of=("active", "overlapping", "retired"))


class LedgerKeys(m.Shape):
    """The public keys that the ledger names."""

    origin = m.text("The name of the ledger; null where it has no key yet", null=True)
    keys = m.many(LedgerKey)
