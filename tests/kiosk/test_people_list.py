"""An admin adds the people of an office by pasting a list, after seeing how it is understood."""

import re
import time
from html import unescape

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from kiosk.forms.fields import USERNAME
from kiosk.forms.people import TAKEN
from kiosk.forms.people_list import propose_username
from kiosk.operations.founding import Office
from kiosk.store.accounts import people
from tests.conftest import Staff

PATH = "/staf/kelola/orang/daftar"
LIST = "Nama\tNama pengguna\tPeran\nHj. Siti Aminah, S.Sos\nBudi Santoso\tbudi\tPimpinan\n\nÉdi; ; petugas\n"


def _names(db: Database, office: Office) -> dict[str, tuple[str, str]]:
    staff = people.list_people(db, office.unit.unit_id)
    return {one.username: (one.name, one.role) for one in staff if one.person_id != office.admin.person_id}


def _shown(page: str) -> list[list[str]]:
    """The cells of each row of the table."""
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", page)
    return [[unescape(cell) for cell in re.findall(r"([^<>]+)</t[dh]>", row)] for row in rows]


def _hidden(page: str) -> dict[str, str]:
    """What the button below the table sends."""
    found = re.findall(r'<input type="hidden" name="(lines|unit_id|konfirmasi)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}


def test_a_list_is_shown_as_it_is_understood_and_then_added(
    staff: Staff, office: Office, db: Database
) -> None:
    page = staff.post(PATH, {"lines": LIST, "unit_id": office.unit.unit_id}).text
    assert _shown(page) == [
        ["Hj. Siti Aminah, S.Sos", "siti.aminah", "Petugas"],
        ["Budi Santoso", "budi", "Pimpinan"],
        ["Édi", "edi", "Petugas"],
    ]
    assert not _names(db, office)
    added = staff.post(PATH, _hidden(page))
    assert _names(db, office) == {
        "siti.aminah": ("Hj. Siti Aminah, S.Sos", "petugas"),
        "budi": ("Budi Santoso", "pimpinan"),
        "edi": ("Édi", "petugas"),
    }
    links = re.findall(r"<code>http://localhost(/sandi/\w+)</code>", added.text)
    assert len({*links}) == 3
    assert all(staff.client.application.test_client().get(link).status_code == 200 for link in links)


def test_a_list_sent_twice_adds_each_person_once(staff: Staff, office: Office, db: Database) -> None:
    sent = _hidden(staff.post(PATH, {"lines": LIST, "unit_id": office.unit.unit_id}).text)
    staff.post(PATH, sent)
    again = staff.post(PATH, sent)
    assert again.status_code == 422 and "Sudah ada pengguna dengan nama itu" in again.text
    assert len(_names(db, office)) == 3


def test_a_list_of_a_whole_city_is_refused_before_its_lines_are_compared(
    staff: Staff, office: Office, db: Database
) -> None:
    began = time.perf_counter()
    sent = {"lines": "Siti Aminah\n" * 30_000, "unit_id": office.unit.unit_id}
    refused = staff.post(PATH, sent)
    assert refused.status_code == 422 and "Paling banyak 60 orang" in refused.text
    assert time.perf_counter() - began < 5


def test_each_wrong_line_is_named_and_nothing_is_added_or_lost(
    staff: Staff, office: Office, db: Database
) -> None:
    lines = [
        "Ani; ani; camat",
        "; tanpa",
        "Budi; bu di",
        "Budi; budi",
        "budi; lain",
        "Citra; BUDI",
        "Dewi; admin",
        "Eka; eka; petugas; Kelurahan",
    ]
    data = {"lines": "\n".join(lines), "unit_id": office.unit.unit_id, "konfirmasi": "ya"}
    page = staff.post(PATH, data)
    assert page.status_code == 422 and not _names(db, office)
    text = unescape(page.text)
    assert "\n".join(lines) in text.replace("\r\n", "\n")
    problems = re.findall(r"<li>(Baris .*?)</li>", text)
    assert problems == [
        "Baris 1 (Ani): peran “camat” tidak dikenal; pakai petugas, pimpinan, atau admin.",
        "Baris 2 (tanpa nama): Isi nama.",
        "Baris 3 (Budi): Pakai 3–64 huruf, angka, titik, atau garis, tanpa spasi.",
        f"Baris 4 (Budi): {TAKEN}",
        f"Baris 5 (budi): {TAKEN}",
        "Baris 6 (Citra): Nama pengguna ini sudah dipakai. Pilih yang lain.",
        "Baris 7 (Dewi): Nama pengguna ini sudah dipakai. Pilih yang lain.",
        "Baris 8 (Eka): lebih dari tiga isian; pakai nama; nama pengguna; peran.",
    ]


def test_an_empty_list_and_another_office_are_refused(staff: Staff, office: Office, app: Flask) -> None:
    assert (
        "Isi paling sedikit satu nama."
        in staff.post(PATH, {"lines": " \n", "unit_id": office.unit.unit_id}).text
    )
    foreign = staff.post(PATH, {"lines": "Ani", "unit_id": "x" * 12, "konfirmasi": "ya"})
    assert foreign.status_code == 422


@given(st.lists(st.text(max_size=80), max_size=8))
def test_a_proposed_user_name_is_valid_and_free(names: list[str]) -> None:
    used: set[str] = set()
    for name in names:
        proposed = propose_username(name, used.__contains__)
        assert re.fullmatch(USERNAME, proposed) and proposed not in used
        used.add(proposed)
