"""The QR papers, looked at by a reader that has nothing to do with what drew them."""

import io
from dataclasses import replace
from datetime import UTC
from datetime import date
from datetime import datetime

import html5lib
import pytest
import zxingcpp
from PIL import Image
from PIL import ImageDraw
from pypdf import PdfReader

from kiosk.base import qr
from kiosk.papers.invitations import PAPERS
from kiosk.papers.invitations import Invitation
from kiosk.papers.invitations import render_paper
from kiosk.papers.invitations import render_tickets
from tests.papers.scanning import scan
from tests.papers.summaries import UNIT

URL = "https://survei.sungaijernih.go.id/s/wtpsnkrt"
NATIONAL = "https://skm.go.id/survei/kecamatan-sungai-jernih-8f3a2c"
AT = datetime(2024, 5, 31, tzinfo=UTC)
INVITATION = Invitation(UNIT, URL)
LONG = "Unit Pelaksana Teknis Dinas Kependudukan dan Pencatatan Sipil Kecamatan Sungai Jernih Hilir Raya"


def text(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u200b", "").split())


@pytest.mark.parametrize(
    ("paper", "metres", "codes"), [("a4", 2, 1), ("a5", 2, 1), ("tenda", 1.5, 2), ("kartu", 0.5, 14)]
)
def test_a_phone_reads_the_code_at_the_distance_of_visitors(paper: str, metres: float, codes: int) -> None:
    assert scan(render_paper(paper, INVITATION, AT), metres) == [URL] * codes


@pytest.mark.parametrize("paper", PAPERS)
def test_every_paper_has_the_office_the_service_and_the_address_in_words(paper: str) -> None:
    found = text(render_paper(paper, replace(INVITATION, service="Kartu Keluarga"), AT))
    for words in (UNIT.name, "Layanan: Kartu Keluarga", "survei.sungaijernih.go.id/s/wtpsnkrt"):
        assert words in found
    assert "Layanan" not in text(render_paper(paper, INVITATION, AT))


@pytest.mark.parametrize("paper", PAPERS)
def test_long_names_and_addresses_stay_on_one_page_with_the_code(paper: str) -> None:
    url = "https://survei-kepuasan-masyarakat.kecamatan-sungai-jernih-hilir.kotasungaijernih.go.id/s/wtpsnkrt"
    unit = replace(UNIT, name=LONG, agency=LONG)
    pdf = render_paper(paper, Invitation(unit, url, service=LONG), AT)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    assert set(scan(pdf, 0.4)) == {url}


@pytest.mark.parametrize(("paper", "codes"), [("a4", 1), ("a5", 1), ("tenda", 2), ("kartu", 14)])
def test_the_code_of_skm_online_is_beside_ours_where_the_office_offers_it(paper: str, codes: int) -> None:
    pdf = render_paper(paper, replace(INVITATION, national=NATIONAL, service="Kartu Keluarga"), AT)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    assert sorted(scan(pdf, 0.25)) == [NATIONAL] * codes + [URL] * codes
    found = text(pdf).replace("/ ", "/")
    for words in (UNIT.name, "Layanan: Kartu Keluarga", "survei.sungaijernih.go.id/s/wtpsnkrt", "SKM Online"):
        assert words in found


def test_every_ticket_of_a_sheet_is_another() -> None:
    urls = [f"{URL}?tiket={number:012}20240630.abcdefghijklmnopqrstuvwxyz0" for number in range(20)]
    pdf = render_tickets(INVITATION, urls, date(2024, 6, 30), AT)
    assert scan(pdf, 0.4, page=0) + scan(pdf, 0.4, page=1) == urls
    assert text(pdf).count("Berlaku s.d. 30 Juni 2024") == 20


def test_the_drawing_for_other_papers_reads_the_same() -> None:
    drawing = html5lib.parseFragment(qr.svg(URL), namespaceHTMLElements=False)[0]
    _, path = drawing
    size = int(drawing.get("viewBox").split()[2])
    image = Image.new("L", (size * 8, size * 8), 255)
    pen = ImageDraw.Draw(image)
    for stretch in path.get("d").strip("zM").split("zM"):
        start, length = stretch.split("v")[0].split("h")
        x, y = map(int, start.split())
        pen.rectangle((x * 8, y * 8, (x + int(length)) * 8 - 1, y * 8 + 7), fill=0)
    assert [found.text for found in zxingcpp.read_barcodes(image)] == [URL]
