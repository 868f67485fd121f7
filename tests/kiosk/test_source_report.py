"""The tables of the report this project started from, from data that went in through the pages.

Five kecamatan of a city import their answers, state their targets and publish the year; one of them enters
what it reported before, and prints its tables for the LKj.
"""

import io
from collections.abc import Sequence
from datetime import UTC
from datetime import datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from kiosk.operations.demo import SUMS
from kiosk.operations.founding import Office
from kiosk.operations.founding import slug
from kiosk.papers.indicator_sheet import make_sheet
from tests.conftest import Staff
from tests.conftest import log_in
from tests.conftest import token
from tests.kiosk.import_files import LABELS
from tests.kiosk.import_files import PAGE
from tests.kiosk.import_files import Uploaded
from tests.kiosk.import_files import as_csv
from tests.papers import source_report
from tests.papers.reading import pdf_text
from tests.papers.reports import docx_text
from tests.papers.summaries import people

NEW_YEAR = datetime(2025, 1, 6, 1, tzinfo=UTC)
# Units with respondents and the sum of all their answers, chosen for the IKM that the report gives them.
UNITS = {
    "Utara": (200, 6493),
    "Landasan Ulin": (200, 6303),
    "Cempaka": (250, 6986),
    "Liang Anggang": (200, 6549),
}


def spread(respondents: int, total: int) -> list[list[int]]:
    """So many answers of 3 and 4 with this sum, as rows of nine."""
    fours = total - 27 * respondents
    values = [4] * fours + [3] * (9 * respondents - fours)
    return [values[start::respondents] for start in range(respondents)]


def enter(staff: Staff, name: str, answers: Sequence[Sequence[Any]], parent: str) -> str:
    """A unit with its answers and target, the year published; its code."""
    page = "/staf/kelola/unit/baru"
    assert staff.post(page, {"name": name, "parent_unit_id": parent}, page).status_code == 303
    code = slug(name)
    aims = f"/staf/kelola/sasaran?unit={code}"
    assert staff.post(aims, {"year": "2024", "target_ikm": "87,5"}, aims).status_code == 303
    file = as_csv([["Tanggal", *LABELS], *(["2024-05-14", *row] for row in answers)])
    form: dict[str, Any] = {
        "csrf_token": token(staff.client, PAGE),
        "file": (io.BytesIO(file), "jawaban.csv"),
    }
    taken = staff.client.post(f"{PAGE}?unit={code}", data=form, content_type="multipart/form-data")
    assert Uploaded(staff, taken.location).store(repeated="keep").status_code == 303
    publishing = f"/staf/publikasi/terbitkan?periode=2024&unit={code}"
    assert staff.post(publishing, {}, publishing).status_code == 303
    return code


def test_the_tables_of_the_source_report_come_out_of_what_was_entered(
    app: Flask, client: FlaskClient, office: Office
) -> None:
    app.config["CLOCK"] = lambda: NEW_YEAR
    log_in(client)
    staff = Staff(client)
    for name, answers in UNITS.items():
        enter(staff, f"Kecamatan {name}", spread(*answers), office.unit.unit_id)
    golden = [list(row.values()) for row in people(SUMS, 147)]
    code = enter(staff, "Kecamatan Selatan", golden, office.unit.unit_id)
    years = f"/staf/tahunan?unit={code}"
    for year, ikm in (("2022", "87,89"), ("2023", "88,23")):
        sent = {"year": year, "ikm": ikm, "mutu": "B", "respondents": "", "source": f"LKj {year}"}
        assert staff.post(years, sent, years).status_code == 303
    goal, aims = {"year": "2026", "target_ikm": "88,5"}, f"/staf/kelola/sasaran?unit={code}"
    assert staff.post(f"/staf/kelola/rpjmd?unit={code}", goal, aims).status_code == 303
    for suffix, read in (("pdf", pdf_text), ("docx", docx_text)):
        address = f"/staf/laporan/berkas?jenis=lkj&format={suffix}&periode=2024&unit={code}"
        found = read(staff.get(address).data)
        for row in (
            "Indeks Kepuasan Masyarakat (IKM) Nilai 87,50 88,19 100,79% Sangat Memuaskan",
            "Indeks Kepuasan Masyarakat (IKM) – 87,89 – – 88,23 – 87,50 88,19 100,79%",
            "Sumber IKM: 2022: LKj 2022; 2023: LKj 2023.",
            # Selatan, then the others by their names: Cempaka, Landasan Ulin, Liang Anggang, Utara.
            "Indeks Kepuasan Masyarakat (IKM) 87,50 88,19 100,79% 87,50 77,62 88,71% 87,50 87,54 100,05% "
            "87,50 90,96 103,95% 87,50 90,18 103,06%",
            "Indeks Kepuasan Masyarakat (IKM) 88,19 88,50 99,65%",
            "Target 88,50 memerlukan mutu pelayanan A.",
            "(147 responden)",
            "U1 Persyaratan 516 3,51",
            "U2 Sistem, Mekanisme, dan Prosedur 512 3,48",
            "U3 Waktu Penyelesaian 506 3,44",
            "U4 Biaya/Tarif 586 3,99",
            "U5 Produk Spesifikasi Jenis Pelayanan 497 3,38",
            "U6 Kompetensi Pelaksana 506 3,44",
            "U7 Perilaku Pelaksana 523 3,56",
            "U8 Sarana dan Prasarana 505 3,44",
            "U9 Penanganan Pengaduan, Saran dan Masukan 516 3,51",
            "Jumlah NRR tertimbang (NI) 3,5276",
            "IKM unit pelayanan (NI × 25) 88,19 B",
        ):
            assert row in found, (suffix, row)


