"""Rows that sum up the rows above them: sums, averages, extremes, how often an answer was given."""

import re
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from kiosk.sheets.cells import Cell
from kiosk.sheets.texts import normalise

# How rows begin that are summaries, in the words of offices; matched at the start of a normalised text.
_SUMMARY = re.compile(
    r"[σ∑]|(jumlah|jml|total|sub ?total|sum|grand|nrr|rata|rata2|rerata|bobot|ikm|indeks|index|mutu|kinerja"
    r"|highest|lowest|most|least|valid|missing"
    r"|nilai (rata|rata2|unsur|per|ikm|indeks|interval|konversi|tertimbang|maks|max|min|tertinggi|terendah"
    r"|terbanyak|tengah|harapan|ideal|target)\w*"
    r"|average|avg|mean|ma(?:ks|x)(?:imal|imum)?|min|minimum|minimal|modus|mode|median|simpangan"
    r"|standar|st ?dev\w*"
    r"|deviasi|std|varian\w*|variance|range|rentang|kuartil|quartile|persen\w*|prosentase|percent\w*|frekuensi"
    r"|frequency|count|n|banyak\w*|target|sasaran|capaian|realisasi|rekap\w*|konversi|kategori|predikat"
    r"|skor (ideal|ma(?:ks|x)\w*|total|tertinggi|terendah)|tertinggi|terendah|selisih|gap|ranking|peringkat"
    r"|hasil)\b"
)
_STATISTIC = re.compile(
    r"\b(nilai |skor )?(jumlah|jml|total|sub ?total|rata( rata)?|rerata|average|mean|ma(?:ks|x)(?:imal|imum)?"
    r"|min|minimal|minimum|tertinggi|terendah|modus|median|count|sum|hitung\w*)\b"
)
# How rows begin that only explain or surround the table.
_NOTE = re.compile(
    r"(keterangan|ket|catatan|note|contoh|cth|example|sampel|legenda|legend|skala|petunjuk|pengisian|cara"
    r"|halaman|hal|page|sumber|dicetak|mengetahui|camat|lurah|kepala|nip|ttd|tanda tangan|diisi|isi|pilihan"
    r"|kosong|tes|test|testing|uji coba|ujicoba|coba|percobaan|dummy)\b"
)
# Words that labels of summaries and notes are made of, besides those above.
_MERE = re.compile(
    r"[σ∑]\w*|\d+|%|(jumlah|jml|total|sub|subtotal|sum|grand|nrr|rata|rata2|rerata|bobot|ikm|indeks|index|mutu|kinerja"
    r"|nilai|unsur|per|interval|konversi|tertimbang|tertbg|ma(?:ks|x)(?:imal|imum)?|min|minimal|minimum|tertinggi|terendah|terbanyak|tengah"
    r"|harapan|ideal|target|average|avg|mean|modus|mode|median|simpangan|baku|standar|standard|st|dev\w*|deviasi|std"
    r"|stdev|varian\w*|variance|range|rentang|kuartil|persen\w*|prosentase|frekuensi|count|n|banyak\w*|sasaran"
    r"|capaian|realisasi|rekap\w*|kategori|predikat|skor|selisih|gap|peringkat|hasil|unit|pelayanan|layanan|responden"
    r"|jawaban|kepuasan|masyarakat|keseluruhan|semua|akhir|keterangan|ket|catatan|note|contoh|cth|example|sampel"
    r"|legenda|skala|petunjuk|pengisian|cara|halaman|hal|page|dari|sumber|dicetak|mengetahui|x|atau|of|the"
    r"|tes|test|testing|uji|coba|ujicoba|percobaan|dummy)"
)
# Any statistic that is printed with fewer decimals than this is rounded.
_MOST_PLACES = 6


def says_summary(label: str) -> bool:
    """Whether a row that begins with this text is a summary."""
    return _SUMMARY.match(normalise(label)) is not None


def says_statistic(label: str) -> bool:
    """Whether a text is a statistic and names nothing else, as "IKM" or "Mutu" may name a service."""
    return _STATISTIC.match(normalise(label)) is not None


def split_statistic(label: str) -> str:
    """The group that a subtotal is of: "KTP Average", "Rata-rata KTP"; "" for any other text."""
    words = normalise(label)
    if found := _STATISTIC.match(words):
        return words[found.end() :].strip()
    found = _STATISTIC.search(words)
    return words[: found.start()].strip() if found and found.end() == len(words) else ""


