"""The columns and graphs that several papers share. The table of a paper is a choice of such columns."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from decimal import Decimal

from kiosk.base.formatting import DASH
from kiosk.base.formatting import answer_sum
from kiosk.base.formatting import change
from kiosk.base.formatting import decimal
from kiosk.base.formatting import percent
from kiosk.base.formatting import whole
from kiosk.base.period import Period
from kiosk.figures.summary import Count
from kiosk.figures.trend import Point
from kiosk.papers import columns
from kiosk.papers.blocks import Chart
from kiosk.papers.blocks import Sum
from kiosk.papers.blocks import TableBlock
from kiosk.papers.blocks import table
from kiosk.papers.columns import Column
from kiosk.papers.columns import Part
from kiosk.questionnaire.catalogue import load_rules
from kiosk.questionnaire.catalogue import unsur_name
from kiosk.store.results.publication_log import MEDIA
from kiosk.store.results.publication_log import Announcement
from scoring import Comparison
from scoring import Result
from scoring import UnsurResult


def hundredths(value: Decimal | None) -> int | None:
    """A position for a graph: 88.19 → 8819."""
    return None if value is None else int(value * 100)


def listed(texts: Sequence[str]) -> str:
    """Words in a row: `a`, `a dan b`, `a, b, dan c`."""
    if len(texts) < 3:
        return " dan ".join(texts)
    return f"{', '.join(texts[:-1])}, dan {texts[-1]}"


def named(result: Result, key: str) -> str:
    """An unsur in running text: its name, converted value and mutu."""
    unsur = result.unsur[key]
    return f"{unsur_name(result.instrument, key)} ({decimal(unsur.converted)}; mutu {unsur.mutu})"


def marked_change(moved: Comparison | None) -> str:
    """A change with its sign, and an asterisk if it exceeds the sample's uncertainty."""
    return change(moved.change if moved else None) + ("*" if moved and moved.distinguishable else "")


def reach_of(moved: Comparison | None) -> str:
    """The interval of a change; a dash if it is not known."""
    if moved is None or moved.low is None or moved.high is None:
        return DASH
    return f"{change(moved.low)} s.d. {change(moved.high)}"


@dataclass(frozen=True)
class UnsurRow:
    """An unsur of a result, the `number`-th of the questionnaire, and the change of its converted value."""

    number: int
    key: str
    result: Result
    change: Comparison | None = None

    @property
    def label(self) -> str:
        """U1 for the first question."""
        return f"U{self.number}"

    @property
    def name(self) -> str:
        """The official name."""
        return unsur_name(self.result.instrument, self.key)

    @property
    def unsur(self) -> UnsurResult:
        """Its figures."""
        return self.result.unsur[self.key]


def unsur_rows(result: Result, changes: Mapping[str, Comparison | None] | None = None) -> list[UnsurRow]:
    """A row for each unsur, in the order of the questionnaire."""
    return [
        UnsurRow(number, key, result, (changes or {}).get(key))
        for number, key in enumerate(result.instrument.keys(), start=1)
    ]


def _bar(result: Result, value: Decimal | None) -> Part:
    """A bar from 25 to 100 with a gap at the lower bound of each mutu."""
    return {"bar": hundredths(value), "ticks": [hundredths(band.low) for band in result.instrument.bands[1:]]}


LABEL: Column[UnsurRow] = columns.text("No.", lambda row: row.label, style="soft", is_minor=True)
NAME: Column[UnsurRow] = columns.text("Unsur pelayanan", lambda row: row.name, width=46, is_header=True)
SUM: Column[UnsurRow] = columns.figure(
    "Jumlah nilai",
    lambda row: row.unsur.sum if row.unsur.filled else None,
    lambda total: DASH if total is None else answer_sum(total),
    is_minor=True,
)
BLANK: Column[UnsurRow] = columns.count("Kosong", lambda row: row.unsur.blank, is_minor=True)
NRR: Column[UnsurRow] = columns.number("NRR", lambda row: row.unsur.nrr, is_minor=True)
WEIGHTED: Column[UnsurRow] = columns.number(
    "NRR tertimbang", lambda row: row.unsur.weighted, places=3, key="ni", is_minor=True
)
CONVERTED: Column[UnsurRow] = columns.number("Nilai konversi", lambda row: row.unsur.converted, key="ikm")
SCALE: Column[UnsurRow] = columns.graph(
    "Skala 25–100", lambda row: _bar(row.result, row.unsur.converted), width=16, key="scale"
)
MUTU: Column[UnsurRow] = columns.text("Mutu", lambda row: row.unsur.mutu or DASH, key="mutu", align="c")
CHANGE: Column[UnsurRow] = columns.text(
    "Perubahan", lambda row: marked_change(row.change), key="change", align="r"
)

