"""The TOML file about the provider: read, or refused with all its faults and no secret."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from service.settings import Settings, SettingsRejected, settings_from
from service.users.provider_file import read_provider_file
from service.users.vouching import provider_of
from tests.dossiers import ROOT

EXAMPLE = ROOT / "deploy" / "oidc.toml"
WHOLE = """
issuer = "https://login.bank.example/realms/staff"
client_id = "pinzhi"
client_secret = "the secret"
service = "https://pinzhi.bank.example"
[roles]
staff = "originator"
"""


def read(folder: Path, text: str) -> object:
    path = folder / "oidc.toml"
    path.write_text(text, "utf-8")
    return read_provider_file(path)


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(SettingsRejected) as rejected:
        read(folder, text)
    return [fault.partition("oidc.toml")[2].lstrip(": ") for fault in rejected.value.faults]


def test_the_example_is_taken_as_it_is_and_shows_the_defaults() -> None:
    file = read_provider_file(EXAMPLE)

    assert file.redirect == "https://pinzhi.bank.example/sign-in/provider/callback"
    assert list(file.mapped.roles.values()) == ["auditor", "committee", "originator", "policy"]
    text = EXAMPLE.read_text("utf-8")
    assert f'# scopes = "{file.scopes}"' in text
    assert f'# name_claim = "{file.mapped.name_claim}"' in text


def test_what_is_not_said_is_as_the_example_shows(tmp_path: Path) -> None:
    file = read(tmp_path, WHOLE)

    assert "the secret" not in repr(file)
    assert "originator" in repr(file)


def test_every_fault_is_told_at_once_and_the_secret_in_none(tmp_path: Path) -> None:
    text = (
        'issuer = "http://login.bank.example"\nclient_id = ""\nclient_secret = "a\\u0000secret"\n'
        'service = "https://pinzhi.bank.example/pages"\nscopes = "profile"\nname = "x"\n'
        '[roles]\nstaff = "king"\n'
    )

    found = faults(tmp_path, text)

    assert [fault.partition(" ")[0] for fault in found] == [
        "name",
        "issuer",
        "client_id",
        "client_secret",
        "service",
        "scopes",
        "roles",
    ]
    assert "secret" not in "".join(found).replace("client_secret", "")


@pytest.mark.parametrize(
    "address",
    [
        "http://login.bank.example",
        "https://user@login.bank.example",
        "https://login.bank.example/?x=1",
        "https://login.bank.example\\\\x",
        "http://127.0.0.1.evil.example",
        "ftp://login.bank.example",
        "",
    ],
)
def test_an_issuer_that_could_be_somebody_else_is_refused(tmp_path: Path, address: str) -> None:
    text = WHOLE.replace("https://login.bank.example/realms/staff", address)

    assert [fault.partition(" ")[0] for fault in faults(tmp_path, text)] == ["issuer"]


@pytest.mark.parametrize(
    ("text", "told"), [("issuer = ", "is not TOML"), ("", "issuer must be an address with https")]
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, text: str, told: str) -> None:
    assert faults(tmp_path, text)[0].startswith(told)


def test_a_service_does_not_start_with_a_provider_that_it_cannot_use(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"oidc.toml cannot be read: No such file"):
        provider_of(replace(Settings(), oidc=tmp_path / "oidc.toml"))


def test_the_setting_names_the_file_or_nothing() -> None:
    assert settings_from({"PINZHI_OIDC": "/etc/pinzhi/oidc.toml"}).oidc == Path(
        "/etc/pinzhi/oidc.toml"
    )
    assert settings_from({"PINZHI_OIDC": ""}).oidc is None
    assert provider_of(Settings()) is None


def test_without_what_a_provider_needs_the_service_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "authlib"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "service.users.provider", raising=False)
    monkeypatch.setitem(sys.modules, "authlib", None)

    with pytest.raises(RuntimeError, match=r"install pinzhi\[oidc\]"):
        provider_of(replace(Settings(), oidc=EXAMPLE))
