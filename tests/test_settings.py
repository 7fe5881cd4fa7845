"""Settings come from the environment and one TOML file; whatever is wrong with them is told."""

from dataclasses import fields
from pathlib import Path

import pytest

from service.settings import Settings, SettingsRejected, settings_from


def faults(environ: dict[str, str]) -> tuple[str, ...]:
    with pytest.raises(SettingsRejected) as rejected:
        settings_from(environ)
    return rejected.value.faults


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "pinzhi.toml"


def test_a_service_that_is_told_nothing_is_one_in_production() -> None:
    settings = settings_from({"PATH": "/bin"})
    assert settings == Settings()
    assert settings.environment == "production"
    assert settings.store == Path("var/pinzhi.sqlite3")
    assert settings.keys == Path("var/keys")
    assert not settings.webhook_private


def test_the_environment_has_precedence_over_the_file(file: Path) -> None:
    file.write_text('workers = 3\nbind = "0.0.0.0:80"\nwebhook_private = true\n')
    settings = settings_from({"PINZHI_CONFIG": str(file), "PINZHI_WORKERS": "5"})
    assert (settings.workers, settings.bind, settings.webhook_private) == (5, "0.0.0.0:80", True)


def test_a_variable_that_is_empty_counts_as_not_set(file: Path) -> None:
    file.write_text('store = "/srv/decisions.sqlite3"')
    settings = settings_from({"PINZHI_CONFIG": str(file), "PINZHI_STORE": ""})
    assert settings.store == Path("/srv/decisions.sqlite3")
    assert settings_from({"PINZHI_CONFIG": ""}) == Settings()


def test_every_fault_is_told_at_once(file: Path) -> None:
    file.write_text('workers = 1.5\ncolour = "red"\nlog_level = "info"\n')
    told = faults(
        {
            "PINZHI_CONFIG": str(file),
            "PINZHI_ENVIRONMENT": "prod",
            "PINZHI_RATE_LIMT": "5",
            "PINZHI_WEBHOOK_PRIVATE": "perhaps",
            "PINZHI_BIND": "8000",
            "PINZHI_CLIENT": "two words",
            "PINZHI_WORKER_TIMEOUT": "0",
        }
    )
    assert sorted(told) == [
        f"{file}: colour is no setting.",
        f"{file}: workers must be a whole number from 0 to 256, not '1.5'.",
        "PINZHI_BIND must be HOST:PORT, unix:PATH or fd://NUMBER, not '8000'.",
        "PINZHI_CLIENT must be 1 to 64 of letters, digits and the signs . _ @ -, not 'two words'.",
        "PINZHI_ENVIRONMENT must be one of production, development, not 'prod'.",
        "PINZHI_RATE_LIMT is no setting.",
        "PINZHI_WEBHOOK_PRIVATE must be true or false, not 'perhaps'.",
        "PINZHI_WORKER_TIMEOUT must be a whole number from 1 to 3600, not '0'.",
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"workers = ", "is not TOML: Invalid value (at end of document)."),
        (b"client = '\xff'", "is not UTF-8."),
        (None, "cannot be read: No such file or directory."),
    ],
)
def test_a_file_that_cannot_be_used_is_told(file: Path, content: bytes | None, told: str) -> None:
    if content is not None:
        file.write_bytes(content)
    assert faults({"PINZHI_CONFIG": str(file)}) == (f"PINZHI_CONFIG: {file} {told}",)


@pytest.mark.parametrize("bind", ["127.0.0.1:8000", "[::1]:80", "unix:/run/pinzhi.sock", "fd://3"])
def test_addresses_are_of_a_port_or_a_socket(bind: str) -> None:
    assert settings_from({"PINZHI_BIND": bind}).bind == bind


@pytest.mark.parametrize("bind", ["127.0.0.1:65536", "127.0.0.1:99999", "::1:80", "unix:", ":80"])
def test_what_nobody_can_listen_on_is_told_before_the_start(bind: str) -> None:
    (told,) = faults({"PINZHI_BIND": bind})
    assert told.startswith("PINZHI_BIND must be HOST:PORT")


def test_every_setting_says_what_it_is() -> None:
    for setting in fields(Settings):
        assert setting.metadata["says"]
        # What a setting is by default could also be written into the file.
        default = setting.default
        if default is not None:
            value = str(default) if isinstance(default, Path) else default
            assert setting.metadata["read"](value) == default


def test_a_caller_that_waits_for_thirty_seconds_is_told_that_its_worker_hung() -> None:
    # Loan systems do so; the watchdog looks once a second, and gives a worker one more to end.
    assert Settings().worker_timeout + 5 <= 30
