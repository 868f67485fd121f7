"""A file of several offices: the rows of each are stored in the unit that was chosen for it, or none are."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from click.testing import Result
from flask import Flask
from sqlite_utils import Database
from werkzeug.test import TestResponse

from kiosk.cli import main
from kiosk.importing import storing
from kiosk.importing.offices import BY_UNIT
from kiosk.operations.founding import Office
from kiosk.operations.founding import open_branch
from kiosk.store.accounts import people
from kiosk.store.answers import answer_counts
from kiosk.store.answers import imports
from kiosk.store.answers import responses
from kiosk.store.journal import chain
from kiosk.store.offices.units import Unit
from tests.conftest import NOW
from tests.conftest import Staff
from tests.conftest import log_in
from tests.conftest import token
from tests.kiosk.import_files import LABELS
from tests.kiosk.import_files import PAGE
from tests.kiosk.import_files import Rows
from tests.kiosk.import_files import Uploaded
from tests.kiosk.import_files import as_csv
from tests.kiosk.import_files import as_xlsx
from tests.kiosk.import_files import plain
from tests.kiosk.import_files import shown
from tests.kiosk.import_files import upload

Command = Callable[..., Result]
MAY = (date(2024, 5, 1), date(2024, 5, 31))
# The same offices in several spellings; the last row names none.
ROWS: Rows = [
    ["Tanggal", "Nama Kantor", *LABELS],
    ["02/05/2024", "Kelurahan Melati", *[4] * 9],
    ["02/05/2024", "Kel. Mawar", *[2] * 9],
    ["03/05/2024", "KELURAHAN  MELATI", *[3] * 9],
    ["03/05/2024", "kel mawar ", *[3] * 9],
    ["04/05/2024", "Kelurahan Melati", *[4] * 9],
    ["04/05/2024", None, *[1] * 9],
]
BOTH = ("--kantor", "Kelurahan Melati=kelurahan-melati", "--kantor", "Kel. Mawar=kelurahan-mawar")
ALL = (*BOTH, "--kantor", "(kosong)=lewati")


@pytest.fixture
def units(db: Database, office: Office) -> list[Unit]:
    """Melati and Mawar, two units below the office."""
    return [
        open_branch(db, parent=office.unit, name=f"Kelurahan {name}", now=NOW) for name in ("Melati", "Mawar")
    ]


@pytest.fixture
def command(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs the command on a file of several offices."""
    monkeypatch.setenv("IKM_INSTANCE", app.instance_path)
    path = tmp_path / "gabungan.csv"
    path.write_bytes(as_csv(ROWS))

    def run(*options: str, by: str = "admin") -> Result:
        return CliRunner().invoke(main, ["import", str(path), "--oleh", by, *options])

    return run


def _counts(db: Database, office: Office, units: list[Unit]) -> list[int]:
    """The respondents of the office itself, Melati and Mawar."""
    return [answer_counts.count_respondents(db, one.unit_id, *MAY) for one in (office.unit, *units)]


def _hire(db: Database, unit: Unit, password_hash: str, name: str = "petugas") -> None:
    people.create_person(
        db,
        username=name,
        name=name.title(),
        unit_id=unit.unit_id,
        role="petugas",
        password_hash=password_hash,
        now=NOW,
    )


def test_ikm_score_gives_the_figures_of_one_office_in_any_spelling(tmp_path: Path) -> None:
    path = tmp_path / "gabungan.csv"
    path.write_bytes(as_csv(ROWS))
    asked = CliRunner().invoke(main, ["score", str(path)])
    assert asked.exit_code == 2
    assert '--kantor "Kelurahan Melati" (3 responden) atau --kantor "Kel. Mawar" (2 resp' in asked.stderr
    scored = CliRunner().invoke(main, ["score", str(path), "--kantor", "kelurahan melati"])
    assert scored.exit_code == 0 and "IKM  91,67" in scored.stdout


def test_the_question_counts_the_rows_that_name_no_office(tmp_path: Path) -> None:
    path = tmp_path / "sekali.csv"
    names = ["Kelurahan Melati", None, None, "Kelurahan Mawar", None]
    path.write_bytes(as_csv([["Nama Kantor", *LABELS], *([name, *[3] * 9] for name in names)]))
    asked = CliRunner().invoke(main, ["score", str(path)])
    assert asked.exit_code == 2 and '"(kosong)" (3 responden tanpa nama kantor)' in asked.stderr


