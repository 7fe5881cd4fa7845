"""What this process runs on, as records name it: whatever could make a difference to a result."""

import platform
from functools import cache
from importlib.metadata import version
from typing import Any

ENGINE = {"name": "durable_rules", "version": version("durable-rules")}
"""The rule engine that decides."""

_PACKAGES = ("marshmallow", "orjson", "python-stdnum", "PyYAML", "rfc8785")
"""Libraries that a dossier, a ruleset or a result passes through."""

SETTINGS: dict[str, Any] = {}
"""The settings that can influence a result, by name: there are none."""


@cache
def software() -> dict[str, str]:
    """Return the versions of Python and of the libraries that a result depends on, by name."""
    return {"python": platform.python_version(), **{name: version(name) for name in _PACKAGES}}
