"""The papers of recorded decisions: made in two seconds, then kept for a while."""

import base64
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import orjson

from service.canonical import digest
from service.explanation.kept import Explained
from service.report.document import documents
from service.report.presses import Presses
from service.report.rendering import rendered
from service.reviews.review import Answer, reviews_of
from service.store.port import Decision, RecordStore

KEPT_BYTES: Final = 16 << 20
"""Bytes of finished papers that a process keeps; one has a tenth to a half of a million."""


@dataclass(frozen=True)
class Printed:
    """A finished paper: ``content`` is the PDF."""

    decision_id: str
    lang: str
    content: bytes

    @cached_property
    def sha256(self) -> bytes:
        """SHA-256 of the paper."""
        return hashlib.sha256(self.content).digest()

    @property
    def repr_digest(self) -> str:
        """The value of the header ``Repr-Digest`` (RFC 9530)."""
        return f"sha-256=:{base64.b64encode(self.sha256).decode()}:"

    @property
    def name(self) -> str:
        """How a file of it may be called."""
        return f"credit-paper-{self.decision_id}-{self.lang}.pdf"


class Papers:
    """Makes papers of the decisions in ``store``, each explained by ``explained``."""

    def __init__(
        self, store: RecordStore, explained: Explained, presses: Presses | None = None
    ) -> None:
        """``presses``: of these one is needed for each paper that is not kept."""
        self._press: Callable[[], AbstractContextManager[None]]
        self._press = nullcontext if presses is None else presses.one
        self._store = store
        self._explained = explained
        self._kept: OrderedDict[tuple[str, str, str], Printed] = OrderedDict()
        self._bytes = 0

    def of(
        self, decision: Decision, lang: str, working: Callable[[], None] = lambda: None
    ) -> Printed:
        """Return the paper of ``decision`` in ``lang``, one of the languages of the service.

        It is a function of the decision's record and of the reviews and corrections recorded
        since. ``decision`` was read, and so verified, now; ``working`` is called now and then
        while others wait. Raises what :meth:`Explained.explanation
        <service.explanation.kept.Explained.explanation>` and
        :func:`~service.report.rendering.rendered` raise, and what the store raises.
        """
        history = reviews_of(self._store, decision.decision_id)
        assert history is not None  # it was read before, and nothing but an erasure removes it
        asked = decision.record.digest, lang, digest(orjson.dumps(history))
        if asked in self._kept:
            self._kept.move_to_end(asked)
            return self._kept[asked]
        with self._press():
            content = rendered(self._documents(decision, history, lang), working)
        printed = Printed(decision.decision_id, lang, content)
        self._keep(asked, printed)
        return printed

    def _documents(self, decision: Decision, history: Answer, lang: str) -> tuple[str, ...]:
        case = self._explained.case(decision)
        explanation = orjson.loads(self._explained.explanation(decision, lang))
        return documents(decision, explanation, history, case.subject.ruleset, lang)

    def _keep(self, asked: tuple[str, str, str], printed: Printed) -> None:
        self._kept[asked] = printed
        self._bytes += len(printed.content)
        while self._bytes > KEPT_BYTES:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= len(oldest.content)
