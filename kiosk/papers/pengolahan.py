"""The sheet "pengolahan data per responden dan per unsur": its sums, and the sheet as a paper.

`workbook` has the same sheet as XLSX.
"""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from fractions import Fraction

from kiosk.base.formatting import DASH
from kiosk.base.formatting import answer_sum
from kiosk.base.formatting import decimal
from kiosk.base.formatting import whole
from kiosk.figures.summary import Summary
from kiosk.papers import columns
from kiosk.papers import questionnaires
from kiosk.papers import tables
from kiosk.papers.blocks import Block
from kiosk.papers.blocks import Box
from kiosk.papers.blocks import Bullets
from kiosk.papers.blocks import Fact
from kiosk.papers.blocks import Facts
from kiosk.papers.blocks import Heading
from kiosk.papers.blocks import Paragraph
from kiosk.papers.blocks import SideBySide
from kiosk.papers.blocks import Sum
from kiosk.papers.blocks import TableBlock
from kiosk.papers.blocks import table
from kiosk.papers.columns import Column
from kiosk.papers.documents import Document
from kiosk.papers.documents import Issuer
from kiosk.papers.documents import checked_signature
from kiosk.papers.documents import document
from kiosk.papers.listing import ListedResponse
from kiosk.papers.sentences import weights_used
from kiosk.questionnaire.messages import unscored
from scoring import Result
from scoring import UnsurResult

# Larger surveys are listed in the workbook only: on paper they would fill a binder.
MOST_LISTED = 2_000


@dataclass(frozen=True)
class UnsurSum:
    """A row below the answers, with a figure for each unsur.

    `formula` computes it in the workbook from the cells of its column: "answers" is their range, the other
    sums have their keys as names. The titles are those of the paper (none: not on it) and of the workbook.
    """

    key: str
    paper_title: str
    title: str
    places: int
    figure: Callable[[UnsurResult], int | Fraction | None]
    formula: Callable[[Mapping[str, str], UnsurResult], str]

    def written(self, unsur: UnsurResult) -> str:
        """The figure on paper."""
        found = self.figure(unsur)
        return decimal(found, self.places) if found is None or self.places else answer_sum(Fraction(found))


SUMS = (
    UnsurSum(
        key="sum",
        paper_title="ΣNilai/Unsur",
        title="ΣNilai/Unsur",
        places=0,
        figure=lambda unsur: unsur.sum,
        formula=lambda at, _: f"SUM({at['answers']})",
    ),
    UnsurSum(
        key="filled",
        paper_title="Jumlah terisi",
        title="Jumlah jawaban terisi/Unsur",
        places=0,
        figure=lambda unsur: unsur.filled,
        formula=lambda at, _: f"COUNT({at['answers']})",
    ),
    UnsurSum(
        key="nrr",
        paper_title="NRR/Unsur",
        title="NRR/Unsur = ΣNilai : terisi",
        places=2,
        figure=lambda unsur: unsur.nrr,
        formula=lambda at, _: f'IF({at["filled"]}=0,"",{at["sum"]}/{at["filled"]})',
    ),
    UnsurSum(
        key="weight",
        paper_title="",
        title="Bobot/Unsur",
        places=3,
        figure=lambda unsur: unsur.weight,
        formula=lambda _, unsur: f"{unsur.weight}",
    ),
    UnsurSum(
        key="weighted",
        paper_title="NRR tertbg/Unsur",
        title="NRR tertbg/Unsur = NRR × bobot",
        places=3,
        figure=lambda unsur: unsur.weighted,
        formula=lambda at, _: f'IF({at["filled"]}=0,"",{at["nrr"]}*{at["weight"]})',
    ),
)
_MEANS = (
    tables.LABEL,
    tables.NAME,
    replace(tables.NRR, title="Nilai rata-rata"),
    tables.CONVERTED,
    tables.MUTU,
)


def paper(summary: Summary, responses: Sequence[ListedResponse], url: str | None = None) -> Document:
    """The sheet of these responses, whose figures are those of `summary`.

    Give no responses if there are more than `MOST_LISTED`. `url` is where the publication can be checked.
    """
    unit, period = summary.unit, summary.period
    return document(
        Issuer.of(summary),
        _blocks(summary, responses, url),
        name=period.title,
        title=f"Pengolahan Data SKM {unit.name}, {period.title}",
        heading="PENGOLAHAN DATA SURVEI KEPUASAN MASYARAKAT",
        period=f"Per responden dan per unsur pelayanan · Periode {period.title}",
        is_dense=True,
    )


