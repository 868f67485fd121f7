"""The sentences of the LKj block: what was measured and how, against target, earlier years and budget."""

from collections.abc import Iterator
from collections.abc import Sequence
from decimal import Decimal

from kiosk.base.formatting import decimal
from kiosk.base.formatting import percent
from kiosk.base.formatting import whole
from kiosk.figures.performance import Achievement
from kiosk.figures.performance import IndicatorRow
from kiosk.figures.performance import Performance
from kiosk.figures.performance import explain_stated
from kiosk.figures.summary import Summary
from kiosk.figures.trend import Point
from kiosk.papers import sentences
from kiosk.papers.lkj_tables import written
from kiosk.papers.tables import listed
from kiosk.papers.tables import named
from kiosk.questionnaire.catalogue import load_words
from kiosk.questionnaire.messages import unscored
from kiosk.store.offices.goals import Goal
from scoring import ALIKE
from scoring import Result

DEFINITION = (
    "Indeks Kepuasan Masyarakat (IKM) adalah nilai kepuasan masyarakat atas pelayanan unit, hasil pengukuran "
    "pendapat penerima layanan tentang unsur-unsur berikut."
)


def definitions(result: Result) -> list[str]:
    """Each unsur with what it means."""
    return [
        f"{unsur.name}: {unsur.definition}" if unsur.definition else unsur.name
        for unsur in load_words(result.instrument).unsur
    ]


def formula(result: Result) -> str:
    """How the index is computed."""
    return (
        "Nilai rata-rata (NRR) tiap unsur adalah jumlah nilai jawabannya dibagi jumlah jawaban yang terisi. "
        f"IKM adalah jumlah NRR tertimbang semua unsur dikali 25 ({result.instrument.regulation}), dihitung "
        "dengan pecahan persis dan dibulatkan sekali."
    )


def about_target(summary: Summary, found: Performance) -> Iterator[str]:
    """Target against realisasi with the category of Table 3.1, or what is missing to say it."""
    result, number = summary.result, found.year
    own = next(row.achievement for row in found.rows if row.indicator.is_ikm)
    if result.ikm is None:
        yield unscored(result)
        return
    yield (
        f"Realisasi IKM tahun {number} adalah {decimal(result.ikm)} dengan mutu pelayanan {result.mutu} "
        f"({result.kinerja}), dihitung dari jawaban {whole(result.respondents)} responden."
    )
    if found.typed_ikm is not None and found.typed_ikm != result.ikm:
        yield (
            f"Isian indikator menyebut IKM {decimal(found.typed_ikm)}; laporan ini memakai hasil survei, "
            f"{decimal(result.ikm)}."
        )
    if own.target is None or own.reached is None:
        yield f"Target IKM tahun {number} belum ditetapkan."
        return
    yield f"{_against('IKM', own, decimal(own.value), decimal(own.target))} menurut Tabel 3.1."


def _against(name: str, one: Achievement, value: str, target: str) -> str:
    """Value, target, capaian and category, and whether the target was met."""
    reached = one.reached
    if reached is None:
        raise ValueError(f"no achievement of {name}")
    met = "tercapai" if reached.percent >= 100 else "tidak tercapai"
    return (
        f"Target {name} sebesar {target} {met}: dengan realisasi {value}, capaiannya "
        f"{percent(reached.percent)}, kategori {reached.category}"
    )


def about_years(summary: Summary, trend: Sequence[Point]) -> Iterator[str]:
    """The change since each earlier year, as far as sampling error allows to call it one."""
    ikm, interval = summary.result.ikm, summary.interval
    if ikm is None:
        return
    for point in trend[-3:]:
        if point.value is None or point.label == f"{summary.period.end.year}":
            continue
        if summary.previous and point.label == f"{summary.previous_period.end.year}":
            yield sentences.about_change(summary)
            continue
        moved = ikm - point.value
        word = f"naik {decimal(moved)}" if moved > 0 else f"turun {decimal(-moved)}" if moved else "tetap"
        source = f"; {point.source}" if point.source else ""
        start = f"Dibanding tahun {point.label} ({decimal(point.value)}{source}), IKM {word}."
        if interval is None or interval.estimator == ALIKE:
            yield f"{start} Ketidakpastian nilai tahun ini tidak diketahui, jadi belum tentu nyata."
        elif interval.low <= point.value <= interval.high:
            yield (
                f"{start} Nilai itu masih di dalam rentang kepercayaan 95% tahun {summary.period.end.year} "
                f"({decimal(interval.low)}–{decimal(interval.high)}): belum dapat disebut perubahan."
            )
        elif point.low is None or point.high is None:
            yield f"{start} Ketidakpastian nilai tahun {point.label} tidak diketahui, jadi belum tentu nyata."
        elif point.high < interval.low or interval.high < point.low:
            yield f"{start} Rentang kepercayaan 95% keduanya terpisah: perubahan ini nyata."
        else:
            yield f"{start} Rentang kepercayaan 95% keduanya bertumpang tindih: belum tentu nyata."


