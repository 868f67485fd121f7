"""The official questionnaire on one sheet of A4 or F4, both sides, with letterhead and services."""

from collections.abc import Sequence
from datetime import datetime
from itertools import zip_longest

from kiosk.papers import letter
from kiosk.papers.columns import Part
from kiosk.papers.pdf.render import Paper
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.questionnaire.profile import FIELDS
from kiosk.questionnaire.profile import TITLES
from kiosk.store.offices.units import Unit
from scoring import Instrument

# Lines of services, two side by side, that fit below the profile. If there are more, respondents write the
# name. A long name of the unit takes additional lines.
_LINES = {"a4": 18, "f4": 23}
_LETTERS = 42  # in a line
_LETTERS_OF_UNIT = 40


def paper(
    unit: Unit,
    services: Sequence[str],
    instrument: Instrument,
    made_at: datetime,
    logo: bytes | None = None,
) -> Paper:
    """The sheet; `services` are the names of the services offered, `made_at` is the office's local time."""
    data: Part = {
        "title": f"Kuesioner Survei Kepuasan Masyarakat {unit.name}",
        "sheet": unit.paper_size,
        "unit": letter.letterhead(unit, logo),
        "name": unit.name,
        "fields": [
            {
                "title": TITLES[field]["id"],
                "options": [labels["id"] for labels in answers.values()],
            }
            for field, answers in FIELDS.items()
        ],
        "services": list(services) if _fit(services, unit) else [],
        "questions": [
            {"question": item.question["id"], "options": list(item.options["id"])}
            for item in load_questionnaire(instrument.id).items
        ],
        "basis": f"{instrument.regulation}. Jawaban tidak memuat nama dan dipakai hanya untuk memperbaiki "
        "pelayanan.",
    }
    return Paper("kuesioner", data, made_at)


def _fit(services: Sequence[str], unit: Unit) -> bool:
    lines = [-(-len(name) // _LETTERS) for name in services]
    room = _LINES[unit.paper_size] - 2 * (len(unit.name) // _LETTERS_OF_UNIT)
    return sum(max(pair) for pair in zip_longest(lines[::2], lines[1::2], fillvalue=1)) <= room
