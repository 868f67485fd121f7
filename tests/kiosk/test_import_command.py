"""`ikm import`: shown, then stored with --ya, and told apart from what cannot be imported."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from click.testing import Result
from flask import Flask
from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.cli import main
from kiosk.operations.founding import Office
from kiosk.store.answers import answer_counts
from kiosk.store.answers import imports
from tests.kiosk.import_files import as_csv
from tests.kiosk.import_files import as_xlsx
from tests.kiosk.score_files import processing_sheet
from tests.scoring import KEYS

MAY = Period.parse("2024-05")
Command = Callable[..., Result]


@pytest.fixture
def command(app: Flask, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs the command on the prepared office."""
    monkeypatch.setenv("IKM_INSTANCE", app.instance_path)
    file = tmp_path / "pengolahan.xlsx"
    file.write_bytes(as_xlsx(processing_sheet()))

    def run(*options: str, path: Path = file) -> Result:
        return CliRunner().invoke(main, ["import", str(path), "--oleh", "admin", *options])

    return run


def test_it_shows_first_and_stores_with_ya(command: Command, db: Database, office: Office) -> None:
    shown = command("--bulan", "2024-05")
    assert shown.exit_code == 0, shown.output
    assert "IKM       88,19   mutu B   Baik" in shown.stdout
    assert "IKM di berkas: cocok" in shown.stdout
    assert "Belum ada yang disimpan" in shown.stdout
    assert imports.list_imports(db, office.unit.unit_id) == []
    done = command("--bulan", "2024-05", "--ya")
    assert done.exit_code == 0, done.output
    assert "147 jawaban diimpor ke Kecamatan Sungai Jernih." in done.stdout
    (batch,) = imports.list_imports(db, office.unit.unit_id)
    assert (batch.responses, batch.first_day) == (147, "2024-05-31")


def test_the_same_file_again_needs_lagi(command: Command, db: Database, office: Office) -> None:
    command("--bulan", "2024-05", "--ya")
    again = command("--bulan", "2024-05", "--ya")
    assert again.exit_code == 2
    assert "--lagi" in again.stderr and again.stderr.count("\n") == 1
    assert command("--bulan", "2024-05", "--ya", "--lagi").exit_code == 0
    assert len(imports.list_imports(db, office.unit.unit_id)) == 2


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--ya"], "Pilih bulan untuk jawaban yang tidak bertanggal. Jawab dengan --bulan 2024-05."),
        (["--bulan", "2024-13"], "2024-13"),
        (["--bulan", "2024"], "--bulan ditulis seperti 2024-05."),
        (["--unit", "tidak-ada"], "tidak ada unit dengan kode “tidak-ada”; yang ada: "),
        (["--oleh", "siapa"], "tidak ada pengguna siapa."),
        (["--layanan", "tidak-ada"], "tidak ada layanan tidak-ada."),
    ],
)
def test_what_is_missing_is_said_in_one_line(command: Command, options: list[str], why: str) -> None:
    result = command(*options)
    assert result.exit_code == 2
    assert why in result.stderr and result.stderr.count("\n") == 1


def test_a_file_without_answers_is_refused(command: Command, tmp_path: Path, app: Flask) -> None:
    path = tmp_path / "lain.csv"
    path.write_bytes(as_csv([["a"], ["b"]]))
    result = command(path=path)
    assert result.exit_code == 2
    assert "Tidak ada baris judul kolom" in result.stderr
    assert list((Path(app.instance_path) / "imports").iterdir()) == []


def test_columns_and_words_are_named_on_the_command_line_and_remembered(
    command: Command, tmp_path: Path, db: Database, office: Office
) -> None:
    titles = ["Berkas", "Alur", "Lama", "Ongkos", "Hasil", "Kecakapan", "Keramahan", "Gedung", "Aduan"]
    path = tmp_path / "angket.csv"
    path.write_bytes(as_csv([["Profesi", *titles], ["Juru parkir", *[3] * 9]]))
    refused = command("--bulan", "2024-05", path=path)
    assert refused.exit_code == 2
    assert "Belum ada kolom untuk unsur Persyaratan;" in refused.stderr and "--kolom" in refused.stderr
    named = [f"--kolom={title}={key}" for title, key in zip(titles[:-1], KEYS, strict=False)]
    told = [*named, "--kolom=j=pengaduan", "--arti", "pekerjaan:Juru parkir=Swasta"]
    done = command("--bulan", "2024-05", "--ya", *told, path=path)
    assert done.exit_code == 0, done.output
    assert (
        answer_counts.count_profile(db, office.unit.unit_id, MAY.start, MAY.end)["occupation"]["Swasta"] == 1
    )
    path.write_bytes(as_csv([["Profesi", *titles], ["JURU PARKIR", *[4] * 9]]))
    again = command("--bulan", "2024-05", path=path)
    assert again.exit_code == 0, again.output
    assert "belum dikenal" not in again.stdout


@pytest.mark.parametrize(
    ("option", "why"),
    [
        ("--kolom=U8=raja", "isinya salah satu dari"),
        ("--kolom=entah apa=sarana", "tidak ada kolom “entah apa”"),
        ("--arti=Juru parkir=Swasta", "ditulis ISIAN:KATA=ARTI"),
        ("--arti=pekerjaan:Juru parkir=Raja", "artinya salah satu dari PNS"),
    ],
)
def test_what_cannot_be_meant_is_said_in_one_line(command: Command, option: str, why: str) -> None:
    result = command(option)
    assert result.exit_code == 2
    assert why in result.stderr and result.stderr.count("\n") == 1
