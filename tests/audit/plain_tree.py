"""The Merkle tree as RFC 9162 defines it, by recursion over the hashes of all leaves."""

import hashlib


def root(leaves: list[bytes]) -> bytes:
    """The root of the leaves with these hashes (2.1.1)."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = _split(len(leaves))
    return hashlib.sha256(b"\x01" + root(leaves[:k]) + root(leaves[k:])).digest()


def path(index: int, leaves: list[bytes]) -> list[bytes]:
    """The inclusion proof of a leaf (2.1.3.1)."""
    if len(leaves) == 1:
        return []
    k = _split(len(leaves))
    if index < k:
        return [*path(index, leaves[:k]), root(leaves[k:])]
    return [*path(index - k, leaves[k:]), root(leaves[:k])]


def consistency(first: int, leaves: list[bytes]) -> list[bytes]:
    """The proof that the tree extends that of the ``first`` leaves (2.1.4.1)."""
    return _subproof(first, leaves, True)


def _subproof(first: int, leaves: list[bytes], known: bool) -> list[bytes]:
    if first == len(leaves):
        return [] if known else [root(leaves)]
    k = _split(len(leaves))
    if first <= k:
        return [*_subproof(first, leaves[:k], known), root(leaves[k:])]
    return [*_subproof(first - k, leaves[k:], False), root(leaves[:k])]


def _split(size: int) -> int:
    return 1 << (size - 1).bit_length() - 1
