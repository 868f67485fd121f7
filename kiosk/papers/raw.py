"""Raw data for analysis elsewhere: a row per response as CSV or XLSX, and the meaning of each column.

A cell that a spreadsheet would compute as a formula is text: XLSX stores its type, CSV gets an apostrophe in
front.
"""

import io
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import datetime
from itertools import islice
from typing import Any

import xlsxwriter

from kiosk.base.formatting import whole
from kiosk.figures.summary import CHANNELS
from kiosk.figures.summary import Summary
from kiosk.papers import columns
from kiosk.papers import csv_safe
from kiosk.papers import xlsx
from kiosk.papers.blocks import Block
from kiosk.papers.blocks import Paragraph
from kiosk.papers.blocks import table
from kiosk.papers.columns import Column
from kiosk.papers.documents import Document
from kiosk.papers.documents import Issuer
from kiosk.papers.documents import document
from kiosk.papers.listing import ListedResponse
from kiosk.questionnaire.catalogue import Questionnaire
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.questionnaire.extras import ExtraQuestion
from kiosk.questionnaire.languages import choose
from kiosk.questionnaire.profile import TITLES
from kiosk.questionnaire.profile import Labels
from kiosk.questionnaire.profile import merge_fields
from kiosk.store.offices.units import Unit
from scoring import Instrument

_SHOWN = 100  # rows on the screen


@dataclass(frozen=True)
class Field:
    """A column of the data: its name, what it means, and the values it can have.

    Spreadsheets show it `width` characters wide, and its days and times in `number_format`.
    """

    name: str
    meaning: str
    values: str
    value: Callable[[ListedResponse], str | int | date | None]
    width: int = 14
    number_format: str = ""

    @property
    def column(self) -> Column[ListedResponse]:
        """The column of the table."""
        column = columns.scalar(self.name, self.value, key=self.name, width=self.width)
        return replace(column, number_format=self.number_format)


@dataclass(frozen=True)
class Contents:
    """What the data has: answers by these rules, to these questions outside the index, with or without
    suggestions. The number of a question outside the index is its place among all of the unit.
    """

    rules: Sequence[Instrument]
    extras: Mapping[int, ExtraQuestion]
    with_comments: bool = False


_DICTIONARY: Sequence[Column[Field]] = (
    columns.text("Kolom", lambda field: field.name, key="kolom", width=22, is_header=True),
    columns.text("Arti", lambda field: field.meaning, key="arti", width=70),
    columns.text("Nilai", lambda field: field.values, key="nilai", width=70),
)


def list_fields(contents: Contents) -> list[Field]:
    """The columns of the data in their order."""
    asked = [load_questionnaire(one.id) for one in contents.rules]
    items = dict.fromkeys(item.key for questionnaire in asked for item in questionnaire.items)
    profile = merge_fields(questionnaire.profile for questionnaire in asked)
    fields = [
        Field(
            "id",
            "Nomor acak jawaban; tidak menunjuk kepada orang",
            "32 angka heksadesimal",
            lambda response: response.response_id,
            width=36,
        ),
        Field(
            "waktu_menjawab",
            "Waktu menjawab menurut jam kantor",
            "ISO 8601, misalnya 2024-05-31T09:12:00+08:00; pada XLSX tanggal dan jam tanpa zona waktu",
            lambda response: response.answered_at,
            width=20,
            number_format="yyyy-mm-dd hh:mm:ss",
        ),
        Field(
            "tanggal",
            "Tanggal kantor yang menentukan periodenya",
            "YYYY-MM-DD",
            lambda response: response.day,
            width=12,
            number_format="yyyy-mm-dd",
        ),
        Field(
            "layanan",
            "Jenis layanan yang diterima",
            "nama layanan unit; kosong bila tidak disebut",
            lambda response: response.service,
            width=30,
        ),
        Field(
            "kanal",
            "Saluran survei",
            "; ".join(CHANNELS.values()),
            lambda response: response.channel,
            width=20,
        ),
        *([_questionnaire(asked)] if len(asked) > 1 else []),
        *(_answer(key, asked) for key in items),
        *(_profile(key, answers) for key, answers in profile.items()),
        *(_extra(number, extra) for number, extra in contents.extras.items()),
    ]
    if contents.with_comments:
        meaning = "Saran dan masukan apa adanya; dapat memuat nama orang"
        fields.append(Field("saran", meaning, "teks", lambda response: response.comment, width=60))
    return fields


def _questionnaire(asked: Sequence[Questionnaire]) -> Field:
    values = "; ".join(f"{one.id} = {one.rules.title}" for one in asked)
    return Field("kuesioner", "Kuesioner yang dijawab", values, lambda response: response.instrument)


