"""The settings of the service: from the environment and one TOML file, checked before it starts."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from service.store.port import CLIENT_NAME

PREFIX = "PINZHI_"
"""What the names of environment variables begin with: ``PINZHI_BIND`` is the setting ``bind``."""

FILE = "PINZHI_CONFIG"
"""The variable that names the TOML file; its members are the settings by their names."""

ENVIRONMENTS = ("production", "development")
LOG_LEVELS = ("debug", "info", "warning", "error")

_BIND = re.compile(r"unix:.+|fd://[0-9]+|(\[[0-9a-fA-F:]+\]|[^\s:/]+):(?P<port>[0-9]{1,5})")
_LAST_PORT = 65535
_WHOLE = re.compile(r"[0-9]{1,12}")
_TRUTH = {"true": True, "false": False, "1": True, "0": False}


class SettingsRejected(Exception):
    """The settings have faults; ``faults`` has a sentence for each."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("The settings cannot be used. " + " ".join(self.faults))


class _Unfit(ValueError):
    """A value is none that the setting takes; the message ends the sentence."""


def _whole(least: int, most: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if isinstance(value, str) and _WHOLE.fullmatch(value):
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise _Unfit(f"must be a whole number from {least} to {most}")
        return value

    return read


def _one_of(*values: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in values:
            raise _Unfit(f"must be one of {', '.join(values)}")
        return str(value)

    return read


def _truth(value: Any) -> bool:
    if isinstance(value, str):
        value = _TRUTH.get(value.lower())
    if not isinstance(value, bool):
        raise _Unfit("must be true or false")
    return value


def _path(value: Any) -> Path:
    if not isinstance(value, str) or not value or "\0" in value:
        raise _Unfit("must be a path")
    return Path(value)


def _bind(value: Any) -> str:
    found = _BIND.fullmatch(value) if isinstance(value, str) else None
    if found is None or int(found["port"] or 0) > _LAST_PORT:
        raise _Unfit("must be HOST:PORT, unix:PATH or fd://NUMBER")
    return str(value)


def _client(value: Any) -> str:
    if not isinstance(value, str) or not CLIENT_NAME.fullmatch(value):
        raise _Unfit("must be 1 to 64 of letters, digits and the signs . _ @ -")
    return value


def _path_or_none(value: Any) -> Path | None:
    return None if value == "" else _path(value)


def _setting(default: Any, read: Callable[[Any], Any], says: str) -> Any:
    return field(default=default, metadata={"read": read, "says": says})


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator may choose. None of it can influence a result."""

    environment: str = _setting(
        "production",
        _one_of(*ENVIRONMENTS),
        "`development` makes and prints a key to try the service with; `production` starts only"
        " where a key is configured",
    )
    store: Path = _setting(
        Path("var/pinzhi.sqlite3"), _path, "the SQLite file with all that is recorded"
    )
    keys: Path = _setting(
        Path("var/keys"), _path, "the folder of the keys that sign the ledger's checkpoints"
    )
    client: str | None = _setting(
        None, _client, "who runs a command, as records name them; the service has API keys for that"
    )
    bind: str = _setting("127.0.0.1:8000", _bind, "the address to listen on")
    workers: int = _setting(0, _whole(0, 256), "processes that answer; 0: one a core")
    connections: int = _setting(
        1000, _whole(1, 100_000), "connections that one worker keeps open at once"
    )
    receive_timeout: int = _setting(
        15, _whole(1, 3600), "seconds in which a request must have arrived whole"
    )
    worker_timeout: int = _setting(
        20, _whole(1, 3600), "seconds after which a worker that hangs is ended"
    )
    graceful_timeout: int = _setting(
        30, _whole(1, 3600), "seconds that a stopping service has for what is in flight"
    )
    max_requests: int = _setting(
        10_000, _whole(0, 10**9), "requests after which a worker is replaced; 0: never"
    )
    max_requests_jitter: int = _setting(
        1_000, _whole(0, 10**9), "so many more at most, drawn by lot for each worker"
    )
    rate_limit: int = _setting(
        1_000, _whole(0, 10**6), "requests a second that one key may make; 0: any number"
    )
    rate_burst: int = _setting(
        2_000, _whole(1, 10**6), "requests that one key may make at once after a pause"
    )
    idempotency_hours: int = _setting(
        24, _whole(1, 8760), "hours for which a request with the same Idempotency-Key is a retry"
    )
    repeat_window: int = _setting(
        300,
        _whole(0, 86_400),
        "seconds in which the same dossier without an Idempotency-Key gets a warning; 0: never",
    )
    batch_bytes: int = _setting(
        1 << 30, _whole(1 << 20, 1 << 40), "bytes of a batch at most, unpacked"
    )
    batch_lines: int = _setting(100_000, _whole(1, 10**7), "lines of a batch at most")
    webhook_private: bool = _setting(
        False, _truth, "whether webhooks may go to private addresses, and by http"
    )
    webhook_attempts: int = _setting(
        8, _whole(1, 20), "how often a webhook is tried before it is given up"
    )
    metrics_open: bool = _setting(
        False, _truth, "whether `/metrics` is given without a key, as it is in development"
    )
    session_minutes: int = _setting(
        30, _whole(1, 1440), "minutes without a page after which a user must sign in again"
    )
    session_hours: int = _setting(
        12, _whole(1, 168), "hours after which a user must sign in again in any case"
    )
    oidc: Path | None = _setting(
        None,
        _path_or_none,
        "the TOML file about the OpenID Connect provider through which users may sign in",
    )
    log_level: str = _setting("info", _one_of(*LOG_LEVELS), "the least that is logged")

    @property
    def development(self) -> bool:
        """Whether the service is only tried out."""
        return self.environment == "development"


def settings_from(environ: Mapping[str, str]) -> Settings:
    """Return the settings that ``environ`` and the TOML file named in it make.

    A variable that is set, and not empty, has precedence over the file; a path in the file that
    is relative is one under the current folder, as in a variable. Raises
    :exc:`SettingsRejected` with every fault at once, unknown names included.
    """
    faults: list[str] = []
    known = {setting.name: setting for setting in fields(Settings)}
    given: dict[str, tuple[str, Any]] = {}
    for name, value in _file(environ.get(FILE), faults).items():
        given[name] = f"{environ[FILE]}: {name}", value
    for variable, value in environ.items():
        if variable.startswith(PREFIX) and variable != FILE and value:
            given[variable.removeprefix(PREFIX).lower()] = variable, value
    found = {}
    for name, (at, value) in given.items():
        if name not in known:
            faults.append(f"{at} is no setting.")
            continue
        try:
            found[name] = known[name].metadata["read"](value)
        except _Unfit as unfit:
            faults.append(f"{at} {unfit}, not {str(value)[:60]!r}.")
    if faults:
        raise SettingsRejected(faults)
    return Settings(**found)


def _file(path: str | None, faults: list[str]) -> dict[str, Any]:
    if not path:
        return {}
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as fault:
        faults.append(f"{FILE}: {path} cannot be read: {fault.strerror}.")
    except UnicodeDecodeError:
        faults.append(f"{FILE}: {path} is not UTF-8.")
    except tomllib.TOMLDecodeError as fault:
        faults.append(f"{FILE}: {path} is not TOML: {fault}.")
    return {}
