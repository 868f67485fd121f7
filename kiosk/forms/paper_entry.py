"""What staff key in from paper, short codes for speed, parsed into a `Submission` per sheet."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import time
from zoneinfo import ZoneInfo

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.validators import ValidationError

from kiosk.answering.submission import EXTRA
from kiosk.answering.submission import Invalid
from kiosk.answering.submission import Submission
from kiosk.answering.submission import TimedBy
from kiosk.forms.base import Form
from kiosk.forms.fields import Day
from kiosk.questionnaire.catalogue import Questionnaire
from kiosk.questionnaire.extras import TEXT
from kiosk.questionnaire.extras import ExtraQuestion
from kiosk.questionnaire.languages import choose
from kiosk.questionnaire.profile import Labels
from kiosk.questionnaire.profile import band_of
from kiosk.store.answers.paper_entry import PaperBatch
from kiosk.store.offices.survey import Survey
from kiosk.store.offices.units import Service

MAX_NUMBER = 9999
_MOST_DIGITS = 9
# How an answer that the citizen left blank is keyed; an empty box is a mistake.
BLANK = ("0", "-")
_OLDEST = 110


class InvalidSheet(Invalid):
    """A sheet that cannot be stored; sent again, it may replace the second keying of sheet `replaces`."""

    def __init__(self, errors: Mapping[str, str], replaces: str = "") -> None:
        super().__init__(errors)
        self.replaces = replaces


@dataclass(frozen=True)
class Keyed:
    """A sheet as keyed: its number in the pile, and what it says."""

    number: int
    submission: Submission


class BatchForm(Form):
    """A new batch of sheets."""

    answered_day = Day("Tanggal diisi warga", [InputRequired("Isi tanggalnya.")])
    service = SelectField("Layanan", validate_choice=True)
    questionnaire = SelectField("Kuesioner di kertas", default="", validate_choice=True)

    def __init__(
        self,
        services: Sequence[Service],
        questionnaires: Sequence[Questionnaire],
        today: date,
        **options: object,
    ) -> None:
        super().__init__(**options)
        self._today = today
        self.questionnaire.choices = [
            SelectChoice(value="", label="yang berlaku pada tanggal itu"),
            *(SelectChoice(value=one.id, label=one.rules.title) for one in questionnaires),
        ]
        self.service.choices = [
            SelectChoice(value="", label="berbeda-beda, diketik di setiap lembar"),
            *(SelectChoice(value=service.service_id, label=service.name) for service in services),
        ]

    def validate_answered_day(self, field: Day) -> None:
        """Accept days of this century up to today."""
        if field.data and not date(2000, 1, 1) <= field.data <= self._today:
            raise ValidationError("Tanggal itu belum tiba, atau terlalu lama.")


def is_numbered(field: str) -> bool:
    """Whether a field of the profile is keyed as a position in its list, from 1."""
    return field not in ("sex", "age_band")


def list_printed(survey: Survey, batch: PaperBatch) -> list[ExtraQuestion]:
    """The questions outside the index that the sheets of a batch have, in their order: importance last."""
    timezone = survey.unit.timezone
    asked = [extra for extra in survey.extras if extra.was_asked_on(batch.answered_day, timezone)]
    return sorted(asked, key=lambda extra: extra.unsur != "")


def read_sheet(form: Mapping[str, str], survey: Survey, asked: Questionnaire, batch: PaperBatch) -> Keyed:
    """A sheet of the questionnaire `asked` from its boxes; services are keyed like numbered fields.

    Raises:
        InvalidSheet: some boxes do not hold a code; it has a message for each.
    """
    errors: dict[str, str] = {}
    items = asked.rules.items
    values = {name: form.get(name, "").strip() for name in ("number", "service", *items, *asked.profile)}
    answers = {item: _answer(item, values[item], asked.rules.scale, errors) for item in items}
    profile = {name: _code(name, values[name], codes, errors) for name, codes in asked.profile.items()}
    service = _service(values["service"], survey.offered, errors)
    extras = {
        extra.extra_question_id: given
        for extra in list_printed(survey, batch)
        if (given := _extra(extra, form.get(EXTRA + extra.extra_question_id, "").strip(), errors))
    }
    number = _whole(values["number"], MAX_NUMBER)
    if number is None:
        errors["number"] = f"Nomor lembar 1 sampai {MAX_NUMBER}."
    if errors or number is None:
        raise InvalidSheet(errors)
    submission = make_submission(
        survey,
        batch,
        response_id=form.get("id", ""),
        answers=answers,
        profile={name: code for name, code in profile.items() if code},
        service_id=service or batch.service_id,
        comment=form.get("comment"),
        extras=extras,
    )
    return Keyed(number, submission)


def make_submission(
    survey: Survey,
    batch: PaperBatch,
    *,
    response_id: str,
    answers: Mapping[str, int | None],
    profile: Mapping[str, str],
    service_id: str | None,
    comment: str | None,
    extras: Mapping[str, str],
) -> Submission:
    """A sheet of a batch as a submission to the unit's paper collector."""
    codes = {service.service_id: service.code for service in survey.services}
    return Submission(
        response_id=response_id,
        # The hour is not on the sheet; the day's first moment is never in the future.
        answered_at=datetime.combine(batch.answered_day, time(), ZoneInfo(survey.unit.timezone)),
        timed_by=TimedBy.STAFF,
        service=codes[service_id] if service_id else None,
        answers=answers,
        profile=profile,
        comment=comment,
        instrument=batch.instrument,
        extras=extras,
    )


def _whole(text: str, most: int) -> int | None:
    """The number from 1 to `most` that was keyed, None if it is none."""
    is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return int(text) if is_number and 1 <= int(text) <= most else None


def _answer(item: str, text: str, scale: int, errors: dict[str, str]) -> int | None:
    if answer := _whole(text, scale):
        return answer
    if text not in BLANK:
        errors[item] = f"Ketik 1 sampai {scale}, atau 0 bila kosong."
    return None


def _code(name: str, text: str, codes: Mapping[str, Labels], errors: dict[str, str]) -> str | None:
    if text in ("", *BLANK):
        return None
    if is_numbered(name):
        if place := _whole(text, len(codes)):
            return tuple(codes)[place - 1]
        errors[name] = f"Ketik 1 sampai {len(codes)}, atau 0 bila kosong."
        return None
    if name == "age_band":
        if not (text.isascii() and text.isdigit()):
            errors[name] = "Ketik usia dalam tahun."
        # An age out of range is a misprint, or one that is not stored.
        return band_of(years, codes) if (years := _whole(text, _OLDEST)) else None
    if text.upper() not in codes:
        errors[name] = "Ketik L atau P."
        return None
    return text.upper()


def _extra(extra: ExtraQuestion, text: str, errors: dict[str, str]) -> str | None:
    """The code at the keyed place in the list of answers, or what was written."""
    if extra.kind == TEXT or text in ("", *BLANK):
        return text if extra.kind == TEXT else None
    codes = tuple(extra.answers(choose(None)))
    if place := _whole(text, len(codes)):
        return codes[place - 1]
    errors[EXTRA + extra.extra_question_id] = f"Ketik 1 sampai {len(codes)}, atau 0 bila kosong."
    return None


def _service(text: str, services: Sequence[Service], errors: dict[str, str]) -> str | None:
    if text in ("", *BLANK):
        return None
    if place := _whole(text, len(services)):
        return services[place - 1].service_id
    errors["service"] = f"Ketik nomor layanan 1 sampai {len(services)}, atau 0 bila kosong."
    return None
