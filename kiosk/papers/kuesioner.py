"""A questionnaire on one sheet of A4 or F4, both sides, with the unit's letterhead and services."""

from collections.abc import Sequence
from datetime import datetime
from itertools import zip_longest

from kiosk.papers import letter
from kiosk.papers.columns import Part
from kiosk.papers.pdf.render import Paper
from kiosk.questionnaire.catalogue import Questionnaire
from kiosk.questionnaire.profile import TITLES
from kiosk.store.offices.units import Unit

# Lines of answers that fit on the first side, profile and services; a field's title takes about two. Services
# are two side by side; if there are more, respondents write the name. A long name of the unit takes
# additional lines.
_LINES = {"a4": 35, "f4": 40}
_LINES_OF_TITLE = 2
_LETTERS = 42  # in a line
_LETTERS_OF_UNIT = 40


def paper(
    unit: Unit,
    services: Sequence[str],
    questionnaire: Questionnaire,
    made_at: datetime,
    logo: bytes | None = None,
) -> Paper:
    """The sheet; `services` are the names of the services offered, `made_at` is the office's local time."""
    rules = questionnaire.rules
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
            for field, answers in questionnaire.profile.items()
        ],
        "services": list(services) if _fit(services, unit, questionnaire) else [],
        "questions": [
            {"question": item.question["id"], "options": list(item.options["id"])}
            for item in questionnaire.items
        ],
        "basis": f"{rules.title}. {rules.regulation}. Jawaban tidak memuat nama dan dipakai hanya untuk "
        "memperbaiki pelayanan.",
    }
    return Paper("kuesioner", data, made_at)


def _fit(services: Sequence[str], unit: Unit, questionnaire: Questionnaire) -> bool:
    lines = [-(-len(name) // _LETTERS) for name in services]
    profile = sum(_LINES_OF_TITLE - -len(answers) // 3 for answers in questionnaire.profile.values())
    room = _LINES[unit.paper_size] - profile - 2 * (len(unit.name) // _LETTERS_OF_UNIT)
    return sum(max(pair) for pair in zip_longest(lines[::2], lines[1::2], fillvalue=1)) <= room
