"""What the pages have at hand: the store, the raters and what explains, as the application does."""

from dataclasses import dataclass

from service.api.problems import DecisionNotFound
from service.decisions.rate import Rater
from service.decisions.raters import Raters
from service.explanation.kept import Explained
from service.ledger.keys import KeyFolder
from service.settings import Settings
from service.store.port import Decision
from service.store.sqlite import SqliteStore


@dataclass(frozen=True, slots=True)
class Site:
    """The pages of the service over one store.

    ``rater`` is that of the ruleset in force, ``raters`` those of all that decided; ``keys``
    sign the ledger.
    """

    store: SqliteStore
    rater: Rater
    raters: Raters
    explained: Explained
    keys: KeyFolder
    settings: Settings

    def decision(self, decision_id: str) -> Decision:
        """Return a decision, verified.

        Raises :exc:`~service.api.problems.DecisionNotFound` and what the store raises.
        """
        decision = self.store.get(decision_id)
        if decision is None:
            raise DecisionNotFound(decision_id)
        return decision
