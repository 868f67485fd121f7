"""Which of the sheets with respondents are read."""

from collections.abc import Sequence

from kiosk.sheets import asking
from kiosk.sheets.cells import Note
from kiosk.sheets.cells import Sheet
from kiosk.sheets.dates import month_in
from kiosk.sheets.decisions import EVERY
from kiosk.sheets.decisions import Decisions
from kiosk.sheets.questions import Question
from kiosk.sheets.readings import Reading


def choose_sheets(
    good: list[Reading], sheets: Sequence[Sheet], decisions: Decisions
) -> tuple[list[Reading], list[Reading], list[Note], list[Question]]:
    """Which of the sheets with respondents are read."""
    notes: list[Note] = []
    kept: list[Reading] = []
    digests: dict[tuple[int, int], str | None] = {}
    for reading in good:
        same = digests.setdefault(reading.digest, reading.sheet.name)
        if same != reading.sheet.name and decisions.sheets != (EVERY,):
            text = f"Lembar “{reading.sheet.name}” berisi jawaban yang sama dengan “{same}”; dibaca sekali."
            notes.append(Note("same-sheet", text))
        else:
            kept.append(reading)
    if len(kept) < 2 or decisions.sheets:
        return kept, [], notes, []
    if len(kept) > 2 and (whole := next((one for one in kept if _is_sum(one, kept)), None)):
        text = f"Lembar “{whole.sheet.name}” berisi jawaban semua lembar lain; tidak dibaca lagi."
        notes.append(Note("same-sheet", text))
        kept.remove(whole)
    months = [month_in(reading.sheet.name or "") for reading in kept]
    if all(month for _, month in months) and len({year for year, _ in months if year}) < 2:
        names = ", ".join(f"“{reading.sheet.name}”" for reading in kept)
        notes.append(
            Note("month-sheets", f"Lembar {names} adalah bulan-bulan dari satu survei; dibaca bersama.")
        )
        return kept, [], notes, []
    return kept[:1], kept[1:], notes, [asking.about_sheets(kept)]


def _is_sum(reading: Reading, readings: list[Reading]) -> bool:
    """Whether a sheet has the answers of all the others together."""
    digests = [one.digest for one in readings if one is not reading]
    return reading.digest == tuple(map(sum, zip(*digests, strict=True)))


def best_sheet(readings: list[Reading]) -> Reading:
    """The sheet whose header names the most unsur."""
    return max(
        readings, key=lambda reading: max((table.header.found for table in reading.tables), default=-1)
    )
