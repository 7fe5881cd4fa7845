"""Who makes a request, as its API key proves."""

from dataclasses import dataclass

from service.access.roles import OWN_ONLY
from service.store.port import Client


@dataclass(frozen=True, slots=True)
class Principal:
    """A key that was presented: its id, whose it is, and in what ``role`` it calls."""

    key_id: str
    client: str
    role: str

    def asking(self) -> Client:
        """Return the client as records name it."""
        return Client(self.client, authenticated=True, key=self.key_id)

    @property
    def limited_to(self) -> str | None:
        """The client whose decisions and batches are all that this role sees, ``None``: all."""
        return self.client if self.role in OWN_ONLY else None
