"""The sums, averages and IKM a file states itself, against ours, and what explains a difference."""

import re
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from kiosk.base.formatting import decimal
from kiosk.questionnaire.catalogue import unsur_name
from kiosk.sheets.cells import Cell
from kiosk.sheets.texts import normalise
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
# How many differing unsur are named.
_NAMED = 3
TITLES = {"sum": "Jumlah nilai", "nrr": "NRR", "weighted": "NRR tertimbang", "ikm": "IKM"}
_UNEXPLAINED = {
    "weighted": "Tidak cocok dengan bobot 1/9, 0,111, maupun 0,11.",
    "ikm": "Tidak dapat dijelaskan oleh bobot 1/9, 0,111, 0,11, ataupun pembulatan NI dan NRR lebih dulu.",
}
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
    other_answers = not all(check.agrees for check in checks)
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
    named = [(key, unsur_name(result.instrument, key)) for key in wrong[:_NAMED]]
    more = [f"dan {len(wrong) - _NAMED} unsur lain"] if len(wrong) > _NAMED else []
    return Check(
        TITLES[kind],
        "; ".join([*(f"{name} {_text(values[key])}" for key, name in named), *more]),
        "; ".join([*(f"{name} {_text_like(ours[key], values[key])}" for key, name in named), *more]),
        False,
        "Ada jawaban yang ditolak, dilewati, atau diubah setelah dijumlahkan; periksa baris di bawah.",
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
    for name, other in results.items():
        if other.ni is not None:
            yield (
                "" if name == result.convention else f"Berkas memakai bobot {_convention(name)}, bukan 1/9.",
                other.ni * 25,
            )
    for name, other in results.items():
        if other.ni is None:
            continue
        nrrs = [(row.nrr, row.weight) for row in other.unsur.values() if row.nrr is not None]
        for places in (2, 3):
            rounding = f"dibulatkan {places} angka lebih dulu (bobot {_convention(name)})."
            yield f"NI {rounding}", Fraction(round_half_up(other.ni, places)) * 25
            rounded = (Fraction(round_half_up(nrr, places)) * weight for nrr, weight in nrrs)
            yield f"NRR {rounding}", sum(rounded, Fraction()) * 25
            parts = (Fraction(round_half_up(nrr * weight, places)) for nrr, weight in nrrs)
            yield f"NRR tertimbang {rounding}", sum(parts, Fraction()) * 25


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
