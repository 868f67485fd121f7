"""The roles of staff, from least to most: a later role may do all that an earlier one may."""

from collections.abc import Mapping

ROLES = ("petugas", "pimpinan", "admin")
PETUGAS, PIMPINAN, ADMIN = ROLES
ROLE_NAMES: Mapping[str, str] = {"petugas": "Petugas", "pimpinan": "Pimpinan", "admin": "Admin"}


def is_at_least(role: str, least: str) -> bool:
    """Whether `role` may do what `least` may."""
    return ROLES.index(role) >= ROLES.index(least)


def needs_two_factor(role: str) -> bool:
    """Whether an office that requires two-factor authentication requires it of this role."""
    return is_at_least(role, PIMPINAN)
