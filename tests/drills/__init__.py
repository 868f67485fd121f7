"""Drills: what must not lose an answer, done to a running server. Short in the tests, long by command."""
