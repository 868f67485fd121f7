"""What a period's answers to the unit's own questions outside the index come to."""

from fractions import Fraction

from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.figures.disclosure import MIN_RESPONDENTS
from kiosk.figures.summary import Count
from kiosk.figures.summary import ExtraCounts
from kiosk.questionnaire.extras import IMPORTANCE
from kiosk.questionnaire.extras import TEXT
from kiosk.questionnaire.languages import choose
from kiosk.store.answers.extra_answers import count_extra_answers
from kiosk.store.offices.extra_questions import list_extra_questions
from scoring import round_half_up


def count_extras(db: Database, unit_id: str, period: Period, only: str = "") -> tuple[ExtraCounts, ...]:
    """The questions that were answered with a choice in the period, in the order they were added.

    Of a question that fewer than `MIN_RESPONDENTS` answered only that is shown: the counts would show what
    single persons answered. With `only`, the id of a questionnaire, of those who answered that one.
    """
    asked = list_extra_questions(db, unit_id)
    given = count_extra_answers(db, unit_id, period.start, period.end, only) if asked else {}
    found = []
    for extra in asked:
        counts = given.get(extra.extra_question_id)
        if extra.kind in (TEXT, IMPORTANCE) or not counts:
            continue
        total = counts.total()
        shown = tuple(
            Count(words, counts[code], round_half_up(Fraction(100 * counts[code], total)))
            for code, words in extra.answers(choose(None)).items()
        )
        found.append(ExtraCounts(extra.question, total, shown if total >= MIN_RESPONDENTS else ()))
    return tuple(found)
