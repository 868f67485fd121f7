"""Sending an office's data to another server and taking it in."""
