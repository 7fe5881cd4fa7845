"""Numbers become integers scaled by 10,000 and back, exactly or not at all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.decimal4 import plain, scale, to_json


@given(st.integers(-(10**13), 10**13))
def test_a_scaled_number_survives_its_text_and_its_json(scaled: int) -> None:
    assert scale(plain(scaled)) == scaled
    assert scale(repr(to_json(scaled))) == scaled


@pytest.mark.parametrize("number", ["0.00001", "1e-5", "NaN", "Infinity", "-Infinity"])
def test_what_has_no_four_decimals_is_refused(number: str) -> None:
    with pytest.raises(ValueError, match=r"decimals|finite"):
        scale(number)


def test_a_number_that_arithmetic_would_round_is_refused() -> None:
    with pytest.raises(ValueError, match="digits"):
        scale(Decimal("1234567890123456789012345678.00001"))
