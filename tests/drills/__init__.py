"""Drills: faults and attacks on a running server, which must not lose an answer. Also longer, as commands."""
