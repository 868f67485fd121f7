"""Tables and graphs that several longer papers share."""

from collections.abc import Iterator
from collections.abc import Sequence
from decimal import Decimal

from kiosk.base.formatting import DASH
from kiosk.base.formatting import answer_sum
from kiosk.base.formatting import decimal
from kiosk.base.formatting import long_date
from kiosk.base.formatting import percent
from kiosk.base.formatting import whole
from kiosk.base.period import Period
from kiosk.figures.summary import Count
from kiosk.papers.blocks import Chart
from kiosk.papers.blocks import Table
from kiosk.questionnaire.catalogue import unsur_name
from kiosk.store.results.publication_log import MEDIA
from kiosk.store.results.publication_log import Announcement
from scoring import Result
from scoring import UnsurResult

ANNOUNCEMENT_HEAD = ("No.", "Hasil", "Media", "Tanggal", "Tempat atau tautan")


def hundredths(value: Decimal | None) -> int | None:
    """A position for a graph: 88.19 → 8819."""
    return None if value is None else int(value * 100)


def in_order(result: Result) -> list[tuple[str, str, UnsurResult]]:
    """Each unsur with its label and name, U1 being the first that is asked about."""
    return [
        (f"U{number}", unsur_name(result.instrument, key), result.unsur[key])
        for number, key in enumerate(result.instrument.keys(), start=1)
    ]


def named(result: Result, key: str) -> str:
    """An unsur in running text: its name, converted value and mutu."""
    unsur = result.unsur[key]
    return f"{unsur_name(result.instrument, key)} ({decimal(unsur.converted)}; mutu {unsur.mutu})"


def listed(texts: Sequence[str]) -> str:
    """Words in a row: `a`, `a dan b`, `a, b, dan c`."""
    if len(texts) < 3:
        return " dan ".join(texts)
    return f"{', '.join(texts[:-1])}, dan {texts[-1]}"


def unsur_table(result: Result, caption: str) -> Table:
    """NRR, weighted NRR, converted value and mutu per unsur, and the index below them."""
    rows = [
        (
            label,
            name,
            answer_sum(unsur.sum) if unsur.filled else DASH,
            decimal(unsur.nrr),
            decimal(unsur.weighted, 3),
            decimal(unsur.converted),
            unsur.mutu or DASH,
        )
        for label, name, unsur in in_order(result)
    ]
    total = ("", "Jumlah NRR tertimbang (NI)", "", "", decimal(result.ni, 4), "", "")
    index = ("", "IKM unit pelayanan (NI × 25)", "", "", "", decimal(result.ikm), result.mutu or DASH)
    return Table(
        caption=caption,
        head=("No.", "Unsur pelayanan", "Jumlah nilai", "NRR", "NRR tertimbang", "Nilai konversi", "Mutu"),
        rows=(*rows, total, index),
        align="llrrrrc",
        widths=(7, 46, 12, 10, 16, 13, 9),
        bold=2,
    )


def unsur_chart(result: Result, caption: str) -> Chart:
    """The converted values as bars."""
    rows = in_order(result)
    words = "; ".join(f"{name} {decimal(unsur.converted)}" for _, name, unsur in rows)
    return Chart(
        caption=caption,
        graph="bars",
        data=tuple(
            {
                "label": label,
                "name": name,
                "value": hundredths(unsur.converted),
                "written": decimal(unsur.converted),
            }
            for label, name, unsur in rows
        ),
        alt=f"Diagram batang nilai konversi per unsur: {words}.",
    )


def count_table(title: str, counts: Sequence[Count], caption: str) -> Table:
    """How many and what percent gave each answer."""
    total = sum(row.count for row in counts)
    share = percent(100) if total else percent(0)
    return Table(
        caption=caption,
        head=("No.", title, "Jumlah", "Persentase"),
        rows=(
            *(
                (str(number), row.label, whole(row.count), percent(row.percent))
                for number, row in enumerate(counts, start=1)
            ),
            ("", "Jumlah", whole(total), share),
        ),
        align="clrr",
        widths=(8, 60, 16, 18),
        bold=1,
    )


def announcement_lines(announcements: Sequence[Announcement]) -> Iterator[tuple[str, ...]]:
    """Where results were shown: the cells under `ANNOUNCEMENT_HEAD`, one line an entry."""
    for number, entry in enumerate(announcements, start=1):
        place = " · ".join(part for part in (entry.place, entry.link) if part)
        result = Period.parse(entry.period).title
        yield str(number), result, MEDIA[entry.medium], long_date(entry.shown_day), place
