"""The settings, one page each."""
