"""One paper of every unit at once: the rekaps of a whole city in one ZIP, or in one PDF to print."""

import io
import zipfile
from collections.abc import Collection
from dataclasses import replace

from kiosk.jobs import Progress
from kiosk.orders import Order
from kiosk.papers import rekap
from kiosk.papers.typst import Paper
from kiosk.reports import REPORTS
from kiosk.reports import file_name
from kiosk.store import rollups
from kiosk.store import tree
from kiosk.store.rollups import Part
from kiosk.store.units import Unit

FORMS = ("pdf", "zip")
WITHOUT = "TANPA-RESPONDEN.txt"


def list_answered(order: Order) -> tuple[list[Unit], list[Unit]]:
    """The unit and those below it with respondents in the period, and those without, in the tree's order."""
    days = order.period
    counted = rollups.tally_units(order.db, order.unit.unit_id, days.start, days.end, Part())
    found = [branch.unit for branch in tree.list_branches(order.db, order.unit.unit_id)]
    answered = [unit for unit in found if unit.unit_id in counted]
    return answered, [unit for unit in found if unit.unit_id not in counted and unit != order.unit]


def rekaps(order: Order, forms: Collection[str], progress: Progress) -> dict[str, bytes]:
    """The rekaps of every unit with respondents, in the tree's order, in each of the `FORMS` asked for.

    `zip` holds a PDF for each unit and names those without respondents in a text file; `pdf` is one
    document to print at once. `progress` is told how many are done.
    """
    answered, without = list_answered(order)
    made: list[Paper] = []
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for number, unit in enumerate(answered, start=1):
            own = replace(order, unit=unit)
            made.append(REPORTS["rekap"].see(own))
            if "zip" in forms:
                archive.writestr(f"{number:03}-{file_name('rekap', own, 'pdf')}", made[-1].pdf())
            progress(number)
        if without:
            archive.writestr(WITHOUT, "".join(f"{unit.name}\r\n" for unit in without))
    files = {"zip": out.getvalue()} if "zip" in forms else {}
    if "pdf" in forms:
        title = f"Rekap semua unit, {order.unit.name}, {order.period.title}"
        files["pdf"] = rekap.together(title, made, order.printed_at).pdf()
    return files
