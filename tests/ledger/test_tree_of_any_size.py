"""Whatever the size, roots and proofs are those of the RFC's definitions and of another library."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from service.ledger.tree import appended, consistency_path, inclusion_path, leaf_hash, root
from tests.ledger import reference
from tests.ledger.reference import Nodes

ENTRIES = [b"record %d" % number for number in range(300)]
NODES = Nodes(ENTRIES)


@settings(max_examples=60)
@given(st.integers(0, 300))
def test_the_root_is_that_of_the_rfc(size: int) -> None:
    assert root(size, NODES) == reference.mth(ENTRIES[:size])


@settings(max_examples=60)
@given(st.data())
def test_an_inclusion_path_is_that_of_the_rfc(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 300))
    index = data.draw(st.integers(0, size - 1))
    assert inclusion_path(index, size, NODES) == reference.path(index, ENTRIES[:size])


@settings(max_examples=60)
@given(st.data())
def test_a_consistency_path_is_that_of_the_rfc(data: st.DataObject) -> None:
    second = data.draw(st.integers(1, 300))
    first = data.draw(st.integers(1, second))
    assert consistency_path(first, second, NODES) == reference.proof(first, ENTRIES[:second])


def test_every_proof_of_every_small_tree_is_that_of_the_rfc() -> None:
    for size in range(1, 18):
        entries = ENTRIES[:size]
        for index in range(size):
            assert inclusion_path(index, size, NODES) == reference.path(index, entries)
            assert consistency_path(index + 1, size, NODES) == reference.proof(index + 1, entries)


def test_an_independent_library_finds_the_same_roots_and_inclusion_paths() -> None:
    other = InmemoryTree(algorithm="sha256")
    for entry in ENTRIES[:70]:
        other.append_entry(entry)
    for size in range(1, 71):
        assert root(size, NODES) == other.get_root(size)
        for index in range(0, size, 3):
            leaf, *path = other.prove_inclusion(index + 1, size).path
            assert leaf == leaf_hash(ENTRIES[index])
            assert inclusion_path(index, size, NODES) == path


@settings(max_examples=40)
@given(st.lists(st.binary(max_size=70), max_size=40))
def test_a_tree_grown_leaf_by_leaf_has_the_root_of_its_entries_at_every_size(
    entries: list[bytes],
) -> None:
    nodes = Nodes(entries)
    for size in range(len(entries) + 1):
        assert root(size, nodes) == reference.mth(entries[:size])


def test_appending_stores_every_complete_subtree_once_and_nothing_else() -> None:
    assert NODES.stored.keys() == {
        (level, position) for level in range(9) for position in range(300 >> level)
    }


def test_there_is_nothing_to_prove_to_one_who_knows_the_whole_tree_or_nothing() -> None:
    assert consistency_path(7, 7, NODES) == []
    assert consistency_path(0, 7, NODES) == []
    assert consistency_path(0, 0, NODES) == []


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0), (5, 3)])
def test_a_leaf_outside_the_tree_has_no_inclusion_path(index: int, size: int) -> None:
    with pytest.raises(ValueError, match=f"{size} leaves has no leaf at index {index}"):
        inclusion_path(index, size, NODES)


@pytest.mark.parametrize(("first", "second"), [(-1, 3), (4, 3), (0, -1)])
def test_a_smaller_tree_does_not_extend_a_larger_one(first: int, second: int) -> None:
    with pytest.raises(ValueError, match="cannot extend"):
        consistency_path(first, second, NODES)


def test_a_size_below_nothing_and_a_leaf_that_is_no_hash_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot have -1 leaves"):
        root(-1, NODES)
    with pytest.raises(ValueError, match="cannot have -1 leaves"):
        appended(-1, leaf_hash(b""), NODES)
    with pytest.raises(ValueError, match="32 bytes, not 6"):
        appended(0, b"record", NODES)


def test_a_node_that_is_not_stored_is_not_made_up() -> None:
    with pytest.raises(KeyError):
        root(301, NODES)
