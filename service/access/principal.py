"""Who makes a request, as an API key or a session proves."""

from dataclasses import dataclass

from service.access.roles import OWN_ONLY
from service.store.port import Client


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks: a program by its key, ``key_id``, or a person, ``user``, by a session.

    ``client`` is whose decisions and batches are its own, in the role ``role``.
    """

    key_id: str | None
    client: str
    role: str
    user: str | None = None

    def asking(self) -> Client:
        """Return the client as records name it; a person is named, and owns as ``client``."""
        return Client(self.client, authenticated=True, key=self.key_id, user=self.user)

    @property
    def limited_to(self) -> str | None:
        """The client whose decisions and batches are all that this role sees, ``None``: all."""
        return self.client if self.role in OWN_ONLY else None
