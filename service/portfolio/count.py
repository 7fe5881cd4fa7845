"""The use case: count the portfolio of a store over a period."""

from collections.abc import Sequence

from service.portfolio.periods import Periods
from service.portfolio.portfolio import Portfolio, portfolio_of
from service.records.policy import records_policy
from service.ruleset.model import NOT_RATED, Ruleset
from service.store.portfolio import contents, population
from service.store.sqlite import SqliteStore


def count_portfolio(
    store: SqliteStore, periods: Periods, ruleset: str | None, named: Ruleset
) -> Portfolio:
    """Return the portfolio of ``periods``; all of it is of one state of the store.

    ``ruleset`` is as in a search, ``named`` says how grave findings are. Raises
    :exc:`~service.store.port.StoreUnavailable`.
    """
    with store.snapshot():
        later = population(store, periods.period, ruleset)
        earlier = population(store, periods.earlier, ruleset)
        found = contents(store, [rated.leaf_index for rated in later.latest.values()])
    return portfolio_of(periods, ruleset, later, earlier, found, named, _scale())


def _scale() -> Sequence[str]:
    return (*records_policy().review.grades, NOT_RATED)
