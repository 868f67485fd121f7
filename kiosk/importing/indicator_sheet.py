"""Reading performance indicators from a worksheet that an office has made itself, or from our template.

The sheet is read as a whole or not at all: a figure that is not certain is refused with its row and column.
"""

import io
import re
import zipfile
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from decimal import Decimal

from kiosk.base.text import one_line
from kiosk.sheets.cells import Cell
from kiosk.sheets.cells import Row
from kiosk.sheets.cells import SheetError
from kiosk.sheets.files import read_sheets
from kiosk.store.results.indicators import NewIndicator
from kiosk.store.results.indicators import is_named_ikm

MOST_BYTES = 1024 * 1024
_MOST_UNPACKED = 32 * 1024 * 1024
_MOST_INDICATORS = 200
_MOST_ROWS = 2_000
_MOST_LETTERS = 300

# What a title means; the first that matches. Titles are in lower case with single spaces.
_COLUMNS: Mapping[str, re.Pattern[str]] = {
    key: re.compile(pattern)
    for key, pattern in {
        "spent": r"realisasi (anggaran|keuangan|belanja|\(?rp)|serapan",
        "budget": r"\bpagu\b|\banggaran\b",
        "final_target": r"rpjmd|renstra|target akhir",
        "final_year": r"tahun akhir",
        "national_target": r"nasional",
        "stated_percent": r"capaian|^%$|^persen(tase)?$|% realisasi|realisasi %",
        "direction": r"^arah\b",
        "goal": r"sasaran",
        "program": r"^program\b|program/kegiatan",
        "measure": r"satuan",
        "target": r"^target\b",
        "value": r"^realisasi\b",
        "name": r"indikator",
    }.items()
}
_TEXTS = ("goal", "program", "measure")
_FIGURES = ("target", "value", "final_target", "national_target", "stated_percent", "budget", "spent")
_RUPIAH = ("budget", "spent")
_IKM = re.compile(r"\bindeks kepuasan masyarakat\b|\bikm\b", re.IGNORECASE)
_LOWER = re.compile(r"turun|rendah|menurun|negatif|↓", re.IGNORECASE)
_SUM = re.compile(r"(jumlah|total|rata-rata)( (anggaran|pagu|semua|keseluruhan))?:?", re.IGNORECASE)
_NUMBER = re.compile(r"no\.?|nomor", re.IGNORECASE)
_EMPTY = ("", "-", "–", "—", "n/a", "na")
_THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?")
_COMMA = re.compile(r"\d+(,\d+)?")
_POINT = re.compile(r"\d+\.\d+")
_AMBIGUOUS = re.compile(r"\d{1,3}\.\d{3}")


@dataclass(frozen=True)
class IndicatorSheet:
    """What was read; `problems` name a row and column each, and then there are no `indicators`.

    `ignored` are titles of columns that mean nothing here.
    """

    indicators: Sequence[NewIndicator]
    problems: Sequence[str]
    ignored: Sequence[str]


def read_indicators(data: bytes) -> IndicatorSheet:
    """The indicators of the first worksheet that has some. Raises SheetError when the file is no table."""
    _refuse_bomb(data)
    for sheet in read_sheets(data):
        rows = [row for row, _ in zip(sheet.rows, range(_MOST_ROWS), strict=False)]
        for number, row in enumerate(rows):
            columns = _read_header(row)
            if "name" in columns and ("target" in columns or "value" in columns):
                return _read(rows, number, columns)
    raise SheetError(
        "Tidak ada baris judul dengan kolom Indikator beserta Target atau Realisasi. Pakai lembar yang dapat "
        "diunduh di halaman ini."
    )


def _refuse_bomb(data: bytes) -> None:
    if len(data) > MOST_BYTES:
        raise SheetError("Berkas lebih besar dari 1 MB.")
    if data.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                size = sum(info.file_size for info in archive.infolist())
        except zipfile.BadZipFile as error:
            raise SheetError("Berkas rusak dan tidak dapat dibuka. Simpan ulang, lalu coba lagi.") from error
        if size > _MOST_UNPACKED:
            raise SheetError("Isi berkas terlalu besar untuk daftar indikator.")


def _read_header(row: Row) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, cell in enumerate(row):
        title = " ".join(str(cell).lower().split()) if isinstance(cell, str) else ""
        key = next((key for key, pattern in _COLUMNS.items() if title and pattern.search(title)), None)
        if key and key not in found:
            found[key] = index
    return found


