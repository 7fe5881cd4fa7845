"""A batch is kept line by line as it comes; where it breaks off or is too large, nothing is."""

import gzip
import io
import json
import os
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.api.app import create_app
from service.batches.receive import PIECE, cut, gunzipped
from service.decisions.rate import Rater
from service.dossier.door import MAX_BYTES
from service.store.sqlite import SqliteStore
from tests.batches.batching import NOTHING, batch_of, dossier, kept, send, settings_of
from tests.calling import calling, key_for
from tests.dossiers import ROOT


def problem(answer: TestResponse, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    found: dict[str, Any] = json.loads(answer.text)
    assert (found["status"], found["code"]) == (status, code)
    return found


def limited(store: SqliteStore, rater: Rater, **limits: int) -> FlaskClient:
    app = create_app(store, rater, settings_of(store, **limits))
    return calling(app, key_for(store, "originator"))


def test_a_batch_is_answered_202_and_where_to_ask_for_it(client: FlaskClient) -> None:
    answer = send(client, batch_of(3))
    assert answer.status_code == 202
    told = answer.get_json()
    assert (told["state"], told["lines"], told["waiting"]) == ("queued", 3, 3)
    assert answer.headers["Location"] == f"/v1/batches/{told['batch_id']}"
    assert client.get(answer.headers["Location"]).get_json() == told


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
@pytest.mark.parametrize("last", [b"", b"\n", b"\n\n"])
def test_lines_are_counted_as_a_person_counts_them(
    client: FlaskClient, ending: bytes, last: bytes
) -> None:
    body = ending.join([dossier("LOS-1"), b"  ", dossier("LOS-3")]) + last
    assert send(client, body).get_json()["lines"] == 2


def test_gzip_is_unpacked_also_where_it_was_packed_in_parts(client: FlaskClient) -> None:
    body = gzip.compress(batch_of(2)) + gzip.compress(batch_of(3))
    assert send(client, body, Content_Encoding="gzip").get_json()["lines"] == 5


@pytest.mark.parametrize(
    ("content_type", "encoding"),
    [
        ("application/json", ""),
        ("text/plain", ""),
        ("", ""),
        ("application/x-ndjson", "br"),
        ("application/x-ndjson", "gzip, gzip"),
    ],
)
def test_only_ndjson_is_taken_plain_or_with_gzip(
    client: FlaskClient, store: SqliteStore, content_type: str, encoding: str
) -> None:
    answer = send(client, batch_of(1), content_type=content_type, Content_Encoding=encoding)
    problem(answer, 415, "unsupported_media_type")
    assert kept(store) == NOTHING


@pytest.mark.parametrize("body", [b"", b"\n", b" \n\r\n\t\n"])
def test_a_batch_without_dossiers_is_refused(
    client: FlaskClient, store: SqliteStore, body: bytes
) -> None:
    problem(send(client, body), 422, "empty_batch")
    assert kept(store) == NOTHING


PACKED = gzip.compress(batch_of(3), mtime=0)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}\n",
        PACKED[:1],
        PACKED[: len(PACKED) // 2],
        PACKED[:-1],
        PACKED[:-8] + bytes(8),
        PACKED + b"more",
        PACKED + PACKED[:12],
        PACKED[:40] + b"\xff\xff\xff" + PACKED[43:],
        zlib.compress(batch_of(1)),
    ],
)
def test_gzip_that_is_damaged_or_breaks_off_leaves_no_trace(
    client: FlaskClient, store: SqliteStore, body: bytes
) -> None:
    problem(send(client, body, Content_Encoding="gzip"), 400, "bad_gzip")
    assert kept(store) == NOTHING


def test_more_bytes_than_allowed_are_refused(store: SqliteStore, rater: Rater) -> None:
    body = batch_of(300)
    limit = len(body)
    exact = limited(store, rater, batch_bytes=limit)
    assert send(exact, body).status_code == 202
    before = kept(store)
    told = problem(send(exact, body + b"\n"), 413, "batch_too_large")
    assert str(limit) in told["detail"]
    problem(
        send(exact, gzip.compress(body + b"\n"), Content_Encoding="gzip"), 413, "batch_too_large"
    )
    assert kept(store) == before


def test_more_lines_than_allowed_are_refused_blank_ones_included(
    store: SqliteStore, rater: Rater
) -> None:
    client = limited(store, rater, batch_lines=250)
    assert send(client, batch_of(250)).get_json()["lines"] == 250
    before = kept(store)
    for body in (batch_of(251), batch_of(250) + b"x", b"\n" * 10_000_000):
        problem(send(client, body), 413, "batch_too_large")
    assert kept(store) == before


def test_a_bomb_is_refused_before_it_is_unpacked(store: SqliteStore, rater: Rater) -> None:
    client = limited(store, rater, batch_bytes=4 << 20)
    pack = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(pack.compress(bytes(1 << 20)) for _ in range(256)) + pack.flush()
    assert len(bomb) < 1 << 19
    problem(send(client, bomb, Content_Encoding="gzip"), 413, "batch_too_large")
    assert kept(store) == NOTHING


def test_no_more_than_a_piece_is_unpacked_at_once() -> None:
    packed = gzip.compress(bytes(50 << 20))
    sizes = [len(piece) for piece in gunzipped([packed])]
    assert max(sizes) == PIECE
    assert sum(sizes) == 50 << 20


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 300])
def test_what_is_unpacked_is_what_was_packed_wherever_the_pieces_part(size: int) -> None:
    packed = gzip.compress(b"\xe5" * size)
    for at in range(1, len(packed)):
        assert b"".join(gunzipped([packed[:at], packed[at:]])) == b"\xe5" * size
    assert b"".join(gunzipped([bytes([byte]) for byte in packed])) == b"\xe5" * size


