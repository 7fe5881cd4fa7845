"""Explains a grade: reasons, why and why not, what would change it, what to ask next."""
