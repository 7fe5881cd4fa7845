"""Clients that send or read next to nothing hold nobody up, however many they are."""

import select
from contextlib import ExitStack
from pathlib import Path

from tests.server.wire import Wire, head, posting, serving

TRICKLING = 300


def test_normal_requests_are_answered_while_hundreds_trickle(tmp_path: Path) -> None:
    with serving(tmp_path, receive_timeout=3) as server, ExitStack() as wires:
        request = posting(server)
        slow = [wires.enter_context(Wire(server)) for _ in range(TRICKLING)]
        for n, wire in enumerate(slow):
            # Some have not said what they want, some have said it and go on with the body.
            wire.send(request[: 10 + 5 * n])
        sent = 0
        with Wire(server) as normal:
            for n in range(50):
                assert normal.ask(request).status == 201
                with Wire(server) as fresh:
                    assert fresh.ask(head(server)).status == 200
                for wire in slow[n::50]:
                    wire.send(request[10 + 5 * TRICKLING :][:1])
                    sent += 1
        assert sent == TRICKLING
        for wire in slow:
            told = wire.told()
            assert (told.status, told.code) == (408, "request_timeout")
            assert wire.ended()


def test_where_all_places_are_taken_the_slowest_makes_room(tmp_path: Path) -> None:
    settings = {"workers": 1, "connections": 20, "receive_timeout": 600}
    with serving(tmp_path, **settings) as server, ExitStack() as wires:
        request = posting(server)
        slow = [wires.enter_context(Wire(server)) for _ in range(50)]
        for wire in slow:
            wire.send(request[:100])
        normal = wires.enter_context(Wire(server))
        assert normal.ask(request).status == 201
        # Those that came first had to go; the last still have their time.
        assert slow[0].ended()
        slow[-1].send(request[100:])
        assert slow[-1].told().status == 201


def test_clients_that_do_not_read_hold_nobody_up_and_are_given_up(tmp_path: Path) -> None:
    with serving(tmp_path, workers=1, receive_timeout=1) as server, ExitStack() as wires:
        normal = wires.enter_context(Wire(server))
        location = normal.ask(posting(server)).fields["Location"]
        deaf = [wires.enter_context(Wire(server, buffer=4096)) for _ in range(20)]
        for wire in deaf:
            wire.send(head(server, "GET", location) * 300)
        for _ in range(50):
            assert normal.ask(posting(server)).status == 201
        for wire in deaf:
            given_up = select.poll()
            given_up.register(wire.sock, select.POLLRDHUP)
            assert given_up.poll(60_000)
        assert normal.ask(head(server)).status == 200
