"""Keeping an office running: founding it, backups, checks, scheduled maintenance, bundles for a city."""
