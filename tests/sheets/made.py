"""Tables whose truth is known, in the many ways offices write them, and rows that are no respondents."""

import random
from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field

from tests.kiosk.import_files import LABELS
from tests.scoring import INSTRUMENT

Row = list[object]

NAMES = [
    "Persyaratan",
    "Prosedur",
    "Waktu",
    "Biaya",
    "Produk",
    "Kompetensi",
    "Perilaku",
    "Sarana",
    "Pengaduan",
]
TITLES: dict[str, list[str]] = {
    "labels": LABELS,
    "Unsur": [f"Unsur {number}" for number in range(1, 10)],
    "names": NAMES,
    "labels and names": [f"U{number} ({name})" for number, name in enumerate(NAMES, start=1)],
    "Q": [f"Q{number} - {name}" for number, name in enumerate(NAMES, start=1)],
    "P": [f"P{number:02}" for number in range(1, 10)],
}
OFFICIAL = [unsur.key for unsur in INSTRUMENT.unsur]
DEGREES = ["Tidak Baik", "Kurang Baik", "Baik", "Sangat Baik"]
# How an answer from 1 to 4 is written.
WRITTEN: dict[str, Callable[[int], object]] = {
    "number": lambda value: value,
    "text": lambda value: f" {value} ",
    "letter": lambda value: "abcd"[value - 1],
    "code": lambda value: f"A{value}",
    "word": lambda value: DEGREES[value - 1],
    "word and number": lambda value: f"{DEGREES[value - 1]} ({value})",
    "number and word": lambda value: f"{value}. {DEGREES[value - 1]}",
    "full width": lambda value: chr(0xFF10 + value),
}
# What says who answered and when, with a cell for the respondent of a number from 0.
CONTEXT: dict[str, tuple[str, Callable[[int], object]]] = {
    "number": ("No", lambda place: place + 1),
    "date": ("Tanggal", lambda place: f"{13 + place % 15}/05/2024"),
    "moment": ("Timestamp", lambda place: f"2024-05-{1 + place % 28:02} 09:{place % 60:02}:11"),
    "sex": ("JK", lambda place: "LP"[place % 2]),
    "age": ("Usia", lambda place: 20 + 3 * place),
    "education": ("Pendidikan", lambda place: ["SMA", "S1", "SMP", "D3"][place % 4]),
    "occupation": ("Pekerjaan", lambda place: ["Swasta", "PNS", "Petani"][place % 3]),
    "service": ("Jenis Layanan", lambda place: ["KTP", "Mutu Benih", "IKM Pangan"][place % 3]),
}
LEFT_LABELS = [
    "Maksimum", "Minimum", "Rata-rata", "Jumlah", "Modus", "Simpangan baku", "Target", "Nilai harapan",
    "Contoh", "Skor ideal", "NRR", "Σ", "Total", "Nilai tertinggi", "Bobot", "Ket.", "Varians", "Cth", "max",
    "Batas atas", "Ambang", "Kesepakatan rapat", "KTP Average", "Total KTP", "Maximal", "Skor tertinggi",
    "Prioritas", "Rata2", "Peringkat",
]  # fmt: skip


@dataclass
class Made:
    """A table with its truth: `rows` from the titles on; the respondents' answers in questionnaire order."""

    titles: Row
    respondents: list[list[int | None]]
    rows: list[Row]
    first: int  # the column of the first answer
    above: list[Row] = field(default_factory=list)

    @property
    def sums(self) -> list[int]:
        """Of the answers to each unsur."""
        return [sum(answers[place] or 0 for answers in self.respondents) for place in range(9)]

    @property
    def filled(self) -> list[int]:
        """How many answered each unsur."""
        return [sum(answers[place] is not None for answers in self.respondents) for place in range(9)]

    def table(self) -> list[Row]:
        """All rows, titles included."""
        return [*self.above, self.titles, *self.rows]


def make(
    chance: random.Random,
    *,
    context: Sequence[str],
    titles: str = "labels",
    written: str = "number",
    size: int = 6,
    blanks: float = 0.0,
) -> Made:
    """A table of `size` respondents with these context columns left of the answers."""
    respondents: list[list[int | None]] = []
    for _ in range(size):
        answers: list[int | None] = [chance.randint(1, 4) for _ in range(9)]
        for place in range(9):
            if chance.random() < blanks:
                answers[place] = None
        if all(answer is None for answer in answers):
            answers[0] = 3
        respondents.append(answers)
    write = WRITTEN[written]
    head: Row = [CONTEXT[name][0] for name in context]
    rows = [
        [CONTEXT[name][1](place) for name in context]
        + [None if answer is None else write(answer) for answer in answers]
        for place, answers in enumerate(respondents)
    ]
    return Made([*head, *TITLES[titles]], respondents, rows, len(context))


def statistics(made: Made, chance: random.Random) -> Row:
    """The nine values of a row that is a statistic of the table, or a target."""
    columns = [[row[place] for row in made.respondents if row[place] is not None] for place in range(9)]
    numbers = [[value for value in column if value is not None] or [3] for column in columns]
    kind = chance.choice(["max", "min", "sum", "mean", "count", "target", "ideal", "few"])
    match kind:
        case "max":
            return [max(column) for column in numbers]
        case "min":
            return [min(column) for column in numbers]
        case "sum":
            return [sum(column) for column in numbers]
        case "mean":
            return [round(sum(column) / len(column), 2) for column in numbers]
        case "count":
            return [len(column) for column in numbers]
        case "target":
            return [chance.choice([3, 3.5])] * 9
        case "ideal":
            return [4] * 9
    return [chance.randint(1, 4), *[None] * 8]
