"""What is keyed from paper: short codes for speed, checked into one sheet."""

import re
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_wtf import FlaskForm
from wtforms import DateField
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.validators import ValidationError

from kiosk.base.text import visible
from kiosk.questionnaire.profile import FIELDS
from kiosk.sheets.words import read_word
from kiosk.store.answers.responses import UNSUR
from kiosk.store.offices.units import Service

MAX_COMMENT = 2000
MAX_NUMBER = 9999
_MOST_DIGITS = 9
# An answer the citizen left blank is keyed as one of these; a box nobody keyed is a mistake.
BLANK = ("0", "-")
_ID = re.compile(r"[0-9a-f]{32}")

# Fields that are keyed by their place in the list, from 1.
NUMBERED = {name: tuple(FIELDS[name]) for name in ("education", "occupation")}


class InvalidSheet(ValueError):
    """A sheet that cannot be stored; `errors` has a message per field.

    `replaces` is the number of the sheet that it may take the place of, when it is sent again.
    """

    def __init__(self, errors: Mapping[str, str], replaces: str = "") -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = errors
        self.replaces = replaces


@dataclass(frozen=True)
class Keyed:
    """A sheet as keyed; `response_id` was made by the page."""

    response_id: str
    number: int
    answers: Mapping[str, int | None]
    profile: Mapping[str, str]
    service_id: str | None
    comment: str | None


class BatchForm(FlaskForm):
    """A new pile of sheets."""

    answered_day = DateField("Tanggal diisi warga", [InputRequired("Isi tanggalnya.")])
    service = SelectField("Layanan", validate_choice=True)

    def __init__(self, services: Sequence[Service], today: date, **options: object) -> None:
        super().__init__(**options)
        self._today = today
        self.service.choices = [
            SelectChoice(value="", label="berbeda-beda, diketik di setiap lembar"),
            *(SelectChoice(value=service.service_id, label=service.name) for service in services),
        ]

    def validate_answered_day(self, field: DateField) -> None:
        """A day that has been, in this century."""
        if field.data and not date(2000, 1, 1) <= field.data <= self._today:
            raise ValidationError("Tanggal itu belum tiba, atau terlalu lama.")


def read_sheet(form: Mapping[str, str], services: Sequence[Service], default_service: str | None) -> Keyed:
    """A sheet from its boxes; services are keyed by their place in the list, from 1.

    Raises:
        InvalidSheet: with a message for every box that is wrong.
    """
    errors: dict[str, str] = {}
    values = {
        name: form.get(name, "").strip() for name in ("id", "number", "service", "comment", *UNSUR, *FIELDS)
    }
    answers = {key: _answer(key, values[key], errors) for key in UNSUR}
    if not errors and not any(answers.values()):
        errors[UNSUR[0]] = "Paling sedikit satu jawaban harus terisi."
    profile = {name: _code(name, values[name], errors) for name in FIELDS}
    service_id = _service(values["service"], services, errors) or default_service
    number = _whole(values["number"], MAX_NUMBER)
    if number is None:
        errors["number"] = f"Nomor lembar 1 sampai {MAX_NUMBER}."
    if not _ID.fullmatch(values["id"]):
        errors["id"] = "Muat ulang halaman ini."
    if len(values["comment"]) > MAX_COMMENT:
        errors["comment"] = f"Saran paling banyak {MAX_COMMENT} huruf."
    if errors or number is None:
        raise InvalidSheet(errors)
    return Keyed(
        values["id"],
        number,
        answers,
        {name: code for name, code in profile.items() if code},
        service_id,
        visible(values["comment"]).strip() or None,
    )


def _whole(text: str, most: int) -> int | None:
    """The number from 1 to `most` that was keyed, None if it is none."""
    is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return int(text) if is_number and 1 <= int(text) <= most else None


def _answer(key: str, text: str, errors: dict[str, str]) -> int | None:
    if text in ("1", "2", "3", "4"):
        return int(text)
    if text not in BLANK:
        errors[key] = "Ketik 1 sampai 4, atau 0 bila kosong."
    return None


def _code(name: str, text: str, errors: dict[str, str]) -> str | None:
    if text in ("", *BLANK):
        return None
    if name in NUMBERED:
        codes = NUMBERED[name]
        if place := _whole(text, len(codes)):
            return codes[place - 1]
        errors[name] = f"Ketik 1 sampai {len(codes)}, atau 0 bila kosong."
        return None
    code = read_word(name, text)
    if code is None:
        errors[name] = "Ketik L atau P." if name == "sex" else "Ketik usia dalam tahun."
    return code


def _service(text: str, services: Sequence[Service], errors: dict[str, str]) -> str | None:
    if text in ("", *BLANK):
        return None
    if place := _whole(text, len(services)):
        return services[place - 1].service_id
    errors["service"] = f"Ketik nomor layanan 1 sampai {len(services)}, atau 0 bila kosong."
    return None