def test_the_command_asks_with_the_option_for_each_office(
    command: Command, db: Database, office: Office, units: list[Unit]
) -> None:
    asked = command("--ya", "--unit", office.unit.code)
    assert asked.exit_code == 2 and asked.stderr.count("\n") == 1
    assert "Kantor    “Kelurahan Melati”: 3 jawaban, IKM 91,67" in asked.stdout
    assert "Kantor    “Kel. Mawar”: 2 jawaban, IKM 62,50" in asked.stdout
    assert "Kantor    “(kosong)”: 1 jawaban, IKM 25,00" in asked.stdout
    options = re.findall(r'--kantor "([^"]*=[^"]*)"', asked.stderr)
    assert options == ["Kelurahan Melati=kelurahan-melati", "Kel. Mawar=kelurahan-mawar", "(kosong)=KODE"]
    assert _counts(db, office, units) == [0, 0, 0]


def test_the_command_stores_each_office_in_its_unit(
    command: Command, db: Database, office: Office, units: list[Unit]
) -> None:
    shown = command(*ALL)
    assert shown.exit_code == 0, shown.output
    assert "“Kel. Mawar” → Kelurahan Mawar: 2 jawaban" in shown.stdout and "dilewati" in shown.stdout
    assert _counts(db, office, units) == [0, 0, 0]
    done = command(*ALL, "--ya")
    assert done.exit_code == 0, done.output
    assert "3 jawaban diimpor ke Kelurahan Melati." in done.stdout
    assert "2 jawaban diimpor ke Kelurahan Mawar." in done.stdout
    assert _counts(db, office, units) == [0, 3, 2]
    for unit in units:
        (batch,) = imports.list_imports(db, unit.unit_id)
        assert batch.finished_at and chain.find_break(db, unit.unit_id) is None
    again = command(*ALL, "--ya")
    assert again.exit_code == 2 and "--lagi" in again.stderr
    assert _counts(db, office, units) == [0, 3, 2]


def test_the_next_file_is_asked_about_with_the_same_units(
    command: Command, db: Database, office: Office, units: list[Unit], tmp_path: Path
) -> None:
    swapped = ("--kantor", "Kelurahan Melati=kelurahan-mawar", "--kantor", "Kel. Mawar=kelurahan-melati")
    assert command(*swapped, *ALL[4:], "--ya").exit_code == 0
    assert _counts(db, office, units) == [0, 2, 3]
    (tmp_path / "gabungan.csv").write_bytes(as_csv([*ROWS, ["05/05/2024", "Kelurahan Melati", *[4] * 9]]))
    asked = command("--ya", "--unit", office.unit.code)
    options = re.findall(r'--kantor "([^"]*=[^"]*)"', asked.stderr)
    assert options == ["Kelurahan Melati=kelurahan-mawar", "Kel. Mawar=kelurahan-melati", "(kosong)=lewati"]


def test_each_part_is_undone_by_itself_and_imported_again(
    command: Command, db: Database, office: Office, units: list[Unit]
) -> None:
    command(*ALL, "--ya")
    (batch,) = imports.list_imports(db, units[1].unit_id)
    imports.undo_import(db, batch, office.admin.person_id, NOW)
    assert _counts(db, office, units) == [0, 3, 0]
    assert command(*ALL, "--ya").exit_code == 2
    assert len(imports.list_imports(db, units[1].unit_id)) == 1, "no part begins where one is refused"
    only = ("--kantor", "Kelurahan Melati=lewati", *ALL[2:])
    done = command(*only, "--ya")
    assert done.exit_code == 0, done.output
    assert _counts(db, office, units) == [0, 3, 2]


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (BOTH, 'Unit untuk kantor “(kosong)” belum ditentukan. Jawab dengan --kantor "(kosong)=KODE"'),
        ((*ALL, "--kantor", "Kenanga=lewati"), "tidak ada kantor “kenanga” di berkas; yang ada: “Kelurahan"),
        ((*ALL, "--kantor", "Kel Mawar=lewati"), "kantor itu disebut dua kali"),
        ((*BOTH, "--kantor", "(kosong)"), "tulis NAMA=KODE atau NAMA=lewati untuk tiap kantor"),
        ((*BOTH, "--kantor", "(kosong)=kenanga"), "tidak ada unit dengan kode “kenanga”"),
        (
            ("--kantor", "kelurahan melati=lewati", "--kantor", "kel mawar=lewati", *ALL[4:]),
            "Pilih unit untuk sedikitnya satu kantor.",
        ),
    ],
)
def test_what_is_not_said_of_an_office_is_asked(
    command: Command, db: Database, office: Office, units: list[Unit], options: tuple[str, ...], why: str
) -> None:
    refused = command(*options, "--ya")
    assert refused.exit_code == 2 and why in refused.stderr and refused.stderr.count("\n") == 1
    assert _counts(db, office, units) == [0, 0, 0]


