"""What a provider publishes of itself is kept, and asked for again where it must have changed."""

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from service.users.claims import Mapped
from service.users.provider import Provider
from service.users.provider_file import ProviderFile
from service.users.refusals import ProviderRefused, ProviderUnavailable
from tests.clock import Clock
from tests.users import oidc_provider
from tests.users.oidc_provider import CLIENT_ID, SECRET, provider_at_work

REDIRECT = "http://localhost/sign-in/provider/callback"


@pytest.fixture
def at_work() -> Iterator[oidc_provider.Provider]:
    with provider_at_work(REDIRECT, {"sub": "4711"}) as provider:
        yield provider


@pytest.fixture
def clock() -> Clock:
    """Begins now, for the provider's tokens are of now."""
    return Clock(datetime.now(UTC))


@pytest.fixture
def provider(at_work: oidc_provider.Provider, clock: Clock) -> Provider:
    mapped = Mapped("preferred_username", "roles", {"audit": "auditor"})
    file = ProviderFile(
        at_work.address, CLIENT_ID, SECRET, "http://localhost", "openid profile", mapped
    )
    return Provider(file, lambda: clock().timestamp())


def sign_in(provider: Provider) -> object:
    """Go to the provider and back; return whom it vouches for."""
    address, begun = provider.begin("/")
    sent = requests.get(address, allow_redirects=False, timeout=10)
    brought = dict(parse_qsl(urlsplit(sent.headers["Location"]).query))
    return provider.finish(brought, begun)["sub"]


def published(at_work: oidc_provider.Provider) -> int:
    """Return how often it was asked what it publishes."""
    times = at_work.served.count("/jwks")
    assert at_work.served.count("/.well-known/openid-configuration") == times
    return times


def test_what_is_published_is_kept_for_an_hour(
    provider: Provider, at_work: oidc_provider.Provider, clock: Clock
) -> None:
    for _ in range(3):
        assert sign_in(provider) == "4711"
    assert published(at_work) == 1

    clock.forward(minutes=61)
    with pytest.raises(ProviderRefused):  # by this clock the token has expired
        sign_in(provider)

    assert published(at_work) == 2


def test_a_new_key_is_asked_for_but_not_each_time_that_a_token_is_not_right(
    provider: Provider, at_work: oidc_provider.Provider, clock: Clock
) -> None:
    sign_in(provider)
    at_work.key = type(at_work.key).generate_key("P-256", auto_kid=True)

    for _ in range(3):
        with pytest.raises(ProviderRefused):
            sign_in(provider)
    assert published(at_work) == 1

    clock.forward(seconds=61)
    assert sign_in(provider) == "4711"
    assert published(at_work) == 2


def test_a_provider_that_does_not_answer_is_left_alone_for_a_while(
    provider: Provider, at_work: oidc_provider.Provider, clock: Clock
) -> None:
    at_work.wrong["published"] = {"token_endpoint": "http://127.0.0.1:9/token"}
    with pytest.raises(ProviderUnavailable, match="ConnectionError"):
        sign_in(provider)

    # Whoever comes meanwhile keeps no worker waiting.
    for _ in range(3):
        with pytest.raises(ProviderUnavailable, match="a moment ago"):
            provider.begin("/")

    clock.forward(seconds=11)
    assert provider.begin("/")


def test_a_provider_that_answers_wrongly_is_asked_again_at_once(
    provider: Provider, at_work: oidc_provider.Provider
) -> None:
    at_work.wrong["status"] = 500
    with pytest.raises(ProviderUnavailable, match="it answers 500"):
        provider.begin("/")

    del at_work.wrong["status"]
    assert sign_in(provider) == "4711"
