"""A dossier as the fields of a form, and the fields as a dossier: nothing is lost either way.

The name of a field is the JSON pointer of what it holds. Three things a pointer to a value cannot
say are said so: the field of an object or a list is ``given`` where it is there and empty; a row
of a list is there if a field of it is filled in; and a fact that has evidence of its own, but
names no source, has :data:`UNNAMED` for its source.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from service.dossier.faults import child
from service.dossier.identity import ENVELOPE
from service.dossier.members import LIST_LIMIT, BlockMember, ListMember, Member
from service.dossier.schema import FactMember
from service.questionnaire.written import text_of, value_of

Form = Mapping[str, str]
"""Name of a field to what is written in it; a field that is not there is blank."""

GIVEN: Final = "given"
"""What the field of an object or a list holds where that is there and empty."""

UNNAMED: Final = "-"
"""The source of a fact whose own evidence names none: it counts as the borrower's word."""

_NOTHING: Final = object()

_ROW: Final = re.compile("0|[1-9][0-9]{0,3}")

_Tree = dict[str, Any]
"""Form by parts of pointers: what is written is under ``""``."""


def members_of(member: BlockMember) -> dict[str, Member[Any]]:
    """Return the members of a block, in their order."""
    fields = member.block.load_fields
    return {name: field for name, field in fields.items() if isinstance(field, Member)}


def document_of(members: Mapping[str, Member[Any]], form: Form) -> dict[str, Any]:
    """Return the dossier that ``form`` says, valid or not; ``members`` are those of dossiers.

    Fields that a dossier has no place for are not looked at.
    """
    tree = _tree(form)
    defaults = {
        name: text
        for name in ("source", "as_of")
        if (text := form.get(f"/evidence_defaults/{name}", "").strip())
    }
    return _object(members, tree, defaults)


def form_of(
    members: Mapping[str, Member[Any]], document: Mapping[str, Any]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the fields that say ``document``, and the pointers of what no field can hold.

    There are none of these in a valid dossier, and its fields say an equal one.
    """
    form: dict[str, str] = {}
    lost: list[str] = []
    _fill(members, document, "", form, lost)
    return form, tuple(lost)


def rows(form: Form, at: str) -> list[int]:
    """Return which rows of the list ``at`` the form has fields for, in their order."""
    return _rows(_below(_tree(form), at))


def with_row(form: Form, at: str) -> dict[str, str]:
    """Return the form with one more row, blank, in the list ``at``."""
    count = len(rows(form, at))
    kept = {name: text for name, text in form.items() if name != at}
    return kept | {f"{at}/{count}": ""} if count < LIST_LIMIT else kept


def without_row(form: Form, at: str) -> dict[str, str]:
    """Return the form without the row ``at``, the rows below it moved up."""
    return compact({n: t for n, t in form.items() if n != at and not n.startswith(f"{at}/")})


def compact(form: Form) -> dict[str, str]:
    """Return the form without its blank fields, the rows of each list numbered from 0."""
    found: dict[str, str] = {}
    _gather(_tree(form), "", found)
    return found


def _tree(form: Form) -> _Tree:
    tree: _Tree = {}
    for name, text in form.items():
        at = tree
        for part in name.split("/")[1:]:
            at = at.setdefault(part, {})
        at[""] = text
    return tree


def _below(tree: _Tree, at: str) -> _Tree:
    for part in at.split("/")[1:]:
        tree = tree.get(part, {})
    return tree


def _rows(tree: _Tree) -> list[int]:
    return sorted(int(part) for part in tree if _ROW.fullmatch(part))


def _filled(tree: _Tree) -> bool:
    return any(bool(below) if part == "" else _filled(below) for part, below in tree.items())


def _gather(tree: _Tree, at: str, found: dict[str, str]) -> None:
    if tree.get(""):
        found[at] = tree[""]
    numbered = [str(row) for row in _rows(tree)]
    kept = [row for row in numbered if _filled(tree[row])]
    for new, row in enumerate(kept):
        _gather(tree[row], f"{at}/{new}", found)
    for part, below in tree.items():
        if part and not _ROW.fullmatch(part):
            _gather(below, f"{at}/{part}", found)


def _object(
    members: Mapping[str, Member[Any]], tree: _Tree, defaults: Mapping[str, str]
) -> dict[str, Any]:
    found = {}
    for name, member in members.items():
        value = _value(member, tree.get(name, {}), defaults)
        if value is not _NOTHING:
            found[name] = value
    return found


def _value(member: Member[Any], tree: _Tree, defaults: Mapping[str, str]) -> Any:
    text = tree.get("", "")
    if isinstance(member, FactMember):
        return _fact(member, tree, defaults)
    if isinstance(member, BlockMember):
        found = _object(members_of(member), tree, defaults)
        # What must be there is said to lack its members rather than to be missing.
        return found if found or member.required or text == GIVEN else _NOTHING
    if isinstance(member, ListMember):
        items = [_value(member.item, tree[str(row)], defaults) for row in _rows(tree)]
        listed = [item for item in items if item is not _NOTHING]
        return listed if listed or text == GIVEN else _NOTHING
    return value_of(member, text) if text else _NOTHING


def _fact(member: FactMember, tree: _Tree, defaults: Mapping[str, str]) -> Any:
    text = tree.get("", "")
    said = {name: tree[name].get("", "") for name in ENVELOPE if name in tree}
    parts = {name: value_of(ENVELOPE[name], part) for name, part in said.items() if part}
    if not parts:
        return value_of(member.value, text) if text else _NOTHING
    if not text and "status" not in parts and "reason" in parts:
        parts["status"] = "not_assessed"
    if "source" not in parts and text and parts.get("status", "assessed") == "assessed":
        # To say more of a fact is not to take back on whose word, and when, it holds.
        parts = {**defaults, **parts}
    if parts.get("source") == UNNAMED:
        del parts["source"]
    return {"value": value_of(member.value, text)} | parts if text else parts


def _fill(
    members: Mapping[str, Member[Any]],
    document: Mapping[str, Any],
    at: str,
    form: dict[str, str],
    lost: list[str],
) -> None:
    for name, value in document.items():
        if name in members:
            _put(members[name], value, f"{at}/{name}", form, lost)
        else:
            lost.append(child(at, name))


def _put(member: Member[Any], value: Any, at: str, form: dict[str, str], lost: list[str]) -> None:
    if isinstance(member, FactMember) and isinstance(value, dict):
        form.update(_envelope(value, at, lost))
    elif isinstance(member, BlockMember) and isinstance(value, dict):
        if not value:
            form[at] = GIVEN
        _fill(members_of(member), value, at, form, lost)
    elif isinstance(member, ListMember) and isinstance(value, list):
        if not value:
            form[at] = GIVEN
        for row, item in enumerate(value):
            _put(member.item, item, f"{at}/{row}", form, lost)
    else:
        text = None if isinstance(member, (BlockMember, ListMember)) else text_of(value)
        if text:
            form[at] = text
        else:
            lost.append(at)


def _envelope(given: Mapping[str, Any], at: str, lost: list[str]) -> Iterator[tuple[str, str]]:
    for name, value in given.items():
        text = text_of(value)
        if text and name == "value":
            yield at, text
        elif text and name in ENVELOPE:
            yield f"{at}/{name}", text
        else:
            lost.append(child(at, name))
    if "source" not in given and given.get("status", "assessed") == "assessed":
        yield f"{at}/source", UNNAMED
