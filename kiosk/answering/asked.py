"""The questionnaire that a survey asks now, and the one that an answer was given to."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from kiosk.questionnaire.catalogue import Questionnaire
from kiosk.questionnaire.catalogue import find_questionnaire
from kiosk.questionnaire.catalogue import first_askable
from kiosk.questionnaire.choices import UNNAMED
from kiosk.store.offices.survey import Survey


def find_asked(survey: Survey, now: datetime) -> Questionnaire:
    """The questionnaire in force in the survey's unit at this moment.

    Where it is not known here, because the office's file is missing or wrong, the last one before it that is
    known: a survey that asks nothing loses answers. The settings page and `ikm check` report the file.
    """
    day = now.astimezone(ZoneInfo(survey.unit.timezone)).date()
    return first_askable(survey.choices.until(day))


def find_answered(survey: Survey, id: Any) -> Questionnaire | None:
    """The questionnaire with this id; None when the unit never asked it or it is not known here.

    A tablet without a network still shows the questionnaire of the page that it loaded, so every one that the
    unit ever chose is accepted. Pages and programs that name none ask the official one.
    """
    if id is None:
        id = UNNAMED
    if not isinstance(id, str) or id not in survey.choices.ever:
        return None
    return find_questionnaire(id)
