"""Whatever is asked and however it fails, no word of a dossier or an address is in the log."""

import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import orjson
import pytest
from flask.testing import FlaskClient

from service.decisions.rate import Rater, Rating
from service.dossier.read import DossierReader
from service.errors import EvaluatorsDisagree
from service.ruleset.model import Ruleset
from service.store.port import Draft, Record
from service.store.sqlite import SqliteStore
from tests.calling import client_for
from tests.observe import canaries
from tests.observe.canaries import CANARY
from tests.observe.reading import lines

JSON = "application/json"


@pytest.fixture(scope="module")
def good(ruleset: Ruleset) -> bytes:
    return canaries.good(DossierReader(ruleset))


def bodies(good: bytes) -> Iterator[bytes]:
    bad = canaries.bad()
    yield from (good, bad, bad[:-1], b"\xff" + bad, b"[" * 100 + good, good[:-1] + b',"x":NaN}')
    yield good.replace(b'"dossier_id"', b'"dossier_id": "a", "dossier_id"', 1)
    yield b'"' + CANARY.encode() + b'"'
    yield CANARY.encode()
    yield bad + b" " * (1 << 20)


def test_posted_dossiers_are_not_in_the_log(
    client: FlaskClient, log: io.StringIO, good: bytes
) -> None:
    statuses = []
    for body in bodies(good):
        for kind in (JSON, f"text/{CANARY}"):
            answer = client.post(f"/v1/decisions?{CANARY}={CANARY}", data=body, content_type=kind)
            assert 400 <= answer.status_code < 500
        statuses.append(client.post("/v1/decisions", data=body, content_type=JSON).status_code)
    assert statuses[0] == 201
    assert set(statuses[1:]) == {400, 413, 422}
    assert len(lines(log)) == 3 * len(statuses)
    assert CANARY not in log.getvalue()


def test_addresses_and_headers_are_not_in_the_log(
    client: FlaskClient, log: io.StringIO, good: bytes
) -> None:
    decided = client.post("/v1/decisions", data=good, content_type=JSON)
    at = decided.headers["Location"]
    paths = [
        *(f"/v1/decisions?{name}={CANARY}" for name in ("borrower", "grade", "cursor", CANARY)),
        *(f"{at}/why/{CANARY}", f"{at}/explanation?to={CANARY}", f"{at}/notice?regime={CANARY}"),
        *(f"{at}/compare/{CANARY}", f"/v1/decisions/{CANARY}", f"/docs/errors/{CANARY}"),
        *(f"/{CANARY}", f"/v1/{quote('坏' + CANARY)}?q={quote('坏' + CANARY)}"),
        f"/v1/ledger/consistency?first={CANARY}&second={CANARY}",
    ]
    headers = dict.fromkeys(
        ("User-Agent", "Referer", "Accept-Language", "Cookie", "X-Forwarded-For"), CANARY
    )
    headers["X-Request-Id"] = f"{CANARY} {CANARY}"
    for path in paths:
        for method in ("GET", "POST", "PUT", CANARY.upper()):
            client.open(path, method=method, headers=headers)
    for authorization in (f"Bearer {CANARY}", f"Basic {CANARY}", CANARY):
        client.get(at, headers=headers | {"Authorization": authorization})
    assert len(lines(log)) > 50
    assert CANARY.lower() not in log.getvalue().lower()


def test_questions_and_reviews_of_a_decision_are_not_in_the_log(
    client: FlaskClient, log: io.StringIO, good: bytes
) -> None:
    at = client.post("/v1/decisions", data=good, content_type=JSON).headers["Location"]
    review = orjson.dumps({CANARY: CANARY, "action": CANARY, "officer": {"name": CANARY}})
    changes = orjson.dumps({"changes": {CANARY: CANARY}})
    for path, body in (("reviews", review), ("what-if", changes), ("replay", b"")):
        client.post(f"{at}/{path}", data=body, content_type=JSON)
    for path in ("", "/record", "/history", "/explanation", "/questions", "/counterfactuals?to=N1"):
        client.get(at + path)
    assert len(lines(log)) == 10
    assert CANARY not in log.getvalue()


class Quoting(Rater):
    """A rater that fails in words of the dossier."""

    def rate(self, body: bytes) -> Rating:
        raise ValueError(body.decode())


class Disagreeing(Rater):
    """A rater whose evaluators differ, and say of what."""

    def rate(self, body: bytes) -> Rating:
        raise EvaluatorsDisagree("sha256:00", [f"findings: {body.decode()}"])


class Failing(SqliteStore):
    """A store with a defect, whose message quotes the dossier."""

    def append(self, draft: Draft) -> Record:
        raise KeyError(draft.contents["dossier"].decode())


@pytest.mark.parametrize("failing", ["rater", "evaluators", "store"])
def test_a_failure_is_logged_with_its_kind_and_place_and_not_what_it_quotes(
    tmp_path: Path,
    ruleset: Ruleset,
    rater: Rater,
    log: io.StringIO,
    good: bytes,
    failing: str,
) -> None:
    kind = {"rater": Quoting, "evaluators": Disagreeing, "store": Rater}[failing]
    store = (Failing if failing == "store" else SqliteStore)(tmp_path / "decisions.sqlite3")
    client = client_for(store, rater if kind is Rater else kind(ruleset))
    answer = client.post("/v1/decisions", data=good, content_type=JSON)
    problem = orjson.loads(answer.data)
    assert answer.status_code == 500
    failure, request = lines(log)[-2:]
    assert problem["instance"] in failure["event"]
    assert failure["request_id"] == request["request_id"] == answer.headers["X-Request-Id"]
    assert (request["code"], request["instance"]) == (problem["code"], problem["instance"])
    assert (failure["level"], request["level"]) == ("error", "error")
    assert CANARY not in log.getvalue()
