"""The same bytes for the same dossier, as ``features/determinism.feature`` states it."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from service.decisions.rate import Rater
from tests.features.borrowers import DOSSIERS, Borrower, as_body, fixture_dossier

scenarios("determinism.feature")

ROOT = Path(__file__).parents[2]

RATE_EACH = """
import sys
from pathlib import Path
from service.decisions.rate import Rater
from service.ruleset.catalogue import active
rater = Rater(active())
for path in sys.argv[1:]:
    sys.stdout.buffer.write(rater.rate(Path(path).read_bytes()).to_json() + b"\\n")
"""


def ordered(value: Any, order: Callable[[list[str]], list[str]]) -> Any:
    """Return ``value`` with the members of all its objects in another order."""
    if isinstance(value, dict):
        return {name: ordered(value[name], order) for name in order(list(value))}
    if isinstance(value, list):
        return [ordered(item, order) for item in value]
    return value


ORDERS: dict[str, Callable[[list[str]], list[str]]] = {
    "in reverse": lambda names: names[::-1],
    "by name": sorted,
    "by name, backwards": lambda names: sorted(names, reverse=True),
}


def respelled(document: dict[str, Any], spelling: str) -> bytes:
    """Return the dossier in other characters, with the same meaning."""
    if spelling == "no space at all":
        return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    if spelling == "a blank line after each member":
        return json.dumps(document, ensure_ascii=False, indent=0).replace("\n", "\r\n\n").encode()
    if spelling == "every text escaped":
        return re.sub('"[^"]*"', lambda m: escaped(m[0]), text_of(document)).encode()
    number, _, old, _, pointer = spelling.split()
    name = pointer.rpartition("/")[2]
    member = f'("{name}": ){re.escape(old)}\\b'
    changed, count = re.subn(member, rf"\g<1>{number}", text_of(document))
    assert count == 1
    return changed.encode()


def escaped(text: str) -> str:
    """Return a JSON text with every character in it, but for the quotes, as an escape."""
    return '"' + "".join(f"\\u{ord(character):04x}" for character in text[1:-1]) + '"'


def text_of(document: dict[str, Any]) -> str:
    return as_body(document).decode()


@pytest.fixture
def answers() -> list[bytes]:
    """Answers that ought to be the same."""
    return []


@given("the dossiers kept as examples", target_fixture="paths")
def all_dossiers() -> list[Path]:
    return sorted(DOSSIERS.glob("*.json"))


@when(parsers.parse("it is rated as written and with its members {order}"))
def rated_reordered(borrower: Borrower, rater: Rater, answers: list[bytes], order: str) -> None:
    other = ordered(borrower.document, ORDERS[order])
    assert list(other) != list(borrower.document)
    answers += [rater.rate(as_body(d)).to_json() for d in (borrower.document, other)]


@when(parsers.re("it is rated as written and with (?!its members)(?P<spelling>.+)"))
def rated_respelled(borrower: Borrower, rater: Rater, answers: list[bytes], spelling: str) -> None:
    other = respelled(borrower.document, spelling)
    assert other != borrower.body()
    answers += [rater.rate(body).to_json() for body in (borrower.body(), other)]


@when(parsers.parse("it is rated {times:d} times, each time after another borrower"))
def rated_again(borrower: Borrower, rater: Rater, answers: list[bytes], times: int) -> None:
    others = [as_body(fixture_dossier(path.stem)) for path in sorted(DOSSIERS.glob("*.json"))]
    for number in range(times):
        rater.rate(others[number % len(others)])
        answers.append(rater.rate(borrower.body()).to_json())


@when(
    parsers.re(
        r"they are rated in a process of its own with hash seed (?P<seed>\d+), "
        r"time zone (?P<zone>\S+) and locale (?P<locale>\S+)"
    )
)
def rated_elsewhere(
    paths: list[Path], answers: list[bytes], seed: str, zone: str, locale: str
) -> None:
    settings = {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", RATE_EACH, *map(str, paths)]
    answered = subprocess.run(
        command, env={**os.environ, **settings}, cwd="/", capture_output=True, check=True
    )
    answers += answered.stdout.splitlines()


@then("the answers are the same, byte for byte")
def same_answers(answers: list[bytes]) -> None:
    assert len(answers) > 1
    assert set(answers) == {answers[0]}


@then("the dossier digests differ")
def digests_differ(answers: list[bytes]) -> None:
    one, other = (json.loads(answer)["dossier_digest"] for answer in answers)
    assert one != other


@then("the answers are the same as in this process, byte for byte")
def same_as_here(paths: list[Path], rater: Rater, answers: list[bytes]) -> None:
    assert answers == [rater.rate(path.read_bytes()).to_json() for path in paths]
