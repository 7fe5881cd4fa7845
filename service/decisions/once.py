"""What a caller of a decision does in the very turn that records it, so that it is taken once."""

from typing import Protocol

from service.store.port import Decision


class Once(Protocol):
    """Knows whether the decision that is asked for was taken before, and keeps in mind that it is.

    Both methods are called as the one writer of the store: what they write is durable together
    with the decision, or not at all. What they raise lets nothing be recorded.
    """

    def before(self) -> Decision | None:
        """Return the decision that was taken before; then no other is."""
        ...

    def after(self, decision: Decision) -> None:
        """Keep in mind that ``decision`` was recorded."""
        ...
