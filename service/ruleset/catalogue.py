"""Finds the rulesets that are installed, and the one in force."""

from functools import cache
from pathlib import Path

from service.installed import data_folder
from service.ruleset.load import VERSION, load_ruleset
from service.ruleset.model import Ruleset

ACTIVE = ("nonfinancial", "1.1.0")


def root() -> Path:
    """Folder of the rulesets."""
    return data_folder("rulesets")


def available() -> list[Path]:
    """Folders of all rulesets named by a version, by id, then by version number."""

    def by_version(folder: Path) -> tuple[str, list[int]]:
        return folder.parent.name, [int(part) for part in folder.name.split(".")]

    folders = (file.parent for file in root().glob("*/*/ruleset.yaml"))
    return sorted((f for f in folders if VERSION.fullmatch(f.name)), key=by_version)


@cache
def active() -> Ruleset:
    """Load the ruleset in force (once a process)."""
    return load_ruleset(root().joinpath(*ACTIVE))
