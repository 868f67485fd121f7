"""The rekap: a period's result for the evaluation meeting, 1 to 3 signed pages and an annex."""

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from kiosk.base.formatting import DASH
from kiosk.base.formatting import answer_sum
from kiosk.base.formatting import change
from kiosk.base.formatting import decimal
from kiosk.base.formatting import long_date
from kiosk.base.formatting import percent
from kiosk.base.formatting import whole
from kiosk.figures.summary import Comment
from kiosk.figures.summary import Count
from kiosk.figures.summary import Summary
from kiosk.papers import follow_up
from kiosk.papers import letter
from kiosk.papers import sentences
from kiosk.papers.letter import Part
from kiosk.papers.pdf.render import Paper
from kiosk.questionnaire.catalogue import unsur_name
from kiosk.questionnaire.profile import TITLES
from scoring import Result
from scoring import UnsurResult

# So many suggestions stand before the signature; more of them follow it as an annex.
_FEW = 12
_FEW_CHARACTERS = 1_500
# What the annex may hold: some eight pages. The newest are printed, and how many are not.
_MOST = 200
_MOST_CHARACTERS = 30_000

# More services than these, or longer names, have a table of the whole width.
_FEW_SERVICES = 10
_SHORT_NAME = 40


def paper(summary: Summary, url: str | None = None) -> Paper:
    """The rekap of `summary`; `url` is where its publication, if there is one, can be checked."""
    return Paper("rekap", _data(summary, url), summary.printed_at)


def combine(title: str, rekaps: Sequence[Paper], made_at: datetime) -> Paper:
    """Many rekaps as one document to print, each with pages of its own and a bookmark of its unit's name."""
    return Paper("rekap-semua", {"title": title, "rekaps": [one.data for one in rekaps]}, made_at)


def _data(summary: Summary, url: str | None) -> Part:
    unit, result, period = summary.unit, summary.result, summary.period
    title = period.title
    if period.kind in ("triwulan", "semester"):
        title += f" ({period.span_title})"
    return {
        "title": f"Rekapitulasi Indeks Kepuasan Masyarakat {unit.name}, {period.title}",
        "period": title,
        "footer": letter.footer(unit, period.title, summary.printed_at, summary.journal),
        "unit": letter.letterhead(unit, summary.logo),
        "headline": _headline(summary),
        "scale": _scale(summary),
        "sentences": _present(
            sentences.about_index(summary),
            sentences.about_certainty(summary),
            sentences.about_change(summary),
            sentences.about_sample(summary),
        ),
        "unsur": _unsur(summary),
        "total": {
            "ni": decimal(result.ni, 4),
            "ikm": decimal(result.ikm),
            "mutu": result.mutu or DASH,
            "change": change(summary.change.change) if summary.change else DASH,
        },
        "ticks": [_hundredths(band.low) for band in result.instrument.bands[1:]],
        "lowest": _extremes(result, result.lowest),
        "highest": _extremes(result, result.highest),
        "notes": sentences.notes(summary),
        "respondents": result.respondents,
        "counts": _counts(summary),
        "excluded": [{"reason": row.label, "count": whole(row.count)} for row in summary.excluded],
        "excluded_total": whole(sum(row.count for row in summary.excluded)),
        "follow_up": follow_up.part(summary),
        "suggestions": _suggestions(summary.comments),
        "signatory": letter.signatory(unit, summary.printed_at),
        "check": letter.check(summary, url),
    }


def _headline(summary: Summary) -> Part:
    result, interval, target = summary.result, summary.interval, summary.sample_target
    since = f"sejak {summary.previous_period.title}"
    if summary.previous is None:
        since = f"{summary.previous_period.title} tanpa responden"
    elif summary.change and not summary.change.distinguishable:
        since += "; belum nyata"
    return {
        "ikm": decimal(result.ikm) if result.ikm is not None else None,
        "mutu": result.mutu or DASH,
        "kinerja": result.kinerja or "",
        "interval": f"95%: {decimal(interval.low)}–{decimal(interval.high)}" if interval else "",
        "respondents": whole(result.respondents),
        "sample": f"sasaran setahun {whole(target)}" if target is not None else "",
        "change": change(summary.change.change) if summary.change else DASH,
        "since": since,
    }


