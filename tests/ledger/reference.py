"""The Merkle tree a second time, slowly: RFC 9162's recursive definitions over whole lists."""

import hashlib
from collections.abc import Sequence

from service.ledger import tree


def mth(entries: Sequence[bytes]) -> bytes:
    """MTH(D_n), section 2.1.1."""
    n = len(entries)
    if n == 0:
        return hashlib.sha256(b"").digest()
    if n == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    k = split(n)
    return hashlib.sha256(b"\x01" + mth(entries[:k]) + mth(entries[k:])).digest()


def path(m: int, entries: Sequence[bytes]) -> list[bytes]:
    """PATH(m, D_n), section 2.1.3.1."""
    n = len(entries)
    if n == 1:
        return []
    k = split(n)
    if m < k:
        return path(m, entries[:k]) + [mth(entries[k:])]
    return path(m - k, entries[k:]) + [mth(entries[:k])]


def proof(m: int, entries: Sequence[bytes]) -> list[bytes]:
    """PROOF(m, D_n), section 2.1.4.1, for 0 < m <= n."""
    return subproof(m, entries, True)


def subproof(m: int, entries: Sequence[bytes], known: bool) -> list[bytes]:
    """SUBPROOF(m, D_n, b), section 2.1.4.1."""
    n = len(entries)
    if m == n:
        return [] if known else [mth(entries)]
    k = split(n)
    if m <= k:
        return subproof(m, entries[:k], known) + [mth(entries[k:])]
    return subproof(m - k, entries[k:], False) + [mth(entries[:k])]


def split(n: int) -> int:
    """The largest power of two smaller than n."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k


class Nodes:
    """The nodes stored as ``entries`` are appended, and every read of one."""

    def __init__(self, entries: Sequence[bytes]) -> None:
        self.stored: dict[tuple[int, int], bytes] = {}
        self.reads: list[tuple[int, int]] = []
        for size, entry in enumerate(entries):
            for level, position, hashed in tree.appended(size, tree.leaf_hash(entry), self):
                assert (level, position) not in self.stored
                self.stored[level, position] = hashed
        self.reads.clear()

    def __call__(self, level: int, position: int) -> bytes:
        self.reads.append((level, position))
        return self.stored[level, position]
