"""Why what is asked about keeping or erasing a decision is not done, in a sentence each."""

from collections.abc import Iterable
from datetime import date


class Refused(Exception):
    """What is asked is not done, and nothing was recorded."""


class NoSuchDecision(Refused):
    """No decision is recorded under the id."""

    def __init__(self, decision_id: str) -> None:
        self.decision_id = decision_id
        super().__init__(f"There is no decision {decision_id}.")


class NoSuchClass(Refused):
    """The policy of records has no such retention class."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self.name = name
        super().__init__(
            f"The policy of records has no retention class {name!r}; it has {', '.join(known)}."
        )


class DayToCome(Refused):
    """A relation is said to have ended on a day that is still to come."""

    def __init__(self, day: date, today: date) -> None:
        self.day = day
        super().__init__(
            f"{day.isoformat()} is still to come (it is {today.isoformat()}, UTC):"
            " a relation is recorded to have ended once it has."
        )


class NoSuchHold(Refused):
    """No legal hold is recorded under the id."""

    def __init__(self, hold_id: str) -> None:
        self.hold_id = hold_id
        super().__init__(f"There is no legal hold {hold_id}.")


class HoldEnded(Refused):
    """The legal hold was lifted before."""

    def __init__(self, hold_id: str, lifted_at: str) -> None:
        self.hold_id = hold_id
        super().__init__(f"The legal hold {hold_id} was lifted at {lifted_at}.")


class DecisionHeld(Refused):
    """The decision is under a legal hold, so that it is not erased."""

    def __init__(self, decision_id: str, holds: Iterable[str]) -> None:
        self.decision_id = decision_id
        self.holds = tuple(holds)
        super().__init__(
            f"Decision {decision_id} is not erased: it is under legal hold {', '.join(self.holds)}."
        )


class CorrectedStands(Refused):
    """The decision corrects another: without it, that one would count as never corrected."""

    def __init__(self, decision_id: str, corrected: str) -> None:
        self.decision_id = decision_id
        self.corrected = corrected
        super().__init__(
            f"Decision {decision_id} is not erased: it corrects decision {corrected}, which would"
            " count as never corrected without it. Erase that one first."
        )


class BadWords(Refused):
    """A text is empty, too long, or not plain text."""

    def __init__(self, name: str, why: str) -> None:
        self.name = name
        super().__init__(f"The {name} {why}.")
