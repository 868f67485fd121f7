"""Benchmarks: each module is a command that prints its results with the machine and versions."""
