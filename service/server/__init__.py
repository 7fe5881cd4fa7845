"""The server: takes whole requests from any number of connections to one worker at a time."""
