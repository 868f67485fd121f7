"""The rekaps of a unit and all units below it, in one ZIP or in a few PDFs to print."""

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import IO

from kiosk.base.jobs import Progress
from kiosk.papers.documents import combine
from kiosk.papers.pdf.render import Paper
from kiosk.papers.pdf.worker import WORKER
from kiosk.reports.catalogue import REPORTS
from kiosk.reports.catalogue import file_name
from kiosk.reports.context import ReportContext
from kiosk.store.answers import rollups
from kiosk.store.answers.rollups import AnswerFilter
from kiosk.store.offices import tree
from kiosk.store.offices.units import Unit

FORMS = ("pdf", "zip")
WITHOUT = "TANPA-RESPONDEN.txt"
# Units in one PDF: each takes 7 MB of memory while Typst compiles it.
MAX_IN_ONE = 25


def list_answered(context: ReportContext) -> tuple[list[Unit], list[Unit]]:
    """The units with respondents in the period, and those without, both in the order of the tree."""
    days = context.period
    counted = rollups.tally_units(context.db, context.unit.unit_id, days.start, days.end, AnswerFilter())
    found = [branch.unit for branch in tree.list_branches(context.db, context.unit.unit_id)]
    answered = [unit for unit in found if unit.unit_id in counted and context.may_see(unit, context.period)]
    return answered, [unit for unit in found if unit.unit_id not in counted and unit != context.unit]


def list_parts(answered: list[Unit]) -> list[list[Unit]]:
    """The units of each PDF to print: as few PDFs as possible, of about equal length."""
    amount = -(-len(answered) // MAX_IN_ONE)
    bounds = [len(answered) * number // amount for number in range(amount + 1)] if amount else []
    return [answered[low:high] for low, high in zip(bounds, bounds[1:], strict=False)]


def write_zip(context: ReportContext, file: IO[bytes], progress: Progress) -> None:
    """Write a ZIP with the rekap of each unit with respondents, and the names of those without.

    `progress` is called with the number of rekaps done.
    """
    answered, without = list_answered(context)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for number, unit in enumerate(answered, start=1):
            own = _of(context, unit)
            archive.writestr(f"{number:03}-{file_name('rekap', own, 'pdf')}", _rekap(own).pdf())
            progress(number)
        if without:
            archive.writestr(WITHOUT, "".join(f"{unit.name}\r\n" for unit in without))


def make_parts(context: ReportContext, progress: Progress) -> Iterator[tuple[Unit, bytes]]:
    """The PDFs to print, each with the first of its units; `progress` is called with the rekaps done."""
    answered, _ = list_answered(context)
    title = f"Rekap semua unit, {context.unit.name}, {context.period.title}"
    done = 0
    for part in list_parts(answered):
        made = [_rekap(_of(context, unit)) for unit in part]
        pdf = combine(title, made, context.printed_at).pdf()
        WORKER.stop()  # frees the memory of this part before the next one
        done += len(part)
        progress(done)
        yield part[0], pdf


def _of(context: ReportContext, unit: Unit) -> ReportContext:
    """The context of a unit below, on the paper of the unit that prints all of them."""
    return replace(context, unit=replace(unit, paper_size=context.unit.paper_size))


def _rekap(context: ReportContext) -> Paper:
    return REPORTS["rekap"].preview(context)
