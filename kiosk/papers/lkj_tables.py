"""The tables of the LKj block, in the orientation that reports have: years and offices side by side."""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from kiosk.base.formatting import DASH
from kiosk.base.formatting import decimal
from kiosk.base.formatting import percent
from kiosk.base.formatting import whole
from kiosk.figures.performance import Achievement
from kiosk.figures.performance import IndicatorRow
from kiosk.figures.performance import Performance
from kiosk.figures.performance import Spending
from kiosk.papers import columns
from kiosk.papers.blocks import Sum
from kiosk.papers.blocks import TableBlock
from kiosk.papers.blocks import table
from kiosk.papers.columns import Column
from scoring import Band
from scoring import Result
from scoring.capaian import CATEGORIES
from scoring.capaian import LOWEST

_MOST_OFFICES = 5  # side by side on a landscape page
_FIGURE = 14  # characters of a column of figures

Read = Callable[[IndicatorRow], Decimal | None]
ReadOne = Callable[[IndicatorRow], Achievement | None]
Key = TypeVar("Key", int, str)


def written(value: Decimal | None, row: IndicatorRow) -> str:
    """A figure of an indicator: the IKM with two decimals, others with those that were typed."""
    if value is None:
        return DASH
    typed = -int(value.as_tuple().exponent)
    return decimal(value, 2 if row.indicator.is_ikm else max(0, typed))


def _figure(title: str, read: Read, **layout: str | int) -> Column[IndicatorRow]:
    found: Column[IndicatorRow] = Column(
        title=title,
        align="r",
        cell=lambda row: written(read(row), row),
        value=read,
        **layout,  # type: ignore[arg-type]
    )
    return found


def _reached(
    title: str, read: Callable[[IndicatorRow], Achievement | None], **layout: str
) -> Column[IndicatorRow]:
    def value(row: IndicatorRow) -> Decimal | None:
        found = read(row)
        return found.reached.percent if found and found.reached else None

    return columns.percent(title, value, width=_FIGURE, **layout)  # type: ignore[arg-type]


_GOAL: Column[IndicatorRow] = columns.text(
    "Sasaran strategis", lambda row: row.indicator.goal, DASH, width=24
)
_NAME: Column[IndicatorRow] = columns.text(
    "Indikator kinerja", lambda row: row.indicator.name, width=28, is_header=True
)
_SHORT_NAME = replace(_NAME, width=26)
_MEASURE: Column[IndicatorRow] = columns.text("Satuan", lambda row: row.indicator.measure, DASH, width=11)
_TARGET = _figure("Target", lambda row: row.achievement.target, width=_FIGURE)
_VALUE = _figure("Realisasi", lambda row: row.achievement.value, width=_FIGURE)
_PROGRAM: Column[IndicatorRow] = columns.text("Program", lambda row: row.spending.name, DASH, width=32)


def agreement(found: Performance) -> TableBlock:
    """Table 2.1: what was agreed for the year."""
    title = f"Tabel 2.1 Perjanjian kinerja tahun {found.year}"
    return table(title, (columns.index(width=6), _GOAL, _NAME, _MEASURE, _TARGET), found.rows)


def categories() -> TableBlock:
    """Table 3.1: the words for a capaian."""
    rows: list[tuple[str, str]] = []
    above = ""
    for bound, word in CATEGORIES:
        rows.append((f"lebih dari {bound}%" + (f" s.d. {above}%" if above else ""), word))
        above = str(bound)
    rows.append((f"sampai dengan {above}%", LOWEST))
    shown: Sequence[Column[tuple[str, str]]] = (
        columns.index(width=6),
        columns.text("Persentase capaian", lambda row: row[0], width=40, is_header=True),
        columns.text("Kategori", lambda row: row[1], width=40),
    )
    return table("Tabel 3.1 Kategori capaian kinerja", shown, rows)


def achievements(found: Performance) -> TableBlock:
    """Table 3.2: target and realisasi of the year."""
    category: Column[IndicatorRow] = columns.text(
        "Kategori",
        lambda row: row.achievement.reached.category if row.achievement.reached else None,
        DASH,
        width=20,
    )
    shown = (
        _GOAL,
        _NAME,
        _MEASURE,
        _TARGET,
        _VALUE,
        _reached("Capaian", lambda row: row.achievement),
        category,
    )
    return table(f"Tabel 3.2 Target dan realisasi tahun {found.year}", shown, found.rows)


def years(found: Performance) -> TableBlock:
    """Table 3.3: the years side by side."""
    groups = {number: f"Tahun {number}" for number in found.years}
    shown = (_SHORT_NAME, *_side_by_side(groups, lambda row: row.years))
    return table(f"Tabel 3.3 Realisasi dan capaian sampai tahun {found.year}", shown, found.rows)


def offices(found: Performance) -> Iterator[TableBlock]:
    """Table 3.4: offices side by side, of so many that the figures stay legible."""
    compared = [row for row in found.rows if len(row.offices) > 1]
    for start in range(0, len(found.offices), _MOST_OFFICES):
        groups = {name: name for name in found.offices[start : start + _MOST_OFFICES]}
        shown = (_SHORT_NAME, *_side_by_side(groups, lambda row: row.offices))
        more = " (lanjutan)" if start else ""
        yield table(f"Tabel 3.4 Perbandingan antarunit tahun {found.year}{more}", shown, compared)


