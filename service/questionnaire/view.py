"""A section of the questionnaire as a page shows it: what is asked, what is written, what is wrong.

Everything here has its texts ready, in one language.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Option = tuple[str, str]
"""A value that a field offers, and its name."""


@dataclass(frozen=True, slots=True)
class Control:
    """A field with one value: a choice, a text, a number, a date or a yes or no."""

    name: str
    id: str
    kind: str
    """``choice``, ``text``, ``long_text``, ``number`` or ``date``."""
    label: str
    value: str
    required: bool
    options: tuple[Option, ...] = ()
    unit: str = ""
    help: str = ""
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    shape: str = "control"


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the manual, or of what completes it, behind a question."""

    id: str
    title: str
    favourable: str | None
    unfavourable: str | None


@dataclass(frozen=True, slots=True)
class Reader:
    """A test that reads a fact, with its clauses."""

    id: str
    title: str
    gate: bool
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A fact that is asked for, its evidence, and why it is asked."""

    answer: Control
    need: str
    evidence: tuple[Control, ...]
    opened: bool
    """Whether anything is said of its evidence, or is wrong with it."""
    readers: tuple[Reader, ...]
    shape: str = "question"

    @property
    def clauses(self) -> tuple[str, ...]:
        """The ids of the clauses behind the question, each once."""
        return tuple(dict.fromkeys(c.id for reader in self.readers for c in reader.clauses))


@dataclass(frozen=True, slots=True)
class Group:
    """An object of the dossier; ``marker`` names the field that says that it is there, if empty."""

    title: str
    id: str
    items: tuple["Item", ...]
    marker: str | None
    shape: str = "group"


@dataclass(frozen=True, slots=True)
class Row:
    """An entry of a list; ``name`` is what its removal is asked for by."""

    number: int
    name: str
    items: tuple["Item", ...]
    marker: str | None


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of the dossier; ``none`` is true where it is said to have no entries."""

    name: str
    id: str
    title: str
    rows: tuple[Row, ...]
    none: bool
    faults: tuple[str, ...]
    shape: str = "rows"


Item = Control | Question | Group | Rows


@dataclass(frozen=True, slots=True)
class Section:
    """A section: what is asked, and apart from it the questions that no test asks this borrower."""

    name: str
    title: str
    questions: tuple[Question, ...]
    not_asked: tuple[Question, ...]
    items: tuple[Item, ...]
    """What is recorded and reported, and read by no test."""
    marker: str | None


Messages = Mapping[str, Sequence[str]]
"""Name of a field to what is to be said at it."""


def field_id(name: str) -> str:
    """Return the id of the element of a field, which the field's name alone decides."""
    return "f" + name.replace("/", "-")
