"""The forms of an import: a file, and what is chosen while looking at what it would give."""

from collections.abc import Mapping

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from flask_wtf.file import FileRequired

from kiosk.base.period import Period
from kiosk.base.period import PeriodError
from kiosk.importing.preview import Preview
from kiosk.importing.source import Choices
from kiosk.importing.source import Context
from kiosk.questionnaire.profile import FIELDS
from kiosk.sheets.questions import Question
from kiosk.sheets.roles import ROLES
from kiosk.sheets.rows import RowsError
from kiosk.sheets.rows import read_row_verdicts
from kiosk.sheets.scale import ScaleError
from kiosk.sheets.scale import read_scale
from kiosk.sheets.understanding import EVERY as EVERY_SHEET

# In a list of meanings: nothing is kept of this word. Nothing chosen is "".
LEAVE_OUT = "-"
ANSWERS = ("1", "2", "3", "4")
MAX_ROW = 1000


class UploadForm(FlaskForm):
    """The file to import."""

    file = FileField("Berkas XLSX, XLS, ODS, atau CSV", [FileRequired("Pilih berkasnya dulu.")])


class InvalidChoice(ValueError):
    """A choice that was not offered; the message is for the person."""


def read_choices(form: Mapping[str, str], preview: Preview, context: Context) -> Choices:
    """The choices sent with the page of `preview`.

    Raises:
        InvalidChoice: one of them was not offered, or the month is none.
    """
    services = {service.service_id for service in context.services}
    order = _one_of(form.get("order", preview.order), set(context.instrument.orders), "Urutan")
    asked = {question.field: question for question in preview.questions}
    before = preview.choices
    sheet = _one_of(form.get("sheet", _sheet(before)), {"", *preview.sheets, EVERY_SHEET}, "Lembar")
    service = _one_of(form.get("service", ""), {"", *services}, "Layanan")
    month = form.get("month", "").strip()
    if month:
        try:
            period = Period.parse(month)
        except PeriodError as error:
            raise InvalidChoice("Bulan ditulis seperti 2024-05.") from error
        if period.kind != "bulan" or period.start > context.now.date():
            raise InvalidChoice("Pilih satu bulan yang sudah berjalan, misalnya 2024-05.")
    row = form.get("row", "").strip()
    if row and not (row.isascii() and row.isdigit() and len(row) <= 9 and int(row) <= MAX_ROW):
        raise InvalidChoice("Nomor baris judul ditulis dengan angka; 0 bila tidak ada baris judul.")
    repeated = form.get("repeated")
    return Choices(
        order=order,
        sheets=(sheet,) if sheet else (),
        month=month,
        service_id=service,
        skip_repeated=None if repeated not in ("skip", "keep") else repeated == "skip",
        words=_words(form, preview, services),
        columns=_columns(form, preview, {*preview.items, *ROLES}),
        row=int(row) if row else preview.header_row,
        scale=_join(before.scale, _read_scale(form), ","),
        rows=_join(before.rows, _read_rows(form), ";"),
        day_order=_answer(form, asked, "day_order") or before.day_order,
        table=_answer(form, asked, "table") or before.table,
        offices=(office,) if (office := _answer(form, asked, "office")) else before.offices,
        unread_dates=_answer(form, asked, "unread_dates") or before.unread_dates,
    )


def _sheet(choices: Choices) -> str:
    return choices.sheets[0] if choices.sheets else ""


def _answer(form: Mapping[str, str], asked: Mapping[str, Question], field: str) -> str:
    """The answer to a question with a list of answers; "" when it was not asked or not answered."""
    value = form.get(field, "")
    if field not in asked or not value:
        return ""
    return _one_of(value, {choice.value for choice in asked[field].choices}, "Jawaban")


def _read_scale(form: Mapping[str, str]) -> str:
    """What values were said to mean: one of the answers offered, or in the person's own writing."""
    said = form.get("scale_other", "").strip() or form.get("scale", "")
    try:
        read_scale([said])
    except ScaleError as error:
        raise InvalidChoice(str(error)) from error
    return said


def _read_rows(form: Mapping[str, str]) -> str:
    said = form.get("rows", "")
    try:
        read_row_verdicts(filter(None, [said]))
    except RowsError as error:
        raise InvalidChoice(str(error)) from error
    return said


def _join(before: str, said: str, sign: str) -> str:
    return sign.join(filter(None, [before, said]))


def _columns(form: Mapping[str, str], preview: Preview, roles: set[str]) -> dict[str, str]:
    """What each column is said to be."""
    said = {column.letters: form.get(f"column.{column.letters}", column.role) for column in preview.columns}
    return {letters: _one_of(role, roles, "Isi kolom") for letters, role in said.items()}


def _one_of(value: str, offered: set[str], what: str) -> str:
    if value not in offered:
        raise InvalidChoice(f"{what} itu tidak ada di daftar pilihan.")
    return value


def _words(form: Mapping[str, str], preview: Preview, services: set[str]) -> dict[str, dict[str, str]]:
    """The meanings given, where they differ from what was understood already."""
    chosen: dict[str, dict[str, str]] = {}
    for name, words in (*preview.words.items(), *preview.labels.items()):
        offered = services if name == "service" else set(FIELDS.get(name, ANSWERS))
        for word in words:
            value = form.get(f"{name}.{word.word}", "")
            code = "" if value == LEAVE_OUT else value
            if value and code != word.code:
                may_leave_out = name not in preview.labels
                _one_of(value, {*offered, LEAVE_OUT} if may_leave_out else offered, "Arti kata")
                chosen.setdefault(name, {})[word.word] = code
    return chosen
