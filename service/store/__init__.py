"""Where decisions are kept: an interface and its SQLite implementation."""
