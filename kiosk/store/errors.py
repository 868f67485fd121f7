"""What the store can refuse; mapped to pages and statuses in one place (`kiosk.errors`)."""


class NotFound(LookupError):
    """No such row, or none that the asker may see."""


class Conflict(ValueError):
    """The row exists with other content; nothing was changed."""
