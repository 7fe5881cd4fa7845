"""Signing in and out, and changing one's own password: what counts as proof, and what is noted."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from service.settings import Settings
from service.store import users
from service.store.sqlite import SqliteStore
from service.store.users import User
from service.users.accounts import Accounts
from service.users.lockout import CHANGE, Lockout
from service.users.names import as_named
from service.users.passwords import hashed, insist_on_good, matches, outdated
from service.users.refusals import PasswordRefused, SignInLocked, SignInRefused
from service.users.sessions import SignedIn, sessions_of
from service.users.trail import Trail


@dataclass(frozen=True, slots=True)
class SignIn:
    """Signing in to the service over ``store``, for a browser that comes from ``origin``.

    ``pace`` is called before any password is looked at, which costs 0.1 s whoever asks, and may
    raise. Everything raises :exc:`~service.store.port.StoreUnavailable`.
    """

    store: SqliteStore
    settings: Settings
    origin: str | None
    pace: Callable[[], None]

    def by_password(self, typed: str, password: str, *, instead_of: str | None) -> str:
        """Return the token of a new session of the user whose name and password are given.

        ``instead_of`` is the token that the browser had before, whose session ends: a token that
        somebody put there is worth nothing afterwards. Raises :exc:`SignInRefused`, in the same
        time and words whatever was wrong, and :exc:`SignInLocked`.
        """
        name = as_named(typed)
        self.pace()
        trail = self._trail()
        user = self._usable(name)
        known = users.get(self.store, name)
        whose = None if known is None else known.name
        try:
            Lockout(self.store).begin(name)
        except SignInLocked:
            trail.note("sign_in_locked", whose)
            raise
        kept = None if user is None else user.password
        if matches(kept, password) and kept is not None:
            renewed = hashed(password) if outdated(kept) else kept
            with self.store.turn():
                # Who was disabled, or given another password, meanwhile is not let in.
                if (still := self._usable(name)) is not None and still.password == kept:
                    Lockout(self.store).succeed(name)
                    if renewed != kept:
                        users.change(self.store, replace(still, password=renewed))
                    return self._open(still, instead_of)
        trail.note("sign_in_refused", whose)
        raise SignInRefused

    def vouched(self, user: User, *, instead_of: str | None) -> str:
        """Return the token of a new session of a user for whom a provider vouches, as above."""
        with self.store.turn():
            if self._usable(user.name) is None:
                self._trail().note("sign_in_refused", user.name)
            else:
                return self._open(user, instead_of)
        raise SignInRefused

    def out(self, signed_in: SignedIn, token: str) -> None:
        """End the session of ``token``."""
        with self.store.turn():
            sessions_of(self.store, self.settings).close(token)
            self._trail().note(
                "signed_out", signed_in.principal.user, session_id=signed_in.session_id
            )

    def change_password(self, signed_in: SignedIn, current: str, new: str) -> str:
        """Give a signed-in user the password ``new``; all his sessions end.

        Returns the token of a new one. Raises :exc:`SignInRefused` where ``current`` is not his
        password, :exc:`SignInLocked` after some such tries, and :exc:`PasswordRefused`.
        """
        user = self._usable(signed_in.principal.user or "")
        if user is None or user.password is None:
            raise PasswordRefused("password_of_provider")
        insist_on_good(new, user.name)
        self.pace()
        # Counted apart: who only knows the name keeps nobody from changing his password.
        lockout = Lockout(self.store, CHANGE)
        lockout.begin(user.name)
        if not matches(user.password, current):
            raise SignInRefused
        if matches(user.password, new):
            raise PasswordRefused("password_same")
        with self.store.turn():
            # Who was given another password meanwhile does not put this one in its place.
            if self._usable(user.name) != user:
                raise SignInRefused
            lockout.succeed(user.name)
            Accounts(self.store, self._trail()).set_password(user.name, new, "password_changed")
            return sessions_of(self.store, self.settings).open(user.name)

    def _open(self, user: User, instead_of: str | None) -> str:
        kept = sessions_of(self.store, self.settings)
        if instead_of is not None:
            kept.close(instead_of)
        token = kept.open(user.name)
        opened = kept.recognise(token, development=self.settings.development)
        session_id = None if opened is None else opened.session_id
        self._trail().note("signed_in", user.name, session_id=session_id)
        return token

    def _usable(self, name: str) -> User | None:
        """Return the user where he may sign in now."""
        user = users.get(self.store, name)
        if user is None or user.disabled_at is not None:
            return None
        return user if self.settings.development or not user.development else None

    def _trail(self) -> Trail:
        return Trail(self.store, self.origin)
