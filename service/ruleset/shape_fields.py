"""The fields of which the shapes of ruleset files are made, and what they say when refused."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import partial
from typing import Any, NoReturn

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from service.ruleset.model import SEVERITIES, SOURCES

LATER = "this member needs format: 2 in ruleset.yaml"
"""What is said of a member that the format of the ruleset does not have yet."""

_EN = r"(?=.*\S)[^\x00-\x1f\x7f\u2e80-\u9fff\uff00-\uffef]+\Z"
_ZH = r"(?=.*[\u3400-\u9fff])[^\x00-\x1f\x7f]+\Z"
_LINE = r"(?=.*\S)[^\x00-\x1f\x7f]+\Z"
_NUMBER = re.compile(r"-?[0-9]{1,11}(\.[0-9]{1,12})?")
_WHOLE = re.compile(r"-?[0-9]{1,6}")


class Strict(Schema):
    """A group of members that holds no others."""

    class Meta:
        """Refuses unknown members."""

        unknown = RAISE


class Whole(fields.Integer):
    """A whole number of at most 6 digits, spelled in plain digits."""

    def _validated(self, value: Any) -> int:
        if not (isinstance(value, str) and _WHOLE.fullmatch(value)):
            raise self.make_error("invalid", input=value)
        return super()._validated(value)


class Number(fields.Decimal):
    """A number spelled in plain digits, of at most 11 before the decimal point."""

    def _validated(self, value: Any) -> Decimal:
        if not (isinstance(value, str) and _NUMBER.fullmatch(value)):
            raise self.make_error("invalid", input=value)
        return super()._validated(value)


class Later(fields.Field[Any]):
    """A member of format 2, refused in format 1 whatever it holds."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> NoReturn:
        raise ValidationError(LATER)


def code(pattern: str, error: str) -> fields.String:
    """A name of ASCII letters that ``pattern`` matches; ``error`` says how it is spelled."""
    valid = validate.Regexp(rf"{pattern}\Z", flags=re.ASCII, error=error)
    return fields.String(required=True, validate=valid)


def one_of(choices: Iterable[str], **options: Any) -> fields.String:
    """One of the words ``choices``."""
    listed = tuple(choices)
    valid = validate.OneOf(listed, error=f"this must be one of {', '.join(listed)}")
    return fields.String(validate=valid, **({"required": True} | options))


def name(
    pattern: str = _LINE, error: str = "this must be one line of text", **options: Any
) -> fields.String:
    """One line of text."""
    valid = validate.Regexp(pattern, error=error)
    return fields.String(validate=valid, **({"required": True} | options))


def names(**options: Any) -> fields.List[Any]:
    """A list of lines of text."""
    return fields.List(name(), required=True, **options)


def group(shape: type[Schema]) -> fields.Nested:
    """A group of members of ``shape``."""
    return fields.Nested(shape, required=True)


def groups(shape: type[Schema], **options: Any) -> fields.List[Any]:
    """A list of groups of ``shape``."""
    return fields.List(fields.Nested(shape), **({"required": True} | options))


def sources() -> fields.List[Any]:
    """A list of those who may vouch for a fact."""
    return fields.List(one_of(SOURCES), required=True)


def at_least(minimum: int) -> validate.Range:
    """Refuse numbers below ``minimum``."""
    return validate.Range(min=minimum, error=f"this must be at least {minimum}")


def at_most(maximum: int) -> validate.Range:
    """Refuse numbers above ``maximum``."""
    return validate.Range(max=maximum, error=f"this must be at most {maximum}")


def flag() -> fields.Boolean:
    """``true`` or ``false``, false if not stated."""
    return fields.Boolean(load_default=False, truthy={"true"}, falsy={"false"})


filled = validate.Length(min=1)
finding = partial(code, r"[A-Z][A-Z0-9_]*", "a code is of capitals, digits and _")
severity = partial(one_of, SEVERITIES)


class TextShape(Strict):
    """A text in both languages."""

    en = name(_EN, "this must be one line of English")
    zh = name(_ZH, "this must be one line of Chinese")


def text() -> fields.Nested:
    """A text in both languages."""
    return group(TextShape)
