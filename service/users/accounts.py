"""The accounts of users: making and changing them; what takes rights away ends their sessions."""

from dataclasses import dataclass, replace

from service.access.roles import PERSONS
from service.records.form import time_text
from service.store import sessions, users
from service.store.port import CLIENT_NAME
from service.store.sqlite import SqliteStore
from service.store.users import User
from service.users.names import USER_NAME
from service.users.passwords import hashed, insist_on_good
from service.users.refusals import UserRefused
from service.users.trail import Trail


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts in ``store``; what is done to one is noted in ``trail``.

    Raises :exc:`~service.store.port.StoreUnavailable` throughout, and :exc:`UserRefused` where
    there is no such user.
    """

    store: SqliteStore
    trail: Trail

    def create(
        self,
        name: str,
        role: str,
        password: str | None,
        *,
        client: str | None = None,
        subject: str | None = None,
        development: bool = False,
    ) -> User:
        """Make the user ``name``, and return it; ``client`` (default: the name) owns what he asks.

        Without a ``password`` only a provider can vouch for the user, under ``subject``. Raises
        :exc:`UserRefused` where the name is taken or cannot be one, as the role or the client,
        and :exc:`~service.users.refusals.PasswordRefused`.
        """
        if not USER_NAME.fullmatch(name):
            raise UserRefused(
                "A user's name is 1 to 64 of small letters, digits and the signs . _ @ -"
            )
        _insist_on_role(role)
        if client is not None and not CLIENT_NAME.fullmatch(client):
            raise UserRefused("A client's name is 1 to 64 of letters, digits and the signs . _ @ -")
        if password is not None:
            insist_on_good(password, name)
        user = User(
            name=name,
            role=role,
            client=client or name,
            password=None if password is None else hashed(password),
            created_at=time_text(self.store.now()),
            subject=subject,
            development=development,
        )
        with self.store.turn():
            if users.get(self.store, name) is not None:
                raise UserRefused(f"There is a user {name} already.")
            users.add(self.store, user)
            self.trail.note("user_created", name)
        return user

    def get(self, name: str) -> User:
        """Return the user ``name``."""
        user = users.get(self.store, name)
        if user is None:
            raise UserRefused(f"There is no user {name}.")
        return user

    def all(self) -> list[User]:
        """Return all users there ever were, by name."""
        return users.every(self.store)

    def disable(self, name: str) -> User:
        """Let the user sign in no more, and end his sessions. He may be enabled again."""
        with self.store.turn():
            user = self.get(name)
            if user.disabled_at is not None:
                raise UserRefused(f"The user {name} was disabled at {user.disabled_at}.")
            changed = replace(user, disabled_at=time_text(self.store.now()))
            return self._changed(changed, "user_disabled")

    def enable(self, name: str) -> User:
        """Let a user who was disabled sign in again."""
        with self.store.turn():
            user = self.get(name)
            if user.disabled_at is None:
                raise UserRefused(f"The user {name} is not disabled.")
            return self._changed(replace(user, disabled_at=None), "user_enabled")

    def set_role(self, name: str, role: str) -> User:
        """Give the user another role, and end the sessions in which he has the old one."""
        _insist_on_role(role)
        with self.store.turn():
            user = self.get(name)
            if user.role == role:
                raise UserRefused(f"The user {name} has the role {role}.")
            return self._changed(replace(user, role=role), "role_changed")

    def set_password(self, name: str, password: str, event: str = "password_set") -> User:
        """Give the user another password, and end his sessions.

        Raises :exc:`~service.users.refusals.PasswordRefused`.
        """
        insist_on_good(password, name)
        kept = hashed(password)
        with self.store.turn():
            return self._changed(replace(self.get(name), password=kept), event)

    def sign_out(self, name: str, *, but: str | None = None, only: str | None = None) -> int:
        """End the sessions of the user; returns how many.

        ``but`` and ``only`` are the ids of one that goes on, and of the only one that ends.
        """
        at = time_text(self.store.now())
        with self.store.turn():
            self.get(name)
            ended = sessions.close_all(self.store, name, at, but=but, only=only)
            if ended:
                self.trail.note("session_ended", name, session_id=only)
        return ended

    def _changed(self, user: User, event: str) -> User:
        users.change(self.store, user)
        sessions.close_all(self.store, user.name, time_text(self.store.now()))
        self.trail.note(event, user.name)
        return user


def _insist_on_role(role: str) -> None:
    if role not in PERSONS:
        raise UserRefused(f"There is no role {role!r} of users; there are {', '.join(PERSONS)}.")
