"""The Merkle tree of RFC 9162, section 2.1: roots and proofs from stored complete subtrees.

A node at ``(level, position)`` is the hash of the complete subtree over the leaves
``position << level`` up to, not including, ``(position + 1) << level``. Once complete it never
changes, so the nodes are stored as they come about, and every root and proof, of now or of any
earlier size, is read off a number of them that grows with the logarithm of the size.
"""

import hashlib
from collections.abc import Callable

Node = Callable[[int, int], bytes]
"""Gives the stored hash at (level, position); its errors, for one not stored, are passed on."""

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256().digest()


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf: SHA-256 of 0x00 and ``data`` (RFC 9162, 2.1.1)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees: SHA-256 of 0x01, ``left``, ``right`` (RFC 9162, 2.1.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def appended(size: int, leaf: bytes, node: Node) -> list[tuple[int, int, bytes]]:
    """Return the nodes to store, as (level, position, hash), when a leaf is added.

    ``size`` is the number of leaves before it, 0 or more; ``leaf`` is its *hash*
    (:func:`leaf_hash`). The first node is the leaf itself, then come the subtrees it completes,
    lowest first. Raises :exc:`ValueError` for a negative size or a hash not of 32 bytes.
    """
    _check_size(size)
    if len(leaf) != HASH_BYTES:
        raise ValueError(f"A leaf's hash has {HASH_BYTES} bytes, not {len(leaf)}.")
    level, position, hashed = 0, size, leaf
    nodes = [(level, position, hashed)]
    while position & 1:
        hashed = node_hash(node(level, position - 1), hashed)
        level, position = level + 1, position >> 1
        nodes.append((level, position, hashed))
    return nodes


def root(size: int, node: Node) -> bytes:
    """Return the root of the first ``size`` leaves; with none, SHA-256 of nothing.

    Raises :exc:`ValueError` for a negative size.
    """
    _check_size(size)
    return _subtree(0, size, node) if size else EMPTY_ROOT


def inclusion_path(index: int, size: int, node: Node) -> list[bytes]:
    """Return the inclusion proof of a leaf in the tree of ``size`` leaves (RFC 9162, 2.1.3.1).

    The path runs from the leaf to the root. Raises :exc:`ValueError` unless
    0 <= ``index`` < ``size``.
    """
    if not 0 <= index < size:
        raise ValueError(f"A tree of {size} leaves has no leaf at index {index}.")
    path = []
    start, stop = 0, size
    while stop - start > 1:
        middle = _middle(start, stop)
        if index < middle:
            path.append(_subtree(middle, stop, node))
            stop = middle
        else:
            path.append(_subtree(start, middle, node))
            start = middle
    return path[::-1]


def consistency_path(first: int, second: int, node: Node) -> list[bytes]:
    """Return the proof that a tree of ``second`` leaves extends that of ``first``.

    RFC 9162, 2.1.4.1. Empty where the sizes are equal, and where ``first`` is 0: every tree
    extends the empty one. Raises :exc:`ValueError` unless 0 <= ``first`` <= ``second``.
    """
    if not 0 <= first <= second:
        raise ValueError(f"A tree of {second} leaves cannot extend one of {first}.")
    if first == 0:
        return []
    path = []
    start, stop = 0, second
    while stop != first:
        middle = _middle(start, stop)
        if first <= middle:
            path.append(_subtree(middle, stop, node))
            stop = middle
        else:
            path.append(_subtree(start, middle, node))
            start = middle
    # Where the walk never turned right, what is left is the first tree: its root is known.
    if start > 0:
        path.append(_subtree(start, stop, node))
    return path[::-1]


def _check_size(size: int) -> None:
    if size < 0:
        raise ValueError(f"A tree cannot have {size} leaves.")


def _middle(start: int, stop: int) -> int:
    """Return where RFC 9162 splits: after the largest power of two below the number of leaves."""
    return start + (1 << (stop - start - 1).bit_length() - 1)


def _subtree(start: int, stop: int, node: Node) -> bytes:
    """Return the hash over the leaves ``start`` up to ``stop``, of which there is one at least.

    ``start`` is where a split of the RFC can begin, so the complete subtrees are aligned.
    """
    pieces = []
    while start < stop:
        level = (stop - start).bit_length() - 1
        pieces.append(node(level, start >> level))
        start += 1 << level
    hashed = pieces.pop()
    while pieces:
        hashed = node_hash(pieces.pop(), hashed)
    return hashed
