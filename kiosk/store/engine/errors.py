"""The errors of the store; `kiosk.web.errors` maps them to pages and statuses."""

import sqlite3


class NotFound(LookupError):
    """No such row, or none that belongs to the given unit."""


class Conflict(ValueError):
    """The row exists with other content or in another state; nothing was changed."""


class NameTaken(Conflict):
    """Another one of its kind has this name, whatever its capitals. Nothing was changed."""


class KeptElsewhere(Conflict):
    """Only the unit's own server may change this; here the unit is merged. Nothing was changed."""


class BundleRefused(ValueError):
    """A bundle does not match; nothing was changed. The message says why, in Indonesian."""


class NotConfirmed(sqlite3.OperationalError):
    """It is unknown whether the change will last: the commit's answer, or that of the standby, is missing.

    Asking for the same change again is safe where it is stored once, as an answer is.
    """


class TryAgain(sqlite3.OperationalError):
    """The database rolled back in favour of another transaction; the request can be repeated."""
