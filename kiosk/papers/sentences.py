"""Sentences about a period's figures, in Indonesian. None claims more than the sample supports."""

from fractions import Fraction

from kiosk.base.formatting import change
from kiosk.base.formatting import decimal
from kiosk.base.formatting import percent
from kiosk.base.formatting import whole
from kiosk.figures.previous import Previous
from kiosk.figures.summary import Summary
from kiosk.questionnaire.messages import ESTIMATORS
from kiosk.questionnaire.messages import OBSTACLES
from kiosk.questionnaire.messages import unscored
from scoring import CENSUS
from scoring import UNKNOWN
from scoring import Comparison
from scoring import Interval
from scoring import Result
from scoring import capaian
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
        "Dengan kepercayaan 95% dan dengan anggapan responden mewakili penerima layanan, IKM seluruh "
        f"penerima layanan berada antara {decimal(interval.low)} dan {decimal(interval.high)}; {letter}."
    )


def about_blanks(summary: Summary) -> str | None:
    """How many answered completely, and what blanks may do to the IKM; None if all did."""
    rules, tallies = summary.result.instrument, summary.result.tallies
    spread, respondents = tallies.spread, tallies.respondents
    if spread is None or spread.complete == respondents:
        return None
    all_of_it = "semua pertanyaan" if rules.items == rules.keys() else "pertanyaan tiap unsur"
    return (
        f"{whole(spread.complete)} dari {whole(respondents)} responden menjawab {all_of_it}; bila yang "
        "tidak puas lebih sering mengosongkan jawaban, IKM ini terlalu tinggi."
    )


def about_change(summary: Summary) -> str:
    """The change of the IKM since the previous period, and whether it exceeds sampling error."""
    before, now, moved = summary.previous, summary.result, summary.change
    name = summary.previous_period.title
    if before is None:
        if summary.hides_previous:
            return f"Hasil {name} tidak ditampilkan bagi petugas, sehingga perubahan tidak dicantumkan."
        if summary.is_official:
            return f"Hasil {name} belum diterbitkan, sehingga perubahan tidak dicantumkan."
        return f"Tidak ada responden pada {name}, sehingga perubahan tidak dapat dihitung."
    if moved is None:
        if now.ikm is None or before.ikm is None:
            return f"Perubahan sejak {name} tidak dapat dihitung karena IKM salah satu periode tidak ada."
        return f"IKM {name} dihitung dengan dasar yang berbeda, sehingga tidak dapat dibandingkan."
    verb = "tetap"
    if moved.change:
        verb = f"{'naik' if moved.change > 0 else 'turun'} {decimal(abs(moved.change))}"
    start = f"Dibanding {name} ({_stated(before)}), IKM {verb}."
    if before.result and before.result.instrument.id != now.instrument.id:
        start += f" Kuesioner {name} berbeda: {before.result.instrument.title}."
    return " ".join([start, _about_noise(before, moved), *_about_letter(before, now, moved)])


def _stated(before: Previous) -> str:
    """A figure with where it comes from."""
    answered = f" dari {whole(before.respondents)} responden" if before.respondents is not None else ""
    document = f" menurut {before.source}" if before.result is None else ""
    return f"{decimal(before.ikm)}{answered}{document}"


def _about_noise(before: Previous, moved: Comparison) -> str:
    noun = {1: "kenaikan", -1: "penurunan"}.get((moved.change > 0) - (moved.change < 0), "perubahan")
    if moved.low is None or moved.high is None:
        why = f"{OBSTACLES[moved.estimator]} pada salah satunya"
        if before.result is None:
            why = "ketidakpastian angka itu tidak diketahui"
        return f"Karena {why}, belum dapat disebut {noun} yang nyata."
    if moved.low == moved.high:
        return "Semua penerima layanan menjawab pada kedua periode: selisih itu bukan kebetulan sampel."
    span = f"dengan kepercayaan 95% antara {change(moved.low)} dan {change(moved.high)}"
    if not moved.distinguishable:
        return (
            f"Selisih itu masih dalam ketidakpastian sampel ({span}), sehingga belum dapat disebut {noun} "
            "yang nyata."
        )
    return (
        f"Selisih itu melebihi ketidakpastian sampel ({span}), sehingga {noun} ini nyata. Itu satu "
        "perbandingan; bila dua belas bulan dibandingkan berturut-turut, satu di antaranya sering tampak "
        "nyata karena kebetulan."
    )


