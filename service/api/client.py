"""Who asks over HTTP, as far as it is known."""

from flask import Request

from service.store.port import CLIENT_NAME, Client

HEADER = "Pinzhi-Client"


class BadClient(Exception):
    """The request names its client in a way that cannot be recorded."""


def client_of(request: Request) -> Client:
    """Return the client that the header ``Pinzhi-Client`` names, which proves nothing yet.

    Raises :exc:`BadClient` if the name is not 1 to 64 of letters, digits and ``._@-``.
    """
    name = request.headers.get(HEADER)
    if name is not None and not CLIENT_NAME.fullmatch(name):
        raise BadClient
    return Client(name)
