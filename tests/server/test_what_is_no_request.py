"""What is no request, or none of a bearable size, is told so in the one shape of errors."""

from collections.abc import Iterator

import pytest

from service.api.headers import HEADERS
from tests.dossiers import ROOT
from tests.faults.servers import Server
from tests.server.wire import Wire, head, serving

POST = b"POST /v1/decisions HTTP/1.1\r\nHost: x\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("server"), workers=1, receive_timeout=1) as server:
        yield server


MALFORMED = [
    b"\r\n\r\n",
    b"GET\r\n\r\n",
    b"GET / HTTP/1.1\n\n",
    b"GET / HTTP/1.1\nHost: x\n\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
    b"get / HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET nowhere HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /\xe4 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nA b: c\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nA: \x00\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nExpect: a miracle\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    POST + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    POST + b"Content-Length: 2, 2\r\n\r\n{}",
    POST + b"Content-Length: -2\r\n\r\n{}",
    POST + b"Content-Length: +2\r\n\r\n{}",
    POST + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    POST + b"Transfer-Encoding: identity\r\n\r\n{}",
    POST + b"Transfer-Encoding: x\r\n\r\n{}",
    POST.replace(b"1.1", b"1.0") + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    POST + b"Transfer-Encoding: chunked\r\n\r\nno size\r\n{}\r\n0\r\n\r\n",
    POST + b"Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
    POST + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n",
    POST + b"Transfer-Encoding: chunked\r\n\r\n0\r\nno field\r\n\r\n",
    POST + b"Transfer-Encoding: chunked\r\n\r\n0\r\nContent-Length: 9\r\n\r\n",
    POST + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\n \r\n" * 3000,
    POST + b"Transfer-Encoding: chunked\r\n\r\n" + b"1" * 9000,
]


@pytest.mark.parametrize("sent", MALFORMED, ids=range(len(MALFORMED)))
def test_what_is_malformed_is_a_bad_request(server: Server, sent: bytes) -> None:
    with Wire(server) as wire:
        told = wire.ask(sent)
        assert (told.status, told.code) == (400, "bad_request")
        assert told.fields["Connection"] == "close"
        assert told.fields["X-Request-Id"]
        assert {name: told.fields[name] for name in HEADERS} == HEADERS
        assert wire.ended()


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        (b"GET /" + b"a" * 8190 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414, "uri_too_long"),
        (b"GET /" + b"a" * 100_000, 414, "uri_too_long"),
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 100 + b"\r\n", 431, "headers_too_large"),
        (
            b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"a" * 8190 + b"\r\n\r\n",
            431,
            "headers_too_large",
        ),
        (
            b"GET / HTTP/1.1\r\nHost: x\r\n" + (b"A: " + b"a" * 5000 + b"\r\n") * 7 + b"\r\n",
            431,
            "headers_too_large",
        ),
        (b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"a" * 40_000, 431, "headers_too_large"),
        (
            POST + b"Transfer-Encoding: chunked\r\n\r\n0\r\nA: " + b"a" * 40_000,
            431,
            "headers_too_large",
        ),
        (POST + b"Content-Length: 1048577\r\n\r\n", 413, "body_too_large"),
        (POST + b"Content-Length: 999999999999\r\n\r\n", 413, "body_too_large"),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n100001\r\n", 413, "body_too_large"),
        (
            POST + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 100 + b"\r\n",
            413,
            "body_too_large",
        ),
        (
            POST.replace(b"decisions", b"nowhere") + b"Content-Length: 1048577\r\n\r\n",
            413,
            "body_too_large",
        ),
        (POST + b"Content-Length: 2\r\n\r\n{", 408, "request_timeout"),
        (b"GET / HT", 408, "request_timeout"),
    ],
)
def test_what_is_too_large_or_too_slow_is_told_so_and_not_waited_for(
    server: Server, sent: bytes, status: int, code: str
) -> None:
    with Wire(server) as wire:
        told = wire.ask(sent)
        assert (told.status, told.code) == (status, code)
        assert told.fields["Connection"] == "close"
        assert wire.ended()
    with Wire(server) as wire:
        assert f"# {code}\n" in wire.ask(head(server, "GET", f"/docs/errors/{code}")).body.decode()
    assert (ROOT / f"docs/errors/{code}.md").is_file()


def test_a_connection_on_which_nothing_is_sent_ends_without_a_word(server: Server) -> None:
    with Wire(server) as wire:
        assert wire.ended()


def test_the_answer_to_a_bad_head_request_has_no_body(server: Server) -> None:
    with Wire(server) as wire:
        wire.send(b"HEAD / HTTP/1.1\r\n\r\n")
        told = wire.told("HEAD")
        assert told.status == 400
        assert wire.ended()


def test_a_client_that_sends_a_body_nobody_wants_still_reads_the_answer(server: Server) -> None:
    with Wire(server) as wire:
        wire.send(POST + b"Content-Length: 20000000\r\n\r\n" + b" " * 20_000_000)
        assert wire.told().code == "body_too_large"
