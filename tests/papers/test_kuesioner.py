"""The questionnaires on paper."""

import io
from collections.abc import Sequence
from dataclasses import replace

import pytest
from pypdf import PageObject
from pypdf import PdfReader

from kiosk.papers import kuesioner
from kiosk.questionnaire.catalogue import Questionnaire
from kiosk.questionnaire.catalogue import list_questionnaires
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.questionnaire.extras import IMPORTANCE
from kiosk.questionnaire.extras import ExtraQuestion
from kiosk.store.offices.units import Unit
from tests.papers.summaries import INSTRUMENT
from tests.papers.summaries import UNIT
from tests.papers.summaries import summary

AT = summary().printed_at
OFFICIAL = load_questionnaire(INSTRUMENT.id)
LONG = [f"Surat keterangan nomor {n} yang bernama panjang" for n in range(18)]
LONGER = [f"{name} untuk keperluan administrasi penduduk yang pindah" for name in LONG]


LONG_NAME = f"{UNIT.name} dan Kecamatan Sungai Keruh Kota Contoh"


def _pages(
    unit: Unit,
    questionnaire: Questionnaire,
    services: Sequence[str],
    extras: Sequence[ExtraQuestion] = (),
) -> Sequence[PageObject]:
    paper = kuesioner.paper(unit, kuesioner.Asked(questionnaire, services, extras), AT)
    return PdfReader(io.BytesIO(paper.pdf())).pages


@pytest.mark.parametrize(
    ("services", "name", "listed"),
    [
        ([], UNIT.name, True),
        (["KTP elektronik"], UNIT.name, True),
        (LONG, UNIT.name, True),
        (LONG, LONG_NAME, False),
        (LONG[:12], LONG_NAME, True),
        (LONGER, UNIT.name, False),
        ([f"Layanan {n}" for n in range(60)], UNIT.name, False),
    ],
)
def test_it_is_one_sheet_with_the_official_words(services: list[str], name: str, listed: bool) -> None:
    unit = replace(UNIT, name=name)
    pages = _pages(unit, OFFICIAL, services)
    front, back = (" ".join(page.extract_text().split()).replace("/ ", "/") for page in pages)
    assert "KECAMATAN SUNGAI JERNIH" in front and "08.00–12.00" in front
    for item in OFFICIAL.items:
        assert item.question["id"] in back
        assert all(option in back for option in item.options["id"])
    assert [service for service in services if service in front] == (services if listed else [])


@pytest.mark.parametrize(("size", "most"), [("a4", 36), ("f4", 46)])
def test_a_longer_sheet_has_room_for_more_services(size: str, most: int) -> None:
    unit = replace(UNIT, paper_size=size)
    for amount in (most, most + 1):
        services = [f"Layanan {number}" for number in range(amount)]
        pages = PdfReader(
            io.BytesIO(kuesioner.paper(unit, kuesioner.Asked(OFFICIAL, services), AT).pdf())
        ).pages
        assert len(pages) == 2
        assert ("Layanan 35" in pages[0].extract_text()) == (amount == most)


@pytest.mark.parametrize(
    "id", [one.id for one in list_questionnaires() if one.can_be_asked and len(one.items) > 9]
)
@pytest.mark.parametrize("size", ["a4", "f4"])
def test_a_longer_questionnaire_is_one_sheet_too(id: str, size: str) -> None:
    asked = load_questionnaire(id)
    unit = replace(UNIT, paper_size=size)
    for services in ([f"Layanan {number}" for number in range(20)], LONG):
        pages = _pages(unit, asked, services)
        front, back = (" ".join(page.extract_text().split()).replace("/ ", "/") for page in pages)
        assert "Disabilitas fisik" in front and asked.rules.title in front
        for number, item in enumerate(asked.items, 1):
            assert f"{number} {item.question['id']}" in back
        assert "Terima kasih" in back


@pytest.mark.parametrize("size", ["a4", "f4"])
@pytest.mark.parametrize("id", [INSTRUMENT.id, "skm-online-2026", "skm-online-2026-hibrida"])
def test_questions_outside_the_index_are_on_the_same_sheet(id: str, size: str) -> None:
    """Five questions, which is the most that a unit can ask."""
    places = ("Tetangga atau keluarga", "Media sosial kecamatan", "Papan pengumuman", "RT", "Lainnya")
    extras = [
        ExtraQuestion("a", "choice", "Dari mana Anda mengetahui layanan ini?", places, AT, None),
        ExtraQuestion("b", "scale", "Bagaimana antrean di loket hari ini?", (), AT, None),
        ExtraQuestion("c", "yes-no", "Apakah Anda datang sendiri?", (), AT, None),
        ExtraQuestion("d", "choice", "Berapa kali Anda harus datang?", places[:4], AT, None),
        ExtraQuestion("e", "text", "Layanan apa yang perlu ditambah?", (), AT, None),
    ]
    asked = load_questionnaire(id)
    for services in (["KTP elektronik"], LONG):
        pages = _pages(replace(UNIT, paper_size=size), asked, services, extras)
        both = " ".join(" ".join(page.extract_text() for page in pages).split())
        assert len(pages) == 2
        for number, extra in enumerate(extras, len(asked.items) + 1):
            assert f"{number} {extra.question}" in both
        assert both.index("PERTANYAAN TAMBAHAN") < both.index("2 Media sosial") < both.index("5 Lainnya")
        assert both.index("5 Lainnya") < both.index("IV. SARAN DAN MASUKAN")


@pytest.mark.parametrize("size", ["a4", "f4"])
@pytest.mark.parametrize("id", [INSTRUMENT.id, "skm-online-2026"])
def test_how_important_each_unsur_is_takes_a_line_each(id: str, size: str) -> None:
    asked = load_questionnaire(id)
    extras = [ExtraQuestion(key, IMPORTANCE, "Seberapa penting?", (key,), AT, None) for key in asked.keys()]
    extras.append(ExtraQuestion("b", "yes-no", "Apakah Anda datang sendiri?", (), AT, None))
    pages = _pages(replace(UNIT, paper_size=size), asked, ["KTP elektronik"], extras)
    both = " ".join(" ".join(page.extract_text() for page in pages).split())
    number = len(asked.items) + 1
    assert len(pages) == 2
    assert both.index(f"{number} Apakah Anda datang sendiri?") < both.index("Seberapa penting bagi Anda:")
    assert f"{number + 1} persyaratan yang jelas dan sesuai 1 2 3 4" in both
    assert "Tidak penting Kurang penting Penting Sangat penting" in both
