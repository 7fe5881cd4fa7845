"""Of several identifiers of a borrower one tells it, and a damaged row keeps no list shut."""

from service.store.identified import identified


def test_the_code_comes_before_the_lei_and_that_before_the_registry() -> None:
    rows = [(1, "registry_code", "33"), (1, "uscc", "91X"), (1, "lei", "5299"), (2, "lei", "5300")]
    assert identified(rows) == {1: ("uscc", "91X"), 2: ("lei", "5300")}
    assert identified(reversed(rows)) == identified(rows)


def test_a_scheme_that_only_damage_leaves_tells_nobody() -> None:
    assert identified([(1, "N1", "91X"), (1, "lei", "5299"), (2, "", "33")]) == {1: ("lei", "5299")}
