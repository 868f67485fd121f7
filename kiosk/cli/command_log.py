"""Logging commands that change or export data in the log of acts, as the pages of staff are."""

import getpass
import os

import click
from sqlite_utils import Database

from kiosk.base import clock
from kiosk.store.journal import audit

DONE, REFUSED = 200, 409


def log_command(
    db: Database,
    subject: str = "",
    *,
    unit_id: str | None = None,
    person_id: str | None = None,
    outcome: int = DONE,
) -> None:
    """Log the current command, with the operating system's account that runs it."""
    audit.record_act(
        db,
        person_id=person_id,
        unit_id=unit_id,
        action=_name(click.get_current_context()),
        subject=subject,
        outcome=outcome,
        now=clock.now(),
        account=_account(),
    )


def _name(context: click.Context) -> str:
    """The full name, such as `ikm user add`, however the program was started."""
    name = str(context.command.name)
    return f"{_name(context.parent)} {name}" if context.parent else name


def _account() -> str:
    """The operating system's account, from the system and not from environment variables."""
    if os.name != "posix":
        return getpass.getuser()
    import pwd  # only where it exists

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())
