"""Charts as pictures (PNG, SVG) for slides, websites and reports that are written elsewhere."""

from collections.abc import Sequence
from typing import Literal

from kiosk.figures.small_groups import are_too_few
from kiosk.figures.summary import Summary
from kiosk.figures.trend import Point
from kiosk.papers import tables
from kiosk.papers.blocks import Chart
from kiosk.papers.blocks import Paragraph
from kiosk.papers.blocks import as_data
from kiosk.papers.columns import Part
from kiosk.papers.documents import Document
from kiosk.papers.documents import Issuer
from kiosk.papers.documents import document
from kiosk.papers.pdf.render import render_png
from kiosk.papers.pdf.render import render_svg

_PIXELS_PER_INCH = 300
_NOTHING = "Belum ada IKM yang dapat digambar."


def unsur(summary: Summary) -> Chart | None:
    """The converted value of each unsur of a period, as bars; None of so few that they could be known."""
    if are_too_few(summary.result.respondents):
        return None
    asked = f" ({summary.questionnaires})" if summary.questionnaires else ""
    return tables.unsur_chart(summary.result, f"Nilai per unsur pelayanan, {summary.period.title}{asked}")


def trend(points: Sequence[Point]) -> Chart | None:
    """The IKM over the years as a line; None if it is known for no year."""
    if all(point.value is None for point in points):
        return None
    has_targets = any(point.target is not None for point in points)
    legend = "; garis putus-putus: target" if has_targets else ""
    return tables.trend_chart(points, f"Indeks Kepuasan Masyarakat (IKM) per tahun{legend}")


def paper(summary: Summary, chart: Chart | None, title: str) -> Document:
    """A chart to look at before it is downloaded."""
    return document(
        Issuer.of(summary),
        [chart or Paragraph(_NOTHING)],
        name=title,
        title=f"{title} {summary.unit.name}, {summary.period.title}",
        heading=title.upper(),
        period=summary.period.title,
    )


def draw(summary: Summary, chart: Chart | None, suffix: Literal["png", "svg"]) -> bytes:
    """A chart as a picture, 16 cm wide, headed by its title and the office."""
    data: Part = {"title": _NOTHING, "unit": summary.unit.name, "graph": None, "data": None}
    if chart:
        data |= {"title": chart.caption, "graph": chart.graph, "data": as_data(chart.data)}
    if suffix == "svg":
        return render_svg("picture", data)
    return render_png("picture", data, _PIXELS_PER_INCH)
