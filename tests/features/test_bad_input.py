"""Dossiers with faults, as ``features/bad_input.feature`` states them."""

import json
from typing import Any

from pytest_bdd import given, parsers, scenarios, then

from service.dossier.door import MAX_BYTES
from service.errors import Fault
from service.ruleset.model import Ruleset
from service.store.sqlite import SqliteStore
from tests.features.borrowers import Borrower, fixture_dossier

scenarios("bad_input.feature")

LONG_VALUES = {
    "a text of 200 characters": json.dumps("名" * 200),
    "a text of 201 characters": json.dumps("名" * 201),
    "a text of 2000 characters": json.dumps("评" * 2000),
    "a text of 2001 characters": json.dumps("评" * 2001),
    "a list of 1001 former names": json.dumps([{"name": "Old", "until": "2009-01-01"}] * 1001),
}


class Told(Borrower):
    """A borrower whose dossier is spoiled at the level of its text."""

    def __init__(self, ruleset: Ruleset, document: dict[str, Any]) -> None:
        super().__init__(ruleset, document)
        self.raw: list[str] = []
        """JSON texts to stand where the document holds their placeholders."""
        self.sent: bytes | None = None

    def say_at(self, pointer: str, raw: str | None) -> None:
        """Put the JSON text ``raw`` at ``pointer``, or nothing if ``None``."""
        *path, name = pointer.split("/")[1:]
        block = self.document
        for step in path:
            block = block.setdefault(step, {})
        if raw is None:
            del block[name]
        else:
            block[name] = f"<<{len(self.raw)}>>"
            self.raw.append(raw)

    def body(self) -> bytes:
        """Return the dossier as it is sent."""
        if self.sent is not None:
            return self.sent
        text = json.dumps(self.document, ensure_ascii=False)
        for number, raw in enumerate(self.raw):
            text = text.replace(f'"<<{number}>>"', raw)
        return text.encode()


def bodies(sound: bytes) -> dict[str, bytes]:
    """What a body may be, to its bytes; ``sound`` is a dossier without a fault."""
    blanks = b" " * (MAX_BYTES - len(sound))
    return {
        "empty": b"",
        "not JSON": b"dossier_id: D-1",
        "cut off in the middle": sound[: len(sound) // 2],
        "two dossiers one after the other": sound + sound,
        "JSON with a comment": b"// a dossier\n" + sound,
        "a list": b"[" + sound + b"]",
        "a text": b'"D-1"',
        "null": b"null",
        "in GB 18030 and not in UTF-8": json.dumps("北岭", ensure_ascii=False).encode("gb18030"),
        "cut off inside a character": '"北岭'.encode()[:-1],
        "in UTF-16": '{"a": "北岭"}'.encode("utf-16"),
        "marked by a byte order mark": b"\xef\xbb\xbf" + sound,
        "nested 32 deep": b"[" * 32 + b"]" * 32,
        "nested 33 deep": b"[" * 33 + b"]" * 33,
        "nested a million deep": b"[" * 1_000_000,
        "1 MiB exactly": sound + blanks,
        "one byte over 1 MiB": sound + blanks + b" ",
    }


@given(parsers.parse("a body that is {description}"), target_fixture="borrower")
def a_body(ruleset: Ruleset, average: dict[str, Any], description: str) -> Told:
    told = Told(ruleset, average)
    told.sent = bodies(told.body())[description]
    return told


@given("an ordinary clean borrower", target_fixture="borrower")
def ordinary_told(ruleset: Ruleset) -> Told:
    return Told(ruleset, fixture_dossier("average_manufacturer"))


@given(parsers.re("its dossier has nothing at (?P<pointer>/.*)"))
def nothing_at(borrower: Told, pointer: str) -> None:
    borrower.say_at(pointer, None)


@given(parsers.re("its dossier has (?!nothing)(?P<value>.+) at (?P<pointer>/.*)"))
def value_at(borrower: Told, value: str, pointer: str) -> None:
    borrower.say_at(pointer, LONG_VALUES.get(value, value))


@given(parsers.parse("its dossier gives the member {pointer} twice"))
def member_twice(borrower: Told, pointer: str) -> None:
    name = pointer.rpartition("/")[2]
    borrower.say_at(pointer, f'0, "{name}": 0')


@then(parsers.parse("it is not refused with {code}"))
def not_refused_with(faults: tuple[Fault, ...], code: str) -> None:
    assert code not in [fault.code for fault in faults]


@then("it is refused with these faults and no others")
def refused_with_all(faults: tuple[Fault, ...], datatable: list[list[str]]) -> None:
    assert [[fault.pointer, fault.code] for fault in faults] == datatable


@then(parsers.parse('the sentence asks: did you mean "{name}"?'))
def suggests(faults: tuple[Fault, ...], name: str) -> None:
    assert faults[0].message.endswith(f'did you mean "{name}"?')


@then(parsers.parse("the sentence names {pointer}"))
def names_pointer(faults: tuple[Fault, ...], pointer: str) -> None:
    assert pointer in faults[0].message


@then("nothing is recorded")
def nothing_recorded(store: SqliteStore) -> None:
    # The file of the store is made by the first decision.
    assert not store.path.exists()
