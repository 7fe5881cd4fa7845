"""After the sign-in a user goes on to a page of the service, whatever the address asks for."""

import pytest

from service.web.onward import onward


@pytest.mark.parametrize(
    "asked",
    [
        "/decisions",
        "/decisions?grade=N4&since=2026-01-01",
        "/decisions/0123/why/C-02",
        "/borrowers?borrower=%E5%93%81",
    ],
)
def test_a_page_of_the_service_is_gone_on_to(asked: str) -> None:
    assert onward(asked) == asked


@pytest.mark.parametrize(
    "asked",
    [
        None,
        "",
        "decisions",
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "/\t/evil.example/",
        "\t//evil.example",
        "/\n/evil.example",
        "/ /evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/decisions\r\nSet-Cookie: a=b",
        "/\u202edecisions",
        "/" + "x" * 3000,
        "/sign-in?next=/sign-in",
        "/sign-out",
        "http:/decisions",
    ],
)
def test_anything_else_leads_home(asked: str | None) -> None:
    assert onward(asked) == "/"
