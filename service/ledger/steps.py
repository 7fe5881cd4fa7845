"""An inclusion proof step by step, as anybody with SHA-256 can take it (RFC 9162, 2.1.3.2)."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from service.ledger.tree import node_hash


class Step(NamedTuple):
    """Two hashes joined into one: ``left`` and ``right`` into ``joined``, 32 bytes each.

    ``on_left``: the hash that the proof brings is the left one.
    """

    left: bytes
    right: bytes
    on_left: bool
    joined: bytes


def steps(index: int, size: int, leaf: bytes, path: Sequence[bytes]) -> Iterator[Step]:
    """Yield the steps that lead from ``leaf``, the ``index``-th of ``size`` leaves, to the root.

    Whether the path is a proof is not told by it: for that the last hash must be the root, and
    :func:`service.audit.verifier.verify_inclusion` asks. A path that is too long ends early.
    """
    place, last, hashed = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return
        on_left = bool(place & 1) or place == last
        left, right = (sibling, hashed) if on_left else (hashed, sibling)
        hashed = node_hash(left, right)
        yield Step(left, right, on_left, hashed)
        while on_left and place and not place & 1:
            place, last = place >> 1, last >> 1
        place, last = place >> 1, last >> 1
