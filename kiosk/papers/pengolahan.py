"""The sheet "pengolahan data per responden dan per unsur" on paper; `workbook` has it as XLSX."""

from collections.abc import Sequence

from kiosk.base.formatting import DASH
from kiosk.base.formatting import answer_sum
from kiosk.base.formatting import decimal
from kiosk.base.formatting import whole
from kiosk.figures.summary import Summary
from kiosk.papers import letter
from kiosk.papers.letter import Part
from kiosk.papers.listing import ListedResponse
from kiosk.papers.pdf.render import Paper
from kiosk.papers.sentences import weights_used
from kiosk.questionnaire.catalogue import unsur_name
from kiosk.questionnaire.messages import unscored

# More lines than these fill a binder; the figures stay, and the workbook has the lines.
MOST_LINES = 2_000


def paper(summary: Summary, lines: Sequence[ListedResponse], url: str | None = None) -> Paper:
    """The sheet of these responses, whose figures are those of `summary`.

    Give no lines where there are more than `MOST_LINES`. `url` is where the publication can be checked.
    """
    unit, result, period = summary.unit, summary.result, summary.period
    keys = result.instrument.keys()
    found = [result.unsur[key] for key in keys]
    data: Part = {
        "title": f"Pengolahan Data SKM {unit.name}, {period.title}",
        "unit": letter.letterhead(unit, summary.logo),
        "period": period.title,
        "footer": letter.footer(unit, period.title, summary.printed_at, summary.journal),
        "unsur": [
            {
                "label": f"U{number}",
                "name": unsur_name(result.instrument, unsur.key),
                "sum": answer_sum(unsur.sum),
                "filled": whole(unsur.filled),
                "nrr": decimal(unsur.nrr),
                "weighted": decimal(unsur.weighted, 3),
                "converted": decimal(unsur.converted),
                "mutu": unsur.mutu or DASH,
            }
            for number, unsur in enumerate(found, start=1)
        ],
        "lines": [
            [str(number), *("" if line.answers[key] is None else str(line.answers[key]) for key in keys)]
            for number, line in enumerate(lines, start=1)
        ],
        "note": _note(summary, len(lines)),
        "ni": decimal(result.ni, 4),
        "ikm": decimal(result.ikm),
        "mutu": result.mutu or DASH,
        "kinerja": result.kinerja or unscored(result),
        "bands": [
            {"mutu": band.mutu, "kinerja": band.kinerja, "span": f"{decimal(band.low)}–{decimal(band.high)}"}
            for band in reversed(result.instrument.bands)
        ],
        "basis": f"{result.instrument.regulation}; {weights_used(result)}.",
        "signatory": letter.signatory(unit, summary.printed_at),
        "check": letter.check(summary, url),
    }
    return Paper("pengolahan", data, summary.printed_at)


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