def test_a_person_imports_only_for_units_of_their_own(
    command: Command, db: Database, office: Office, units: list[Unit], password_hash: str
) -> None:
    _hire(db, units[0], password_hash)
    refused = command(*ALL, "--ya", by="petugas")
    assert refused.exit_code == 2 and "petugas tidak berhak mengimpor ke kelurahan-mawar" in refused.stderr
    assert _counts(db, office, units) == [0, 0, 0]


def test_a_unit_of_another_server_is_no_place_for_an_office(
    command: Command, staff: Staff, db: Database, office: Office, units: list[Unit]
) -> None:
    db.execute("update journal_heads set merged_parts = '' where unit_id = ?", [units[1].unit_id])
    refused = command(*ALL, "--ya")
    assert refused.exit_code == 2 and "tidak berhak mengimpor ke kelurahan-mawar" in refused.stderr
    page = upload(staff, as_csv(ROWS)).page().text
    assert units[0].unit_id in page and units[1].unit_id not in page
    assert _counts(db, office, units) == [0, 0, 0]


def test_offices_named_by_the_titles_of_sections_are_told_apart(
    command: Command, tmp_path: Path, db: Database, office: Office, units: list[Unit]
) -> None:
    """Two people of different offices who answer the same in the same minute are no repetition."""
    rows: Rows = [
        ["No", "Tanggal", *LABELS],
        ["Kelurahan Melati"],
        [1, "02/05/2024 09:10", *[4] * 9],
        [2, "02/05/2024 09:11", *[3] * 9],
        ["Kelurahan Mawar"],
        [1, "02/05/2024 09:10", *[4] * 9],
        [2, "02/05/2024 09:15", *[2] * 9],
    ]
    (tmp_path / "gabungan.csv").write_bytes(as_csv(rows))
    done = command(
        "--kantor",
        "kelurahan melati=kelurahan-melati",
        "--kantor",
        BOTH[3].replace("Kel.", "Kelurahan"),
        "--ya",
    )
    assert done.exit_code == 0, done.output
    assert "Jawaban   4\n" in done.stdout
    assert _counts(db, office, units) == [0, 2, 2]


def test_a_sheet_that_names_no_office_goes_to_no_unit_unasked(
    command: Command, tmp_path: Path, db: Database, office: Office, units: list[Unit]
) -> None:
    without = [[row[0], *row[2:]] for row in ROWS[:3]]
    (tmp_path / "gabungan.csv").write_bytes(as_xlsx(ROWS[:6], without))
    asked = command(*BOTH, "--lembar", "semua", "--ya")
    assert asked.exit_code == 2 and "Unit untuk kantor “(kosong)” belum ditentukan" in asked.stderr
    assert command(*ALL, "--lembar", "semua", "--ya").exit_code == 0
    assert _counts(db, office, units) == [0, 3, 2]


def _fail_in(monkeypatch: pytest.MonkeyPatch, unit: Unit, times: int = 99) -> None:
    """Let storing the answers of a unit fail, so often."""
    store = responses.insert_responses
    left = iter(range(times))

    def fail(db: Database, arrivals: Any) -> list[bool]:
        if arrivals[0][0].unit_id == unit.unit_id and next(left, None) is not None:
            raise OSError("no space left on device")
        return store(db, arrivals)

    monkeypatch.setattr(storing, "insert_responses", fail)


@pytest.mark.parametrize("place", [0, 1])
def test_a_failure_in_the_middle_leaves_no_part_counted(
    command: Command,
    db: Database,
    office: Office,
    units: list[Unit],
    monkeypatch: pytest.MonkeyPatch,
    place: int,
) -> None:
    _fail_in(monkeypatch, units[place], times=1)
    assert command(*ALL, "--ya").exit_code != 0
    assert _counts(db, office, units) == [0, 0, 0]
    assert command(*ALL, "--ya").exit_code == 0
    assert _counts(db, office, units) == [0, 3, 2]


