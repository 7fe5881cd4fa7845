"""Explanations as plain lines of text, in English and Chinese: one module for each kind."""
