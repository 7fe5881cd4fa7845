"""Why a request is not carried out for whoever makes it."""


class Unauthenticated(Exception):
    """No valid API key came with the request; ``offered``: something did that is none.

    What was wrong with it is not told, so that nobody learns which keys there are or were.
    """

    def __init__(self, *, offered: bool) -> None:
        self.offered = offered
        super().__init__("no valid API key came with the request")


class Forbidden(Exception):
    """The ``role`` of the key may not make such a request."""

    def __init__(self, role: str) -> None:
        self.role = role
        super().__init__(f"the role {role} may not do this")


class KeyRefused(Exception):
    """A key is not made, rotated or revoked as asked; the message is a sentence that says why."""


class SignInNeeded(Exception):
    """A page is asked for that is for users, and nobody is signed in."""


class ForeignForm(Exception):
    """What a signed-in user's browser sent was on no page of the session."""
