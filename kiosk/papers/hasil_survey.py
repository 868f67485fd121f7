"""Answers to SKM Online's items as a workbook in the shape of its own export "Hasil Survey".

The shape is that of one program that reads such exports; what SKM Online itself imports was not seen, and the
workbook says so. Names, e-mail addresses and telephone numbers are never asked here, so their cells have "-".
"""

import io
from collections.abc import Iterable
from datetime import date
from typing import Any

import xlsxwriter

from kiosk.base.period import Period
from kiosk.figures.summary import Summary
from kiosk.papers import raw
from kiosk.papers import xlsx
from kiosk.papers.blocks import Paragraph
from kiosk.papers.documents import Document
from kiosk.papers.listing import ListedResponse
from kiosk.questionnaire.catalogue import Questionnaire
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.store.offices.units import Unit

NAME = "Hasil Survey SKM Online"
_HEADER_ROW = 4
_ITEMS_OF = "skm-online-"  # how the ids of its questionnaires begin
_WORDS = ("Tidak Baik", "Kurang Baik", "Baik", "Sangat Baik")
_BEFORE = (
    "No", "Waktu Pengisian", "Nama", "Email", "Nomor Telepon", "Tanggal menerima layanan", "Usia",
    "Jenis Kelamin", "Pendidikan Terakhir", "Pekerjaan", "Apakah Anda penyandang disabilitas?",
)  # fmt: skip
_AFTER = (
    "Seberapa percaya Anda kepada Pemerintah Pusat (1-10)",
    "Seberapa percaya Anda kepada Pemerintah Daerah (1-10)", "Kritik dan Saran", "Hasil Import",
    "Menyetujui Persyaratan",
)  # fmt: skip
ABOUT = (
    "Bentuknya meniru ekspor “Hasil Survey” SKM Online: satu lembar per layanan, dengan bunyi butir, kata "
    "jawaban, dan daftar profilnya. Format impor SKM Online belum pernah dilihat; pindahkan dengan tangan "
    "dan periksa hasilnya di sana.",
    "Hanya jawaban atas butir SKM Online. Nama, surel, dan telepon tidak ditanyakan di sini (“-”); usia "
    "berupa kelompok usia; dua nilai kepercayaan kepada pemerintah dan persetujuan tidak ditanyakan, jadi "
    "kosong.",
)


def preview(summary: Summary) -> Document:
    """What the workbook is, and what it lacks."""
    return raw.describe(summary, NAME, [Paragraph(text) for text in ABOUT])


def workbook(
    unit: Unit, period: Period, responses: Iterable[ListedResponse], *, with_comments: bool
) -> bytes:
    """A sheet per questionnaire and service after one that explains; rows in the order of `responses`."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    about: Any = book.add_worksheet("Keterangan")
    about.set_column(0, 0, 110)
    xlsx.print_wide(about, unit.paper_size)
    for row, text in enumerate(ABOUT):
        about.write_string(row, 0, text, book.add_format({"text_wrap": True, "valign": "top"}))
    sheets: dict[tuple[str, str], _Sheet] = {}
    for one in responses:
        if not one.instrument.startswith(_ITEMS_OF):
            continue
        key = (one.instrument, one.service)
        if key not in sheets:
            sheet: Any = book.add_worksheet(f"Hasil Survey {len(sheets) + 1}")
            xlsx.print_wide(sheet, unit.paper_size, _HEADER_ROW)
            sheets[key] = _Sheet(sheet, unit, period, load_questionnaire(one.instrument), one.service)
        sheets[key].add(one, one.comment if with_comments else "")
    book.close()
    return out.getvalue()


class _Sheet:
    """One sheet, filled row by row."""

    def __init__(self, sheet: Any, unit: Unit, period: Period, asked: Questionnaire, service: str) -> None:
        self._sheet, self._asked, self._row = sheet, asked, _HEADER_ROW
        facts = {
            "Nama Survei": f"Survei Kepuasan Masyarakat {unit.name}",
            "Jenis Layanan": service or "Tidak disebut",
            "Periode": f"{_day(period.start)} s/d {_day(period.end)}",
        }
        for row, (label, value) in enumerate(facts.items()):
            sheet.write_string(row, 0, label)
            sheet.write_string(row, 2, value)
        questions = (item.question["id"].removesuffix(".") for item in asked.items)
        self._write([*_BEFORE, *questions, *_AFTER])

    def add(self, one: ListedResponse, comment: str) -> None:
        """Write one response; a blank answer stays empty."""
        profile = one.profile
        self._write(
            [
                self._row - _HEADER_ROW, f"{one.answered_at:%Y-%m-%d %H:%M}", "-", "-", "-",
                one.day.isoformat(),
                profile.get("age_band", ""), profile.get("sex", ""), profile.get("education", ""),
                profile.get("occupation", ""), profile.get("disability", ""),
                *(_WORDS[value - 1] if value else "" for value in self._values(one)),
                "", "", comment or "-", "", "",
            ]
        )  # fmt: skip

    def _values(self, one: ListedResponse) -> Iterable[int | None]:
        return (one.answers[item] for item in self._asked.rules.items)

    def _write(self, values: Iterable[str | int]) -> None:
        for column, value in enumerate(values):
            if isinstance(value, int):
                self._sheet.write_number(self._row, column, value)
            elif value:
                self._sheet.write_string(self._row, column, value)
        self._row += 1


def _day(day: date) -> str:
    return f"{day:%d-%m-%Y}"
