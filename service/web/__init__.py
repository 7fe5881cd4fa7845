"""The pages: what a person asks of the service in a browser, and what it answers."""
