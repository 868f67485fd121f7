"""A questionnaire on one sheet of A4 or F4, both sides, with the unit's letterhead and services."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from kiosk.papers import letter
from kiosk.papers.columns import Part
from kiosk.papers.pdf.render import Paper
from kiosk.questionnaire.catalogue import Questionnaire
from kiosk.questionnaire.extras import ExtraQuestion
from kiosk.questionnaire.languages import choose
from kiosk.questionnaire.profile import TITLES
from kiosk.store.offices.units import Unit

# Lines of answers that fit on the first side, profile and services; a field's title takes about two. Services
# are two side by side; if there are more, respondents write the name. A long name of the unit takes
# additional lines.
_LINES = {"a4": 35, "f4": 40}
_LINES_OF_TITLE = 2
_LETTERS = 42  # in a line
_LETTERS_OF_UNIT = 40

# The same for the second side with questions outside the index: headings and suggestions, then two lines for
# each question of the questionnaire, four short answers side by side for the others.
_LINES_BEHIND = {"a4": 46, "f4": 52}
_LINES_OF_HEADINGS = 13
_LETTERS_OF_ANSWER = 18
_LETTERS_OF_QUESTION = 95


@dataclass(frozen=True)
class Asked:
    """What is on the sheet; `services` are the names of those offered, `extras` are outside the index."""

    questionnaire: Questionnaire
    services: Sequence[str] = ()
    extras: Sequence[ExtraQuestion] = ()


def paper(unit: Unit, asked: Asked, made_at: datetime, logo: bytes | None = None) -> Paper:
    """The sheet; `made_at` is the office's local time."""
    questionnaire = asked.questionnaire
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
        "services": list(asked.services) if _fit(asked, unit) else [],
        "questions": [
            {"question": item.question["id"], "options": list(item.options["id"])}
            for item in questionnaire.items
        ],
        "extras": [
            {"question": extra.question, "options": list(extra.answers(choose(None)).values())}
            for extra in asked.extras
            if not extra.unsur
        ],
        "importance": _importance(asked),
        "flows": _lines_in_front(asked, unit) > 0,
        "basis": f"{rules.title}. {rules.regulation}. Jawaban tidak memuat nama dan dipakai hanya untuk "
        "memperbaiki pelayanan.",
    }
    return Paper("kuesioner", data, made_at)


def _importance(asked: Asked) -> Part | None:
    """How important each unsur is, as a table with the answers as columns; None where it is not asked."""
    language = choose(None)
    found = [extra for extra in asked.extras if extra.unsur]
    if not found:
        return None
    return {
        "question": language("importance.question", aspect="").removesuffix(" ?"),
        "aspects": [language(f"importance.{extra.unsur}") for extra in found],
        "options": list(found[0].answers(language).values()),
    }


def _fit(asked: Asked, unit: Unit) -> bool:
    lines = [-(-len(name) // _LETTERS) for name in asked.services]
    answers = asked.questionnaire.profile.values()
    profile = sum(_LINES_OF_TITLE - -len(one) // 3 for one in answers)
    room = _LINES[unit.paper_size] - profile - 2 * (len(unit.name) // _LETTERS_OF_UNIT)
    room -= _lines_in_front(asked, unit)
    return sum(max(pair) for pair in zip_longest(lines[::2], lines[1::2], fillvalue=1)) <= room


def _lines_in_front(asked: Asked, unit: Unit) -> int:
    """Lines of questions for which the second side has no room; 0 without questions outside the index."""
    if not asked.extras:
        return 0
    apart = [extra for extra in asked.extras if not extra.unsur]
    in_table = len(asked.extras) - len(apart)
    lines = _LINES_OF_HEADINGS + 2 * len(asked.questionnaire.items) + sum(map(_lines_of, apart))
    lines += in_table and _LINES_OF_TITLE + in_table * 4 // 3
    over = lines - _LINES_BEHIND[unit.paper_size]
    return over + _LINES_OF_TITLE if over > 0 else 0


def _lines_of(extra: ExtraQuestion) -> int:
    words = extra.answers(choose(None)).values()
    rows = -(-len(words) // 4) or 1
    height = max((-(-len(one) // _LETTERS_OF_ANSWER) for one in words), default=2)
    return 1 + len(extra.question) // _LETTERS_OF_QUESTION + rows * height