def test_a_date_written_once_holds_for_the_rows_of_other_offices(
    command: Command, tmp_path: Path, db: Database, office: Office, units: list[Unit]
) -> None:
    rows = [["02/05/2024", "Kelurahan Melati", *[4] * 9], *([None, *row[1:]] for row in ROWS[2:6])]
    rows[3][0] = "05/05/2024"
    (tmp_path / "gabungan.csv").write_bytes(as_csv([ROWS[0], *rows]))
    assert command(*BOTH, "--ya").exit_code == 0
    melati, mawar = (answer_counts.count_days(db, one.unit_id, *MAY) for one in units)
    assert {day.day: count for day, count in melati.items() if count} == {2: 2, 5: 1}
    assert {day.day: count for day, count in mawar.items() if count} == {2: 1, 5: 1}


def _names(page: str) -> dict[str, str]:
    """The fields of the page in which units are chosen, by the name of the office."""
    found = re.findall(r'<select name="(unit\.[^"]*)" aria-label="Unit untuk ([^"]*)"', page)
    return {name: field for field, name in found}


def _choose(file: Uploaded, chosen: dict[str, str]) -> TestResponse:
    """Say that each office is stored in its own unit, in others than proposed where `chosen` says so."""
    fields = _names(file.page().text)
    return file.send("again", office=BY_UNIT, **{fields[name]: value for name, value in chosen.items()})


def test_the_page_proposes_units_and_stores_each_office_in_its_own(
    staff: Staff, db: Database, office: Office, units: list[Unit]
) -> None:
    file = upload(staff, as_csv(ROWS), "gabungan.csv")
    assert "Kolom B “Nama Kantor” memuat 2 kantor" in file.text()
    assert "Kelurahan Melati 3 91,67 A" in file.text() and "Kel. Mawar 2 62,50 D" in file.text()
    file.store(office=BY_UNIT)  # the third row names no office, so that nothing is proposed for it
    assert _counts(db, office, units) == [0, 0, 0]
    assert "Unit untuk kantor “(kosong)” belum ditentukan." in file.text()
    _choose(file, {"(kosong)": "-"})
    assert "Kelurahan Mawar : 2 jawaban, IKM 62,50 D." in file.text()
    assert "Impor 5 jawaban ke 2 unit" in file.text()
    assert "1 jawaban kantor yang tidak diimpor" in file.text()
    assert _counts(db, office, units) == [0, 0, 0]
    assert file.store().status_code == 303
    assert "Kelurahan Melati 3" in staff.get(PAGE).text
    assert _counts(db, office, units) == [0, 3, 2]
    for unit in units:
        history = plain(staff.get(f"{PAGE}?unit={unit.code}").text)
        assert "gabungan.csv" in history and "Batalkan" in history
    again = upload(staff, as_csv(ROWS), "gabungan.csv")
    _choose(again, {})
    assert "Berkas yang sama persis sudah diimpor ke Kelurahan Mawar" in again.text()
    assert "Berkas ini sudah pernah diimpor." in plain(again.store().text)
    assert _counts(db, office, units) == [0, 3, 2]


def test_a_file_that_the_upper_unit_has_as_a_whole_is_named_before_it_is_divided(
    command: Command, staff: Staff, db: Database, office: Office, units: list[Unit]
) -> None:
    assert command("--unit", office.unit.code, "--kantor", "semua", "--ya").exit_code == 0
    assert f"Berkas yang sama sudah diimpor ke {office.unit.name}" in command(*ALL).stdout
    file = upload(staff, as_csv(ROWS))
    assert "Jawab sendiri" in file.text(), "answered as last time: every office into the one unit"
    file.send("reset")
    _choose(file, {"(kosong)": "-"})
    assert f"Berkas yang sama persis sudah diimpor ke {office.unit.name}" in file.text()


def test_units_chosen_without_ticking_the_answer_are_kept(
    staff: Staff, db: Database, office: Office, units: list[Unit]
) -> None:
    file = upload(staff, as_csv(ROWS))
    fields = _names(file.page().text)
    file.send("again", **{fields["(kosong)"]: office.unit.unit_id})
    assert "Impor 6 jawaban ke 3 unit" in file.text()
    file.store()
    assert _counts(db, office, units) == [1, 3, 2]


