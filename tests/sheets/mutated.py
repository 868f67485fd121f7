"""Changes to a known table that change none of its figures."""

import random

from tests.kiosk.import_files import LABELS
from tests.sheets.made import LEFT_LABELS
from tests.sheets.made import NAMES
from tests.sheets.made import Made
from tests.sheets.made import Row
from tests.sheets.made import statistics

LEGENDS = ["Tidak baik", "Baik", "1 = Tidak baik", "Keterangan", "U1", "Skala penilaian"]
SIGNATURES = [
    "Camat,",
    "Mengetahui",
    "NIP. 19700131 199503 1 001",
    "Banjarbaru, 31 Mei 2024",
    "Halaman 1",
    "2",
]
TITLE_LINES = ["Bulan Mei 2024", "Loket 2", "Lanjutan", "REKAPITULASI SURVEI"]
OTHER_NAMES = [
    ["Persyaratan", "Syarat", "Persyaratan Pelayanan", "Requirements"],
    ["Prosedur", "Sistem, Mekanisme, dan Prosedur"],
    ["Waktu Penyelesaian", "Waktu Pelayanan", "Kecepatan"], ["Biaya/Tarif", "Biaya", "Kewajaran Biaya"],
    ["Produk", "Produk Layanan", "Produk Spesifikasi Jenis Pelayanan"],
    ["Kompetensi Pelaksana", "Kompetensi Petugas", "Competence"],
    ["Perilaku Pelaksana", "Perilaku", "Sikap Petugas"],
    ["Sarana dan Prasarana", "Sarpras", "Sarana & Prasarana"],
    ["Penanganan Pengaduan, Saran dan Masukan", "Pengaduan", "Aduan"],
]  # fmt: skip


def no_respondent(made: Made, chance: random.Random) -> Row:
    """A row that is no respondent: a statistic, a legend, a signature, a title, a blank, the titles again."""
    width = len(made.titles)
    match chance.choice(["statistic", "statistic", "legend", "signature", "title", "blank", "titles"]):
        case "statistic":
            left: Row = [None] * made.first
            left[chance.choice([0, chance.randrange(made.first)])] = chance.choice(LEFT_LABELS)
            return [*left, *statistics(made, chance)]
        case "legend":
            return [chance.choice(LEGENDS), chance.choice([1, 4, "Persyaratan", "= Tidak baik"])]
        case "signature":
            return [*[None] * chance.randrange(width), chance.choice(SIGNATURES)]
        case "title":
            return [chance.choice(TITLE_LINES)]
        case "blank":
            return []
    return list(made.titles)


def rearranged(made: Made, chance: random.Random) -> list[Row]:
    """The table with other titles, in another order, with other columns and other kinds of headers."""
    is_named = chance.random() < 0.5
    titles: list[str] = [
        chance.choice(OTHER_NAMES[place]) if is_named else LABELS[place] for place in range(9)
    ]
    if not is_named and chance.random() < 0.4:
        titles = [f"{label} ({name})" for label, name in zip(titles, NAMES, strict=True)]
    columns: list[tuple[str, list[object]]] = [
        (str(made.titles[place]), [row[place] for row in made.rows]) for place in range(made.first)
    ]
    answers = [(titles[place], [row[made.first + place] for row in made.rows]) for place in range(9)]
    if chance.random() < 0.4:
        chance.shuffle(answers)
    columns += answers
    size = len(made.rows)
    others: list[tuple[str, list[object]]] = [
        ("Nama", [f"Orang {place}" for place in range(size)]),
        ("Alamat", [f"Jl. Mawar {place}" for place in range(size)]),
        ("Jumlah", [sum(value or 0 for value in row) for row in made.respondents]),
        ("Rata-rata", [round(sum(value or 0 for value in row) / 9, 2) for row in made.respondents]),
        ("Saran", [None if place % 2 else "Kursi kurang, tolong tambah; cepat" for place in range(size)]),
    ]
    columns += chance.sample(others, chance.randint(0, 3))
    head: Row = [title for title, _ in columns]
    body: list[Row] = [[cells[place] for _, cells in columns] for place in range(size)]
    rows: list[Row] = [["SURVEI KEPUASAN MASYARAKAT"], ["Kecamatan Contoh", None, "Periode: Mei 2024"], []]
    rows = rows[: chance.randint(0, 3)]
    match chance.choice(["plain", "two rows", "parent", "repeated", "gap"]):
        case "two rows" if titles == LABELS:
            names: Row = [NAMES[LABELS.index(title)] if title in LABELS else None for title in map(str, head)]
            return [*rows, head, names, *body]
        case "parent":
            above: Row = [None] * len(head)
            above[0], above[made.first] = "IDENTITAS", "NILAI UNSUR PELAYANAN"
            return [*rows, above, head, *body]
        case "repeated":
            return [*rows, head, *body[:1], head, *body[1:]]
        case "gap":
            return [*rows, head, *body[:1], [], *body[1:]]
    return [*rows, head, *body]
