"""What the claims of an OpenID Connect provider mean here: a user's name, and the role he has."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from service.users.names import USER_NAME, as_named


@dataclass(frozen=True, slots=True)
class Mapped:
    """Which claims are read, and which role each value of the claim on roles is here.

    ``roles`` is in the order of precedence: of several roles, a user has the first.
    """

    name_claim: str
    role_claim: str
    roles: Mapping[str, str]

    def name(self, claims: Mapping[str, Any]) -> str | None:
        """Return how the user is named, ``None`` where the claim cannot be a name."""
        given = claims.get(self.name_claim)
        name = as_named(given) if isinstance(given, str) else ""
        return name if USER_NAME.fullmatch(name) else None

    def role(self, claims: Mapping[str, Any]) -> str | None:
        """Return the user's role, ``None`` where the provider gives him none that is known here."""
        given = claims.get(self.role_claim)
        values = given if isinstance(given, list) else [given]
        return next((role for value, role in self.roles.items() if value in values), None)
