"""Requests that another site made a browser send are told from the service's own."""

import pytest

from service.users.foreign import from_elsewhere

HOST = "pinzhi.bank.example"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Origin": "https://pinzhi.bank.example"},
        {"Origin": "http://Pinzhi.Bank.Example"},
        {},
    ],
)
def test_what_a_page_of_the_service_sends_is_taken(headers: dict[str, str]) -> None:
    assert not from_elsewhere(headers.get("Sec-Fetch-Site"), headers.get("Origin"), HOST)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://pinzhi.bank.example"},
        {"Origin": "https://evil.example"},
        {"Origin": "https://pinzhi.bank.example.evil.example"},
        {"Origin": "https://pinzhi.bank.example:8443"},
        {"Origin": "https://other.bank.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "pinzhi.bank.example"},
        {"Origin": "https://[half"},
    ],
)
def test_what_another_site_sends_is_not(headers: dict[str, str]) -> None:
    assert from_elsewhere(headers.get("Sec-Fetch-Site"), headers.get("Origin"), HOST)


def test_a_port_belongs_to_the_host() -> None:
    assert not from_elsewhere(None, "http://127.0.0.1:8000", "127.0.0.1:8000")
    assert from_elsewhere(None, "http://127.0.0.1:9000", "127.0.0.1:8000")
