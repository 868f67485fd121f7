"""What the store can refuse; mapped to pages and statuses in one place (`kiosk.web.errors`)."""

import sqlite3


class NotFound(LookupError):
    """No such row, or none that the asker may see."""


class Conflict(ValueError):
    """The row exists with other content; nothing was changed."""


class KeptElsewhere(Conflict):
    """The unit is kept by its own server and only merged here; nothing was changed."""


class BundleRefused(ValueError):
    """A bundle does not match; nothing was changed. The message says why, in Indonesian."""


class TryAgain(sqlite3.OperationalError):
    """The database gave way to another transaction; the same request can be made again."""