def test_two_offices_of_one_unit_become_one_import(
    staff: Staff, db: Database, office: Office, units: list[Unit]
) -> None:
    file = upload(staff, as_csv(ROWS))
    melati = units[0].unit_id
    _choose(file, {"Kel. Mawar": melati, "(kosong)": melati})
    assert "dari Kelurahan Melati, Kel. Mawar, (kosong)" in file.text()
    file.store()
    assert _counts(db, office, units) == [0, 6, 0]
    assert len(imports.list_imports(db, melati)) == 1


def test_a_second_tab_with_other_units_shows_them_before_anything_is_stored(
    staff: Staff, db: Database, office: Office, units: list[Unit]
) -> None:
    file = upload(staff, as_csv(ROWS))
    _choose(file, {"(kosong)": "-"})
    fields, first = _names(file.page().text), shown(file.page().text)
    _choose(file, {"Kel. Mawar": "-"})
    stale = {**first, "csrf_token": token(staff.client, PAGE), "action": "import"}
    staff.client.post(file.path, data=stale)
    assert _counts(db, office, units) == [0, 0, 0]
    assert "Pilihan berubah" in staff.get(file.path).text
    assert shown(file.page().text)[fields["Kel. Mawar"]] == units[1].unit_id
    for _ in range(2):
        staff.client.post(file.path, data=stale)
    assert _counts(db, office, units) == [0, 3, 2]


def test_a_petugas_neither_sees_nor_uses_units_of_others(
    app: Flask, staff: Staff, db: Database, office: Office, units: list[Unit], password_hash: str
) -> None:
    _hire(db, units[0], password_hash)
    petugas = Staff(app.test_client())
    assert log_in(petugas.client, "petugas").status_code == 303
    own = upload(petugas, as_csv(ROWS))
    assert _names(own.page().text) == {} and BY_UNIT not in own.page().text
    own.send("again", office=BY_UNIT, **{"unit.kel mawar": units[1].unit_id})
    assert "tidak ada di daftar pilihan" in own.send("again", **{"unit.kel mawar": units[1].unit_id}).text
    # What an admin chose for a file of the petugas's unit, the petugas does not store elsewhere.
    file = upload(staff, as_csv(ROWS), unit=units[0].code)
    _choose(file, {"(kosong)": "-"})
    path = file.path.partition("?")[0]
    assert "Impor 5 jawaban ke 2 unit" in plain(petugas.get(path).text)
    sent = {"csrf_token": token(petugas.client, PAGE), "action": "import"}
    assert "tidak berhak mengimpor" in petugas.client.post(path, data=sent).text
    assert _counts(db, office, units) == [0, 0, 0]


@pytest.mark.parametrize("place", [0, 1])
def test_an_interrupted_import_says_which_units_have_their_part_and_goes_on(
    staff: Staff,
    db: Database,
    office: Office,
    units: list[Unit],
    monkeypatch: pytest.MonkeyPatch,
    place: int,
) -> None:
    file = upload(staff, as_csv(ROWS))
    _choose(file, {"(kosong)": "-"})
    _fail_in(monkeypatch, units[place], times=1)
    stopped = plain(file.store().text)
    assert "Penyimpanan terhenti." in stopped and units[place].name in stopped.partition("Belum")[2]
    assert "Penyimpanan sudah dimulai" in plain(_choose(file, {"Kel. Mawar": "-"}).text)
    file.store()
    assert _counts(db, office, units) == [0, 3, 2]


def test_a_part_that_was_undone_before_all_were_stored_is_named(
    staff: Staff, db: Database, office: Office, units: list[Unit], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = upload(staff, as_csv(ROWS))
    _choose(file, {"(kosong)": "-"})
    _fail_in(monkeypatch, units[0], times=1)
    file.store()
    (batch,) = imports.list_imports(db, units[0].unit_id)
    imports.undo_import(db, batch, office.admin.person_id, NOW)
    refused = plain(file.store().text)
    assert "Tekan Aktifkan kembali di riwayat impor Kelurahan Melati, atau Hapus berkas." in refused
    (batch,) = imports.list_imports(db, units[0].unit_id)
    imports.restore_import(db, batch, office.admin.person_id, NOW)
    file.store()
    assert _counts(db, office, units) == [0, 3, 2]
