"""The sums, averages and IKM a file states itself, against ours, and what explains a difference."""

import re
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import product

from kiosk.base.formatting import decimal
from kiosk.questionnaire.catalogue import unsur_name
from kiosk.sheets.cells import Cell
from kiosk.sheets.texts import normalise
from kiosk.sheets.understood import Understanding
from scoring import CONVENTIONS
from scoring import Result
from scoring import round_half_up
from scoring import score

_KINDS = (
    ("other", re.compile(r"responden|kinerja|mutu")),
    ("weighted", re.compile(r"tertbg|tertimbang|bobot")),
    ("ikm", re.compile(r"\bikm\b|indeks|konversi")),
    ("nrr", re.compile(r"\bnrr\b|rata|rerata|average|mean")),
    ("sum", re.compile(r"σ|jumlah|jml|total|sum|nilai")),
)
_NUMBER = re.compile(r"(?<![\w.,])\d{1,7}(?:[.,]\d{1,15})?(?![\w.,])")
_PLACES = 6
# What offices round to before the end, the most usual first.
_EARLY_PLACES = (2, 3, 1)
# How many differing unsur are named.
_NAMED = 3
TITLES = {"sum": "Jumlah nilai", "nrr": "NRR", "weighted": "NRR tertimbang", "ikm": "IKM"}
_UNEXPLAINED = {
    "weighted": "Tidak cocok dengan bobot 1/9, 0,111, maupun 0,11.",
    "ikm": "Tidak dapat dijelaskan oleh bobot 1/9, 0,111, 0,11, pembulatan lebih dulu, ataupun isian kosong.",
}
_CHANGED = "Ada jawaban yang ditolak, dilewati, atau diubah setelah dijumlahkan; periksa baris di bawah."
_ZEROS = "Isian kosong dihitung nol, padahal tidak ikut dihitung."
_FOLLOWS = "Mengikuti jumlah nilai atau NRR di atas, yang sudah berbeda."


@dataclass
class Stated:
    """What summary rows say: `rows[kind][unsur]` for sum, nrr and weighted; the first IKM with its row."""

    rows: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    ikm: Decimal | None = None

    def read(self, cells: list[Cell], columns: Mapping[str, int]) -> None:
        """Take in one summary row; the first of each kind counts."""
        text = normalise(next((cell for cell in cells if isinstance(cell, str)), ""))
        kind = next((name for name, pattern in _KINDS if pattern.search(text)), "other")
        if kind == "ikm" and self.ikm is None:
            found = [number for cell in cells for number in _numbers(cell) if 20 <= number <= 100]
            self.ikm = found[-1] if found else None
        elif kind in TITLES and kind != "ikm" and kind not in self.rows:
            values = {key: _numbers(cells[index]) for key, index in columns.items() if index < len(cells)}
            single = {key: numbers[0] for key, numbers in values.items() if len(numbers) == 1}
            if single:
                self.rows[kind] = single


def read_stated(found: Understanding) -> Stated:
    """What the summary rows of a file say."""
    stated = Stated()
    for cells, columns in found.summaries:
        stated.read(cells, columns)
    return stated


@dataclass(frozen=True)
class Check:
    """One stated figure against ours, as texts; `note` says what explains it, or that nothing does."""

    title: str
    stated: str
    ours: str
    agrees: bool
    note: str


def reconcile(stated: Stated, result: Result) -> list[Check]:
    """Compare what is stated with a result under the exact convention."""
    checks = [
        _compare_row(kind, values, result) for kind, values in stated.rows.items() if kind != "weighted"
    ]
    other_answers = any(check.note == _CHANGED for check in checks)
    if weighted := stated.rows.get("weighted"):
        checks.append(_compare_weighted(weighted, result))
    if stated.ikm is not None and result.ikm is not None:
        checks.append(_compare_ikm(stated.ikm, result))
    return [
        replace(check, note=_FOLLOWS) if other_answers and check.note in _UNEXPLAINED.values() else check
        for check in checks
    ]


def _compare_row(kind: str, values: Mapping[str, Decimal], result: Result) -> Check:
    """Sums or averages, unsur by unsur; shown are those that differ."""
    ours = {key: Fraction(row.sum) if kind == "sum" else row.nrr for key, row in result.unsur.items()}
    wrong = [key for key, value in values.items() if not _same(value, ours[key])]
    if not wrong:
        return Check(TITLES[kind], f"{len(values)} unsur", "sama", True, "")
    note = _CHANGED
    if kind == "nrr":
        for how, averages in _averages(result):
            if how and all(_same(value, averages[key]) for key, value in values.items()):
                note = how
    named = [(key, unsur_name(result.instrument, key)) for key in wrong[:_NAMED]]
    more = [f"dan {len(wrong) - _NAMED} unsur lain"] if len(wrong) > _NAMED else []
    return Check(
        TITLES[kind],
        "; ".join([*(f"{name} {_text(values[key])}" for key, name in named), *more]),
        "; ".join([*(f"{name} {_text_like(ours[key], values[key])}" for key, name in named), *more]),
        False,
        note,
    )