def _blocks(summary: Summary, responses: Sequence[ListedResponse], url: str | None) -> Iterator[Block]:
    result = summary.result
    if note := _note(summary, len(responses)):
        yield Paragraph(note)
    if said := questionnaires.about_several(summary):
        yield Paragraph(said)
    if result.reason and result.reason.between:
        for part in summary.parts:
            if part.instrument.unsur:
                yield Heading(part.instrument.title, 1)
                yield from _of_group(part, [one for one in responses if one.instrument == part.instrument.id])
    else:
        yield from _of_group(result, [one for one in responses if set(result.unsur) <= one.unsur.keys()])
    yield checked_signature(summary, url)


def _of_group(result: Result, responses: Sequence[ListedResponse]) -> Iterator[Block]:
    """The sheet of answers that are added up, its legend, and the means with the index."""
    yield _sheet(result, responses)
    yield Heading("Keterangan", 1)
    yield Bullets(
        (
            f"U1 s.d. U{len(result.unsur)}: unsur pelayanan menurut urutan kuesioner; sel kosong tidak "
            "dijawab dan tidak ikut membagi",
            "NRR: nilai rata-rata = jumlah nilai per unsur : jumlah jawaban terisi",
            "*) Jumlah NRR tertimbang",
            "**) Jumlah NRR tertimbang × 25, dibulatkan sekali pada dua desimal",
            f"Dasar: {result.instrument.regulation}; {weights_used(result)}.",
        )
    )
    yield Heading("Nilai rata-rata per unsur", 1)
    means = table("Nilai rata-rata per unsur", _MEANS, tables.unsur_rows(result), is_captioned=False)
    yield SideBySide((means,), (_index_box(result),))


def _sheet(result: Result, responses: Sequence[ListedResponse]) -> TableBlock:
    """The answers, their sums below, and the index in a column of its own."""
    rows = tables.unsur_rows(result)
    shown: list[Column[ListedResponse]] = [
        columns.index("No. resp", number="1", width=34),
        *(_answers(row.key, row.label, row.name, number) for number, row in enumerate(rows, start=2)),
        columns.text("", lambda _: "", key="index", align="c", width=15, style="bold", about="Indeks"),
    ]
    sums = [
        Sum(one.paper_title, {row.key: one.written(row.unsur) for row in rows})
        for one in SUMS
        if one.paper_title
    ]
    sums[-1] = Sum(sums[-1].title, {**sums[-1].cells, "index": f"{decimal(result.ni, 4)} *)"})
    index = Sum("IKM Unit Pelayanan", {"index": f"{decimal(result.ikm)} **)"})
    return table(
        "Nilai per responden dan per unsur",
        shown,
        responses,
        [*sums, index],
        style="grid",
        is_captioned=False,
    )


def _answers(key: str, label: str, name: str, number: int) -> Column[ListedResponse]:
    return columns.scalar(
        label,
        lambda response: _written(response.unsur[key]),
        key=key,
        align="c",
        width=11,
        number=str(number),
        about=name,
    )


def _written(value: int | Fraction | None) -> str | int | None:
    """An unsur's value: an answer, or the mean of several, exactly."""
    return answer_sum(value) if isinstance(value, Fraction) else value


def _index_box(result: Result) -> Box:
    """The index and its mutu, with the bands of mutu."""
    bands = [
        f"{band.mutu} ({band.kinerja}): {decimal(band.low)}–{decimal(band.high)}"
        for band in reversed(result.instrument.bands)
    ]
    return Box(
        (
            Facts((Fact("IKM unit pelayanan", decimal(result.ikm), size="large"),)),
            Paragraph(f"Mutu pelayanan {result.mutu or DASH}"),
            Paragraph(result.kinerja or unscored(result)),
            *(Paragraph(band, is_note=True) for band in bands),
        )
    )


def _note(summary: Summary, listed: int) -> str:
    respondents = summary.result.respondents
    if not respondents:
        return "Belum ada responden pada periode ini."
    if not listed:
        return (
            f"{whole(respondents)} responden terlalu banyak untuk didaftar di atas kertas; "
            "daftarnya ada pada buku kerja XLSX."
        )
    return ""
