"""The members that answers are made of, each with what the contract says of it."""

from collections.abc import Iterable
from typing import Any

from marshmallow import EXCLUDE, Schema, fields

GRADES = ("N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8", "N9", "N10", "NR")
"""Every grade, best first; NR, not rated, ranks below all."""

ID = "[0-9a-f]{32}"
"""The form of a decision_id, a review_id, a record_id."""

_DIGEST = "sha256:[0-9a-f]{64}"


class Shape(Schema):
    """What an answer, or a part of one, looks like. Answers may gain members, never lose one."""

    class Meta:
        """Whoever reads an answer passes over what he does not know."""

        unknown = EXCLUDE


class Value(fields.Raw):
    """The value of a fact: a text, a boolean or a number; null where it is not known."""


class Grade(fields.String):
    """One of :data:`GRADES`."""


class Choice(fields.String):
    """One of a few texts."""


def text(
    says: str = "",
    *,
    null: bool = False,
    optional: bool = False,
    key: str | None = None,
    one_of: Iterable[str] = (),
    pattern: str | None = None,
    form: str | None = None,
) -> fields.String:
    """Return a text member: ``one_of`` some, matching ``pattern`` whole, or of a known ``form``."""
    metadata: dict[str, Any] = _says(says)
    if one_of:
        metadata["enum"] = list(one_of)
    if pattern is not None:
        metadata["pattern"] = f"^{pattern}$"
    if form is not None:
        metadata["format"] = form
    field = Choice if one_of else fields.String
    return field(required=not optional, allow_none=null, data_key=key, metadata=metadata)


def grade(
    says: str = "", *, null: bool = False, optional: bool = False, key: str | None = None
) -> Grade:
    """Return a member that is a grade, NR among them."""
    return Grade(required=not optional, allow_none=null, data_key=key, metadata=_says(says))


def identity(says: str = "", *, null: bool = False, optional: bool = False) -> fields.String:
    """Return a member that names a record: 32 hexadecimal digits."""
    return text(says, null=null, optional=optional, pattern=ID)


def digest(says: str = "", *, null: bool = False) -> fields.String:
    """Return a member that is a SHA-256 digest."""
    return text(says, null=null, pattern=_DIGEST)


def day(says: str = "", *, null: bool = False, optional: bool = False) -> fields.String:
    """Return a member that is a date."""
    return text(says, null=null, optional=optional, form="date")


def moment(says: str = "", *, null: bool = False) -> fields.String:
    """Return a member that is a time in UTC."""
    return text(says, null=null, form="date-time")


def whole(
    says: str = "",
    *,
    null: bool = False,
    optional: bool = False,
    key: str | None = None,
    least: int | None = None,
    most: int | None = None,
) -> fields.Integer:
    """Return a member that is a whole number, from ``least`` to ``most``."""
    metadata: dict[str, Any] = _says(says)
    if least is not None:
        metadata["minimum"] = least
    if most is not None:
        metadata["maximum"] = most
    return fields.Integer(
        required=not optional, allow_none=null, data_key=key, metadata=metadata, strict=True
    )


def truth(says: str = "", *, null: bool = False, optional: bool = False) -> fields.Boolean:
    """Return a member that is true or false; null where that is open."""
    return fields.Boolean(required=not optional, allow_none=null, metadata=_says(says))


def value(says: str = "", *, optional: bool = False, key: str | None = None) -> Value:
    """Return a member that is the value of a fact."""
    return Value(required=not optional, data_key=key, metadata=_says(says))


def anything(says: str = "", *, optional: bool = False) -> fields.Raw:
    """Return a member that may be any JSON."""
    return fields.Raw(required=not optional, metadata=_says(says))


def one(
    shape: type[Schema],
    says: str = "",
    *,
    null: bool = False,
    optional: bool = False,
    key: str | None = None,
) -> fields.Nested:
    """Return a member that is an object of ``shape``."""
    return fields.Nested(
        shape, required=not optional, allow_none=null, data_key=key, metadata=_says(says)
    )


def many(
    of: type[Schema] | fields.Field[Any],
    says: str = "",
    *,
    optional: bool = False,
    key: str | None = None,
) -> fields.List[Any]:
    """Return a member that is a list, of objects or of other members."""
    item = of if isinstance(of, fields.Field) else fields.Nested(of)
    return fields.List(item, required=not optional, data_key=key, metadata=_says(says))


def texts(says: str = "", *, optional: bool = False, key: str | None = None) -> fields.List[Any]:
    """Return a member that is a list of texts."""
    return many(fields.String(), says, optional=optional, key=key)


def by_name(
    of: type[Schema] | fields.Field[Any], says: str = "", *, optional: bool = False
) -> fields.Dict:
    """Return a member that is an object whose members, whatever their names, are all alike."""
    item = of if isinstance(of, fields.Field) else fields.Nested(of)
    return fields.Dict(values=item, required=not optional, metadata=_says(says))


def _says(says: str) -> dict[str, Any]:
    return {"description": says} if says else {}
