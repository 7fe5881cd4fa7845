"""A sign-in through a provider that was begun: what the browser keeps until it comes back."""

import base64
import binascii
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Begun:
    """What must come back: the ``state`` in the address, the ``nonce`` in the ID token.

    ``verifier`` proves to the provider that the code is ours (RFC 7636); ``onward`` is where the
    user goes on.
    """

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    onward: str

    def text(self) -> str:
        """Return it in the form of a cookie."""
        last = base64.urlsafe_b64encode(self.onward.encode()).decode()
        return ".".join((self.state, self.nonce, self.verifier, last))


def begun_of(text: str) -> Begun | None:
    """Return what a cookie says, ``None`` where it says nothing of the kind."""
    state, _, rest = text.partition(".")
    nonce, _, rest = rest.partition(".")
    verifier, _, last = rest.partition(".")
    try:
        onward = base64.urlsafe_b64decode(last.encode()).decode()
    except (binascii.Error, ValueError):
        return None
    if not (state and nonce and verifier):
        return None
    return Begun(state, nonce, verifier, onward)
