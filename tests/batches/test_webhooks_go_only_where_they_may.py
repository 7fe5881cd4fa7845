"""A webhook goes to public addresses by https, to the very address that was checked."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service.api.app import create_app
from service.batches.addresses import is_public
from service.batches.sending import NotSent, Sender
from service.decisions.rate import Rater
from service.store.sqlite import SqliteStore
from tests.batches.batching import NOTHING, batch_of, kept, send, settings_of
from tests.batches.receivers import certificate, receiver
from tests.calling import calling, key_for

INSIDE = [
    "127.0.0.1", "127.8.9.1", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255",
    "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1",
    "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.1.2.3", "240.0.0.1", "255.255.255.255",
    "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1", "fec0::1",
    "::ffff:10.0.0.1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:0:127.0.0.1",
    "::127.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::10.0.0.1",
    "2002:7f00:1::", "2002:a00:1::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1",
    "100::1", "5f00::1", "4000::1", "192.0.0.8", "192.0.0.192", "192.88.99.1", "3fff::1",
    "::ffff:192.0.0.192", "2002:c000:c0::1",
]  # fmt: skip
OUTSIDE = [
    "1.1.1.1", "8.8.8.8", "172.15.0.1", "172.32.0.1", "192.167.1.1", "100.128.0.1",
    "2606:4700::1111", "2a00:1450:4001::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8",
]  # fmt: skip


def in_address(ip: str) -> str:
    return f"[{ip}]" if ":" in ip else ip


@pytest.mark.parametrize("ip", INSIDE)
def test_an_address_that_is_not_public_is_refused_however_it_is_written(
    client: FlaskClient, store: SqliteStore, ip: str
) -> None:
    assert not is_public(ip)
    answer = client.post(
        "/v1/batches",
        query_string={"webhook": f"https://{in_address(ip)}/hook"},
        data=batch_of(1),
        content_type="application/x-ndjson",
    )
    assert (answer.status_code, answer.get_json()["code"]) == (422, "webhook_refused")
    assert kept(store) == NOTHING
    with pytest.raises(NotSent, match="private network"):
        Sender(private=False, resolve=lambda host, port: [ip]).send("https://los.example", {}, b"")


@pytest.mark.parametrize("ip", OUTSIDE)
def test_a_public_address_is_taken(client: FlaskClient, ip: str) -> None:
    assert is_public(ip)
    assert send(client, batch_of(1), f"?webhook=https://{in_address(ip)}/hook").status_code == 202


@pytest.mark.parametrize(
    "address",
    [
        "http://los.example/hook", "ftp://los.example/", "//los.example/", "los.example", "https://",
        "https:///hook", "https://user:secret@los.example/", "https://los.example/#part",
        "https://los.example:0/", "https://los.example:99999/", "https://los.example:x/",
        "https://[::1", "https://los.example/ hook", "https://los.example/\r\nX-A: b",
        "https://los.example\\@127.0.0.1/", "https://los.example/品质", "https://LOCALHOST/",
        "https://0/", "https://2130706433/",
        "https://0x7f000001/", "https://127.1/", "https://0177.0.0.1/", "https://los.example.7/",
        "https://127.0.0.1./", "https://localhost.", "https://api.localhost/",
        "https://los.example/" + "x" * 2000, "", "https://los..example/", "https://.los.example/",
        f"https://{'x' * 64}.example/",
    ],
)  # fmt: skip
def test_what_is_no_address_for_a_webhook_is_refused(
    client: FlaskClient, store: SqliteStore, address: str
) -> None:
    answer = client.post(
        "/v1/batches",
        query_string={"webhook": address},
        data=batch_of(1),
        content_type="application/x-ndjson",
    )
    assert (answer.status_code, answer.get_json()["code"]) == (422, "webhook_refused")
    assert kept(store) == NOTHING


def test_private_addresses_and_http_are_taken_where_the_operator_allows_them(
    store: SqliteStore, rater: Rater
) -> None:
    app = create_app(store, rater, settings_of(store, webhook_private=True))
    client = calling(app, key_for(store, "originator"))
    assert send(client, batch_of(1), "?webhook=http://10.0.0.1:8080/hook").status_code == 202


def fails(sender: Sender, address: str) -> str:
    with pytest.raises(NotSent) as fault:
        sender.send(address, {}, b"{}")
    return str(fault.value)


def test_a_name_that_means_this_machine_is_refused_when_it_is_resolved() -> None:
    with receiver() as target:
        sender = Sender(private=False, resolve=lambda host, port: ["127.0.0.1"])
        assert "private network" in fails(sender, f"https://los.example:{target.port}/")
    assert target.got == []


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    sender = Sender(private=False, resolve=lambda host, port: ["8.8.8.8", "10.0.0.1"])
    assert "private network" in fails(sender, "https://los.example/")


def test_a_name_is_resolved_once_and_what_was_checked_is_connected_to(tmp_path: Path) -> None:
    shown, trusting = certificate(tmp_path, "los.example")
    asked = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    with receiver(tls=shown) as target:
        sender = Sender(private=True, tls=trusting, resolve=resolve)
        sender.send(f"https://los.example:{target.port}/hook?a=%20b", {"webhook-id": "m"}, b"{}")
    (got,) = target.got
    assert asked == ["los.example"]
    assert (got.path, got.body) == ("/hook?a=%20b", b"{}")
    assert got.headers["host"] == f"los.example:{target.port}"
    assert got.headers["content-type"] == "application/json"


def test_the_certificate_must_be_of_the_name(tmp_path: Path) -> None:
    shown, trusting = certificate(tmp_path, "other.example")
    with receiver(tls=shown) as target:
        sender = Sender(private=True, tls=trusting, resolve=lambda host, port: ["127.0.0.1"])
        why = fails(sender, f"https://los.example:{target.port}/")
    assert "certificate" in why
    assert target.got == []


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    shown, _ = certificate(tmp_path, "127.0.0.1")
    with receiver(tls=shown) as target:
        sender = Sender(private=True, tls=ssl.create_default_context())
        assert "certificate" in fails(sender, f"https://127.0.0.1:{target.port}/")
    assert target.got == []


def test_the_next_address_of_a_name_is_tried_where_one_is_dead() -> None:
    with receiver() as target:
        # Nobody listens there.
        sender = Sender(private=True, resolve=lambda host, port: ["127.0.0.2", "127.0.0.1"])
        sender.send(f"http://los.example:{target.port}/", {}, b"{}")
    assert len(target.got) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirection_is_not_followed(status: int) -> None:
    with receiver() as inside, receiver([(status, {"Location": inside.address})]) as target:
        why = fails(Sender(private=True), target.address)
    assert why == f"it answered {status}"
    assert inside.got == []


def test_no_proxy_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    with receiver() as target:
        Sender(private=True).send(target.address, {}, b"{}")
    assert len(target.got) == 1


@contextmanager
def listening(say: bytes) -> Iterator[int]:
    """Let somebody listen who says so much, byte by byte, and never ends."""
    server = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def serve() -> None:
        connection, _ = server.accept()
        with closing(connection):
            try:
                while not ended.wait(0.01):
                    connection.sendall(say)
            except OSError:
                return

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield server.getsockname()[1]
    finally:
        ended.set()
        thread.join()
        server.close()


@pytest.mark.parametrize(("scheme", "say"), [("http", b""), ("http", b"H"), ("https", b"")])
def test_a_target_that_never_ends_is_left(scheme: str, say: bytes) -> None:
    with listening(say) as port:
        why = fails(Sender(private=True, deadline=0.2), f"{scheme}://127.0.0.1:{port}/")
    assert why == "it did not answer in time"


@pytest.mark.parametrize(
    ("scheme", "say", "why"),
    [
        ("http", b"nonsense\r\n\r\n", "it did not answer in HTTP"),
        ("http", b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 101, "it did not answer in HTTP"),
        ("https", b"HTTP/1.1 200 OK\r\n\r\n", "the connection failed"),
    ],
)
def test_a_target_that_speaks_something_else_is_told_as_such(
    scheme: str, say: bytes, why: str
) -> None:
    with listening(say) as port:
        assert fails(Sender(private=True), f"{scheme}://127.0.0.1:{port}/") == why


def test_a_dead_target_and_an_unknown_name_are_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert fails(Sender(private=True), f"http://127.0.0.1:{port}/") == "it refused the connection"
    name = "http://no-such-host.invalid/"
    assert fails(Sender(private=True), name) == "its name cannot be resolved"
    assert fails(Sender(private=True), f"http://{'x' * 64}.example/").endswith("must name a host")
