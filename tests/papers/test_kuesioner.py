"""The questionnaires on paper."""

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from kiosk.papers import kuesioner
from kiosk.questionnaire.catalogue import list_questionnaires
from kiosk.questionnaire.catalogue import load_questionnaire
from tests.papers.summaries import INSTRUMENT
from tests.papers.summaries import UNIT
from tests.papers.summaries import summary

AT = summary().printed_at
OFFICIAL = load_questionnaire(INSTRUMENT.id)
LONG = [f"Surat keterangan nomor {n} yang bernama panjang" for n in range(18)]
LONGER = [f"{name} untuk keperluan administrasi penduduk yang pindah" for name in LONG]


LONG_NAME = f"{UNIT.name} dan Kecamatan Sungai Keruh Kota Contoh"


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
    pages = PdfReader(io.BytesIO(kuesioner.paper(unit, services, OFFICIAL, AT).pdf())).pages
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
        pages = PdfReader(io.BytesIO(kuesioner.paper(unit, services, OFFICIAL, AT).pdf())).pages
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
        pages = PdfReader(io.BytesIO(kuesioner.paper(unit, services, asked, AT).pdf())).pages
        front, back = (" ".join(page.extract_text().split()).replace("/ ", "/") for page in pages)
        assert "Disabilitas fisik" in front and asked.rules.title in front
        for number, item in enumerate(asked.items, 1):
            assert f"{number} {item.question['id']}" in back
        assert "Terima kasih" in back
