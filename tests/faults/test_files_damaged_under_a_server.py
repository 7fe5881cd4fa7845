"""What becomes of the installed files under a running server makes no answer any other."""

import json
import shutil
from pathlib import Path

from tests.dossiers import STRONG
from tests.faults.installing import cut_short, installed
from tests.faults.recording import ask
from tests.faults.servers import Server, running

LANGUAGES = ("en", "zh")


def told(server: Server, decision: str) -> dict[str, tuple[int, bytes]]:
    """Return what the server says on a decision and of itself, by address."""
    addresses = [
        *(f"{decision}/{part}" for part in ("notice", "questions", "counterfactuals")),
        *(decision, "/v1/rulesets", "/v1/schemas/dossier", "/docs/errors/not_json"),
        *("/openapi.json", "/docs", "/docs/swagger-ui.css"),
    ]
    answers = {at: ask(server, "GET", at) for at in addresses}
    for lang in LANGUAGES:
        at = f"{decision}/explanation"
        answers[f"{at} {lang}"] = ask(server, "GET", at, Accept_Language=lang)
    assert {answer.status for answer in answers.values()} == {200}
    return {at: (answer.status, answer.body) for at, answer in answers.items()}


def rated(server: Server) -> dict[str, object]:
    """Return what a new decision says, but for what is its own."""
    answer = server.decide(STRONG.read_bytes())
    assert answer.status == 201
    result = json.loads(answer.body)
    return {name: result[name] for name in result if name not in ("decision_id", "warnings")}


def spoil(root: Path) -> None:
    """Damage or remove every file that the service could read when it works."""
    for path in root.rglob("rulesets/**/*.yaml"):
        cut_short(path)
    for path in [*root.rglob("*.po"), root / "rulesets" / "RELEASED"]:
        path.write_bytes(b"\xff" * 100)
    for folder in ("docs", "service/contract/static", "service/contract/examples"):
        shutil.rmtree(root / folder)


def test_answers_stay_what_they_were_and_new_workers_give_them_too(tmp_path: Path) -> None:
    root = installed(tmp_path / "pinzhi")
    with running(tmp_path / "decisions.sqlite3", ["env", f"--chdir={root}"]) as server:
        decision = server.decide(STRONG.read_bytes()).location
        before, first = told(server, decision), rated(server)
        spoil(root)
        server.kill_workers()
        assert told(server, decision) == before
        assert rated(server) == first