def _scale(summary: Summary) -> Part:
    """The scale of letters, and where on it the IKM stands."""
    result, interval = summary.result, summary.interval
    bands = result.instrument.bands
    letters = "; ".join(f"{band.mutu} {decimal(band.low)}–{decimal(band.high)}" for band in bands)
    mark = f"IKM {decimal(result.ikm)} pada mutu {result.mutu}. " if result.ikm is not None else ""
    reach = f"Rentang kepercayaan 95% {decimal(interval.low)}–{decimal(interval.high)}. " if interval else ""
    return {
        "bands": [
            {
                "low": _hundredths(band.low),
                "from": decimal(band.low),
                "mutu": band.mutu,
                "kinerja": band.kinerja,
            }
            for band in bands
        ],
        "end": decimal(bands[-1].high),
        "value": _hundredths(result.ikm),
        "label": decimal(result.ikm),
        "low": _hundredths(interval.low) if interval else None,
        "high": _hundredths(interval.high) if interval else None,
        "alt": f"Skala mutu pelayanan. {mark}{reach}{letters}.",
    }


def _unsur(summary: Summary) -> list[Part]:
    result = summary.result
    return [
        {
            "label": label,
            "name": unsur_name(result.instrument, unsur.key),
            "sum": answer_sum(unsur.sum) if unsur.filled else DASH,
            "blank": whole(unsur.blank),
            "nrr": decimal(unsur.nrr),
            "weighted": decimal(unsur.weighted, 3),
            "converted": decimal(unsur.converted),
            "value": _hundredths(unsur.converted),
            "mutu": unsur.mutu or DASH,
            "change": change(summary.unsur_change[unsur.key]),
        }
        for label, unsur in _in_order(result)
    ]


def _in_order(result: Result) -> list[tuple[str, UnsurResult]]:
    """The unsur with their labels, U1 being the first that is asked about."""
    keys = result.instrument.keys()
    return [(f"U{number}", result.unsur[key]) for number, key in enumerate(keys, start=1)]


def _extremes(result: Result, keys: Iterable[str]) -> list[Part]:
    labels = {unsur.key: label for label, unsur in _in_order(result)}
    return [
        {
            "label": labels[key],
            "name": unsur_name(result.instrument, key),
            "converted": decimal(result.unsur[key].converted),
            "mutu": result.unsur[key].mutu,
        }
        for key in keys
    ]


def _counts(summary: Summary) -> Part:
    """The tables of counts: two columns of about the same height, and what is to stand below them."""
    tables = {field: _table(TITLES[field]["id"], rows) for field, rows in summary.profile.items()}
    services = [_table("Jenis layanan", summary.services)]
    left = [tables["sex"], tables["age_band"], tables["education"]]
    right = [tables["occupation"], _table("Cara menjawab", summary.channels)]
    small = len(summary.services) <= _FEW_SERVICES and all(
        len(row.label) <= _SHORT_NAME for row in summary.services
    )
    return {"left": left, "right": right + services if small else right, "below": [] if small else services}


def _table(title: str, rows: Sequence[Count]) -> Part:
    return {"title": title, "rows": [_count(row) for row in rows]}


def _count(row: Count) -> Part:
    return {
        "label": row.label,
        "count": whole(row.count),
        "percent": percent(row.percent),
        "share": _hundredths(row.percent),
    }


def _suggestions(comments: tuple[Comment, ...]) -> Part:
    """The newest suggestions that fit, in the order they were given, and where they are to stand."""
    characters = 0
    first = len(comments)
    while first and len(comments) - first < _MOST:
        characters += len(comments[first - 1].text)
        if characters > _MOST_CHARACTERS:
            break
        first -= 1
    printed = comments[first:]
    if not comments:
        said = "Tidak ada saran pada periode ini."
    elif first:
        said = (
            f"{whole(len(comments))} saran diterima. Lampiran memuat {whole(len(printed))} yang terbaru; "
            "selebihnya dapat dibaca pada layar rekapitulasi."
        )
    else:
        said = f"{whole(len(comments))} saran diterima, seluruhnya pada lampiran."
    return {
        "said": said,
        "annex": len(printed) > _FEW or characters > _FEW_CHARACTERS,
        "rows": [
            {
                "number": whole(number),
                "day": long_date(comment.day),
                "service": comment.service or DASH,
                "text": comment.text,
            }
            for number, comment in enumerate(printed, start=first + 1)
        ],
    }


def _present(*parts: str | None) -> list[str]:
    return [part for part in parts if part is not None]


def _hundredths(value: Decimal | None) -> int | None:
    """A position for a chart: 88.19 → 8819."""
    return None if value is None else int(value * 100)