def _about_letter(before: Previous, now: Result, moved: Comparison) -> list[str]:
    """That the mutu is another one; nothing where the tables of mutu differ."""
    if before.mutu == now.mutu or (before.result and before.result.instrument.bands != now.instrument.bands):
        return []
    doubt = "" if moved.distinguishable else ", walaupun selisihnya belum nyata"
    return [f"Mutu berubah dari {before.mutu} menjadi {now.mutu}{doubt}."]


def about_target(summary: Summary) -> str | None:
    """Whether the year's target is reached, and how much of it; None without an IKM or a target."""
    ikm, target = summary.result.ikm, summary.target
    if ikm is None or target is None:
        return None
    within = "" if summary.period.kind == "tahun" else " pada periode ini"
    state = f"tercapai{within}"
    if ikm < target:
        state = f"{'belum' if within else 'tidak'} {state} (kurang {decimal(target - ikm)})"
    found = capaian(ikm, target)
    return (
        f"Target IKM tahun {summary.period.start.year} sebesar {decimal(target)} {state}; capaiannya "
        f"{percent(found.percent)} ({found.category})."
    )


def about_sample(summary: Summary) -> str | None:
    """Respondents against the sample that the period requires; None without a population."""
    sample = summary.sample
    if sample is None:
        return None
    part, goal = "", "jumlah"
    if sample.target != sample.year_target:
        part, goal = f", bagian periode ini {whole(sample.target)}", "bagian"
    state = f"kurang {whole(sample.missing)} dari {goal} itu" if sample.missing else "sudah memenuhinya"
    said = (
        f"Jumlah responden minimal tahun {summary.period.start.year} adalah {whole(sample.year_target)} dari "
        f"{whole(sample.population)} penerima layanan (tabel Krejcie–Morgan){part}; responden periode ini "
        f"{state}."
    )
    if sample.is_population_wrong:
        said += " Jumlah penerima layanan itu lebih kecil daripada jumlah responden dan perlu diperiksa."
    return said


def notes(summary: Summary) -> list[str]:
    """How to read the table of unsur, and how its figures are computed: rule, weights, estimators."""
    result, interval = summary.result, summary.interval
    computed = []
    if interval:
        is_corrected = interval.population and interval.estimator != CENSUS
        corrected = " dengan koreksi populasi terbatas" if is_corrected else ""
        computed.append(f"IKM: {ESTIMATORS[interval.estimator]}{corrected}.")
    if summary.change and summary.change.low is not None:
        computed.append(f"Perubahan IKM: {ESTIMATORS[summary.change.estimator]}.")
    return [
        f"U1–U{len(result.unsur)} menurut urutan kuesioner. Kosong: pertanyaan yang tidak dijawab, tidak "
        "ikut membagi. Garis putih pada batang: batas huruf mutu. "
        f"Perubahan: selisih terhadap {summary.previous_period.title}{_about_unsur_changes(summary)}.",
        "NRR = jumlah nilai ÷ jumlah jawaban terisi; NRR tertimbang = NRR × bobot; IKM = NI × 25, dihitung "
        "dengan pecahan persis dan dibulatkan sekali pada IKM. "
        f"Dasar: {result.instrument.regulation}; {weights_used(result)}.",
        *([" ".join(["Rentang kepercayaan", *computed])] if computed else []),
    ]


def _about_unsur_changes(summary: Summary) -> str:
    """How large the change of one unsur must be; empty where nothing is known about it."""
    halves = sorted(
        (one.high - one.low) / 2
        for one in summary.unsur_change.values()
        if one and one.low is not None and one.high is not None
    )
    if not halves or not halves[-1]:
        return ""
    least, most = decimal(halves[0]), decimal(halves[-1])
    span = f"±{least}" if least == most else f"±{least} sampai ±{most}"
    return (
        f", dengan ketidakpastian {span} menurut unsurnya (95%, semua unsur dibandingkan serentak; * "
        "melebihinya)"
    )


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
