"""The human decision: reviews of a proposed grade, their rules, history and statistics."""
