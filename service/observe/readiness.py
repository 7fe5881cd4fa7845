"""Finds out whether the service can do its work: whether the next decision would be recorded."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from service.access.keys import Keys
from service.decisions.rate import Rater
from service.dossier.facts import ABSENT
from service.errors import EngineFailure, EvaluatorsDisagree
from service.ledger.checkpoints import LedgerInconsistent, head_of, insist_signed
from service.ledger.key_records import recorded_vkeys
from service.ledger.keys import KeyFolder, KeysUnavailable
from service.ledger.note import NoteMalformed
from service.ledger.tree import root
from service.settings import Settings
from service.store.port import RecordDamaged, StoreUnavailable
from service.store.sqlite import SqliteStore
from service.store.writable import insist_writable

log = logging.getLogger(__name__)

OK, NONE, FAILED = "ok", "none", "failed"
"""What a check finds; :data:`NONE`: there is nothing to check, and nothing is amiss."""

KEPT_SECONDS = 1.0
"""How long a finding is given again: whoever asks more often causes no more work.

So long again for each second that finding it took, as where it waited for a locked store.
"""

_NOBODY = "sha256:" + "0" * 64
_EXPECTED = (
    *(StoreUnavailable, RecordDamaged, LedgerInconsistent, NoteMalformed, KeysUnavailable),
    *(EvaluatorsDisagree, EngineFailure, OSError),
)


class NotReady(Exception):
    """A check fails; the message is for the log."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the checks found, by name."""

    checks: MappingProxyType[str, str]

    @property
    def ready(self) -> bool:
        """Whether none failed."""
        return FAILED not in self.checks.values()


class Readiness:
    """The checks of one process; ``clock`` counts seconds."""

    def __init__(
        self,
        store: SqliteStore,
        rater: Rater,
        settings: Settings,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._rater = rater
        self._folder = KeyFolder(settings.keys)
        self._api_keys = None if settings.development else Keys(store)
        self._clock = clock
        self._found: Found | None = None
        self._kept_until = 0.0

    def find(self) -> Found:
        """Return what the checks find now, or found within the last :data:`KEPT_SECONDS`.

        Anybody may ask: half of the time at least is left for other requests.
        """
        began = self._clock()
        if self._found is None or began >= self._kept_until:
            checks = {name: _told(name, check) for name, check in self._checks().items()}
            self._found = Found(MappingProxyType(checks))
            ended = self._clock()
            self._kept_until = ended + KEPT_SECONDS * max(1.0, ended - began)
        return self._found

    def _checks(self) -> dict[str, Callable[[], str]]:
        return {
            "store": self._store_writable,
            "ruleset": self._ruleset_compiled,
            "ledger": self._ledger_consistent,
            "ledger_keys": self._ledger_keys_valid,
            "api_keys": self._api_keys_valid,
        }

    def _store_writable(self) -> str:
        insist_writable(self._store)
        return OK

    def _ruleset_compiled(self) -> str:
        """Let both evaluators conclude on a borrower of whom nothing is known."""
        self._rater.evaluate(dict.fromkeys(self._rater.ruleset.facts, ABSENT), _NOBODY)
        return OK

    def _ledger_consistent(self) -> str:
        """See that the tree's nodes are there, and that it extends its last checkpoint."""
        store = self._store
        with store.snapshot():
            size, last = store.size(), store.last_checkpoint()
            try:
                root(size, store.node)
                if last is None:
                    return OK if size else NONE
                head = head_of(last)
                if head.size > size:
                    raise NotReady(f"the last checkpoint is of {head.size} records of {size}")
                if root(head.size, store.node) != head.root:
                    raise NotReady(f"the tree does not extend its checkpoint of size {head.size}")
            except KeyError as missing:
                raise NotReady(f"the node {missing.args[0]} of the tree is missing") from None
            insist_signed(last, recorded_vkeys(store))
        return OK

    def _ledger_keys_valid(self) -> str:
        """See that all keys that sign can be used; a service that signs nothing needs none."""
        if not self._folder.path.exists():
            return NONE
        self._folder.signers()
        return OK

    def _api_keys_valid(self) -> str:
        """See that somebody can call at all."""
        if self._api_keys is None:
            return NONE
        if not self._api_keys.any_valid():
            raise NotReady("no API key is valid any more")
        return OK


def _told(name: str, check: Callable[[], str]) -> str:
    try:
        return check()
    except (NotReady, *_EXPECTED) as fault:
        log.error("not ready: %s: %s", name, fault)
        return FAILED
