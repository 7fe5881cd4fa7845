"""The TOML file about the OpenID Connect provider: what must be in it, all faults at once."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from service.access.roles import PERSONS
from service.settings import SettingsRejected
from service.users.claims import Mapped

CALLBACK: Final = "/sign-in/provider/callback"
"""Where the provider sends browsers back to."""

_HERE = r"http://(?:localhost|127(?:\.[0-9]{1,3}){3}|\[::1\])(?::[0-9]{1,5})?"
_ADDRESS = re.compile(rf"(?:https://[^\s/?#@\\]+|{_HERE})(?:/[^\s?#\\]*)?")
_SERVICE = re.compile(rf"(?:https://[^\s/?#@\\]+|{_HERE})")


@dataclass(frozen=True, slots=True)
class ProviderFile:
    """What an operator says of the provider.

    ``service`` is the address at which browsers reach the service, such as
    ``https://pinzhi.bank.example``.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    service: str
    scopes: str
    mapped: Mapped

    @property
    def redirect(self) -> str:
        """The address to which the provider sends browsers back, known to it beforehand."""
        return f"{self.service}{CALLBACK}"


def read_provider_file(path: Path) -> ProviderFile:
    """Return what the file at ``path`` says.

    Raises :exc:`~service.settings.SettingsRejected` with every fault, none of which quotes the
    secret.
    """
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise SettingsRejected([f"{path} cannot be read: {fault.strerror}."]) from None
    except UnicodeDecodeError:
        raise SettingsRejected([f"{path} is not UTF-8."]) from None
    except tomllib.TOMLDecodeError as fault:
        raise SettingsRejected([f"{path} is not TOML: {fault}."]) from None
    faults = [f"{path}: {name} is no setting of it." for name in given if name not in _MEMBERS]
    found = {}
    for name, (fits, says, default) in _MEMBERS.items():
        found[name] = given.get(name, default)
        if not fits(found[name]):
            faults.append(f"{path}: {name} must be {says}.")
    if faults:
        raise SettingsRejected(faults)
    return ProviderFile(
        issuer=found["issuer"],
        client_id=found["client_id"],
        client_secret=found["client_secret"],
        service=found["service"],
        scopes=found["scopes"],
        mapped=Mapped(found["name_claim"], found["role_claim"], found["roles"]),
    )


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and value.isprintable()


def _matching(form: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and form.fullmatch(value) is not None


def _roles(value: Any) -> bool:
    return isinstance(value, Mapping) and bool(value) and all(r in PERSONS for r in value.values())


def _scopes(value: Any) -> bool:
    return _text(value) and "openid" in value.split()


_WEB = "an address with https, or with http on this machine"
_MEMBERS: Final[Mapping[str, tuple[Callable[[Any], bool], str, Any]]] = {
    "issuer": (_matching(_ADDRESS), _WEB, None),
    "client_id": (_text, "text", None),
    "client_secret": (_text, "text", None),
    "service": (_matching(_SERVICE), f"{_WEB}, and without a path", None),
    "scopes": (_scopes, "text with openid in it", "openid profile"),
    "name_claim": (_text, "text", "preferred_username"),
    "role_claim": (_text, "text", "roles"),
    "roles": (_roles, f"a table of values and their roles, {', '.join(PERSONS)}", None),
}
"""Of each member whether a value fits, what it must be, and what it is where it is not given."""
