"""The auditor's verifier takes every true proof, of any size and index, and no corrupted one."""

from collections.abc import Callable

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from service.audit.verifier import verify_consistency, verify_inclusion
from service.ledger.tree import EMPTY_ROOT, consistency_path, inclusion_path, leaf_hash, root
from tests.ledger.reference import Nodes

MOST = 300
ENTRIES = [b"record %d" % number for number in range(MOST)]
NODES = Nodes(ENTRIES)
ROOTS = [root(size, NODES) for size in range(MOST + 1)]

hashes = st.binary(min_size=32, max_size=32)
places = st.integers(1, MOST).flatmap(
    lambda size: st.tuples(st.integers(0, size - 1), st.just(size))
)
sizes = st.integers(1, MOST).flatmap(
    lambda second: st.tuples(st.integers(1, second), st.just(second))
)


def with_a_bit_flipped(hashed: bytes, bit: int) -> bytes:
    return (int.from_bytes(hashed, "big") ^ 1 << bit).to_bytes(len(hashed), "big")


def corrupted(path: list[bytes], data: st.DataObject) -> list[bytes]:
    """Another path: a bit flipped, a hash dropped, doubled, put in, or two of them swapped."""
    at = data.draw(st.integers(0, len(path)))
    changes: list[Callable[[], list[bytes]]] = [lambda: path[:at] + [data.draw(hashes)] + path[at:]]
    if at < len(path):
        bit = data.draw(st.integers(0, 255))
        changes += [
            lambda: path[:at] + [with_a_bit_flipped(path[at], bit)] + path[at + 1 :],
            lambda: path[:at] + path[at + 1 :],
            lambda: path[: at + 1] + path[at:],
            lambda: path[:at] + [path[at][:-1]] + path[at + 1 :],
            lambda: path[:at][::-1] + path[at:],
            lambda: path[at + 1 :] + path[: at + 1],
        ]
    other = data.draw(st.sampled_from(changes))()
    assume(other != path)
    return other


def included(index: int, size: int) -> bool:
    path = inclusion_path(index, size, NODES)
    return verify_inclusion(index, size, leaf_hash(ENTRIES[index]), path, ROOTS[size])


def consistent(first: int, second: int) -> bool:
    path = consistency_path(first, second, NODES)
    return verify_consistency(first, second, ROOTS[first], ROOTS[second], path)


def test_every_proof_of_every_small_tree_is_taken() -> None:
    for size in range(1, 34):
        assert all(included(index, size) for index in range(size))
        assert all(consistent(first, size) for first in range(size + 1))


@settings(max_examples=60)
@given(places, sizes)
def test_true_proofs_of_any_size_are_taken(place: tuple[int, int], pair: tuple[int, int]) -> None:
    assert included(*place)
    assert consistent(*pair)


@settings(max_examples=100)
@given(places, st.data())
def test_a_corrupted_inclusion_path_is_caught(place: tuple[int, int], data: st.DataObject) -> None:
    index, size = place
    path = corrupted(inclusion_path(index, size, NODES), data)
    assert not verify_inclusion(index, size, leaf_hash(ENTRIES[index]), path, ROOTS[size])


@settings(max_examples=100)
@given(places, st.integers(-2, MOST + 2))
def test_an_inclusion_path_is_of_no_other_index(place: tuple[int, int], other: int) -> None:
    index, size = place
    assume(other != index)
    path = inclusion_path(index, size, NODES)
    assert not verify_inclusion(other, size, leaf_hash(ENTRIES[index]), path, ROOTS[size])


@settings(max_examples=100)
@given(places, st.integers(-2, MOST))
def test_an_inclusion_path_leads_to_no_other_trees_root(place: tuple[int, int], other: int) -> None:
    # Another size comes with another root: a checkpoint's signature binds the two together.
    index, size = place
    assume(other != size)
    path, leaf = inclusion_path(index, size, NODES), leaf_hash(ENTRIES[index])
    assert not verify_inclusion(index, size, leaf, path, ROOTS[max(other, 0)])
    assert not verify_inclusion(index, other, leaf, path, ROOTS[max(other, 0)])


@settings(max_examples=100)
@given(places, st.integers(0, 255))
def test_another_leaf_or_root_is_caught(place: tuple[int, int], bit: int) -> None:
    index, size = place
    path, leaf = inclusion_path(index, size, NODES), leaf_hash(ENTRIES[index])
    assert not verify_inclusion(index, size, with_a_bit_flipped(leaf, bit), path, ROOTS[size])
    assert not verify_inclusion(index, size, leaf, path, with_a_bit_flipped(ROOTS[size], bit))
    assert not verify_inclusion(index, size, leaf_hash(b"forged"), path, ROOTS[size])
    assert not verify_inclusion(index, size, leaf[:-1], path, ROOTS[size])


@settings(max_examples=100)
@given(sizes, st.data())
def test_a_corrupted_consistency_path_is_caught(pair: tuple[int, int], data: st.DataObject) -> None:
    first, second = pair
    path = corrupted(consistency_path(first, second, NODES), data)
    assert not verify_consistency(first, second, ROOTS[first], ROOTS[second], path)


@settings(max_examples=100)
@given(sizes, st.integers(0, 255))
def test_another_root_of_either_tree_is_caught(pair: tuple[int, int], bit: int) -> None:
    first, second = pair
    path = consistency_path(first, second, NODES)
    before, after = ROOTS[first], ROOTS[second]
    assert not verify_consistency(first, second, with_a_bit_flipped(before, bit), after, path)
    assert not verify_consistency(first, second, before, with_a_bit_flipped(after, bit), path)


@settings(max_examples=100)
@given(sizes, sizes)
def test_a_consistency_path_joins_no_other_trees(
    pair: tuple[int, int], other: tuple[int, int]
) -> None:
    path = consistency_path(*pair, NODES)
    assume(other != pair and (path or other[0] != other[1]))
    assert not verify_consistency(*other, ROOTS[other[0]], ROOTS[other[1]], path)


@settings(max_examples=60)
@given(st.data())
def test_a_rewritten_past_has_no_consistency_path(data: st.DataObject) -> None:
    first = data.draw(st.integers(1, 40))
    second = data.draw(st.integers(first, 60))
    altered = data.draw(st.integers(0, first - 1))
    entries = ENTRIES[:second]
    entries[altered] = b"rewritten"
    rewritten = Nodes(entries)
    path = consistency_path(first, second, rewritten)
    assert not verify_consistency(first, second, ROOTS[first], root(second, rewritten), path)


def test_only_the_empty_tree_extends_to_every_other_by_no_path() -> None:
    assert verify_consistency(0, 7, EMPTY_ROOT, ROOTS[7], [])
    assert not verify_consistency(0, 7, ROOTS[1], ROOTS[7], [])
    assert not verify_consistency(0, 7, EMPTY_ROOT, ROOTS[7], [ROOTS[1]])
    assert not verify_consistency(0, 0, EMPTY_ROOT, ROOTS[1], [])
    assert not verify_consistency(7, 6, ROOTS[7], ROOTS[6], [])
    assert not verify_inclusion(0, 0, leaf_hash(b""), [], EMPTY_ROOT)
