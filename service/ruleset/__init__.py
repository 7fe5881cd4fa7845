"""The rule base: read from YAML, checked, and held as immutable data."""
