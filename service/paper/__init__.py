"""The credit paper: a decision and its explanation, worded piece by piece in one language."""
