"""How important each unsur is beside how satisfied respondents are: the gap, and the quadrants."""

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from kiosk.base.formatting import decimal
from kiosk.base.formatting import whole
from kiosk.figures.importance import Importance
from kiosk.figures.importance import ImportantUnsur
from kiosk.figures.summary import Summary
from kiosk.papers import columns
from kiosk.papers.blocks import Block
from kiosk.papers.blocks import Chart
from kiosk.papers.blocks import Paragraph
from kiosk.papers.blocks import TableBlock
from kiosk.papers.blocks import table
from kiosk.papers.columns import Column
from kiosk.questionnaire.catalogue import unsur_name
from scoring import round_half_up

NOTE = (
    "Kesenjangan = kepuasan (NRR) − harapan, keduanya 1 sampai 4; negatif berarti harapan belum terpenuhi. "
    "Garis kuadran: rata-rata semua unsur (Martilla dan James 1977). Harapan tidak ikut dalam IKM."
)


# How near the middle of a label may come to another label and to a point, and where it is beside its own, in
# parts of the chart's width and height.
_LABEL, _DOT = (0.035, 0.055), (0.022, 0.03)
_LABEL_AT = {"right": (0.036, 0.0), "left": (-0.036, 0.0), "above": (0.0, 0.07), "below": (0.0, -0.07)}


@dataclass(frozen=True)
class _Row:
    label: str
    name: str
    one: ImportantUnsur
    quadrant: str


_COLUMNS: Sequence[Column[_Row]] = (
    columns.text("No.", lambda row: row.label, style="soft", is_minor=True),
    columns.text("Unsur pelayanan", lambda row: row.name, width=40, is_header=True),
    columns.count("Responden", lambda row: row.one.answered, is_minor=True),
    columns.number("Harapan", lambda row: row.one.importance),
    columns.number("Kepuasan", lambda row: row.one.satisfaction),
    columns.warned(columns.number("Kesenjangan", lambda row: row.one.gap), lambda row: row.one.gap < 0),
    columns.text("Kuadran", lambda row: row.quadrant, width=20),
)


def _rows(summary: Summary, found: Importance) -> list[_Row]:
    rules = summary.result.instrument
    labels = {key: f"U{number}" for number, key in enumerate(rules.keys(), start=1)}
    return [
        _Row(labels[one.key], unsur_name(rules, one.key), one, found.quadrant(one)) for one in found.unsur
    ]


def gap_table(summary: Summary, found: Importance, caption: str, *, is_captioned: bool = True) -> TableBlock:
    """Importance, satisfaction, gap and quadrant of each unsur."""
    return table(caption, _COLUMNS, _rows(summary, found), is_captioned=is_captioned)


def chart(summary: Summary, found: Importance, caption: str) -> Chart:
    """The unsur by satisfaction (to the right) and importance (upwards), in hundredths."""
    satisfaction, importance = found.middle
    rows = _rows(summary, found)
    words = "; ".join(
        f"{row.label} {row.name}: kepuasan {decimal(row.one.satisfaction)}, harapan "
        f"{decimal(row.one.importance)}, {row.quadrant.lower()}"
        for row in rows
    )
    x = _span([row.one.satisfaction for row in rows])
    y = _span([row.one.importance for row in rows])
    points = [(_hundredths(row.one.satisfaction), _hundredths(row.one.importance)) for row in rows]
    return Chart(
        caption=caption,
        graph="quadrants",
        data={
            "x": x,
            "y": y,
            "x_ends": [decimal(Fraction(end, 100)) for end in x],
            "y_ends": [decimal(Fraction(end, 100)) for end in y],
            "middle": [_hundredths(satisfaction), _hundredths(importance)],
            "points": [
                {"label": row.label, "x": at[0], "y": at[1], "side": side}
                for row, at, side in zip(rows, points, _sides(points, x, y), strict=True)
            ],
        },
        alt=f"Diagram kuadran harapan dan kepuasan: {words}.",
    )


def _sides(points: Sequence[tuple[int, int]], x: Sequence[int], y: Sequence[int]) -> list[str]:
    """On which side of each point its label is, so that labels of near points do not overlap."""
    dots = [((a - x[0]) / (x[1] - x[0]), (b - y[0]) / (y[1] - y[0])) for a, b in points]
    taken: list[tuple[float, float]] = []
    sides = []
    for a, b in dots:
        # The middle of the label, in parts of the chart's width and height.
        options = {side: (a + dx, b + dy) for side, (dx, dy) in _LABEL_AT.items()}
        free = [
            side
            for side, at in options.items()
            if not any(_meet(at, other, _LABEL) for other in taken)
            and not any(_meet(at, dot, _DOT) for dot in dots)
        ]
        sides.append(next(iter(free), "right"))
        taken.append(options[sides[-1]])
    return sides


def _meet(one: tuple[float, float], other: tuple[float, float], reach: tuple[float, float]) -> bool:
    return abs(one[0] - other[0]) < reach[0] and abs(one[1] - other[1]) < reach[1]


def _hundredths(value: Fraction) -> int:
    return int(round_half_up(value) * 100)


def _span(values: Sequence[Fraction]) -> list[int]:
    """Where an axis begins and ends: all values with some room, in tenths of the scale from 1 to 4."""
    low, high = _hundredths(min(values)), _hundredths(max(values))
    return [max((low - 5) // 10 * 10 - 10, 90), min(-(-(high + 5) // 10) * 10 + 10, 410)]


def blocks(summary: Summary, table_caption: str, chart_caption: str) -> Iterator[Block]:
    """Table, chart, and how to read them; nothing where importance was not asked or of too few."""
    found = summary.importance
    if found is None:
        return
    answered = max(one.answered for one in found.unsur)
    yield Paragraph(f"{whole(answered)} responden menilai seberapa penting tiap unsur bagi mereka.")
    yield gap_table(summary, found, table_caption)
    yield chart(summary, found, chart_caption)
    yield Paragraph(NOTE, is_note=True)