def test_a_line_is_cut_at_its_end_wherever_the_pieces_part() -> None:
    body = b'{"a": 1}\r\n\n{"b": "\xe5\x93\x81"}\nlast'
    whole = [(line.number, line.content) for line in cut([body], 10)]
    assert whole == [(1, b'{"a": 1}'), (3, b'{"b": "\xe5\x93\x81"}'), (4, b"last")]
    for step in range(1, len(body)):
        pieces = [body[at : at + step] for at in range(0, len(body), step)]
        assert [(line.number, line.content) for line in cut(pieces, 10)] == whole


def test_of_a_line_over_1_mib_nothing_is_kept() -> None:
    largest = b"x" * MAX_BYTES
    body = b"\n".join([largest, largest + b"x", largest + b"\r", largest * 3, b"y"])
    pieces = [body[at : at + 60_000] for at in range(0, len(body), 60_000)]
    found = [(line.number, line.content and line.content[-1:]) for line in cut(pieces, 10)]
    assert found == [(1, b"x"), (2, None), (3, b"x"), (4, None), (5, b"y")]


def send_stream(
    client: FlaskClient, body: io.BytesIO, length: int | None = None, **headers: str
) -> TestResponse:
    """Send what ``body`` gives as it is read, in chunks or as so many bytes."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    within = {"wsgi.input": body, "wsgi.input_terminated": length is None}
    return client.post(
        "/v1/batches",
        content_type="application/x-ndjson",
        content_length=length,
        headers=names,
        environ_overrides=within,
    )


class BreaksOff(io.BytesIO):
    """A body whose sender goes away in the middle."""

    def read(self, size: int | None = -1) -> bytes:
        found = super().read(size)
        if not found:
            raise ConnectionResetError
        return found


class Ends(io.BytesIO):
    """A body that ends before its time."""


@pytest.mark.parametrize(
    ("body", "length"), [(BreaksOff, None), (BreaksOff, 10_000_000), (Ends, 10_000_000)]
)
def test_an_upload_that_breaks_off_leaves_no_trace(
    client: FlaskClient, store: SqliteStore, body: type[io.BytesIO], length: int | None
) -> None:
    answer = send_stream(client, body(batch_of(600)), length)
    problem(answer, 400, "bad_request")
    assert kept(store) == NOTHING


def test_nobody_sees_a_batch_before_it_is_whole(client: FlaskClient, store: SqliteStore) -> None:
    seen = []

    class Looks(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            found = super().read(size)
            if not found:
                # Hundreds of lines are in the store by now.
                listed = client.get("/v1/batches").get_json()["batches"]
                seen.append((kept(store)["batches"], listed))
            return found

    answer = send_stream(client, Looks(batch_of(600)))
    assert answer.status_code == 202
    assert seen[0] == (1, [])


def test_dossiers_wait_compressed(client: FlaskClient, store: SqliteStore) -> None:
    body = batch_of(50)
    send(client, body)
    (size,) = store.connection().execute("SELECT sum(length(body)) FROM batch_lines").fetchone()
    assert size < len(body) / 2


def test_a_retry_with_the_same_key_gets_the_same_answer_and_makes_no_second_batch(
    client: FlaskClient, store: SqliteStore
) -> None:
    body = batch_of(4)
    first = send(client, body, Idempotency_Key="k-1")
    again = send(client, body, Idempotency_Key="k-1")
    assert (again.status_code, again.data) == (202, first.data)
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["Idempotent-Replayed"] == "true"
    assert kept(store) == {"batches": 1, "batch_lines": 4, "webhooks": 0}


def test_the_same_key_with_other_lines_is_refused(client: FlaskClient, store: SqliteStore) -> None:
    send(client, batch_of(4), Idempotency_Key="k-1")
    problem(send(client, batch_of(5), Idempotency_Key="k-1"), 422, "idempotency_key_reused")
    problem(
        send(client, batch_of(4), "?webhook=https://los.example/", Idempotency_Key="k-1"),
        422,
        "idempotency_key_reused",
    )
    assert kept(store)["batches"] == 1


def test_of_two_with_the_same_key_at_once_one_is_kept(
    client: FlaskClient, store: SqliteStore
) -> None:
    body = batch_of(3)
    answers: list[TestResponse] = []

    class Overtaken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if not answers:
                answers.append(send(client, body, Idempotency_Key="k-1"))
            return super().read(size)

    second = send_stream(client, Overtaken(body), Idempotency_Key="k-1")
    assert answers[0].status_code == 202
    assert (second.data, second.headers["Idempotent-Replayed"]) == (answers[0].data, "true")
    assert kept(store)["batches"] == 1


def test_a_batch_that_was_refused_can_be_sent_again_under_its_key(client: FlaskClient) -> None:
    problem(send(client, b"\n", Idempotency_Key="k-1"), 422, "empty_batch")
    assert send(client, batch_of(1), Idempotency_Key="k-1").status_code == 202


def test_of_a_batch_of_140_mb_no_more_than_a_few_are_in_memory(tmp_path: Path) -> None:
    script = str(Path(__file__).with_name("measuring.py"))
    measured = subprocess.run(
        [sys.executable, script, str(tmp_path / "store.sqlite3")],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
        text=True,
    )
    lines, refused, kib = map(int, measured.stdout.split())
    assert (lines, refused) == (10_001, 1)
    assert kib < 20_000