UNSUR = (LABEL, NAME, SUM, NRR, WEIGHTED, CONVERTED, MUTU)


def index_sums(result: Result, moved: Comparison | None = None) -> list[Sum]:
    """NI and IKM, the rows below a table of the unsur."""
    return [
        Sum("Jumlah NRR tertimbang (NI)", {"ni": decimal(result.ni, 4)}),
        Sum(
            "IKM unit pelayanan (NI × 25)",
            {
                "ikm": decimal(result.ikm),
                "scale": _bar(result, result.ikm),
                "mutu": result.mutu or DASH,
                "change": marked_change(moved),
            },
        ),
    ]


def unsur_table(result: Result, caption: str) -> TableBlock:
    """The figures of each unsur, and the index below them."""
    return table(caption, UNSUR, unsur_rows(result), index_sums(result))


def unsur_chart(result: Result, caption: str) -> Chart:
    """The converted values as bars."""
    rows = unsur_rows(result)
    words = "; ".join(f"{row.name} {decimal(row.unsur.converted)}" for row in rows)
    return Chart(
        caption=caption,
        graph="bars",
        data=tuple(
            {
                "label": row.label,
                "name": row.name,
                "value": hundredths(row.unsur.converted),
                "written": decimal(row.unsur.converted),
            }
            for row in rows
        ),
        alt=f"Diagram batang nilai konversi per unsur: {words}.",
    )


GROUP: Column[Count] = columns.text("", lambda row: row.label, width=40, is_header=True)
SHARE: Column[Count] = columns.graph(
    "", lambda row: {"share": hundredths(row.percent)}, width=22, about="Grafik"
)
RESPONDENTS: Column[Count] = columns.count("Jumlah", lambda row: row.count, key="count")
PERCENT: Column[Count] = columns.percent("Persen", lambda row: row.percent, key="percent")


def short_count_table(title: str, counts: Sequence[Count]) -> TableBlock:
    """How many and what percent gave each answer, as a list headed by `title`."""
    chosen = (replace(GROUP, title=title), SHARE, RESPONDENTS, PERCENT)
    return table(title, chosen, counts, style="compact", is_captioned=False)


def count_table(title: str, counts: Sequence[Count], caption: str) -> TableBlock:
    """How many and what percent gave each answer, numbered and with their sum."""
    total = sum(row.count for row in counts)
    chosen = (columns.index(), replace(GROUP, title=title), RESPONDENTS, PERCENT)
    sums = Sum("Jumlah", {"count": whole(total), "percent": percent(100 if total else 0)})
    return table(caption, chosen, counts, [sums])


YEAR: Column[Point] = columns.text("Tahun", lambda point: point.label, align="c", is_header=True)
VALUE: Column[Point] = columns.number("Nilai IKM", lambda point: point.value)
LETTER: Column[Point] = columns.text("Mutu", lambda point: point.mutu or DASH, align="c")
ANSWERED: Column[Point] = columns.count("Responden", lambda point: point.respondents or None)
TARGET: Column[Point] = columns.number("Target", lambda point: point.target)
SOURCE: Column[Point] = columns.text("Sumber", lambda point: point.source or DASH, width=50)


def trend_chart(trend: Sequence[Point], caption: str) -> Chart:
    """The values as a line; at least one of them has to be known."""
    words = "; ".join(f"{point.label} {decimal(point.value)}" for point in trend)
    return Chart(
        caption=caption,
        graph="trend",
        data=tuple(
            {
                "label": point.label,
                "value": hundredths(point.value),
                "written": decimal(point.value),
                "target": hundredths(point.target),
            }
            for point in trend
        ),
        alt=f"Grafik garis nilai IKM: {words}.",
    )


def _announced(entry: Announcement) -> str:
    """The period, with the questionnaire where its result is published by itself."""
    title = Period.parse(entry.period).title
    return f"{title}, {load_rules(entry.instrument).title}" if entry.instrument else title


# Where results were shown; a paper has place and link in one column, a file of data has two.
ANNOUNCEMENTS: Sequence[Column[Announcement]] = (
    columns.index(),
    columns.text("Hasil", _announced, key="hasil", width=18),
    columns.text("Media", lambda entry: MEDIA[entry.medium], key="media", width=18),
    columns.day("Tanggal", lambda entry: entry.shown_day, key="tanggal", width=18),
    columns.text(
        "Tempat atau tautan",
        lambda entry: " · ".join(part for part in (entry.place, entry.link) if part),
        width=34,
        only="paper",
    ),
    columns.text("Tempat", lambda entry: entry.place, key="tempat", only="data"),
    columns.text("Tautan", lambda entry: entry.link, key="tautan", only="data"),
)
