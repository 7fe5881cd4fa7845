"""The types of a dossier's members: strict fields, each of which can also say its JSON Schema."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from marshmallow import Schema, ValidationError, fields, missing

from service import decimal4
from service.dossier.faults import escaped, quoted
from service.dossier.problems import MISSING, NULL, Problem, unknown_member, wrong_type
from service.ruleset.text import Text

NAME_LIMIT = 200
COMMENT_LIMIT = 2000
LIST_LIMIT = 1000

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""How a date is written."""

_AMOUNT = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,4})?")
_ID = r"[A-Za-z0-9._:/-]{1,64}"

YEARS = (1000, 2999)
"""The first and the last year that a date may lie in."""

_T = TypeVar("_T")


class Member(fields.Field[_T], ABC):
    """A member with a title in both languages and an example; ``null`` is never a value."""

    def __init__(self, title: Text, *, required: bool = False, example: Any = None) -> None:
        super().__init__(required=required)
        self.title = title
        self.example = example

    def deserialize(
        self, value: Any, attr: str | None = None, data: Mapping[str, Any] | None = None, **_: Any
    ) -> Any:
        """Read a given value; marshmallow's validators and processors are not used here."""
        if value is missing:
            if self.required:
                raise ValidationError(MISSING)
            return missing
        if value is None:
            raise ValidationError(NULL)
        return self.read(value)

    @abstractmethod
    def read(self, value: Any) -> _T:
        """Return the checked value of the member.

        Raises :exc:`marshmallow.ValidationError`, its messages :class:`Problem`.
        """

    @abstractmethod
    def json_schema(self) -> dict[str, Any]:
        """Return the JSON Schema (2020-12) of the value, without title and example."""


class TextMember(Member[str]):
    """Text of 1 to ``limit`` characters, not only blanks."""

    def __init__(self, title: Text, limit: int = NAME_LIMIT, **options: Any) -> None:
        super().__init__(title, **options)
        self.limit = limit

    def read(self, value: Any) -> str:
        """Return the text."""
        if not isinstance(value, str):
            raise wrong_type("a text", value)
        if len(value) > self.limit:
            message = f"The text has {len(value)} characters; at most {self.limit} are allowed."
            raise ValidationError(Problem("too_long", message))
        if not value or value.isspace():
            message = "The text is empty; leave the member out if there is nothing to say."
            raise ValidationError(Problem("empty_text", message))
        return value

    def json_schema(self) -> dict[str, Any]:
        """Return the schema of a text."""
        return {"type": "string", "minLength": 1, "maxLength": self.limit, "pattern": r"\S"}


class CodeMember(Member[str]):
    """Text that wholly matches a pattern; ``meaning`` says the pattern in words."""

    def __init__(self, title: Text, pattern: str, meaning: str, **options: Any) -> None:
        super().__init__(title, **options)
        self.pattern = re.compile(pattern)
        self.meaning = meaning

    def read(self, value: Any) -> str:
        """Return the code."""
        if not isinstance(value, str):
            raise wrong_type("a text", value)
        if not self.pattern.fullmatch(value):
            message = f"{quoted(value)} is not {self.meaning}."
            raise ValidationError(Problem("bad_format", message))
        return value

    def json_schema(self) -> dict[str, Any]:
        """Return the schema of a code."""
        return {"type": "string", "pattern": f"^(?:{self.pattern.pattern})$"}


class IdMember(CodeMember):
    """A name given by another system: 1 to 64 of letters, digits and ``. _ : / -``."""

    def __init__(self, title: Text, **options: Any) -> None:
        meaning = "an id (1 to 64 of A-Z a-z 0-9 . _ : / -)"
        super().__init__(title, _ID, meaning, **options)


class AmountMember(CodeMember):
    """Money as a decimal text: ``12000000.00``."""

    def __init__(self, title: Text, **options: Any) -> None:
        meaning = 'an amount (a decimal text such as "12000000.00", at most 4 decimals)'
        super().__init__(title, _AMOUNT.pattern, meaning, **options)


class ChoiceMember(Member[str]):
    """One of a list of texts, spelled exactly so."""

    def __init__(self, title: Text, values: Mapping[str, Text | None], **options: Any) -> None:
        super().__init__(title, **options)
        self.values = dict(values)
        self.listed = ", ".join(values) if len(values) <= 20 else f"the {len(values)} known"

    def read(self, value: Any) -> str:
        """Return the value."""
        # Not a plain look-up in the dictionary: a list cannot be hashed.
        if not isinstance(value, str):
            raise wrong_type("a text", value)
        if value not in self.values:
            message = f"{quoted(value)} is not one of {self.listed}"
            raise ValidationError(Problem("unknown_value", message, self.values, value))
        return value

    def json_schema(self) -> dict[str, Any]:
        """Return the schema of the values, with their titles where they have one."""
        schema: dict[str, Any] = {"type": "string", "enum": list(self.values)}
        titles = {value: text for value, text in self.values.items() if text}
        if titles:
            schema["x-enum-titles"] = {value: text.en for value, text in titles.items()}
            schema["x-enum-titles-zh"] = {value: text.zh for value, text in titles.items()}
        return schema


