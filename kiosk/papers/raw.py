"""Raw data to be analysed elsewhere: a line per response, as CSV or XLSX, and what each column means.

A cell that a spreadsheet would take for a formula is text here: XLSX says so in the file, CSV gets an
apostrophe in front.
"""

import csv
import io
from collections.abc import Iterable
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

import xlsxwriter

from kiosk.base.formatting import whole
from kiosk.figures.summary import CHANNELS
from kiosk.figures.summary import Summary
from kiosk.papers import letter
from kiosk.papers.blocks import Block
from kiosk.papers.blocks import Paragraph
from kiosk.papers.blocks import Table
from kiosk.papers.blocks import as_data
from kiosk.papers.csv_safe import neutralise
from kiosk.papers.csv_safe import write_csv
from kiosk.papers.letter import Part
from kiosk.papers.listing import ListedResponse
from kiosk.papers.pdf.render import Paper
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.questionnaire.catalogue import unsur_name
from kiosk.questionnaire.profile import FIELDS
from kiosk.questionnaire.profile import TITLES
from scoring import Instrument

_CHUNK = 500  # lines handed out at a time
_SHOWN = 100  # lines on the screen


def columns(instrument: Instrument, with_comments: bool) -> list[tuple[str, str, str]]:
    """Each column: its name, what it holds, and the values it can take."""
    found = [
        ("id", "Nomor acak jawaban; tidak menunjuk kepada orang", "32 angka heksadesimal"),
        (
            "waktu_menjawab",
            "Waktu menjawab menurut jam kantor",
            "ISO 8601, misalnya 2024-05-31T09:12:00+08:00",
        ),
        ("tanggal", "Tanggal kantor yang menentukan periodenya", "YYYY-MM-DD"),
        ("layanan", "Jenis layanan yang diterima", "nama layanan unit; kosong bila tidak disebut"),
        ("kanal", "Cara menjawab", "; ".join(CHANNELS.values())),
    ]
    for item in load_questionnaire(instrument.id).items:
        name, question = unsur_name(instrument, item.counts_for), item.question["id"]
        options = "; ".join(f"{n} = {text}" for n, text in enumerate(item.options["id"], start=1))
        found.append((item.key, f"{name}: {question}", f"{options}; kosong = tidak dijawab"))
    for field, answers in FIELDS.items():
        values = "; ".join(labels["id"] for labels in answers.values())
        found.append((_name(field), TITLES[field]["id"], f"{values}; kosong = tidak diisi"))
    if with_comments:
        found.append(("saran", "Saran dan masukan apa adanya; dapat memuat nama orang", "teks"))
    return found


def _name(field: str) -> str:
    return TITLES[field]["id"].lower().replace(" ", "_")


def _cells(line: ListedResponse, instrument: Instrument, with_comments: bool) -> list[str | int | None]:
    return [
        line.response_id,
        line.answered_at.isoformat(timespec="seconds"),
        line.day.isoformat(),
        line.service,
        line.channel,
        *(line.answers[key] for key in instrument.keys()),
        *line.profile.values(),
        *([line.comment] if with_comments else []),
    ]


def stream_csv(
    lines: Iterable[ListedResponse], instrument: Instrument, *, with_comments: bool
) -> Iterator[bytes]:
    """The data as CSV (UTF-8, comma), some lines at a time: a million of them need no memory."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([name for name, _, _ in columns(instrument, with_comments)])
    for number, line in enumerate(lines, start=1):
        writer.writerow([neutralise(value) for value in _cells(line, instrument, with_comments)])
        if number % _CHUNK == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def dictionary_csv(instrument: Instrument, *, with_comments: bool) -> bytes:
    """What each column of the data means, as CSV."""
    return write_csv([("kolom", "arti", "nilai"), *columns(instrument, with_comments)])


def page(
    summary: Summary, lines: Iterable[ListedResponse], instrument: Instrument, *, with_comments: bool
) -> Paper:
    """The first of these lines as a table, to look at before the file is fetched."""
    described = columns(instrument, with_comments)
    shown = tuple(
        tuple("" if value is None else str(value) for value in _cells(line, instrument, with_comments))
        for line in islice(lines, _SHOWN)
    )
    many = summary.result.respondents
    said = f"{whole(many)} jawaban, satu baris per jawaban."
    if many > _SHOWN:
        said += f" Di sini {_SHOWN} yang pertama; berkas unduhan memuat semuanya."
    table = Table(
        caption="Baris data",
        head=tuple(name for name, _, _ in described),
        rows=shown,
        align="l" * len(described),
        widths=(1,) * len(described),
    )
    return _paper(summary, "Data mentah", [Paragraph(said), *([table] if shown else [])])


def dictionary(summary: Summary, instrument: Instrument, *, with_comments: bool) -> Paper:
    """What each column means, as a table."""
    table = Table(
        caption="Kolom data mentah",
        head=("Kolom", "Arti", "Nilai"),
        rows=tuple(columns(instrument, with_comments)),
        align="lll",
        widths=(18, 41, 41),
    )
    return _paper(summary, "Kamus data", [table])


def _paper(summary: Summary, name: str, blocks: list[Block]) -> Paper:
    unit, period = summary.unit, summary.period
    data: Part = {
        "title": f"{name} SKM {unit.name}, {period.title}",
        "heading": f"{name.upper()} SURVEI KEPUASAN MASYARAKAT",
        "period": f"Periode {period.title}",
        "unit": letter.letterhead(unit, summary.logo),
        "footer": letter.footer(unit, f"{name} {period.title}", summary.printed_at, summary.journal),
        "cover": None,
        "blocks": as_data(blocks),
    }
    return Paper("report", data, summary.printed_at)


def workbook(
    lines: Iterable[ListedResponse], instrument: Instrument, *, with_comments: bool, made_at: datetime
) -> bytes:
    """The data as XLSX, the meaning of its columns on a second sheet."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    book.set_properties({"title": "Data mentah SKM", "created": made_at.replace(tzinfo=None)})
    head = book.add_format({"bold": True, "bg_color": "#E2EFF1", "bottom": 1})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    described = columns(instrument, with_comments)
    data: Any = book.add_worksheet("Data")
    data.freeze_panes(1, 0)
    data.set_column(0, len(described) - 1, 14)
    for column, (name, _, _) in enumerate(described):
        data.write_string(0, column, name, head)
    for row, line in enumerate(lines, start=1):
        for column, value in enumerate(_cells(line, instrument, with_comments)):
            if isinstance(value, int):
                data.write_number(row, column, value)
            elif value:
                data.write_string(row, column, value)
    meaning: Any = book.add_worksheet("Kamus data")
    meaning.set_column(0, 0, 22)
    meaning.set_column(1, 2, 70)
    for column, title in enumerate(("Kolom", "Arti", "Nilai")):
        meaning.write_string(0, column, title, head)
    for row, texts in enumerate(described, start=1):
        for column, text in enumerate(texts):
            meaning.write_string(row, column, text, wrap)
    book.close()
    return out.getvalue()
