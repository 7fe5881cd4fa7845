"""The HTTP API: rates, records and gives back decisions."""
