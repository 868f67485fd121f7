"""The unit that a command's option `--unit` selects."""

import click
from sqlite_utils import Database

from kiosk.store.offices import units
from kiosk.store.offices.units import Unit

_SHOWN = 10


def find_unit(db: Database, code: str | None) -> Unit:
    """The unit with that code; None selects the only one. Raises click.UsageError."""
    every = units.list_units(db)
    if not every:
        raise click.UsageError("belum ada kantor di sini; jalankan dulu: ikm serve")
    found = [unit for unit in every if code in (None, unit.code)]
    if len(found) == 1:
        return found[0]
    codes = ", ".join(unit.code for unit in every[:_SHOWN]) + ", …" * (len(every) > _SHOWN)
    if code is None:
        raise click.UsageError(f"sebutkan unitnya dengan --unit: {codes}")
    raise click.UsageError(f"tidak ada unit dengan kode “{code}”; yang ada: {codes}")
