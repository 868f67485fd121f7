"""One paper of every unit at once: the rekaps of a whole city in one ZIP."""

import io
import zipfile
from dataclasses import replace

from kiosk.jobs import Progress
from kiosk.orders import Order
from kiosk.reports import REPORTS
from kiosk.reports import file_name
from kiosk.store import rollups
from kiosk.store import tree
from kiosk.store.rollups import Part
from kiosk.store.units import Unit

WITHOUT = "TANPA-RESPONDEN.txt"


def list_answered(order: Order) -> tuple[list[Unit], list[Unit]]:
    """The unit and those below it with respondents in the period, and those without, in the tree's order."""
    days = order.period
    counted = rollups.tally_units(order.db, order.unit.unit_id, days.start, days.end, Part())
    found = [branch.unit for branch in tree.list_branches(order.db, order.unit.unit_id)]
    answered = [unit for unit in found if unit.unit_id in counted]
    return answered, [unit for unit in found if unit.unit_id not in counted and unit != order.unit]


def rekaps(order: Order, progress: Progress) -> bytes:
    """The ZIP of the rekaps of every unit with respondents, in the tree's order, each a PDF of its own.

    `progress` is told how many are done. Units without respondents are named in a text file.
    """
    answered, without = list_answered(order)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for number, unit in enumerate(answered, start=1):
            own = replace(order, unit=unit)
            pdf = REPORTS["rekap"].see(own).pdf()
            archive.writestr(f"{number:03}-{file_name('rekap', own, 'pdf')}", pdf)
            progress(number)
        if without:
            archive.writestr(WITHOUT, "".join(f"{unit.name}\r\n" for unit in without))
    return out.getvalue()