def test_the_whole_report_comes_out_of_one_office_that_types_what_the_others_published(
    app: Flask, client: FlaskClient, office: Office
) -> None:
    app.config["CLOCK"] = lambda: NEW_YEAR
    log_in(client)
    staff = Staff(client)
    code = enter(
        staff, "Kecamatan Selatan", [list(row.values()) for row in people(SUMS, 147)], office.unit.unit_id
    )
    page = f"/staf/kinerja/?tahun=2024&unit={code}"

    def send(where: str, sent: dict[str, str]) -> None:
        assert staff.post(f"/staf/kinerja/{where}&unit={code}", sent, page).status_code == 303

    years = f"/staf/tahunan?unit={code}"
    for year, ikm in (("2022", "87,89"), ("2023", "88,23")):
        sent = {"year": year, "ikm": ikm, "mutu": "B", "respondents": "", "source": f"LKj {year}"}
        assert staff.post(years, sent, years).status_code == 303
    goal = {"year": "2026", "target_ikm": "88,5"}
    aims = f"/staf/kelola/sasaran?unit={code}"
    assert staff.post(f"/staf/kelola/rpjmd?unit={code}", goal, aims).status_code == 303
    sheet = make_sheet(office.unit, 2024, source_report.INDICATORS[1:])
    form: dict[str, Any] = {"csrf_token": token(client, page), "file": (io.BytesIO(sheet), "kinerja.xlsx")}
    target = f"/staf/kinerja/impor?tahun=2024&unit={code}"
    assert client.post(target, data=form, content_type="multipart/form-data").status_code == 303
    send("indikator?tahun=2023", {"name": source_report.RT, "target": "12", "value": "10"})
    for peer in source_report.PEERS:
        figures = {"target": peer.target, "value": peer.value, "stated_percent": peer.stated_percent}
        words = {"office": peer.office, "indicator": peer.indicator, "source": peer.source}
        send("banding?tahun=2024", words | {name: f"{figure}" for name, figure in figures.items()})
    for meeting in source_report.MEETINGS:
        send(
            "rapat?tahun=2024",
            {
                "month": meeting.month[5:],
                "held_day": f"{meeting.held_day}",
                "present": meeting.present,
                "decisions": meeting.decisions,
            },
        )
    for suffix, read in (("pdf", pdf_text), ("docx", docx_text)):
        found = read(
            staff.get(f"/staf/laporan/berkas?jenis=lkj&format={suffix}&periode=2024&unit={code}").data
        )
        for row in (
            "Indeks Kepuasan Masyarakat (IKM) Nilai 87,50 88,19 100,79% Sangat Memuaskan",
            "Indeks Kepatuhan Pelayanan Nilai 82,5 66,6 80,73% Memuaskan",
            "Jumlah RT Mandiri RT 12 11 91,67% Sangat Memuaskan",
            "Jumlah RT Mandiri – – – 12 10 83,33% 12 11 91,67%",
            "Persentase koordinasi % 100 100 100,00% Sangat Memuaskan",
            "Indeks Kepuasan Masyarakat (IKM) – 87,89 – – 88,23 – 87,50 88,19 100,79%",
            "Indeks Kepuasan Masyarakat (IKM) 87,50 88,19 100,79% 87,5 77,62 88,71% 87,5 87,54 100,05% "
            "87,5 90,96 103,95% 87,5 90,18 103,06%".replace("87,5 ", "87,50 "),
            "Indeks Kepuasan Masyarakat (IKM) 88,19 88,50 99,65%",
            "U8 Sarana dan Prasarana 505 3,44",
            "100,79 − 98,47 = 2,32, efisien.",
            "984.700.000 98,47%",
            "Mei 2024 5 Juni 2024 Camat; Kasi Pelayanan; Petugas loket Menambah kursi; Memasang alur",
        ):
            assert row in found, (suffix, row)
        for wrong, right in source_report.ERRORS.items():
            assert right in found and (wrong not in found or f"menyebut {wrong}; yang benar {right}" in found)
