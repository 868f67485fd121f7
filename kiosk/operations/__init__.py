"""Keeping an office running: founding, backups, checks, exchange with a city."""
