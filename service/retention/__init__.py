"""How long a decision is kept, what holds it back from being erased, and erasing it on order."""
