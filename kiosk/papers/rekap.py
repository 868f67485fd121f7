"""The rekap: a period's result for the evaluation meeting, on 1 to 3 signed pages and an annex of suggestions."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from kiosk.formatting import DASH
from kiosk.formatting import change
from kiosk.formatting import date_time
from kiosk.formatting import decimal
from kiosk.formatting import long_date
from kiosk.formatting import nip
from kiosk.formatting import percent
from kiosk.formatting import whole
from kiosk.papers import sentences
from kiosk.papers import typst
from kiosk.profile import TITLES
from kiosk.summary import Comment
from kiosk.summary import Count
from kiosk.summary import Summary
from scoring import Result
from scoring import UnsurResult

# So many suggestions stand before the signature; more of them follow it as an annex.
_FEW = 12
_FEW_CHARACTERS = 1_500
# What the annex may hold: some eight pages. The newest are printed, and how many are not.
_MOST = 200
_MOST_CHARACTERS = 30_000

Part = dict[str, object]


def render(summary: Summary) -> bytes:
    """The rekap of `summary` as PDF."""
    return typst.render("rekap", _data(summary), summary.printed_at)


def _data(summary: Summary) -> Part:
    unit, result, period = summary.unit, summary.result, summary.period
    title = period.title if period.title == period.span_title else f"{period.title} ({period.span_title})"
    return {
        "title": f"Rekapitulasi Indeks Kepuasan Masyarakat {unit.name}, {period.title}",
        "period": title,
        "footer": [unit.name, period.title, f"Dicetak {date_time(summary.printed_at)}"],
        "unit": {
            "agency": unit.agency,
            "name": unit.name,
            "lines": [line for line in (unit.address, unit.contact) if line],
        },
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
        "notes": _notes(summary),
        "respondents": result.respondents,
        "counts": _counts(summary),
        "excluded": [{"reason": row.label, "count": whole(row.count)} for row in summary.excluded],
        "excluded_total": whole(sum(row.count for row in summary.excluded)),
        "suggestions": _suggestions(summary.comments),
        "signatory": {
            "place_date": f"{unit.place}, {long_date(summary.printed_at)}",
            "title": unit.signatory_title,
            "name": unit.signatory_name,
            "rank": unit.signatory_rank,
            "nip": nip(unit.signatory_nip),
        },
    }


def _headline(summary: Summary) -> Part:
    result, target = summary.result, summary.sample_target
    return {
        "ikm": decimal(result.ikm) if result.ikm is not None else None,
        "mutu": result.mutu or DASH,
        "kinerja": result.kinerja or "",
        "respondents": whole(result.respondents),
        "sample": f"sasaran setahun {whole(target)}" if target is not None else "",
        "change": change(summary.change.change) if summary.change else DASH,
        "since": f"sejak {summary.previous_period.title}",
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
            "name": result.instrument.get(unsur.key).name,
            "sum": whole(unsur.sum) if unsur.filled else DASH,
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
            "name": result.instrument.get(key).name,
            "converted": decimal(result.unsur[key].converted),
            "mutu": result.unsur[key].mutu,
        }
        for key in keys
    ]


def _notes(summary: Summary) -> list[str]:
    result = summary.result
    reckoned = [f"IKM: {summary.interval.estimator}."] if summary.interval else []
    if summary.change:
        reckoned.append(f"Perubahan IKM: {summary.change.estimator}.")
    return [
        f"U1–U{len(result.unsur)} menurut urutan kuesioner. Kosong: pertanyaan yang tidak dijawab, tidak ikut "
        "membagi. Garis putih pada batang: batas huruf mutu. "
        f"Perubahan: selisih terhadap {summary.previous_period.title}.",
        "NRR = jumlah nilai ÷ jumlah jawaban terisi; NRR tertimbang = NRR × bobot; IKM = NI × 25, dihitung dengan "
        f"pecahan persis dan dibulatkan sekali pada IKM. Dasar: {result.instrument.regulation}; {_weights(result)}.",
        *([" ".join(["Rentang kepercayaan", *reckoned])] if reckoned else []),
    ]


def _weights(result: Result) -> str:
    """The convention by name, and what follows from it where the weights do not sum to 1."""
    weights = [(label, unsur.weight) for label, unsur in _in_order(result)]
    if len({weight for _, weight in weights}) == 1:
        text = f"konvensi bobot {result.convention.replace('.', ',')} untuk setiap unsur"
    else:
        each = "; ".join(f"{label} {_weight(weight)}" for label, weight in weights)
        text = f"konvensi bobot {result.convention}: {each}"
    total = sum((weight for _, weight in weights), Fraction())
    if total == 1:
        return text
    return f"{text}, jumlahnya {_weight(total)} sehingga IKM tertinggi {decimal(100 * total)}"


def _weight(weight: Fraction) -> str:
    """0,15 where four decimals are exact, else a fraction: 1/9."""
    exact = (weight * 10_000).denominator == 1
    return decimal(weight, 4).rstrip("0").rstrip(",") if exact else str(weight)


def _counts(summary: Summary) -> list[Part]:
    tables = [(TITLES[field]["id"], rows) for field, rows in summary.profile.items()]
    tables += [("Jenis layanan", summary.services), ("Cara menjawab", summary.channels)]
    return [{"title": title, "rows": [_count(row) for row in rows]} for title, rows in tables if rows]


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
    return {
        "total": len(comments),
        "left_out": first,
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
