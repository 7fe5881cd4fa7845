"""Replays a recorded decision from its record alone and says whether it comes out again."""
