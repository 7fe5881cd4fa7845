"""The roles, and the tables of what each may do: what is in none of them is refused.

A program calls the service with an API key, a person opens its pages with a session.
"""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final

ROLES: Final = ("originator", "committee", "auditor", "policy", "monitor", "admin")
"""What a key may be for; a key has one role."""

PERSONS: Final = ("originator", "committee", "auditor", "policy", "admin")
"""The roles that a user may have; a user has one."""

OWN_ONLY: Final = frozenset({"originator"})
"""The roles to which only the decisions and batches of their own client are there."""

OWNED: Final = frozenset({"decision_id", "other_id", "batch_id"})
"""The parts of an address that name what belongs to a client."""

SHARED: Final = frozenset({"code", "path", "ruleset_id", "version"})
"""The parts of an address that name what belongs to nobody."""


class Open(Enum):
    """What needs no key."""

    PUBLIC = "public"


PUBLIC: Final = Open.PUBLIC
"""Whoever reaches the service may, without a key."""

Access = frozenset[str] | Open
"""The roles that may, or :data:`PUBLIC`."""

NOBODY: Final[Access] = frozenset()


def _may(*roles: str) -> Access:
    """Return ``roles``, and the one that may everything."""
    return frozenset({*roles, "admin"})


_EVERY = _may(*ROLES)
_PERSONS = _may(*PERSONS)
_CREATE = _may("originator")
_READ = _may("originator", "committee", "auditor")
_REVIEW = _may("committee")
_AUDIT = _may("auditor")
_MONITOR = _may("monitor")

ACCESS: Final[Mapping[str, Access]] = MappingProxyType(
    {
        "GET /healthz": PUBLIC,
        "GET /readyz": PUBLIC,
        "GET /openapi.json": PUBLIC,
        "GET /docs": PUBLIC,
        "GET /docs/<path:path>": PUBLIC,
        "GET /docs/errors/<code>": PUBLIC,
        "GET /metrics": _MONITOR,
        "GET /v1/rulesets": _EVERY,
        "GET /v1/schemas/dossier": _EVERY,
        "GET /v1/ledger/checkpoint": _EVERY,
        "GET /v1/ledger/keys": _EVERY,
        "GET /v1/ledger/consistency": _EVERY,
        "GET /v1/ledger/proof/<decision_id>": _AUDIT,
        "GET /v1/audit-bundle": _AUDIT,
        "POST /v1/decisions": _CREATE,
        "GET /v1/decisions": _READ,
        "GET /v1/decisions/<decision_id>": _READ,
        "GET /v1/decisions/<decision_id>/explanation": _READ,
        "GET /v1/decisions/<decision_id>/why/<path:code>": _READ,
        "GET /v1/decisions/<decision_id>/counterfactuals": _READ,
        "GET /v1/decisions/<decision_id>/questions": _READ,
        "GET /v1/decisions/<decision_id>/notice": _READ,
        "GET /v1/decisions/<decision_id>/report.pdf": _READ,
        "POST /v1/decisions/<decision_id>/what-if": _READ,
        "GET /v1/decisions/<decision_id>/compare/<other_id>": _READ,
        "GET /v1/decisions/<decision_id>/reviews": _READ,
        "POST /v1/decisions/<decision_id>/reviews": _REVIEW,
        "POST /v1/decisions/<decision_id>/replay": _AUDIT,
        "GET /v1/decisions/<decision_id>/record": _AUDIT,
        "GET /v1/decisions/<decision_id>/history": _AUDIT,
        "POST /v1/batches": _CREATE,
        "GET /v1/batches": _READ,
        "GET /v1/batches/<batch_id>": _READ,
        "GET /v1/batches/<batch_id>/results": _READ,
    }
)
"""Method and address, as Flask spells it, to which keys may call it; HEAD is as GET."""

PAGES: Final[Mapping[str, Access]] = MappingProxyType(
    {
        "GET /": PUBLIC,
        "GET /static/<path:path>": PUBLIC,
        "GET /sign-in": PUBLIC,
        "POST /sign-in": PUBLIC,
        "GET /sign-in/provider": PUBLIC,
        "GET /sign-in/provider/callback": PUBLIC,
        "POST /sign-out": _PERSONS,
        "GET /account": _PERSONS,
        "POST /account/password": _PERSONS,
        "POST /account/sessions": _PERSONS,
        "GET /decisions": _READ,
        "GET /decisions/<decision_id>": _READ,
        "GET /decisions/<decision_id>/why/<path:code>": _READ,
        "GET /decisions/<decision_id>/report.pdf": _READ,
        "GET /decisions/<decision_id>/what-if": _READ,
        "POST /decisions/<decision_id>/what-if": _READ,
        "GET /decisions/<decision_id>/compare/<other_id>": _READ,
        "GET /decisions/<decision_id>/review": _READ,
        "POST /decisions/<decision_id>/reviews": _REVIEW,
        "GET /compare": _READ,
        "GET /borrowers": _READ,
        "GET /dossier": _CREATE,
        "POST /dossier": _CREATE,
        "GET /dossier/check": _CREATE,
        "POST /dossier/check": _CREATE,
        "GET /dossier/file": _CREATE,
        "POST /dossier/file": _CREATE,
        "GET /decisions/<decision_id>/replay": _AUDIT,
        "GET /decisions/<decision_id>/proof": _AUDIT,
        "GET /replays": _AUDIT,
        "POST /replays": _AUDIT,
        "GET /ledger": _AUDIT,
        "GET /ledger/verification": _AUDIT,
        "GET /audit-bundle": _AUDIT,
        "GET /audit-bundle.zip": _AUDIT,
        "GET /access-log": _AUDIT,
        "GET /overrides": _may("committee", "auditor"),
        "GET /portfolio": _may("committee", "auditor", "policy"),
        "GET /rulesets": _PERSONS,
        "GET /rulesets/differences": _PERSONS,
        "GET /rulesets/<ruleset_id>/<version>": _PERSONS,
        "GET /rulesets/<ruleset_id>/<version>/clauses": _PERSONS,
    }
)
"""The same of the pages: which users may open or send them, with a session and no key."""

_PAGE_RULES: Final = frozenset(name.partition(" ")[2] for name in PAGES)


def is_page(rule: str) -> bool:
    """Whether ``rule`` is the address of a page, for persons, and not one of the API."""
    return rule in _PAGE_RULES


def access(method: str, rule: str) -> Access:
    """Return who may call ``rule`` by ``method``; :data:`NOBODY` where the tables do not say.

    OPTIONS, which tells the methods of an address, may whoever may call any of them.
    """
    table = PAGES if is_page(rule) else ACCESS
    if method == "OPTIONS":
        found = [may for name, may in table.items() if name.partition(" ")[2] == rule]
        return PUBLIC if PUBLIC in found else frozenset[str]().union(*_roles(found))
    return table.get(f"{'GET' if method == 'HEAD' else method} {rule}", NOBODY)


def _roles(found: list[Access]) -> list[frozenset[str]]:
    return [may for may in found if isinstance(may, frozenset)]