def _answer(key: str, asked: Sequence[Questionnaire]) -> Field:
    """The answers to an item of one or several of the questionnaires, each with its words."""
    meanings: dict[str, list[str]] = {}
    values: dict[str, list[str]] = {}
    for questionnaire in asked:
        for item in questionnaire.items:
            if item.key == key:
                options = "; ".join(f"{n} = {text}" for n, text in enumerate(item.options["id"], start=1))
                about = f"{questionnaire.name_of(item.counts_for)}: {item.question['id']}"
                meanings.setdefault(about, []).append(questionnaire.id)
                values.setdefault(options, []).append(questionnaire.id)
    return Field(
        key,
        _by_questionnaire(meanings),
        f"{_by_questionnaire(values)}; kosong = tidak dijawab",
        lambda response: response.answers.get(key),
    )


def _by_questionnaire(texts: Mapping[str, Sequence[str]]) -> str:
    """Each text with the questionnaires that it is of, or the only one alone."""
    if len(texts) == 1:
        return next(iter(texts))
    return " | ".join(f"{', '.join(ids)}: {text}" for text, ids in texts.items())


def _profile(key: str, answers: Mapping[str, Labels]) -> Field:
    title = TITLES[key]["id"]
    values = "; ".join(labels["id"] for labels in answers.values())
    name = title.lower().replace(" ", "_")
    return Field(name, title, f"{values}; kosong = tidak diisi", lambda response: response.profile[key])


def _extra(number: int, extra: ExtraQuestion) -> Field:
    words = extra.answers(choose(None))
    return Field(
        f"tambahan_{number}",
        f"Pertanyaan tambahan, di luar IKM: {extra.question}",
        f"{'; '.join(words.values())}; kosong = tidak dijawab",
        lambda response: words.get(response.extras.get(extra.extra_question_id, "")),
        width=24,
    )


def _columns(contents: Contents) -> list[Column[ListedResponse]]:
    return [field.column for field in list_fields(contents)]


def stream_csv(responses: Iterable[ListedResponse], contents: Contents) -> Iterator[bytes]:
    """The data as CSV in chunks, so that a million responses are never in memory at once."""
    return csv_safe.stream_csv(columns.data_rows(_columns(contents), responses))


def dictionary_csv(contents: Contents) -> bytes:
    """The meaning of each column of the data, as CSV."""
    return csv_safe.write_csv(columns.data_rows(_DICTIONARY, list_fields(contents)))


def page(summary: Summary, responses: Iterable[ListedResponse], contents: Contents) -> Document:
    """The first of these responses as a table, to look at before downloading the file."""
    shown = list(islice(responses, _SHOWN))
    many = sum(part.respondents for part in summary.parts)
    said = f"{whole(many)} jawaban, satu baris per jawaban."
    if many > _SHOWN:
        said += f" Di sini {_SHOWN} yang pertama; berkas unduhan memuat semuanya."
    rows = table("Baris data", _columns(contents), shown)
    return describe(summary, "Data mentah", [Paragraph(said), *([rows] if shown else [])])


def dictionary(summary: Summary, contents: Contents) -> Document:
    """The meaning of each column, as a table."""
    rows = table("Kolom data mentah", _DICTIONARY, list_fields(contents))
    return describe(summary, "Kamus data", [rows])


def describe(summary: Summary, name: str, blocks: list[Block]) -> Document:
    """A page about a file of single answers: its heading and `blocks`."""
    unit, period = summary.unit, summary.period
    return document(
        Issuer.of(summary),
        blocks,
        name=f"{name} {period.title}",
        title=f"{name} SKM {unit.name}, {period.title}",
        heading=f"{name.upper()} SURVEI KEPUASAN MASYARAKAT",
        period=f"Periode {period.title}",
    )


def workbook(unit: Unit, responses: Iterable[ListedResponse], contents: Contents, made_at: datetime) -> bytes:
    """The data as XLSX to filter and print, with the meaning of its columns on a second sheet."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    book.set_properties({"title": "Data mentah SKM", "created": made_at.replace(tzinfo=None)})
    data: Any = book.add_worksheet("Data")
    shown = _columns(contents)
    last = xlsx.write_table(book, data, shown, responses)
    data.autofilter(0, 0, max(last, 1), len(shown) - 1)
    dictionary: Any = book.add_worksheet("Kamus data")
    fields = list_fields(contents)
    xlsx.write_table(book, dictionary, _DICTIONARY, fields, is_wrapped=True)
    for sheet in (data, dictionary):
        sheet.freeze_panes(1, 0)
        xlsx.print_wide(sheet, unit.paper_size)
    book.close()
    return out.getvalue()
