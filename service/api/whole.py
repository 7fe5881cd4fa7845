"""Sees, before a service starts, that what it was installed with is whole; and reads it once.

Workers that are forked afterwards inherit it: what becomes of the files then makes no difference.
"""

import contextlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from service.api.pages import error_pages
from service.contract.pages import FILES, INDEX, page_file
from service.language.whole import MessagesDamaged, insist_whole_messages
from service.records import policy
from service.ruleset import catalogue
from service.ruleset.faults import RulesetRejected
from service.ruleset.model import Ruleset


def insist_whole() -> None:
    """Insist that rulesets, policy of records, messages and pages are what was installed.

    Raises :exc:`RuntimeError`, with one sentence that names what is not.
    """
    root = catalogue.root()
    with _told("ruleset", root.joinpath(*catalogue.ACTIVE)):
        catalogue.active()
    installed_rulesets()
    with _told("policy of records", root.joinpath(*policy.ACTIVE)):
        policy.records_policy()
    try:
        insist_whole_messages()
    except MessagesDamaged as fault:
        raise RuntimeError(f"The messages cannot be used: {fault}.") from None
    try:
        error_pages()
        for name in (INDEX, *FILES):
            page_file(name)
    except (OSError, ValueError) as fault:
        raise RuntimeError(f"The pages of the service cannot be used: {fault}.") from None


@cache
def installed_rulesets() -> tuple[Ruleset, ...]:
    """Return all rulesets that are installed, by id and version (loaded once a process).

    Raises :exc:`RuntimeError`, as :func:`insist_whole` does.
    """
    return tuple(_installed(folder) for folder in catalogue.available())


def _installed(folder: Path) -> Ruleset:
    if folder == catalogue.root().joinpath(*catalogue.ACTIVE):
        return catalogue.active()
    with _told("ruleset", folder):
        return catalogue.installed(folder)


@contextlib.contextmanager
def _told(what: str, folder: Path) -> Iterator[None]:
    try:
        yield
    except RulesetRejected as rejected:
        first, *others = map(str, rejected.faults)
        more = f", and {len(others)} more faults" if others else ""
        message = f"The {what} in {folder} cannot be used: {first}{more}."
        raise RuntimeError(message) from None
