"""Every outcome of every test, as the features of the eleven dimensions state them."""

from pytest_bdd import scenarios

scenarios(
    "history.feature",
    "governance.feature",
    "shareholders.feature",
    "management.feature",
    "reputation.feature",
    "supply.feature",
    "production.feature",
    "environment.feature",
    "sales.feature",
    "competitiveness.feature",
    "performance.feature",
)
