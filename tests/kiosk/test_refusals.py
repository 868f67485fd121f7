"""What `ikm` cannot do it refuses in one Indonesian line, with exit code 2."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.cli import main


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["pindai"], "ikm: perintah “pindai” tidak dikenal; daftar perintah: ikm -h"),
        (["score"], "ikm score: FILE belum disebut; petunjuk: -h"),
        (["score", "--warna"], "ikm score: opsi --warna tidak dikenal; daftar opsi: -h"),
        (["serve", "--port", "x"], "ikm serve: --port harus bilangan bulat 0 sampai 65535"),
        (["serve", "--port"], "ikm: opsi --port harus diikuti nilainya; petunjuk: -h"),
        (["score", "x", "--urutan", "lkj"], "ikm score: --urutan harus salah satu dari: kuesioner, daftar"),
        (
            ["import", "x.csv", "--oleh", "a"],
            "ikm import: FILE: berkas itu tidak ada atau tidak dapat dibaca",
        ),
        (["import", __file__], "ikm import: --oleh belum disebut; petunjuk: -h"),
        (
            ["report", "rekap", "--periode", "2024-05", "-o", "x.pdf"],
            "ikm report: belum ada kantor di sini; jalankan dulu: ikm serve",
        ),
        (["user", "reset"], "ikm user reset: USERNAME belum disebut; petunjuk: -h"),
        (["user", "reset", "siapa"], "ikm user reset: tidak ada akun siapa"),
        (["report", "rekap", "--periode", "2024-05"], "ikm report: --output belum disebut; petunjuk: -h"),
        (["migrate-to", "mysql://x"], "ikm migrate-to: alamat tujuan harus diawali postgresql://"),
    ],
)
def test_a_refusal_is_one_line(
    arguments: list[str], line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IKM_INSTANCE", str(tmp_path))
    result = CliRunner().invoke(main, arguments, prog_name="ikm")
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"{line}\n")