class FlagMember(Member[bool]):
    """``true`` or ``false``."""

    def read(self, value: Any) -> bool:
        """Return the boolean."""
        if value is True or value is False:
            return bool(value)
        raise wrong_type("true or false", value)

    def json_schema(self) -> dict[str, Any]:
        """Return the schema of a boolean."""
        return {"type": "boolean"}


class NumberMember(Member[int]):
    """A number from ``minimum`` to ``maximum`` (scaled by 10,000), with at most 4 decimals."""

    def __init__(
        self,
        title: Text,
        minimum: int | None = None,
        maximum: int | None = None,
        *,
        whole: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(title, **options)
        self.minimum = minimum
        self.maximum = maximum
        self.whole = whole

    def read(self, value: Any) -> int:
        """Return the number scaled by 10,000."""
        if type(value) is int:
            scaled: int = value * decimal4.SCALE
        elif type(value) is float:
            # The shortest text of the double is the decimal that was written.
            scaled = decimal4.scale(repr(value))
        else:
            raise wrong_type("a number", value)
        low, high = self.minimum, self.maximum
        beyond = (low is not None and scaled < low) or (high is not None and scaled > high)
        broken = self.whole and scaled % decimal4.SCALE != 0
        if beyond or broken:
            raise ValidationError(list(self._problems(scaled, beyond, broken)))
        return scaled

    def _problems(self, scaled: int, beyond: bool, broken: bool) -> Iterable[str]:
        number = decimal4.plain(scaled)
        if broken:
            yield Problem("not_whole", f"{number} is not a whole number.")
        if beyond:
            low = "" if self.minimum is None else f" at least {decimal4.plain(self.minimum)}"
            high = "" if self.maximum is None else f" at most {decimal4.plain(self.maximum)}"
            limits = f"{low} and{high}" if low and high else low + high
            yield Problem("out_of_range", f"{number} is out of range: it must be{limits}.")

    def json_schema(self) -> dict[str, Any]:
        """Return the schema of a number, its range in its own unit."""
        schema: dict[str, Any] = {"type": "integer" if self.whole else "number"}
        if self.minimum is not None:
            schema["minimum"] = decimal4.to_json(self.minimum)
        if self.maximum is not None:
            schema["maximum"] = decimal4.to_json(self.maximum)
        return schema


class DateMember(Member[date]):
    """A calendar date, ISO 8601: ``2026-11-01``.

    ``past``: it dates what has happened, so that it may not be after the rating date.
    """

    def __init__(self, title: Text, *, past: bool = True, **options: Any) -> None:
        super().__init__(title, **options)
        self.past = past

    def read(self, value: Any) -> date:
        """Return the date."""
        if not isinstance(value, str):
            raise wrong_type("a date as text", value)
        try:
            if not DATE.fullmatch(value):
                raise ValueError
            found = date.fromisoformat(value)
        except ValueError:
            message = f"{quoted(value)} is not a date of the calendar, written YYYY-MM-DD."
            raise ValidationError(Problem("bad_date", message)) from None
        if not YEARS[0] <= found.year <= YEARS[1]:
            message = f"The year of {escaped(value)} is out of range: it must be at least "
            message += f"{YEARS[0]} and at most {YEARS[1]}."
            raise ValidationError(Problem("out_of_range", message))
        return found

    def json_schema(self) -> dict[str, Any]:
        """Return the schema of a date."""
        return {"type": "string", "format": "date", "pattern": f"^{DATE.pattern}$"}


class ListMember(Member[list[Any]]):
    """A list of at most 1,000 items, each read by ``item``; an item at fault becomes ``None``."""

    def __init__(self, title: Text, item: Member[Any], **options: Any) -> None:
        super().__init__(title, **options)
        self.item = item

    def read(self, value: Any) -> list[Any]:
        """Return the items in their order."""
        if not isinstance(value, list):
            raise wrong_type("a list", value)
        if len(value) > LIST_LIMIT:
            message = f"The list has {len(value)} items; at most {LIST_LIMIT} are allowed."
            raise ValidationError(Problem("too_many_items", message))
        items: list[Any] = []
        problems: dict[int, Any] = {}
        for index, given in enumerate(value):
            try:
                items.append(self.item.deserialize(given))
            except ValidationError as error:
                items.append(None)
                problems[index] = error.messages
        if problems:
            raise ValidationError(problems, valid_data=items)
        return items

    def json_schema(self) -> dict[str, Any]:
        """Return the schema of the list, without that of its items."""
        return {"type": "array", "maxItems": LIST_LIMIT}


class Block(Schema):
    """An object with a fixed set of members."""

    def __init__(self) -> None:
        super().__init__()
        # Plain dictionary of this instance; marshmallow asks it when it meets these faults.
        self.error_messages["unknown"] = unknown_member(self.load_fields)


class BlockMember(Member[dict[str, Any]]):
    """An object read by ``block``."""

    def __init__(self, title: Text, block: Schema, **options: Any) -> None:
        super().__init__(title, **options)
        self.block = block

    def read(self, value: Any) -> dict[str, Any]:
        """Return the members that were given."""
        if not isinstance(value, dict):
            raise wrong_type("an object", value)
        try:
            loaded: dict[str, Any] = self.block.load(value)
        except ValidationError as error:
            raise ValidationError(error.messages, valid_data=error.valid_data) from None
        return loaded

    def json_schema(self) -> dict[str, Any]:
        """Return the schema of the object, without that of its members."""
        return {"type": "object", "additionalProperties": False}
