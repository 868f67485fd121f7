"""The forms of an import: a file, and what is chosen while looking at what it would give."""

from collections.abc import Mapping
from dataclasses import replace

from flask_wtf.file import FileField
from flask_wtf.file import FileRequired

from kiosk.base.period import Period
from kiosk.base.period import PeriodError
from kiosk.forms.base import Form
from kiosk.importing.choices import Choices
from kiosk.importing.offices import BY_UNIT
from kiosk.importing.offices import FIELD as OFFICE
from kiosk.importing.offices import propose
from kiosk.importing.preview import Preview
from kiosk.importing.source import Context
from kiosk.sheets.decisions import EVERY as EVERY_SHEET
from kiosk.sheets.meanings import ScaleError
from kiosk.sheets.meanings import read_scale
from kiosk.sheets.questions import Question
from kiosk.sheets.roles import ROLES
from kiosk.sheets.said_rows import RowsError
from kiosk.sheets.said_rows import read_row_verdicts

# In a list of meanings: nothing is kept of this word. Nothing chosen is "".
LEAVE_OUT = "-"
ANSWERS = ("1", "2", "3", "4")
MAX_ROW = 1000


class UploadForm(Form):
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
    chosen = replace(
        before,
        order=order,
        sheets=(sheet,) if sheet else (),
        month=month,
        service_id=service,
        skip_repeated=repeated == "skip" if repeated in ("skip", "keep") else before.skip_repeated,
        words=_words(form, preview, services),
        columns=_columns(form, preview, {*preview.items, *ROLES}),
        row=int(row) if row else preview.header_row,
    )
    if before.targets or form.get(OFFICE, _unsaid(form, preview, context)) == BY_UNIT:
        chosen = replace(chosen, targets=_targets(form, preview, context), service_id="")
    for question in preview.asked:
        if question.field == OFFICE and form.get(OFFICE) == BY_UNIT:
            continue
        if question.field != "sheet" and (value := _answer(form, question)):
            chosen = chosen.answer(question.field, value, context.instrument)
    return chosen


def _unsaid(form: Mapping[str, str], preview: Preview, context: Context) -> str:
    """What a person who answered no question about offices, but chose other units than proposed, means."""
    likely = propose(preview.offices, context)
    shown = {
        f"unit.{one.key}": likely.get(one.key, "") or LEAVE_OUT * (one.key in likely)
        for one in preview.offices
    }
    return BY_UNIT if any(form.get(name, value) != value for name, value in shown.items()) else ""


def _targets(form: Mapping[str, str], preview: Preview, context: Context) -> dict[str, str]:
    """The unit of each office that one was chosen for, "" where it is left out."""
    before = preview.choices.targets
    kept = {key: LEAVE_OUT if unit_id == "" else unit_id for key, unit_id in before.items()}
    said = {one.key: form.get(f"unit.{one.key}", kept.get(one.key, "")) for one in preview.offices}
    offered = {"", LEAVE_OUT, *before.values(), *(unit.unit_id for unit in context.targets)}
    targets = {key: _one_of(value, offered, "Unit") for key, value in said.items() if value}
    if not targets:
        raise InvalidChoice("Pilih unit untuk tiap kantor di tabel kantor.")
    return {key: "" if value == LEAVE_OUT else value for key, value in targets.items()}


def _sheet(choices: Choices) -> str:
    return choices.sheets[0] if choices.sheets else ""


def _answer(form: Mapping[str, str], question: Question) -> str:
    """The answer to a question; "" when it was not answered."""
    value = form.get(question.field, "")
    if question.field == "scale":
        given = {one: form.get(f"scale.{one}", "") for one in question.values}
        value = ",".join(filter(None, [value, *(f"{one}={code}" for one, code in given.items() if code)]))
    try:
        if question.field == "scale":
            read_scale([value])
            return value
        if question.field == "rows":
            read_row_verdicts(filter(None, [value]))
            return value
    except (ScaleError, RowsError) as error:
        raise InvalidChoice(str(error)) from error
    return _one_of(value, {choice.value for choice in question.choices} | {""}, "Jawaban")


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
        offered = services if name == "service" else set(preview.source.profile.get(name, ANSWERS))
        for word in words:
            value = form.get(f"{name}.{word.word}", "")
            code = "" if value == LEAVE_OUT else value
            if value and code != word.code:
                may_leave_out = name not in preview.labels
                _one_of(value, {*offered, LEAVE_OUT} if may_leave_out else offered, "Arti kata")
                chosen.setdefault(name, {})[word.word] = code
    return chosen
