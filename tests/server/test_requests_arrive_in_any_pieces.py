"""However a stream of requests is cut into pieces, the same requests come out of it."""

import gzip
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from itertools import pairwise
from pathlib import Path

import pytest
from gunicorn.config import Config
from hypothesis import given, settings
from hypothesis import strategies as st

from service.server.heads import Refused
from service.server.receiving import Receiver, Terms

CFG = Config()
PEER = ("127.0.0.1", 50000)


def get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode()


def post(body: bytes, path: str = "/v1/decisions") -> bytes:
    return f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def chunked(pieces: list[bytes], trailer: bytes = b"") -> bytes:
    chunks = [f"{len(piece):x};a=b\r\n".encode() + piece + b"\r\n" for piece in pieces if piece]
    head = b"POST /v1/batches HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head + b"".join(chunks) + b"0\r\n" + trailer + b"\r\n"


@contextmanager
def receiver(large: int = 1 << 30, *, admitted: bool = True) -> Iterator[Receiver]:
    with closing(Receiver(Terms(CFG, large, lambda request: admitted), PEER)) as into:
        yield into


def received(pieces: list[bytes], into: Receiver) -> list[tuple[str, str, bytes]]:
    found = []
    for piece in pieces:
        into.feed(piece)
        while (request := into.next()) is not None:
            found.append((request.method, request.path, request.body.read()))
            request.body.close()
    return found


def take_or_refuse(pieces: list[bytes]) -> None:
    """Receive what may be anything; whatever is raised must be a refusal of the client's fault."""
    with receiver() as into, suppress(Refused):
        received(pieces, into)


def cut(stream: bytes, at: list[int]) -> list[bytes]:
    edges = sorted({0, len(stream), *(place % (len(stream) + 1) for place in at)})
    return [stream[a:b] for a, b in pairwise(edges)]


BODY = gzip.compress(bytes(range(256)) * 4)
STREAM = b"".join(
    [
        get("/healthz"),
        post(b"{}"),
        b"\r\n" + get("/after/an/empty/line"),
        chunked([b"a", b"\r\n0\r\n\r\n", BODY]),
        post(b""),
        chunked([], b"X-Trailer: y\r\n"),
        post(BODY),
        get("/last"),
    ]
)
REQUESTS = [
    ("GET", "/healthz", b""),
    ("POST", "/v1/decisions", b"{}"),
    ("GET", "/after/an/empty/line", b""),
    ("POST", "/v1/batches", b"a\r\n0\r\n\r\n" + BODY),
    ("POST", "/v1/decisions", b""),
    ("POST", "/v1/batches", b""),
    ("POST", "/v1/decisions", BODY),
    ("GET", "/last", b""),
]


@given(st.lists(st.integers(0, 1 << 16), max_size=40))
@settings(max_examples=60)
def test_pieces_make_no_difference(at: list[int]) -> None:
    with receiver() as into:
        assert received(cut(STREAM, at), into) == REQUESTS
        assert not into.begun


def test_a_byte_at_a_time_makes_no_difference() -> None:
    with receiver() as into:
        assert received([bytes([byte]) for byte in STREAM], into) == REQUESTS


@given(st.binary(max_size=300), st.lists(st.integers(0, 300), max_size=5))
@settings(max_examples=60)
def test_whatever_is_sent_is_a_request_or_refused(stream: bytes, at: list[int]) -> None:
    take_or_refuse(cut(stream, at))


@given(st.integers(0, len(STREAM) - 1), st.binary(min_size=1, max_size=3))
@settings(max_examples=60)
def test_a_damaged_stream_is_requests_or_refused(at: int, damage: bytes) -> None:
    take_or_refuse([STREAM[:at], damage, STREAM[at:]])


LARGE = bytes(range(256)) * (8 << 10)
PIECES = [LARGE[first : first + 99_999] for first in range(0, len(LARGE), 99_999)]
FORMS = [post(LARGE, "/v1/batches"), chunked(PIECES)]


@pytest.mark.parametrize("stream", FORMS, ids=["length", "chunked"])
def test_a_large_batch_is_not_kept_in_memory_while_it_arrives(stream: bytes) -> None:
    found = []
    with receiver() as into:
        for first in range(0, len(stream), 1 << 16):
            found += received([stream[first : first + (1 << 16)]], into)
            assert into.held <= 1 << 17
    assert found == [("POST", "/v1/batches", LARGE)]


@pytest.mark.parametrize("stream", FORMS, ids=["length", "chunked"])
def test_a_batch_over_its_own_limit_is_too_large(stream: bytes) -> None:
    with receiver(len(LARGE) - 1) as into, pytest.raises(Refused) as refused:
        received([stream], into)
    assert (refused.value.status, refused.value.code) == (413, "batch_too_large")


@pytest.mark.parametrize("stream", FORMS, ids=["length", "chunked"])
def test_a_large_body_that_will_be_refused_anyway_is_not_waited_for(stream: bytes) -> None:
    with receiver(admitted=False) as into:
        arrived = 0
        while not (found := received([stream[arrived : arrived + (1 << 16)]], into)):
            arrived += 1 << 16
        assert arrived < 1_500_000
        assert found == [("POST", "/v1/batches", b"")]


def test_a_body_that_there_is_no_room_for_is_refused_for_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    with receiver() as into, pytest.raises(Refused) as refused:
        received([post(bytes(1 << 20), "/v1/batches")], into)
    assert (refused.value.status, refused.value.code) == (503, "no_room")
    assert refused.value.retry_after == 1
