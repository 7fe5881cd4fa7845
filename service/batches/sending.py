"""Sends one request to the target of a webhook, and to nowhere that the target may lead to."""

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from service import __version__
from service.batches.addresses import Resolve, Target, TargetRefused, addresses, resolved, target

DEADLINE_SECONDS = 10.0
"""From the first packet to the status of the answer."""


class NotSent(Exception):
    """The target did not take the webhook; the message says why. ``gone``: and never will."""

    def __init__(self, why: str, *, gone: bool = False) -> None:
        self.gone = gone
        super().__init__(why)


@dataclass(frozen=True)
class Sender:
    """Sends to public addresses by https, or where ``private`` says so to any, and by http.

    A name is resolved once, and what was checked is connected to; the certificate must be of
    the name. No proxy is asked, no redirection followed.
    """

    private: bool
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    resolve: Resolve = resolved
    deadline: float = DEADLINE_SECONDS

    def send(self, address: str, headers: Mapping[str, str], body: bytes) -> None:
        """Post ``body`` (JSON) to ``address``; raises :exc:`NotSent` unless it is answered 2xx."""
        try:
            to = target(address, private=self.private)
            ips = addresses(to.host, to.port, self.resolve, private=self.private)
            status = self._post(to, ips, headers, body)
        except TargetRefused as refused:
            raise NotSent(f"the address {refused}") from None
        except ssl.SSLCertVerificationError as fault:
            raise NotSent(f"its certificate is refused: {fault.verify_message}") from None
        except (OSError, http.client.HTTPException) as fault:
            raise NotSent(_why(fault)) from None
        if not 200 <= status < 300:
            raise NotSent(f"it answered {status}", gone=status == 410)

    def _post(self, to: Target, ips: list[str], headers: Mapping[str, str], body: bytes) -> int:
        open_now: list[socket.socket] = []
        ended = threading.Event()

        def end() -> None:
            # A target that sends a byte now and then would keep any time-out of one call waiting.
            ended.set()
            for connection in open_now:
                with contextlib.suppress(OSError):
                    # Not as TLS does it, which from then on would send in the clear.
                    socket.socket.shutdown(connection, socket.SHUT_RDWR)

        timer = threading.Timer(self.deadline, end)
        timer.daemon = True
        timer.start()
        try:
            connection = _Connection(to, self._connect(to, ips, open_now, ended))
            connection.request("POST", to.path, body, {**_headers(), **headers})
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            if ended.is_set():
                raise TimeoutError from None
            raise
        finally:
            timer.cancel()
            for opened in open_now:
                opened.close()

    def _connect(
        self, to: Target, ips: list[str], open_now: list[socket.socket], ended: threading.Event
    ) -> socket.socket:
        fault: OSError = OSError("it has no address")
        for ip in ips:
            try:
                plain = socket.create_connection((ip, to.port), self.deadline)
            except OSError as failed:
                if ended.is_set():
                    raise
                fault = failed
                continue
            open_now.append(plain)
            if to.scheme == "http":
                return plain
            secured = self.tls.wrap_socket(
                plain, server_hostname=to.host, do_handshake_on_connect=False
            )
            open_now.append(secured)
            secured.do_handshake()
            return secured
        raise fault


class _Connection(http.client.HTTPConnection):
    """HTTP over a connection that is open already."""

    def __init__(self, to: Target, connection: socket.socket) -> None:
        super().__init__(to.host, to.port)
        # What http.client leaves out of the header Host where it is the default.
        self.default_port = 443 if to.scheme == "https" else 80
        self.sock = connection


def _headers() -> dict[str, str]:
    return {
        "Content-Type": "application/json",
        "User-Agent": f"pinzhi/{__version__}",
        "Connection": "close",
    }


def _why(fault: Exception) -> str:
    if isinstance(fault, TimeoutError):
        return "it did not answer in time"
    if isinstance(fault, socket.gaierror):
        return "its name cannot be resolved"
    if isinstance(fault, ConnectionRefusedError):
        return "it refused the connection"
    if isinstance(fault, http.client.HTTPException):
        return "it did not answer in HTTP"
    return "the connection failed"
