"""Clients that post without ever trying again, read what they were told, and keep count."""

import threading
from itertools import count
from random import Random

from tests.faults.dossiers import dossier
from tests.faults.servers import Answer, Lost, call


def told_of_the_end(answer: Answer) -> bool:
    return answer.status == 503 and b'"code":"worker_ended"' in answer.body


class Load:
    """``clients`` threads that call the service at the address last given to :meth:`aim`.

    They send ``key``, the API key of the store.

    ``sent`` holds the application of every dossier that was ever sent, ``acknowledged`` the
    answer of those whose 201 arrived, ``wrong`` every answer that no client should see.
    """

    def __init__(self, clients: int, key: str) -> None:
        self._key = key
        self.sent: set[str] = set()
        self.acknowledged: dict[str, Answer] = {}
        self.wrong: list[Answer] = []
        self.lost = 0
        self.ended = 0
        """Calls that were told, in place of an answer, that their worker had ended."""
        self.read = 0
        self._events = 0
        self._host: str | None = None
        self._ended = False
        self._changed = threading.Condition()
        self._threads = [
            threading.Thread(target=self._client, args=(n,), daemon=True) for n in range(clients)
        ]
        for thread in self._threads:
            thread.start()

    def aim(self, host: str | None) -> None:
        """Let the clients call ``host``; none: let them wait."""
        with self._changed:
            self._host = host
            self._changed.notify_all()

    def wait(self, events: int) -> None:
        """Wait for so many more events: a dossier sent, or a call answered."""
        with self._changed:
            until = self._events + events
            self._changed.wait_for(lambda: self._events >= until)

    def end(self) -> None:
        with self._changed:
            self._ended = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def _client(self, client: int) -> None:
        random = Random(client)
        for n in count():
            application = f"LOS-{client}-{n}"
            host = self._address()
            if host is None:
                return
            self._post(host, application)
            with self._changed:
                known = list(self.acknowledged.values())
            if known and n % 3 == 0:
                self._get(host, random.choice(known))

    def _address(self) -> str | None:
        """Return the address to call, once there is one; none once the load has ended."""
        with self._changed:
            self._changed.wait_for(lambda: self._ended or self._host is not None)
            return None if self._ended else self._host

    def _event(self) -> None:
        self._events += 1
        self._changed.notify_all()

    def _post(self, host: str, application: str) -> None:
        body = dossier(application)
        with self._changed:
            self.sent.add(application)
            self._event()
        try:
            answer = call(host, "POST", "/v1/decisions", body, key=self._key)
        except Lost:
            with self._changed:
                self.lost += 1
            return
        with self._changed:
            if answer.status == 201:
                self.acknowledged[application] = answer
            elif told_of_the_end(answer):
                self.ended += 1
            else:
                self.wrong.append(answer)
            self._event()

    def _get(self, host: str, told: Answer) -> None:
        try:
            answer = call(host, "GET", told.location, key=self._key)
        except Lost:
            with self._changed:
                self.lost += 1
            return
        with self._changed:
            self.read += 1
            if told_of_the_end(answer):
                self.ended += 1
            elif (answer.status, answer.body) != (200, told.body):
                self.wrong.append(answer)
            self._event()
