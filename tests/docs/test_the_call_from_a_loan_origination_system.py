"""The README's calls from a loan-origination system are made, and answered as it shows."""

import base64
import http.client
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from service.cli import main
from tests.dossiers import ROOT
from tests.faults.servers import Server, running

README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```console los\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
ID = re.compile(r"\b[0-9a-f]{32}\b")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with running(tmp_path / "decisions.sqlite3") as server:
        yield server


class System:
    """A loan-origination system that carries out the commands of the README."""

    def __init__(self, server: Server, batch: Path) -> None:
        self._server = server
        self._batch = batch
        self._key = ""
        self._decision = ""

    def carry_out(self, command: str) -> list[str]:
        """Return the lines that the command prints."""
        if command.startswith("KEY=$("):
            return self._make_key(command)
        command = command.replace("$KEY", self._key)
        if self._decision:
            command = ID.sub(self._decision, command)
        return self._curl(shlex.split(command)[1:])

    def _make_key(self, command: str) -> list[str]:
        made = re.fullmatch(r"KEY=\$\(\.venv/bin/pinzhi (.+) \| jq -r \.key\)", command)
        assert made is not None
        answer = CliRunner(env={"PINZHI_STORE": str(self._server.store)}).invoke(
            main, made[1].split()
        )
        assert answer.exit_code == 0, answer.output
        self._key = json.loads(answer.stdout)["key"]
        return []

    def _curl(self, words: list[str]) -> list[str]:
        headers, body, show, url = {}, None, False, ""
        rest = iter(words)
        for word in rest:
            if word == "-i":
                show = True
            elif word == "-u":
                headers["Authorization"] = f"Basic {base64.b64encode(next(rest).encode()).decode()}"
            elif word == "-H":
                name, value = next(rest).split(": ", 1)
                headers[name] = value
            elif word == "--data-binary":
                body = self._body(next(rest))
            elif word != "-sS":
                url = word
        connection = http.client.HTTPConnection(self._server.host, timeout=60)
        connection.request("GET" if body is None else "POST", urlsplit(url).path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        self._decision = self._decision or json.loads(text).get("decision_id", "")
        head = [f"HTTP/1.1 {answer.status} {answer.reason}"]
        head += [f"{name}: {value}" for name, value in answer.getheaders()]
        return [*(head if show else []), text]

    def _body(self, given: str) -> bytes:
        if not given.startswith("@"):
            return given.encode()
        named = given.removeprefix("@")
        return (self._batch if named == "dossiers.ndjson" else ROOT / named).read_bytes()


def test_every_call_is_answered_as_shown(server: Server, tmp_path: Path) -> None:
    batch = tmp_path / "dossiers.ndjson"
    dossiers = [json.loads(p.read_bytes()) for p in (ROOT / "fixtures/dossiers").glob("*.json")]
    batch.write_text("".join(json.dumps(dossier) + "\n" for dossier in dossiers))
    system = System(server, batch)
    printed: list[str] = []
    calls = 0
    for line in "".join(BLOCKS).replace("\\\n", "").splitlines():
        if line.startswith("$ "):
            printed = system.carry_out(line.removeprefix("$ "))
            calls += 1
        elif line != "...":
            shown = ID.sub("ID", line)
            told = [ID.sub("ID", text) for text in printed]
            if shown.endswith("..."):
                assert any(text.startswith(shown.removesuffix("...")) for text in told), line
            else:
                assert shown in told, line
    assert calls == 6


def test_a_retry_shows_the_decision_of_before_and_not_another(server: Server) -> None:
    system = System(server, server.store)
    ids = set()
    for line in "".join(BLOCKS).replace("\\\n", "").splitlines():
        if line.startswith("$ ") and ("KEY=" in line or "LOS-2026-0417/1" in line):
            ids |= set(ID.findall(" ".join(system.carry_out(line.removeprefix("$ ")))))
    decisions = [d for d in ids if server.call("GET", f"/v1/decisions/{d}").status == 200]
    assert len(decisions) == 1
