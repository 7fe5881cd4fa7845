"""Loads the service over HTTP, beside a bare application on the same server."""
