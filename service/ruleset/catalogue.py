"""Finds the rulesets that are installed, and the one in force."""

from functools import cache
from pathlib import Path

from service.installed import data_folder
from service.ruleset.load import VERSION, load_ruleset
from service.ruleset.model import Ruleset
from service.ruleset.released import insist_released

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


def installed(folder: Path) -> Ruleset:
    """Load an installed ruleset.

    Raises :exc:`~service.ruleset.faults.RulesetRejected` where it has faults, and where its
    version was released and this is something else.
    """
    return _loaded(folder, in_force=False)


@cache
def active() -> Ruleset:
    """Load the ruleset in force (once a process), which must be what was released.

    Raises :exc:`~service.ruleset.faults.RulesetRejected`.
    """
    return _loaded(root().joinpath(*ACTIVE), in_force=True)


def _loaded(folder: Path, *, in_force: bool) -> Ruleset:
    ruleset = load_ruleset(folder)
    of = ruleset.id, ruleset.version, ruleset.digest
    # A rule that was changed by a fault of the disk, or by hand, may still be a sound one.
    insist_released(root(), *of, in_force=in_force)
    return ruleset
