"""Sentences about a period's figures, in Indonesian. None claims more than the sample supports."""

from fractions import Fraction

from kiosk.base.formatting import change
from kiosk.base.formatting import decimal
from kiosk.base.formatting import whole
from kiosk.figures.summary import Summary
from kiosk.questionnaire.messages import ESTIMATORS
from kiosk.questionnaire.messages import OBSTACLES
from kiosk.questionnaire.messages import unscored
from scoring import CENSUS
from scoring import UNKNOWN
from scoring import Interval
from scoring import Result
from scoring import interval_obstacle


def about_index(summary: Summary) -> str:
    """The IKM and its number of respondents, or why there is none."""
    result = summary.result
    if result.ikm is None:
        return unscored(result)
    return (
        f"IKM {summary.period.title} adalah {decimal(result.ikm)} dengan mutu pelayanan {result.mutu} "
        f"({result.kinerja}), dihitung dari jawaban {whole(result.respondents)} responden."
    )


def about_equal_unsur(result: Result) -> str:
    """Why no unsur is the lowest or the highest."""
    if not result.respondents or not any(unsur.filled for unsur in result.unsur.values()):
        return unscored(result)
    if result.respondents == 1:
        return "Unsur tidak dibandingkan karena baru satu responden yang menjawab."
    return "Semua unsur yang dijawab bernilai sama."


def about_certainty(summary: Summary) -> str | None:
    """The interval of the IKM of all people served, and whether its mutu is certain; None without an IKM."""
    result, interval = summary.result, summary.interval
    if result.ikm is None:
        return None
    if interval is None:
        obstacle = interval_obstacle(result) or UNKNOWN
        return f"Rentang kepercayaan IKM belum dapat dihitung karena {OBSTACLES[obstacle]}."
    if interval.estimator == CENSUS:
        return "Semua penerima layanan telah menjawab: nilai ini tidak mengandung ketidakpastian sampel."
    letter = (
        f"mutu {result.mutu} berlaku di seluruh rentang itu"
        if interval.mutu_safe
        else f"mutunya dapat {_letters(result, interval)}, jadi huruf mutu belum pasti"
    )
    return (
        f"Dengan kepercayaan 95%, IKM seluruh penerima layanan berada antara {decimal(interval.low)} dan "
        f"{decimal(interval.high)}; {letter}."
    )


def about_change(summary: Summary) -> str:
    """The change of the IKM since the previous period, and whether it exceeds sampling error."""
    before, now, moved = summary.previous, summary.result, summary.change
    name = summary.previous_period.title
    if before is None:
        return f"Tidak ada responden pada {name}, sehingga perubahan tidak dapat dihitung."
    if moved is None:
        if now.ikm is None or before.ikm is None:
            return f"Perubahan sejak {name} tidak dapat dihitung karena IKM salah satu periode tidak ada."
        return f"IKM {name} dihitung dengan dasar yang berbeda, sehingga tidak dapat dibandingkan."
    if moved.change:
        word = "naik" if moved.change > 0 else "turun"
        verb = f"{word} {decimal(abs(moved.change))}"
        noun = "kenaikan" if moved.change > 0 else "penurunan"
    else:
        verb, noun = "tetap", "perubahan"
    start = (
        f"Dibanding {name} ({decimal(before.ikm)} dari {whole(before.respondents)} responden), IKM {verb}. "
    )
    if before.instrument.id != now.instrument.id:
        start += f"Kuesioner {name} berbeda: {before.instrument.title}. "
    if moved.low is None or moved.high is None:
        why = OBSTACLES[moved.estimator]
        return start + f"Karena {why} pada salah satunya, belum dapat disebut {noun} yang nyata."
    span = f"dengan kepercayaan 95% antara {change(moved.low)} dan {change(moved.high)}"
    if moved.distinguishable:
        return start + f"Selisih itu melebihi ketidakpastian sampel ({span}), sehingga {noun} ini nyata."
    return (
        f"{start}Selisih itu masih dalam ketidakpastian sampel ({span}), sehingga belum dapat disebut {noun} "
        "yang nyata."
    )


def about_sample(summary: Summary) -> str | None:
    """Respondents against the sample that the year requires; None without a population."""
    if summary.population is None or summary.sample_target is None:
        return None
    start = (
        f"Jumlah responden minimal tahun {summary.period.start.year} adalah {whole(summary.sample_target)} "
        f"dari {whole(summary.population)} penerima layanan (tabel Krejcie–Morgan); "
    )
    if summary.sample_missing:
        return start + f"responden periode ini kurang {whole(summary.sample_missing)} dari jumlah itu."
    return start + "responden periode ini sudah memenuhinya."


def notes(summary: Summary) -> list[str]:
    """How to read the table of unsur, and how its figures are computed: rule, weights, estimators."""
    result = summary.result
    computed = [f"IKM: {ESTIMATORS[summary.interval.estimator]}."] if summary.interval else []
    if summary.change and summary.change.low is not None:
        computed.append(f"Perubahan IKM: {ESTIMATORS[summary.change.estimator]}.")
    return [
        f"U1–U{len(result.unsur)} menurut urutan kuesioner. Kosong: pertanyaan yang tidak dijawab, tidak "
        "ikut membagi. Garis putih pada batang: batas huruf mutu. "
        f"Perubahan: selisih terhadap {summary.previous_period.title}.",
        "NRR = jumlah nilai ÷ jumlah jawaban terisi; NRR tertimbang = NRR × bobot; IKM = NI × 25, dihitung "
        "dengan pecahan persis dan dibulatkan sekali pada IKM. "
        f"Dasar: {result.instrument.regulation}; {weights_used(result)}.",
        *([" ".join(["Rentang kepercayaan", *computed])] if computed else []),
    ]


def _letters(result: Result, interval: Interval) -> str:
    """Every mutu that the interval contains: "B atau A", "C, B, atau A"."""
    letters = [band.mutu for band in result.instrument.bands]
    reached = letters[letters.index(interval.mutu_low) : letters.index(interval.mutu_high) + 1]
    comma = "," if len(reached) > 2 else ""
    return f"{', '.join(reached[:-1])}{comma} atau {reached[-1]}"


def weights_used(result: Result) -> str:
    """The convention of weights, and its consequence if the weights do not sum to 1."""
    weights = [result.unsur[key].weight for key in result.instrument.keys()]
    if len(set(weights)) == 1:
        text = f"konvensi bobot {result.convention.replace('.', ',')} untuk setiap unsur"
    else:
        each = "; ".join(f"U{number} {_weight(weight)}" for number, weight in enumerate(weights, start=1))
        text = f"konvensi bobot {result.convention} ({each})"
    total = sum(weights, Fraction())
    if total == 1:
        return text
    return f"{text}, jumlahnya {_weight(total)} sehingga IKM tertinggi {decimal(100 * total)}"


def _weight(weight: Fraction) -> str:
    """A decimal if four places are exact (0,15), else a fraction (1/9)."""
    exact = (weight * 10_000).denominator == 1
    return decimal(weight, 4).rstrip("0").rstrip(",") if exact else str(weight)