def is_mere_label(label: str) -> bool:
    """Whether a text is nothing but the label of a summary or note: "Rata-rata", but not "IKM Pangan"."""
    words = normalise(label).split()
    return (
        bool(words)
        and all(_MERE.fullmatch(word) for word in words)
        and (says_summary(label) or says_note(label))
    )


def says_note(label: str) -> bool:
    """Whether a row that begins with this text explains the table or is an example."""
    return _NOTE.match(normalise(label)) is not None


def name_statistic(cells: Sequence[Cell], counts: Sequence[Mapping[Cell, int]]) -> str | None:
    """Which statistic of the answers counted so far these cells are, in Indonesian; None for none.

    `counts[i]` has how often each value of the column of `cells[i]` occurred.
    """
    numbers = [_number(cell) for cell in cells]
    if None in numbers:
        return None
    stated = [number for number in numbers if number is not None]
    tallies = [_tally(column) for column in counts]
    if not all(tallies):
        return None
    for name, values in _statistics(tallies):
        if all(_agrees(one, value) for one, value in zip(stated, values, strict=True)):
            return name
    return None


def _number(cell: Cell) -> Decimal | None:
    if isinstance(cell, int | Decimal):
        number = Decimal(cell)
        return number if number.is_finite() else None
    if isinstance(cell, str) and re.fullmatch(r"\d{1,9}(?:[.,]\d{1,15})?%?", cell.strip()):
        return Decimal(cell.strip().rstrip("%").replace(",", "."))
    return None


def _tally(column: Mapping[Cell, int]) -> dict[int, int]:
    tally: dict[int, int] = {}
    for cell, count in column.items():
        number = None if cell is None else _number(cell)
        if number is not None and number == int(number):
            tally[int(number)] = tally.get(int(number), 0) + count
    return tally


Values = list[Fraction]


def _statistics(tallies: list[dict[int, int]]) -> Iterator[tuple[str, Values]]:
    counts = [sum(tally.values()) for tally in tallies]
    sums = [sum(value * count for value, count in tally.items()) for tally in tallies]
    means = [Fraction(total, count) for total, count in zip(sums, counts, strict=True)]
    yield "jumlah", [Fraction(total) for total in sums]
    yield "banyaknya jawaban", [Fraction(count) for count in counts]
    yield "rata-rata", means
    yield "rata-rata yang dibulatkan", [Fraction(int(mean + Fraction(1, 2))) for mean in means]
    yield "rata-rata × 25", [mean * 25 for mean in means]
    for weight in (Fraction(1, 9), Fraction("0.111"), Fraction("0.11"), Fraction("0.071")):
        yield "rata-rata tertimbang", [mean * weight for mean in means]
    yield "nilai terbesar", [Fraction(max(tally)) for tally in tallies]
    yield "nilai terkecil", [Fraction(min(tally)) for tally in tallies]
    yield (
        "nilai tersering",
        [Fraction(max(tally, key=lambda value: (tally[value], -value))) for tally in tallies],
    )
    yield "nilai tengah", [_median(tally) for tally in tallies]
    yield "rentang nilai", [Fraction(max(tally) - min(tally)) for tally in tallies]
    for answer in range(6):
        yield f"banyaknya jawaban {answer}", [Fraction(tally.get(answer, 0)) for tally in tallies]
    for answer in range(1, 6):
        shares = [
            Fraction(100 * tally.get(answer, 0), count) for tally, count in zip(tallies, counts, strict=True)
        ]
        yield f"persentase jawaban {answer}", shares


def _median(tally: Mapping[int, int]) -> Fraction:
    half = Fraction(sum(tally.values()), 2)
    ranked = sorted(tally)
    seen = 0
    for place, value in enumerate(ranked):
        seen += tally[value]
        if seen > half:
            return Fraction(value)
        if seen == half:
            return Fraction(value + ranked[place + 1], 2)
    raise ValueError("an empty tally has no median")


def _agrees(stated: Decimal, value: Fraction) -> bool:
    """Whether a stated number is this value, rounded or cut to the decimals it has."""
    exponent = stated.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    if places == 0:
        return Fraction(stated) == value
    return abs(Fraction(stated) - value) < Fraction(1, 10 ** min(places, _MOST_PLACES))
