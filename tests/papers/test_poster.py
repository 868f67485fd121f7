"""The poster in its four sizes, read back by programs that have nothing to do with what made it."""

import io
import json
import struct
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from pypdf import PdfReader

from kiosk.figures.summary import Count
from kiosk.figures.summary import Summary
from kiosk.papers import poster
from kiosk.store.results.publications import Publication
from tests.papers.reading import alternatives
from tests.papers.reading import pdf_text
from tests.papers.summaries import GOLDEN
from tests.papers.summaries import Answers
from tests.papers.summaries import alike
from tests.papers.summaries import counts
from tests.papers.summaries import summary

URL = "https://skm.sungaijernih.example/hasil/sungai-jernih/3"
DETAILS = json.dumps({"respondents": 147, "counts": summary().result.tallies.counts, "spread": None})
PUBLICATION = Publication(
    publication_id="p", unit_id="u1", number=3, period="2024-05", revision=1, instrument="permenpan-14-2017",
    convention="1/9", respondents=147, ikm=Decimal("88.19"), mutu="B", figures="{}", details=DETAILS,
    digest="0123456789abcdef" * 4, version="0", published_at=datetime(2024, 6, 1, 20, tzinfo=UTC),
    published_by="x",
)  # fmt: skip
LONG = "Unit Pelaksana Teknis Daerah Pelayanan Administrasi Kependudukan dan Pencatatan Sipil Sungai Jernih"


def read(made: Summary, size: str = "a4", url: str | None = None) -> PdfReader:
    return PdfReader(io.BytesIO(poster.paper(made, size, url).pdf()))


def text(made: Summary, size: str = "a4", url: str | None = None) -> str:
    return pdf_text(poster.paper(made, size, url).pdf())


@pytest.mark.parametrize("size", poster.SIZES)
def test_a_poster_says_what_it_has_to_in_the_usual_words(size: str) -> None:
    found = text(summary(period="2024-S1"), size)
    for words in (
        "INDEKS KEPUASAN MASYARAKAT (IKM)",
        "KECAMATAN SUNGAI JERNIH",
        "SEMESTER I TAHUN 2024",
        "NILAI IKM 88,19",
        "NAMA LAYANAN",
        "RESPONDEN JUMLAH 147",
        "JENIS KELAMIN Laki-laki 58 Perempuan 89",
        "PENDIDIKAN SD 58",
        "Periode Survei Januari s.d. Juni 2024",
        "TERIMA KASIH ATAS PENILAIAN YANG TELAH ANDA BERIKAN",
        "MASUKAN ANDA SANGAT BERMANFAAT UNTUK KEMAJUAN UNIT KAMI AGAR TERUS MEMPERBAIKI DAN MENINGKATKAN "
        "KUALITAS PELAYANAN BAGI MASYARAKAT",
        "CAMAT SUNGAI JERNIH,",
        "NIP. 19000101 200001 2 001",
    ):
        assert words in found


@pytest.mark.parametrize(
    ("size", "points"),
    [("a4", (595, 842)), ("a3", (842, 1191)), ("layar", (907, 510)), ("persegi", (567, 567))],
)
@pytest.mark.parametrize("answers", [[], alike(3, 1), GOLDEN, alike(4, 2000)])
@pytest.mark.parametrize("name", ["Kecamatan Sungai Jernih", LONG])
def test_a_poster_is_one_page_of_its_size_whatever_is_on_it(
    size: str, points: tuple[int, int], answers: Sequence[Answers], name: str
) -> None:
    pages = read(summary(answers, unit={"name": name, "signatory_title": f"Kepala {name}"}), size, URL).pages
    (page,) = pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == points


@pytest.mark.parametrize(("size", "pixels"), [("layar", (1920, 1080)), ("persegi", (1080, 1080))])
def test_what_is_shown_on_screens_is_also_a_picture(size: str, pixels: tuple[int, int]) -> None:
    picture = poster.draw(summary(), size)
    assert picture.startswith(b"\x89PNG")
    assert struct.unpack(">II", picture[16:24]) == pixels


def test_without_a_number_it_shows_none() -> None:
    found = text(summary([]))
    assert "NILAI IKM Belum dapat dihitung" in found


@pytest.mark.parametrize("size", poster.SIZES)
@pytest.mark.parametrize("count", [1, 4])
def test_the_answers_of_so_few_that_they_could_be_known_are_on_no_poster(size: str, count: int) -> None:
    found = text(summary(alike(3, count)), size)
    assert "NILAI IKM Belum ditampilkan" in found and "mulai 5 responden" in found
    assert not any(detail in found for detail in ("75,00", "Kurang Baik", "KTP", "JENIS KELAMIN", "SD "))
    assert "75,00" in text(summary(alike(3, 5)), size)


def test_a_published_result_can_be_checked_from_its_poster() -> None:
    published = replace(summary(), publication=PUBLICATION)
    found = text(published, url=URL)
    assert "Diterbitkan 2 Juni 2024, Nomor 3, Revisi 1." in found
    assert "Sidik: 0123456789abcdef" in found
    reader = read(published, url=URL)
    assert alternatives(reader) == [f"Kode QR ke {URL}"]
    assert "Hasil periode ini belum diterbitkan." in text(summary())


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ((20, 10), "Laki-laki 20 Perempuan 10"),
        ((20, 3), ""),
        ((0, 20), "Perempuan 20"),
        ((2, 1), ""),
    ],
)
def test_a_group_of_few_respondents_is_not_shown_alone(given: tuple[int, int], shown: str) -> None:
    made = summary()
    sex = tuple(
        Count(label, n, Decimal(0)) for label, n in zip(("Laki-laki", "Perempuan"), given, strict=True)
    )
    found = text(replace(made, profile={**made.profile, "sex": sex}))
    start = found.index("RESPONDEN JUMLAH 147") + len("RESPONDEN JUMLAH 147")
    between = found[start : found.index("PENDIDIKAN")].strip()
    assert between == (f"JENIS KELAMIN {shown}" if shown else "")


def test_no_service_is_called_not_answered() -> None:
    services = (Count("Kartu Keluarga", 20, Decimal(0)), Count("Tidak diisi", 127, Decimal(0)))
    assert "Tidak diisi" not in text(summary(services=services))


def test_many_services_are_counted_and_not_listed() -> None:
    services = counts([f"Layanan {n}" for n in range(1, 21)], 147)
    said = "20 jenis layanan, antara lain Layanan 1, Layanan 2, Layanan 3, Layanan 4, Layanan 5"
    assert said in text(summary(services=services))


def test_posters_are_archival_and_accessible() -> None:
    root: Any = read(summary(), "layar", URL).trailer["/Root"]
    metadata = root["/Metadata"].get_object().get_data().decode()
    for mark in ("<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"):
        assert mark in metadata