def about_extremes(result: Result) -> str | None:
    """The unsur to improve first."""
    if result.ikm is None or not result.lowest:
        return None
    return f"Unsur dengan nilai terendah: {listed([named(result, key) for key in result.lowest])}."


def about_achievements(found: Performance) -> list[str]:
    """How capaian is computed, what each indicator reached, and where documents state another figure."""
    lines = [
        "Capaian = realisasi ÷ target × 100, dihitung persis dan dibulatkan sekali pada dua desimal; "
        "kategorinya menurut Tabel 3.1."
    ]
    if any(row.indicator.is_lower_better for row in found.rows):
        lines.append(
            "Untuk indikator yang semakin rendah semakin baik: (2 × target − realisasi) ÷ target × 100."
        )
    for row in found.rows:
        one = row.achievement
        if not row.indicator.is_ikm and one.reached:
            value, target = _measured(row, one.value), _measured(row, one.target)
            lines.append(f"{_against(row.indicator.name, one, value, target)}.")
    return [*lines, *_stated([("", row.achievement) for row in found.rows])]


def _measured(row: IndicatorRow, value: Decimal | None) -> str:
    """A figure with its measure: "66,6", "11 RT", "100%"."""
    measure = row.indicator.measure
    space = "" if measure == "%" else " "
    is_said = measure and measure.lower() not in ("nilai", "indeks", "angka", "persen")
    return written(value, row) + (f"{space}{measure}" if is_said else "")


def _stated(found: Sequence[tuple[str, Achievement]]) -> list[str]:
    """Where another document states another capaian, and by which arithmetic."""
    lines = []
    for office, one in found:
        how = explain_stated(one)
        if how and one.stated is not None and one.reached:
            who = f"{office}, {one.name}" if office else one.name
            source = one.source or "Dokumen asal"
            lines.append(
                f"{who}: {source} menyebut {percent(one.stated)}; yang benar {percent(one.reached.percent)} "
                f"({how})."
            )
    return lines


def about_sources(found: Performance) -> list[str]:
    """Where the figures of earlier years come from."""
    sources = [
        f"{year}: {one.source}"
        for row in found.rows
        if row.indicator.is_ikm
        for year, one in row.years.items()
        if one.source
    ]
    earlier = [
        (f"Tahun {year}", one) for row in found.rows for year, one in row.years.items() if year != found.year
    ]
    return ([f"Sumber IKM: {'; '.join(sources)}."] if sources else []) + _stated(earlier)


def about_offices(found: Performance) -> list[str]:
    """Where other offices' figures come from, and where those documents state another capaian."""
    sources: dict[str, set[str]] = {}
    for row in found.rows:
        for office, one in row.offices.items():
            if one.source:
                sources.setdefault(one.source, set()).add(office)
    said = "; ".join(f"{', '.join(sorted(names))}: {source}" for source, names in sources.items())
    compared = [(office, one) for row in found.rows for office, one in row.offices.items() if one.source]
    return ([f"Sumber: {said}."] if said else []) + _stated(compared)


def about_final_target(summary: Summary, goal: Goal | None) -> list[str]:
    """Which mutu the medium-term target of the IKM needs."""
    if goal is None:
        return []
    target = Decimal(goal.target_ikm)
    bands = summary.result.instrument.bands
    letter = next(band.mutu for band in bands if target <= band.high)
    return [f"Target {decimal(target)} memerlukan mutu pelayanan {letter}."]


def about_efficiency(found: Performance) -> Iterator[str]:
    """What efficiency means, with each indicator's subtraction."""
    yield (
        "Tingkat efisiensi adalah persentase capaian dikurangi persentase realisasi anggaran. Nilai positif "
        "berarti capaian lebih besar daripada bagian anggaran yang dipakai."
    )
    for row in found.rows:
        reached, spent, efficiency = row.achievement.reached, row.spending.percent, row.efficiency
        if reached is None or spent is None or efficiency is None:
            continue
        yield (
            f"{row.indicator.name}: {decimal(reached.percent)} − {decimal(spent)} = {decimal(efficiency)}, "
            f"{'efisien' if efficiency > 0 else 'seimbang' if efficiency == 0 else 'tidak efisien'}."
        )
