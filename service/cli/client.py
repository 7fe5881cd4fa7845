"""Who runs a command, as records name them."""

import os

from service.cli.streams import Unusable
from service.store.port import CLIENT_NAME, Client


def client() -> Client:
    """Return the client that ``PINZHI_CLIENT`` names, which proves nothing.

    Raises :exc:`Unusable` if the name is not 1 to 64 of letters, digits and ``._@-``.
    """
    name = os.environ.get("PINZHI_CLIENT") or None
    if name is not None and not CLIENT_NAME.fullmatch(name):
        raise Unusable("PINZHI_CLIENT must be 1 to 64 of letters, digits and ._@-.")
    return Client(name)
