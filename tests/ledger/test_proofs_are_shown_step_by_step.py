"""The steps of a proof lead where the proof leads, in trees of any size."""

from hashlib import sha256

import pytest

from service.audit.verifier import verify_inclusion
from service.ledger.steps import steps
from service.ledger.tree import inclusion_path, leaf_hash, root
from tests.ledger.reference import Nodes

SIZES = range(1, 20)


def entries(size: int) -> list[bytes]:
    return [str(n).encode() for n in range(size)]


@pytest.mark.parametrize("size", SIZES)
def test_the_steps_of_every_leaf_lead_to_the_root(size: int) -> None:
    node = Nodes(entries(size))
    for index, leaf in enumerate(map(leaf_hash, entries(size))):
        path = inclusion_path(index, size, node)
        taken = list(steps(index, size, leaf, path))

        assert len(taken) == len(path)
        reached = taken[-1].joined if taken else leaf
        assert reached == root(size, node)
        assert verify_inclusion(index, size, leaf, path, reached)


def test_each_step_is_one_hash_that_anybody_can_take() -> None:
    path = inclusion_path(6, 13, Nodes(entries(13)))
    hashed = leaf_hash(entries(13)[6])
    for step, sibling in zip(steps(6, 13, hashed, path), path, strict=True):
        assert (step.left if step.on_left else step.right) == sibling
        assert (step.right if step.on_left else step.left) == hashed
        hashed = sha256(b"\x01" + step.left + step.right).digest()
        assert step.joined == hashed


def test_a_path_that_is_too_long_ends_at_the_root() -> None:
    leaf = leaf_hash(b"0")
    assert list(steps(0, 1, leaf, [leaf])) == []
