"""The official questionnaire on paper."""

import io

import pytest
from pypdf import PdfReader

from kiosk.papers import kuesioner
from tests.papers.summaries import INSTRUMENT
from tests.papers.summaries import UNIT
from tests.papers.summaries import summary

AT = summary().printed_at


LONG = [f"Surat keterangan nomor {n} yang bernama panjang" for n in range(18)]


@pytest.mark.parametrize("services", [[], ["KTP elektronik"], LONG, [f"Layanan {n}" for n in range(60)]])
def test_it_is_one_sheet_with_the_official_words(services: list[str]) -> None:
    first, second = PdfReader(
        io.BytesIO(kuesioner.paper(UNIT, services, INSTRUMENT, AT).pdf())
    ).pages  # both sides of one sheet
    front, back = (" ".join(page.extract_text().split()).replace("/ ", "/") for page in (first, second))
    assert "KECAMATAN SUNGAI JERNIH" in front and "08.00–12.00" in front
    for unsur in INSTRUMENT.unsur:
        assert unsur.question["id"] in back
        assert all(option in back for option in unsur.options["id"])
    assert all(service in front for service in services) or len(services) > kuesioner.MOST_SERVICES
