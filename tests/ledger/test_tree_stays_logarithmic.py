"""At a million leaves, adding one and proving one still read a few dozen nodes."""

import pytest

from service.ledger.tree import appended, consistency_path, inclusion_path, leaf_hash, node_hash
from service.ledger.tree import root as root_of

MILLION = 1_000_000
LEVELS = 20  # a path at a million leaves has 20 hashes at most


class Alike:
    """A tree of ``size`` leaves that are all alike, so that a level has one hash; reads counted."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.reads = 0
        self.levels = [leaf_hash(b"the same")]
        while len(self.levels) <= LEVELS:
            self.levels.append(node_hash(self.levels[-1], self.levels[-1]))

    def __call__(self, level: int, position: int) -> bytes:
        assert 0 <= position < self.size >> level, "a subtree that is not complete was read"
        self.reads += 1
        return self.levels[level]


INDEXES = [0, 1, 499_999, 524_287, 524_288, 983_039, 999_935, 999_936, 999_998, 999_999]


@pytest.mark.parametrize("index", INDEXES)
def test_an_inclusion_path_at_a_million_leaves_reads_few_nodes(index: int) -> None:
    nodes = Alike(MILLION)
    path = inclusion_path(index, MILLION, nodes)
    assert len(path) <= LEVELS
    assert nodes.reads <= 2 * LEVELS


@pytest.mark.parametrize("first", [index + 1 for index in INDEXES])
def test_a_consistency_path_to_a_million_leaves_reads_few_nodes(first: int) -> None:
    nodes = Alike(MILLION)
    path = consistency_path(first, MILLION, nodes)
    assert len(path) <= LEVELS + 1
    assert nodes.reads <= 2 * LEVELS


@pytest.mark.parametrize("size", [MILLION - 1, MILLION, 2**20 - 1, 2**20])
def test_a_root_at_a_million_leaves_reads_few_nodes(size: int) -> None:
    nodes = Alike(size)
    root_of(size, nodes)
    assert nodes.reads <= LEVELS


@pytest.mark.parametrize("size", [MILLION - 1, MILLION, 2**20 - 1])
def test_appending_to_a_million_leaves_reads_and_writes_few_nodes(size: int) -> None:
    nodes = Alike(size)
    new = appended(size, leaf_hash(b"the same"), nodes)
    assert nodes.reads == len(new) - 1 <= LEVELS
    for level, position, _ in new:
        assert (position + 1) << level == size + 1, "not a subtree that this leaf completes"


def test_the_path_at_a_million_leaves_leads_to_the_root() -> None:
    nodes = Alike(MILLION)
    # The last leaf is a right child throughout: each step joins a subtree on its left.
    hashed = leaf_hash(b"the same")
    for sibling in inclusion_path(MILLION - 1, MILLION, nodes):
        hashed = node_hash(sibling, hashed)
    assert hashed == root_of(MILLION, nodes)