def _side_by_side(
    groups: Mapping[Key, str], read: Callable[[IndicatorRow], Mapping[Key, Achievement]]
) -> Iterator[Column[IndicatorRow]]:
    """Target, realisasi and capaian below the title of each group."""
    for key, name in groups.items():
        one = _one(key, read)
        yield _figure("Target", _part(one, "target"), width=_FIGURE, group=name)
        yield _figure("Realisasi", _part(one, "value"), width=_FIGURE, group=name)
        yield _reached("Capaian", one, group=name)


def _one(key: Key, read: Callable[[IndicatorRow], Mapping[Key, Achievement]]) -> ReadOne:
    return lambda row: read(row).get(key)


def _part(read: ReadOne, name: str) -> Read:
    def part(row: IndicatorRow) -> Decimal | None:
        found = read(row)
        return getattr(found, name) if found else None

    return part


def has_final(row: IndicatorRow) -> bool:
    """Whether the indicator has a medium-term or national target."""
    return row.indicator.final_target is not None or row.indicator.national_target is not None


def final_targets(found: Performance) -> TableBlock:
    """Table 3.5: the year against the medium-term plan and the nation."""
    rows = [row for row in found.rows if has_final(row)]
    ends = sorted({row.indicator.final_year for row in rows if row.indicator.final_year})
    last = f" ({', '.join(map(str, ends))})" if ends else ""
    progress: Column[IndicatorRow] = columns.percent(
        "Tingkat kemajuan", lambda row: row.progress.percent if row.progress else None, width=14
    )
    shown = (
        _NAME,
        _figure(f"Realisasi {found.year}", lambda row: row.achievement.value, width=14),
        _figure(f"Target akhir RPJMD{last}", lambda row: row.indicator.final_target, width=20),
        progress,
        _figure("Target nasional", lambda row: row.indicator.national_target, width=14),
    )
    return table("Tabel 3.5 Realisasi, target akhir RPJMD, dan target nasional", shown, rows)


def efficiency(found: Performance) -> TableBlock:
    """Table 3.10: capaian beside the part of the budget that it took."""
    rows = [row for row in found.rows if row.spending.percent is not None]
    shown: Sequence[Column[IndicatorRow]] = (
        _PROGRAM,
        _NAME,
        _reached("Capaian", lambda row: row.achievement),
        columns.percent("Realisasi anggaran", lambda row: row.spending.percent, width=14),
        columns.number("Tingkat efisiensi", lambda row: row.efficiency, width=14),
    )
    return table(f"Tabel 3.10 Efisiensi penggunaan sumber daya tahun {found.year}", shown, rows)


def budget(found: Performance) -> TableBlock:
    """Table 3.11: the budget of each program and what was spent."""
    shown: Sequence[Column[Spending]] = (
        columns.index(width=6),
        columns.text("Program", lambda row: row.name, width=40, is_header=True),
        columns.figure("Pagu (Rp)", lambda row: row.budget, rupiah, key="budget", width=20),
        columns.figure("Realisasi (Rp)", lambda row: row.spent, rupiah, key="spent", width=20),
        columns.percent("Persen", lambda row: row.percent, key="percent", width=12),
    )
    total = found.total
    cells = {"budget": rupiah(total.budget), "spent": rupiah(total.spent), "percent": percent(total.percent)}
    title = f"Tabel 3.11 Pagu dan realisasi anggaran tahun {found.year}"
    return table(title, shown, found.programs, [Sum("Jumlah", cells)])


def rupiah(amount: Decimal | None) -> str:
    """An amount: 1234567 → "1.234.567", with sen only where it has some."""
    if amount is None:
        return DASH
    return whole(int(amount)) if amount == int(amount) else decimal(amount)


def bands(result: Result) -> Sequence[Column[Band]]:
    """The columns of table 3.8."""
    return (
        columns.text("Nilai persepsi", lambda band: str(band.persepsi), align="c"),
        columns.text(
            "Nilai interval (NI)",
            lambda band: f"{_short(band.low / 25)}–{_short(band.high / 25)}",
            align="c",
            width=20,
        ),
        columns.text(
            "Nilai interval konversi (NIK)",
            lambda band: f"{decimal(band.low)}–{decimal(band.high)}",
            align="c",
            width=24,
        ),
        columns.text("Mutu", lambda band: band.mutu, align="c"),
        columns.text("Kinerja unit", lambda band: band.kinerja, width=20),
        columns.text("Hasil", lambda band: decimal(result.ikm) if band.mutu == result.mutu else "", width=14),
    )


def _short(value: Decimal) -> str:
    """A bound of the NI as the regulation prints it: 2,60 and 3,0644."""
    whole_part, _, decimals = decimal(value, 4).partition(",")
    return f"{whole_part},{decimals.rstrip('0').ljust(2, '0')}"
