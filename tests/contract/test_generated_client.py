"""A client that openapi-python-client makes of the contract does what an integrator needs."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import httpx
import pytest

from tests.contract.live import Live, live
from tests.contract.renewing import WORKED
from tests.dossiers import ROOT

PACKAGE = "generated_pinzhi_client"
DOCUMENT = (ROOT / "docs" / "contract.md").read_text("utf-8")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with live(tmp_path_factory.mktemp("service")) as service:
        yield service


@pytest.fixture(scope="module")
def generated(service: Live, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Make the package of the contract that the service gives, and let it be imported."""
    folder = tmp_path_factory.mktemp("generated")
    told = re.search(r"^```yaml client\n(.*?)^```", DOCUMENT, re.MULTILINE | re.DOTALL)
    assert told, "the document says how to configure the generator"
    config = folder / "config.yaml"
    config.write_text(f"{told[1]}post_hooks: []\n")
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"]
    command += ["--url", f"{service.url}/openapi.json", "--config", str(config)]
    command += ["--output-path", str(folder / PACKAGE), "--fail-on-warning"]
    made = subprocess.run(command, capture_output=True, text=True)
    assert made.returncode == 0, made.stdout + made.stderr
    sys.path.insert(0, str(folder))
    yield
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


class Caller:
    """Whoever calls the service through the generated package, with the key of one role."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def __call__(self, operation: str, *parts: str, **named: Any) -> Any:
        """Call ``operation``, such as ``decisions.create_decision``; return status and answer."""
        answer = _of(f"api.{operation}").sync_detailed(*parts, client=self._client, **named)
        return answer.status_code, answer.parsed


def _of(module: str) -> Any:
    return import_module(f"{PACKAGE}.{module}")


@pytest.fixture
def originator(service: Live, generated: None) -> Iterator[Caller]:
    with _client(service, "originator") as client:
        yield Caller(client)


@pytest.fixture
def auditor(service: Live, generated: None) -> Iterator[Caller]:
    with _client(service, "auditor") as client:
        yield Caller(client)


def _client(service: Live, role: str) -> Any:
    made = _of("client").AuthenticatedClient
    return made(base_url=service.url, token=service.keys[role], timeout=httpx.Timeout(60))


@pytest.fixture
def dossier(generated: None) -> Any:
    return _of("models").Dossier.from_dict(json.loads(WORKED.read_bytes()))


def test_it_creates_reads_explains_and_replays(
    originator: Caller, auditor: Caller, dossier: Any
) -> None:
    created, decision = originator("decisions.create_decision", body=dossier)
    assert (created, decision.grade.value) == (201, "N5")
    assert "NO_SUCCESSION" in [finding.code for finding in decision.findings]
    assert decision.trace[0].sequence == 1

    read, again = originator("decisions.read_decision", decision.decision_id)
    assert read == 200
    assert again.to_dict() == decision.to_dict()

    explained, explanation = originator(
        "explanations.explain_decision", decision.decision_id, accept_language="zh"
    )
    assert (explained, explanation.narrative.language.value) == (200, "zh")
    assert explanation.reasons.committee[0].code == "KEY_PERSON_RISK"

    replayed, verdict = auditor("decisions.replay_decision", decision.decision_id)
    assert (replayed, verdict.verdict.value) == (200, "reproduced")


def test_what_it_sends_is_the_dossier_as_it_was(dossier: Any) -> None:
    assert dossier.to_dict() == json.loads(WORKED.read_bytes())


def test_it_tells_the_kinds_of_answers_apart(originator: Caller, dossier: Any) -> None:
    _, decision = originator("decisions.create_decision", body=dossier)
    for code, kind in (("NO_SUCCESSION", "WhyFinding"), ("GOV", "WhyDimension")):
        asked, why = originator("explanations.why", decision.decision_id, code)
        assert (asked, type(why).__name__) == (200, kind)


def test_a_retry_with_the_same_key_gets_the_same_decision(originator: Caller, dossier: Any) -> None:
    taken = [
        originator("decisions.create_decision", body=dossier, idempotency_key="LOS-88104/1")
        for _ in range(2)
    ]
    assert [status for status, _ in taken] == [201, 201]
    assert len({decision.decision_id for _, decision in taken}) == 1


def test_it_is_told_every_fault_as_a_problem(originator: Caller, dossier: Any) -> None:
    dossier.rating_date = dossier.rating_date.replace(year=1999)
    status, problem = originator("decisions.create_decision", body=dossier)
    assert (status, problem.code) == (422, "dossier_rejected")
    assert {fault.code for fault in problem.errors} >= {"future_date"}


def test_it_is_refused_what_its_role_may_not(originator: Caller, dossier: Any) -> None:
    _, decision = originator("decisions.create_decision", body=dossier)
    status, problem = originator("decisions.replay_decision", decision.decision_id)
    assert (status, problem.code) == (403, "forbidden")


def test_it_asks_what_if(originator: Caller, dossier: Any) -> None:
    _, decision = originator("decisions.create_decision", body=dossier)
    models = _of("models")
    supposed = {"changes": {"governance.succession_plan": "documented"}}
    status, answer = originator(
        "explanations.what_if", decision.decision_id, body=models.Suppositions.from_dict(supposed)
    )
    assert (status, answer.hypothetical) == (200, True)
    assert answer.before.decision_id == decision.decision_id