def _compare_weighted(values: Mapping[str, Decimal], result: Result) -> Check:
    for name, weighted in _by_convention(result).items():
        if all(_same(value, weighted.unsur[key].weighted) for key, value in values.items()):
            agrees = name == result.convention
            note = "" if agrees else f"Berkas memakai bobot {_convention(name)}, bukan 1/9."
            return Check(
                TITLES["weighted"], f"{len(values)} unsur", f"bobot {_convention(name)}", agrees, note
            )
    return Check(
        TITLES["weighted"],
        f"{len(values)} unsur",
        "berbeda",
        False,
        _UNEXPLAINED["weighted"],
    )


def _compare_ikm(stated: Decimal, result: Result) -> Check:
    for how, value in _ways(result):
        if _same(stated, value):
            return Check(TITLES["ikm"], _text(stated), decimal(result.ikm), not how, how)
    return Check(
        TITLES["ikm"],
        _text(stated),
        decimal(result.ikm),
        False,
        _UNEXPLAINED["ikm"],
    )


def _ways(result: Result) -> Iterator[tuple[str, Fraction]]:
    """IKMs that the same answers give in other offices' arithmetic, with what was done; ours first."""
    results = _by_convention(result)
    for blanks, averages in _averages(result):
        for name, other in results.items():
            weights = {key: row.weight for key, row in other.unsur.items()}
            how = "" if name == result.convention else f"Berkas memakai bobot {_convention(name)}, bukan 1/9."
            yield f"{how} {blanks}".strip(), _index(averages, weights)
    for places, (blanks, averages) in product(_EARLY_PLACES, list(_averages(result))):
        for name, other in results.items():
            weights = {key: row.weight for key, row in other.unsur.items()}
            for how, value in _rounded_early(averages, weights, places):
                yield f"{how} (bobot {_convention(name)}). {blanks}".strip(), value


def _averages(result: Result) -> Iterator[tuple[str, dict[str, Fraction]]]:
    """The averages of the unsur as they are, then with blanks counted as zeros, each with what was done."""
    if all(row.nrr is not None for row in result.unsur.values()):
        yield "", {key: row.nrr for key, row in result.unsur.items() if row.nrr is not None}
    if any(row.blank for row in result.unsur.values()) and result.respondents:
        yield _ZEROS, {key: Fraction(row.sum) / result.respondents for key, row in result.unsur.items()}


def _index(averages: Mapping[str, Fraction], weights: Mapping[str, Fraction]) -> Fraction:
    return sum((average * weights[key] for key, average in averages.items()), Fraction()) * 25


def _rounded_early(
    averages: Mapping[str, Fraction], weights: Mapping[str, Fraction], places: int
) -> Iterator[tuple[str, Fraction]]:
    """Indices of figures that were rounded before the end, with which."""
    early = f"dibulatkan {places} angka lebih dulu"
    rounded = {key: _rounded(average, places) for key, average in averages.items()}
    yield f"NI {early}", _rounded(_index(averages, weights) / 25, places) * 25
    yield f"NRR {early}", _index(rounded, weights)
    parts = (_rounded(average * weights[key], places) for key, average in averages.items())
    yield f"NRR tertimbang {early}", sum(parts, Fraction()) * 25
    yield f"NRR dan NI {early}", _rounded(_index(rounded, weights) / 25, places) * 25


def _rounded(value: Fraction, places: int) -> Fraction:
    return Fraction(round_half_up(value, places))


def _by_convention(result: Result) -> dict[str, Result]:
    names = [result.convention, *(name for name in CONVENTIONS if name != result.convention)]
    return {name: score(result.instrument, result.tallies, name) for name in names}


def _numbers(cell: Cell) -> list[Decimal]:
    if isinstance(cell, bool):
        return []
    if isinstance(cell, int | Decimal):
        number = Decimal(cell)
        return [number] if number.is_finite() else []
    return (
        [Decimal(text.replace(",", ".")) for text in _NUMBER.findall(cell)] if isinstance(cell, str) else []
    )


def _places(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return min(_PLACES, max(0, -exponent)) if isinstance(exponent, int) else _PLACES


def _same(stated: Decimal, ours: Fraction | None) -> bool:
    """Whether ours, rounded to the decimals stated (trailing zeros may be lost in a workbook), is that."""
    if ours is None:
        return False
    for places in {_places(stated), max(2, _places(stated))}:
        if round_half_up(ours, places) == round_half_up(Fraction(stated), places):
            return True
    return False


def _text(number: Decimal) -> str:
    return decimal(number, _shown_places(number))


def _text_like(ours: Fraction | None, stated: Decimal) -> str:
    return decimal(ours, _shown_places(stated))


def _shown_places(number: Decimal) -> int:
    """As many as stated; a fraction has two at least, since workbooks drop trailing zeros."""
    return max(2, _places(number)) if _places(number) else 0


def _convention(name: str) -> str:
    return name.replace(".", ",")
