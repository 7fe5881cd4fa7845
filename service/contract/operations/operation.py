"""What the contract says of one route: what it takes, and everything that it may answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import Schema

JSON = "application/json"
ZIP = "application/zip"
PDF = "application/pdf"

BINARY = frozenset({ZIP, PDF})
"""Media whose bytes have no JSON Schema."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the address (``query`` or ``path``) or a ``header``."""

    name: str
    says: str
    schema: Mapping[str, Any]
    where: str = "query"
    required: bool = False
    example: Any = None


@dataclass(frozen=True, slots=True)
class Body:
    """What a request carries: of the component ``shape``, in one of the ``media``.

    ``example`` names what is sent in the examples.
    """

    shape: str | Mapping[str, Any]
    says: str
    media: str = JSON
    example: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that is no error.

    ``shape`` is that of JSON: a shape, the name of a component, or a JSON Schema; ``None`` is
    text, or bytes of a zip or a PDF.
    ``headers`` are names of :data:`~service.contract.headers.HEADERS`. ``links`` are operations
    to go on with, each with its parameters as runtime expressions.
    """

    says: str
    shape: type[Schema] | str | Mapping[str, Any] | None = None
    media: str = JSON
    headers: tuple[str, ...] = ()
    links: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    example: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One route by one method.

    ``path`` is as OpenAPI spells it; ``rule``, where it differs by more than its brackets, as
    Flask does. ``problems`` is status to the codes that this route may answer with beside those
    that any may.
    """

    name: str
    method: str
    path: str
    tag: str
    summary: str
    answers: Mapping[int, Answer]
    problems: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    says: str = ""
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    rule: str | None = None

    @property
    def key(self) -> str:
        """The route as :data:`~service.access.roles.ACCESS` names it."""
        rule = self.rule or self.path.replace("{", "<").replace("}", ">")
        return f"{self.method} {rule}"
