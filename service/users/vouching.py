"""Users for whom an OpenID Connect provider vouches: made at their first sign-in, if they may."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from service.access.keys import Keys
from service.settings import Settings, SettingsRejected
from service.store import users
from service.store.sqlite import SqliteStore
from service.store.users import User
from service.users.accounts import Accounts
from service.users.claims import Mapped
from service.users.provider_file import read_provider_file
from service.users.refusals import SignInRefused, UserRefused

if TYPE_CHECKING:
    from service.users.provider import Provider


class NoRoleVouched(SignInRefused):
    """The provider knows who it is, and gives them no role that is one here."""


class NameNotUsable(SignInRefused):
    """The provider's name for them cannot be one here, or is that of another user or client."""


def provider_of(settings: Settings) -> Provider | None:
    """Return the provider that ``settings`` name, ``None`` where they name none.

    Raises :exc:`RuntimeError`, a sentence for the operator, where it cannot be used.
    """
    if settings.oidc is None:
        return None
    try:
        from service.users.provider import Provider
    except ImportError:
        raise RuntimeError(
            "The setting oidc needs what is not installed; install pinzhi[oidc]."
        ) from None
    try:
        return Provider(read_provider_file(settings.oidc))
    except SettingsRejected as rejected:
        raise RuntimeError(str(rejected)) from None


def user_vouched_for(
    accounts: Accounts, issuer: str, claims: Mapping[str, Any], mapped: Mapped
) -> User:
    """Return the user whom ``issuer`` names by its ``claims``, in the role that they give him.

    He is made where he is new. A user is who the issuer's ``sub`` says, never who has a name:
    else who may choose his name at the provider could be anybody here. Raises
    :exc:`NoRoleVouched`, after his sessions have ended where he had a role before, and
    :exc:`NameNotUsable`.
    """
    role = mapped.role(claims)
    subject = f"{issuer} {claims['sub']}"
    with accounts.store.turn():
        user = users.of_subject(accounts.store, subject)
        if user is not None and role is not None:
            return user if user.role == role else accounts.set_role(user.name, role)
        if user is not None:
            accounts.sign_out(user.name)
    if role is None:
        raise NoRoleVouched
    name = mapped.name(claims)
    if name is None or _is_client(accounts.store, name):
        raise NameNotUsable
    try:
        return accounts.create(name, role, None, subject=subject)
    except UserRefused:
        raise NameNotUsable from None


def _is_client(store: SqliteStore, name: str) -> bool:
    """Whether decisions may be another's under ``name``: they would be the new user's own."""
    clients = [key.client for key in Keys(store).all()]
    return name in (*clients, *(user.client for user in users.every(store)))
