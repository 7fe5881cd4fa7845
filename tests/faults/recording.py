"""Every kind of request by which something is recorded, and what who sent it was told."""

import http.client
import json
from typing import NamedTuple

from tests.faults.dossiers import dossier
from tests.faults.servers import Server

JSON = "application/json"
NDJSON = "application/x-ndjson"


class Request(NamedTuple):
    """A request with a body, and the status of its answer where nothing is amiss."""

    path: str
    media_type: str
    body: bytes
    status: int
    coding: str = ""


class Told(NamedTuple):
    """What a caller was told; ``headers`` have their names in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def code(self) -> str:
        """The code of the problem."""
        assert self.headers["content-type"] == "application/problem+json", self
        return str(json.loads(self.body)["code"])


def requests(decision: str, name: str) -> dict[str, Request]:
    """Return what is recorded of whoever calls, by kind; ``decision`` is where one is found.

    ``name`` is that of the applications.
    """
    review = json.dumps({"action": "accept", "officer": "li.na"}).encode()
    lines = b"".join(dossier(f"{name}-{n}") + b"\n" for n in range(3))
    return {
        "decision": Request("/v1/decisions", JSON, dossier(name), 201),
        "review": Request(f"{decision}/reviews", JSON, review, 201),
        "batch": Request("/v1/batches", NDJSON, lines, 202),
    }


def ask(server: Server, method: str, path: str, body: bytes | None = None, **headers: str) -> Told:
    """Send a request with the server's key; ``_`` in the name of a header stands for ``-``."""
    sent = {name.replace("_", "-"): value for name, value in headers.items() if value}
    connection = http.client.HTTPConnection(server.host, timeout=60)
    try:
        key = {"Authorization": f"Bearer {server.key}"}
        connection.request(method, path, body, {**key, **sent})
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return Told(answer.status, found, answer.read())
    finally:
        connection.close()


def send(server: Server, request: Request, idempotency_key: str) -> Told:
    return ask(
        server,
        "POST",
        request.path,
        request.body,
        Content_Type=request.media_type,
        Content_Encoding=request.coding,
        Idempotency_Key=idempotency_key,
    )


def insist_refused(told: Told) -> None:
    """The caller learns that the store is unavailable, and when to come again."""
    assert (told.status, told.code) == (503, "store_unavailable")
    assert int(told.headers["retry-after"]) > 0


def insist_recorded_once(server: Server, requests: dict[str, Request], prefix: str) -> None:
    """Each request is answered now, as often as it is sent, and recorded once.

    ``prefix`` begins their Idempotency-Keys.
    """
    for kind, request in requests.items():
        before = recorded(server, request)
        first = send(server, request, f"{prefix}-{kind}")
        assert first.status == request.status, (kind, first)
        assert "idempotent-replayed" not in first.headers
        again = send(server, request, f"{prefix}-{kind}")
        assert again.headers["idempotent-replayed"] == "true"
        assert (again.status, again.body) == (first.status, first.body)
        assert again.headers.get("location") == first.headers.get("location")
        assert recorded(server, request) == before + 1


def recorded(server: Server, request: Request) -> int:
    """Return how many are listed of what the request asks to be recorded."""
    told = ask(server, "GET", request.path)
    assert told.status == 200, told
    return len(json.loads(told.body)[request.path.rpartition("/")[2]])


def failed_checks(server: Server) -> list[str]:
    """Return the checks that the service says fail; none where it says it is ready."""
    told = ask(server, "GET", "/readyz")
    if told.status == 200:
        return []
    assert (told.status, told.code) == (503, "not_ready")
    assert int(told.headers["retry-after"]) > 0
    return [str(fault["message"]).partition(":")[0] for fault in json.loads(told.body)["errors"]]
