"""However many connections are opened, dropped or left open, the next request is answered."""

import socket
import struct
from contextlib import ExitStack
from pathlib import Path

from tests.faults.servers import Server, running
from tests.server.wire import Wire, head, posting, serving

FLOOD = 10_000
RESET = struct.pack("ii", 1, 0)


def _dropped(server: Server, at_once: int, sends: bytes) -> None:
    host, _, port = server.host.rpartition(":")
    opened = []
    for _ in range(at_once):
        connection = socket.create_connection((host, int(port)), timeout=60)
        if sends:
            connection.sendall(sends)
        opened.append(connection)
    for n, connection in enumerate(opened):
        if n % 2:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        connection.close()


def _open_files(server: Server) -> list[int]:
    return [len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in server.workers()]


def test_ten_thousand_connections_opened_and_dropped_leave_nothing(tmp_path: Path) -> None:
    with serving(tmp_path) as server, Wire(server) as normal:
        request = posting(server)
        assert normal.ask(request).status == 201
        sends = [b"", b"", request[:50], request[:-10], request]
        for n in range(FLOOD // 100):
            _dropped(server, 100, sends[n % len(sends)] if n < 50 else b"")
            if n % 10 == 0:
                assert normal.ask(head(server)).status == 200
                with Wire(server) as fresh:
                    assert fresh.ask(head(server)).status == 200
        # As many as come in one turn, so that each worker has had one.
        with ExitStack() as wires:
            for wire in [wires.enter_context(Wire(server)) for _ in range(20)]:
                assert wire.ask(head(server)).status == 200
        assert normal.ask(request).status == 201
        # What is left is far less than came.
        assert max(_open_files(server)) < 150
        # Nobody had to be replaced.
        assert server.log.read_bytes().count(b"Booting worker") == 2


def test_idle_connections_make_room_for_new_ones(tmp_path: Path) -> None:
    with serving(tmp_path, workers=1, connections=30) as server, ExitStack() as wires:
        opened = [wires.enter_context(Wire(server)) for _ in range(200)]
        for wire in opened[:10]:
            wire.send(head(server))
        last = wires.enter_context(Wire(server))
        assert last.ask(posting(server)).status == 201
        assert opened[20].ended()


def test_a_service_that_may_open_no_more_files_goes_on(tmp_path: Path) -> None:
    within = ("prlimit", "--nofile=64:64", "env", "PINZHI_WORKERS=1")
    with running(tmp_path / "decisions.sqlite3", within) as server, ExitStack() as wires:
        opened = [wires.enter_context(Wire(server)) for _ in range(200)]
        assert opened[-1].ask(posting(server)).status == 201
        with Wire(server) as fresh:
            assert fresh.ask(head(server)).status == 200
