"""The use cases: rate a dossier, and decide (rate and record)."""
