"""The official questionnaire on one A4 sheet, both sides, with the unit's letterhead and services."""

from collections.abc import Sequence
from datetime import datetime

from kiosk.papers import letter
from kiosk.papers.letter import Part
from kiosk.papers.typst import Paper
from kiosk.profile import FIELDS
from kiosk.profile import TITLES
from kiosk.store.units import Unit
from scoring import Instrument

# More services than these do not fit beside the profile: the respondent writes the name.
MOST_SERVICES = 18


def paper(
    unit: Unit,
    services: Sequence[str],
    instrument: Instrument,
    made_at: datetime,
    logo: bytes | None = None,
) -> Paper:
    """The sheet; `services` are the names of those offered, `made_at` the office's local time."""
    data: Part = {
        "title": f"Kuesioner Survei Kepuasan Masyarakat {unit.name}",
        "unit": letter.letterhead(unit, logo),
        "name": unit.name,
        "fields": [
            {
                "title": TITLES[field]["id"],
                "options": [labels["id"] for labels in answers.values()],
            }
            for field, answers in FIELDS.items()
        ],
        "services": list(services) if len(services) <= MOST_SERVICES else [],
        "questions": [
            {"question": unsur.question["id"], "options": list(unsur.options["id"])}
            for unsur in (instrument.get(key) for key in instrument.keys())
        ],
        "basis": f"{instrument.regulation}. Jawaban tidak memuat nama dan dipakai hanya untuk memperbaiki "
        "pelayanan.",
    }
    return Paper("kuesioner", data, made_at)
