"""A service of which a file is damaged or missing does not start, and one sentence says why."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from service.ruleset.load import load_ruleset
from tests.faults.installing import as_one_bound_by_rights, cut_short, installed

ACTIVE = "rulesets/nonfinancial/1.1.0"
OLDER = "rulesets/nonfinancial/1.0.0"
POLICY = "rulesets/records/1.0.0/records.yaml"
RELEASED = "rulesets/RELEASED"
LOCALE = "service/language/locale"

WEAK = "finding: WEAK_CUSTOMERS"


def milder(path: Path) -> None:
    """Make a weakness a watch sign: one character, and the ruleset is still a sound one."""
    before, _, rest = path.read_text(encoding="utf-8").partition(WEAK)
    path.write_text(before + WEAK + rest.replace("W2", "W1", 1), encoding="utf-8")
    assert load_ruleset(path.parent)


def unreadable(path: Path) -> None:
    path.write_bytes(b"\xff\xfe" + path.read_bytes())


def forbidden(path: Path) -> None:
    path.chmod(0)


class Damage(NamedTuple):
    """What is done to a file, and what a sentence says of it."""

    file: str
    do: Callable[[Path], None]
    said: str


DAMAGES = {
    "ruleset cut short": Damage(f"{ACTIVE}/facts.yaml", cut_short, "facts.yaml"),
    "rule that was changed": Damage(f"{ACTIVE}/sales.yaml", milder, "released as sha256:afefa754"),
    "older ruleset missing a file": Damage(f"{OLDER}/patterns.yaml", Path.unlink, "patterns.yaml"),
    "ruleset nobody may read": Damage(f"{ACTIVE}/supply.yaml", forbidden, "supply.yaml"),
    "releases missing": Damage(RELEASED, Path.unlink, RELEASED),
    "policy cut short": Damage(POLICY, cut_short, "records.yaml"),
    "messages cut short": Damage(f"{LOCALE}/zh/LC_MESSAGES/text.po", cut_short, "zh/LC_MESSAGES"),
    "page of another alphabet": Damage("docs/errors/not_json.md", unreadable, "not_json.md"),
}


class Ended(NamedTuple):
    """What a start came to."""

    status: int
    said: str
    stored: bool


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Ended]]:
    """Start an installation of each damage, all where another server listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        begun = {}
        for name, damage in DAMAGES.items():
            root = installed(tmp_path_factory.mktemp("start") / "pinzhi")
            damage.do(root / damage.file)
            begun[name] = root, start(root, port)
        found = {}
        for name, (root, process) in begun.items():
            said = process.communicate(timeout=120)[0]
            found[name] = Ended(process.returncode, said, (root / "store.sqlite3").exists())
        yield found


def start(root: Path, port: int) -> subprocess.Popen[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PINZHI_")}
    return subprocess.Popen(
        [*as_one_bound_by_rights(), sys.executable, "-m", "gunicorn", "wsgi:app"],
        cwd=root,
        env={
            **kept,
            "PINZHI_BIND": f"127.0.0.1:{port}",
            "PINZHI_ENVIRONMENT": "development",
            "PINZHI_STORE": str(root / "store.sqlite3"),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.parametrize("name", DAMAGES)
def test_the_start_is_refused_with_a_sentence_that_names_the_file(
    ended: dict[str, Ended], name: str
) -> None:
    status, said, stored = ended[name]
    assert status != 0
    sentences = [line for line in said.splitlines() if "cannot be used" in line]
    assert len(sentences) == 1, said
    assert DAMAGES[name].said in sentences[0]
    assert sentences[0].endswith(".")
    assert "Traceback" not in said
    # It would have said that the address is taken, had it tried to listen.
    assert "in use" not in said
    assert "Listening" not in said
    assert not stored


def test_without_damage_it_would_have_tried_to_listen(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        process = start(installed(tmp_path / "pinzhi"), taken.getsockname()[1])
        assert process.stdout is not None
        with process.stdout as said:
            assert any("in use" in line for line in said)
        process.kill()
        process.wait()
