"""What may be a password, and how one is recognised."""

import re

import pytest

from service.users.passwords import _NOBODY, LEAST, MOST, hashed, insist_on_good, matches, outdated
from service.users.refusals import PasswordRefused

GOOD = "correct horse battery"


def test_a_password_is_recognised_and_another_is_not() -> None:
    kept = hashed(GOOD)

    assert matches(kept, GOOD)
    assert not matches(kept, GOOD + "!")
    assert not matches(kept, "")


def test_a_hash_is_argon2id_at_the_cost_of_rfc_9106_with_a_salt_of_its_own() -> None:
    first, second = hashed(GOOD), hashed(GOOD)

    assert first.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert first != second
    assert not outdated(first)
    assert outdated("$argon2id$v=19$m=1024,t=1,p=1$c2FsdHNhbHQ$3h2OMV8pJdpuwnP9U3ALFw")


def test_nobody_costs_as_much_as_somebody_and_has_no_password() -> None:
    cost = re.compile(r"\$argon2id\$v=19\$m=\d+,t=\d+,p=\d+\$")
    somebody, nobody = cost.match(hashed(GOOD)), cost.match(_NOBODY)
    assert somebody is not None
    assert nobody is not None
    assert nobody[0] == somebody[0]

    for password in ("", "a", GOOD):
        assert not matches(None, password)


def test_full_and_half_width_are_the_same_password() -> None:
    assert matches(hashed("ｃｏｒｒｅｃｔ　ｈｏｒｓｅ　ｂａｔｔｅｒｙ"), GOOD)


def test_what_follows_the_longest_password_is_not_left_out_of_account() -> None:
    longest = "0123456789" * (MOST // 10)

    assert not matches(hashed(longest), longest + "x")


@pytest.mark.parametrize("password", ["\ud800" * 12, "x" * 100_000, "\0"])
def test_what_nobody_can_type_is_nobodys_password(password: str) -> None:
    assert not matches(hashed(GOOD), password)


@pytest.mark.parametrize(
    "password", [GOOD, "授信审批要看企业的品质而不只是数字", "0123456789" * 20, "emoji 🎋 bamboo"]
)
def test_length_is_enough(password: str) -> None:
    insist_on_good(password, "li.na")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("x" * (LEAST - 1), "password_too_short"),
        ("", "password_too_short"),
        ("0123456789" * 20 + "x", "password_too_long"),
        ("aaaaaaaaabbbbb", "password_too_simple"),
        ("correct\nhorse battery", "password_not_typed"),
        ("correct Li.Na battery", "password_has_name"),
    ],
)
def test_a_password_that_cannot_be_one_is_refused_with_the_reason(password: str, why: str) -> None:
    with pytest.raises(PasswordRefused) as refused:
        insist_on_good(password, "li.na")
    assert refused.value.why == why