def _read(rows: Sequence[Row], header: int, columns: Mapping[str, int]) -> IndicatorSheet:
    titles = rows[header]
    ignored = [
        cell
        for index, cell in enumerate(titles)
        if isinstance(cell, str) and index not in columns.values() and not _NUMBER.fullmatch(cell)
    ]
    indicators: list[NewIndicator] = []
    problems: list[str] = []
    for number, row in enumerate(rows[header + 1 :], start=header + 2):
        cells = {key: row[index] if index < len(row) else None for key, index in columns.items()}
        name = cells["name"]
        if not isinstance(name, str) or _SUM.fullmatch(name.strip()):
            continue  # an empty row, the row that numbers the columns, or a sum
        reader = _RowReader(number, cells, {key: str(titles[index]) for key, index in columns.items()})
        indicators.append(reader.read())
        problems += reader.problems
    problems += _twice(indicators)
    indicators = _mark_ikm(indicators)
    if len(indicators) > _MOST_INDICATORS:
        problems.append(f"Lebih dari {_MOST_INDICATORS} indikator.")
    if not indicators:
        problems.append("Tidak ada indikator di bawah baris judul.")
    return IndicatorSheet([] if problems else indicators, problems, ignored)


def _twice(indicators: Iterable[NewIndicator]) -> Iterator[str]:
    seen: set[str] = set()
    for one in indicators:
        if one.name.lower() in seen:
            yield f"Indikator “{one.name}” ada dua kali."
        seen.add(one.name.lower())


def _mark_ikm(indicators: Sequence[NewIndicator]) -> list[NewIndicator]:
    """With the unit's own IKM marked: the one with exactly its name, else the only one that names it."""
    exact = [one for one in indicators if is_named_ikm(one.name)]
    naming = exact or [one for one in indicators if _IKM.search(one.name)]
    ikm = naming[0] if len(naming) == 1 else None
    return [replace(one, is_ikm=True) if one is ikm else one for one in indicators]


class _RowReader:
    """Reads the cells of one row; what cannot be read is collected in `problems`."""

    def __init__(self, number: int, cells: Mapping[str, Cell], titles: Mapping[str, str]) -> None:
        self._number, self._cells, self._titles = number, cells, titles
        self.problems: list[str] = []

    def read(self) -> NewIndicator:
        """The indicator."""
        name = self._text("name")
        figures = {key: self._figure(key) for key in _FIGURES}
        texts = {key: self._text(key) for key in _TEXTS}
        target, stated = figures["target"], figures["stated_percent"]
        if texts["measure"].lower() in ("%", "persen") and target is not None and 0 < target <= 1:
            self._refuse("target", f"{target} persen; tulis 100 untuk seratus persen")
        if stated is not None and stated <= 2 and target:
            figures["stated_percent"] = stated * 100  # a cell in the format of percent
        return NewIndicator(
            name=name,
            is_lower_better=bool(_LOWER.search(str(self._cells.get("direction") or ""))),
            goal=texts["goal"],
            program=texts["program"],
            measure=texts["measure"],
            target=target,
            value=figures["value"],
            final_target=figures["final_target"],
            final_year=self._year(),
            national_target=figures["national_target"],
            budget=figures["budget"],
            spent=figures["spent"],
            stated_percent=figures["stated_percent"],
        )

    def _refuse(self, key: str, what: str) -> None:
        self.problems.append(f"Baris {self._number}, kolom “{self._titles[key]}”: {what}.")

    def _text(self, key: str) -> str:
        text = one_line(str(self._cells.get(key) or ""))
        if len(text) > _MOST_LETTERS:
            self._refuse(key, f"lebih dari {_MOST_LETTERS} karakter")
        return "" if text in _EMPTY else text

    def _year(self) -> int | None:
        cell = self._cells.get("final_year")
        return cell if isinstance(cell, int) and 2000 <= cell <= 2999 else None

    def _figure(self, key: str) -> Decimal | None:
        cell = self._cells.get(key)
        if cell is None or isinstance(cell, int | Decimal):
            found = None if cell is None else Decimal(cell)
        else:
            found = self._written(key, str(cell))
        if found is not None and (found < 0 or found >= 10**15 or -int(found.as_tuple().exponent) > 6):
            self._refuse(key, f"{cell} di luar batas")
            return None
        return found

    def _written(self, key: str, cell: str) -> Decimal | None:
        text = re.sub(r"(?i)^rp\.?|%$|,-$|\s", "", cell.strip())
        if text.lower() in _EMPTY:
            return None
        if _AMBIGUOUS.fullmatch(text) and key not in _RUPIAH:
            self._refuse(key, f"“{cell}” dapat berarti ribuan atau desimal; tulis 1000 atau 1,5")
        elif _THOUSANDS.fullmatch(text):
            return Decimal(text.replace(".", "").replace(",", "."))
        elif _COMMA.fullmatch(text):
            return Decimal(text.replace(",", "."))
        elif _POINT.fullmatch(text):
            return Decimal(text)
        else:
            self._refuse(key, f"“{cell}” bukan angka")
        return None
