"""What a command is to explain: a dossier in a file, or a decision in the store."""

import os
import re
import sys
from dataclasses import dataclass
from typing import Any

import click

from service.cli.opening import usable
from service.cli.streams import Unusable, readable
from service.decisions.raters import Raters, RulesetNotStored
from service.dossier.door import MAX_BYTES
from service.explanation.answers import Case
from service.explanation.recorded import subject_of
from service.explanation.subject import Subject
from service.store.port import Decision, DecisionErased, RecordDamaged
from service.store.sqlite import SqliteStore

_DECISION_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class DecisionId:
    """The id of a decision, as an argument gives it."""

    text: str


Source = str | DecisionId
"""The name of a file, ``-`` for standard input, or a decision."""


class CaseSource(click.Path):
    """``FILE|DECISION|-``: a file that exists, else a ``decision_id``; ``-`` is standard input.

    The file is opened only when it is read: a call that fails before leaves nothing open.
    """

    def __init__(self) -> None:
        super().__init__(exists=True, dir_okay=False, allow_dash=True)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the name of the file, or the id; anything else is a usage error."""
        if value == "-" and sys.stdin is None:
            self.fail("standard input is closed", param, ctx)
        if value != "-" and not os.path.exists(value):
            if _DECISION_ID.fullmatch(value):
                return DecisionId(value)
            self.fail(f"{value!r} is neither a file nor a decision_id.", param, ctx)
        return super().convert(value, param, ctx)


class DecisionArgument(click.ParamType[str]):
    """The ``decision_id`` of a recorded decision."""

    name = "decision"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the id; anything else is a usage error."""
        if not _DECISION_ID.fullmatch(value):
            self.fail(f"{value!r} is no decision_id.", param, ctx)
        return str(value)


def case_of(raters: Raters, store: SqliteStore, source: Source) -> Case:
    """Return the case of ``source``: a file is rated, not recorded; a decision is read.

    Raises what :meth:`Rater.rate <service.decisions.rate.Rater.rate>` and
    :func:`~service.explanation.recorded.subject_of` raise, and
    :exc:`~service.cli.streams.Unusable` where the file cannot be read, or the decision cannot
    be found or has a ruleset that is not installed.
    """
    if isinstance(source, DecisionId):
        try:
            decision = recorded(store, source.text)
            return Case(subject_of(raters, decision), source.text, decision.recorded_at)
        except (RulesetNotStored, RecordDamaged) as error:
            raise Unusable(f"Decision {source.text} cannot be explained: {error}.") from error
    with readable(), click.open_file(source, "rb") as file:
        body = file.read(MAX_BYTES + 1)
    return Case(Subject(raters.active, raters.active.rate(body)))


def recorded(store: SqliteStore, decision_id: str) -> Decision:
    """Return the decision that ``store`` has recorded.

    Raises :exc:`~service.cli.streams.Unusable` where it has none, and where it cannot be read.
    """
    decision = None
    # To look for a decision must not make a store.
    if store.path.exists():
        try:
            with usable():
                decision = store.get(decision_id)
        except RecordDamaged as error:
            raise Unusable(f"What is stored is not what was recorded: {error}.") from error
        except DecisionErased as error:
            at = error.certificate.recorded_at
            raise Unusable(f"Decision {decision_id} was erased on order at {at}.") from error
    if decision is None:
        raise Unusable(f"No decision {decision_id} is recorded in {store.path} (PINZHI_STORE).")
    return decision
