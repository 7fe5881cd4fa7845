"""Signing in through an OpenID Connect provider: the code flow, with PKCE, a state and a nonce.

Needs the extra ``oidc``. What a provider sends is believed only where its signature, issuer,
audience, times and nonce are right (OpenID Connect Core 1.0, section 3.1.3.7).
"""

import hmac
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from urllib3.exceptions import HTTPError

from service.users.begun import Begun
from service.users.provider_file import ProviderFile
from service.users.refusals import ProviderRefused, ProviderUnavailable

PATIENCE: Final = 5.0
"""Seconds that the provider has for each answer: meanwhile a worker waits."""

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA", "Ed25519")
"""Signatures that are believed: none that is made with a secret, and not none."""

LEEWAY: Final = 60
"""Seconds by which the clocks of provider and service may differ."""

_KEPT_FOR: Final = 3600
"""Seconds for which what the provider publishes of itself is not asked for again."""

_KEPT_FOR_LEAST: Final = 60
"""The same where something is signed with a key that is not among those published then."""

_LEFT_ALONE_FOR: Final = 10
"""Seconds for which a provider that did not answer is not asked: a try may cost a worker five."""

_MOST = 1 << 20
"""Bytes of an answer of the provider at most."""


@dataclass(frozen=True, slots=True)
class _Published:
    """What the provider publishes of itself, and when it was read."""

    document: Mapping[str, Any]
    keys: Any
    at: float


class Provider:
    """The provider that ``file`` tells of; ``clock`` gives the time in seconds since 1970."""

    def __init__(self, file: ProviderFile, clock: Callable[[], float] = time.time) -> None:
        self.file = file
        self._clock = clock
        self._lock = threading.Lock()
        self._published: _Published | None = None
        self._failed_at: float | None = None

    def begin(self, onward: str) -> tuple[str, Begun]:
        """Begin a sign-in: return the address to send the browser to, and what it is to keep.

        Raises :exc:`~service.users.refusals.ProviderUnavailable`.
        """
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        with self._asking():
            endpoint = self._known().document["authorization_endpoint"]
        with self._session() as session:
            address, _ = session.create_authorization_url(
                endpoint, state=state, nonce=nonce, code_verifier=verifier
            )
        return address, Begun(state, nonce, verifier, onward)

    def finish(self, brought: Mapping[str, str], begun: Begun) -> Mapping[str, Any]:
        """Return the claims of whom the browser ``brought`` back a code for.

        Raises :exc:`~service.users.refusals.ProviderRefused` and ``ProviderUnavailable``.
        """
        if not hmac.compare_digest(brought.get("state", "").encode(), begun.state.encode()):
            raise ProviderRefused("the state is not that of a sign-in begun in this browser")
        # RFC 9207: the answer of another provider is not taken for this one's.
        if brought.get("iss", self.file.issuer) != self.file.issuer:
            raise ProviderRefused("the answer is another issuer's")
        if "code" not in brought:
            raise ProviderRefused("the provider sent no code")
        with self._asking():
            token = self._token(brought["code"], begun.verifier)
            if not isinstance(token, str):
                raise ProviderRefused("the provider sent no ID token")
            return self._claims(token, begun.nonce)

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Ask the provider, unless it failed a moment ago."""
        failed = self._failed_at
        if failed is not None and abs(self._clock() - failed) < _LEFT_ALONE_FOR:
            raise ProviderUnavailable("it did not answer a moment ago")
        try:
            yield
        except ProviderUnavailable as fault:
            # Not where it answered something else, which whoever brings a code may bring about.
            cause = fault.__cause__
            if isinstance(cause, OSError | HTTPError) and not isinstance(cause, ValueError):
                self._failed_at = self._clock()
            raise

    def _token(self, code: str, verifier: str) -> object:
        endpoint = self._known().document["token_endpoint"]
        try:
            with self._session() as session:
                answer = session.fetch_token(
                    endpoint,
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=verifier,
                    timeout=PATIENCE,
                    allow_redirects=False,
                )
        except OAuthError as refused:
            raise ProviderRefused("the provider does not know the code") from refused
        except (requests.RequestException, ValueError) as fault:
            raise ProviderUnavailable(type(fault).__name__) from fault
        return answer.get("id_token")

    def _claims(self, token: str, nonce: str) -> Mapping[str, Any]:
        try:
            try:
                found = jwt.decode(token, self._known().keys, algorithms=ALGORITHMS)
            except (JoseError, ValueError):
                # It may have another key since its keys were read.
                found = jwt.decode(token, self._known(anew=True).keys, algorithms=ALGORITHMS)
            claims = CodeIDToken(
                found.claims,
                found.header,
                {
                    "iss": {"essential": True, "value": self.file.issuer},
                    "aud": {"essential": True, "value": self.file.client_id},
                    "sub": {"essential": True},
                    "exp": {"essential": True},
                    "iat": {"essential": True},
                },
                {"nonce": nonce, "client_id": self.file.client_id},
            )
            claims.validate(now=int(self._clock()), leeway=LEEWAY)
        except (JoseError, ValueError) as fault:
            raise ProviderRefused(f"the ID token is not right: {type(fault).__name__}") from fault
        return dict(claims)

    def _session(self) -> OAuth2Session:
        return OAuth2Session(
            self.file.client_id,
            self.file.client_secret,
            scope=self.file.scopes,
            redirect_uri=self.file.redirect,
            code_challenge_method="S256",
        )

    def _known(self, *, anew: bool = False) -> _Published:
        """Return what the provider publishes, as it was read within the last hour.

        ``anew``: within the last minute. Whoever sends bad tokens makes nobody ask all the time.
        """
        with self._lock:
            known = self._published
            age = _KEPT_FOR_LEAST if anew else _KEPT_FOR
            # However the clock was set meanwhile.
            if known is None or abs(self._clock() - known.at) > age:
                known = self._published = self._read()
        return known

    def _read(self) -> _Published:
        document = _fetched(f"{self.file.issuer.rstrip('/')}/.well-known/openid-configuration")
        if document.get("issuer") != self.file.issuer:
            raise ProviderUnavailable("it publishes another issuer than the settings name")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            address = document.get(name)
            # Where the settings trust the provider by https, nothing goes by less.
            if not isinstance(address, str) or (
                self.file.issuer.startswith("https:") and not address.startswith("https:")
            ):
                raise ProviderUnavailable(f"it publishes no usable {name}")
        try:
            published: Any = _fetched(document["jwks_uri"])
            keys = KeySet.import_key_set(published)
        except (JoseError, ValueError, KeyError, TypeError) as fault:
            raise ProviderUnavailable("its keys cannot be read") from fault
        return _Published(document, keys, self._clock())


def _fetched(address: str) -> dict[str, Any]:
    try:
        with requests.get(address, timeout=PATIENCE, allow_redirects=False, stream=True) as answer:
            content = answer.raw.read(_MOST, decode_content=True)
            if answer.status_code != requests.codes.ok:
                raise ProviderUnavailable(f"it answers {answer.status_code}")
        document = json.loads(content)
    except (requests.RequestException, HTTPError, OSError, ValueError) as fault:
        raise ProviderUnavailable(type(fault).__name__) from fault
    if not isinstance(document, dict):
        raise ProviderUnavailable("what it publishes is no JSON object")
    return document
