"""Commands that change something, or take something out, are in the log of acts like the pages of staff."""

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
    """Log the command that runs now, with the account of the operating system that it runs under."""
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
    """`ikm user add`, whatever the program was started as."""
    name = str(context.command.name)
    return f"{_name(context.parent)} {name}" if context.parent else name


def _account() -> str:
    """Who runs this, as the system knows it and not as the environment says."""
    if os.name != "posix":
        return getpass.getuser()
    import pwd  # only where it exists

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())
