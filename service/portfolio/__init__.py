"""What many decisions come to: grades, findings, unknown facts, and movement between periods."""
