"""What a period's figures mean, in Indonesian sentences. Nothing is claimed that the sample does not carry."""

from kiosk.formatting import change
from kiosk.formatting import decimal
from kiosk.formatting import whole
from kiosk.summary import Summary


def about_index(summary: Summary) -> str:
    """The IKM and from how many it comes; or why there is none."""
    result = summary.result
    if result.ikm is None:
        return result.reason or "IKM tidak dapat dihitung."
    return (
        f"IKM {summary.period.title} adalah {decimal(result.ikm)} dengan mutu pelayanan {result.mutu} "
        f"({result.kinerja}), dihitung dari jawaban {whole(result.respondents)} responden."
    )


def about_certainty(summary: Summary) -> str | None:
    """Where the IKM of everybody served lies, and whether its letter is safe; None without an IKM."""
    result, interval = summary.result, summary.interval
    if result.ikm is None:
        return None
    if interval is None:
        return f"Rentang kepercayaan IKM belum dapat dihitung: {_why_no_interval(summary)}."
    if interval.low == interval.high:
        return "Semua penerima layanan telah menjawab, sehingga nilai ini tidak mengandung ketidakpastian sampel."
    letter = (
        f"mutu {result.mutu} berlaku di seluruh rentang itu"
        if interval.mutu_safe
        else f"mutunya dapat {interval.mutu_low} atau {interval.mutu_high}, jadi huruf mutu belum pasti"
    )
    return (
        f"Dengan kepercayaan 95%, IKM seluruh penerima layanan berada antara {decimal(interval.low)} dan "
        f"{decimal(interval.high)}; {letter}."
    )


def about_change(summary: Summary) -> str:
    """How the IKM moved since the period before, and whether that is more than chance."""
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
    if moved.low is None or moved.high is None:
        return start + f"Ketidakpastiannya tidak diketahui, jadi belum dapat disebut {noun} yang nyata."
    span = f"95%: {change(moved.low)} s.d. {change(moved.high)}"
    if moved.distinguishable:
        return start + f"Selisih itu melebihi ketidakpastian sampel ({span}): {noun} ini nyata."
    return (
        start
        + f"Selisih itu masih dalam ketidakpastian sampel ({span}): belum dapat disebut {noun} yang nyata."
    )


def about_sample(summary: Summary) -> str | None:
    """Respondents against the sample the year needs; None while the population is not stated."""
    if summary.population is None or summary.sample_target is None:
        return None
    start = (
        f"Sasaran sampel tahun {summary.period.start.year} adalah {whole(summary.sample_target)} responden dari "
        f"{whole(summary.population)} penerima layanan (tabel Krejcie dan Morgan); "
    )
    if summary.sample_missing:
        return start + f"responden periode ini kurang {whole(summary.sample_missing)} dari sasaran itu."
    return start + "responden periode ini sudah memenuhinya."


def _why_no_interval(summary: Summary) -> str:
    spread = summary.result.tallies.spread
    if spread is None:
        return "sebaran antarresponden tidak tersedia"
    if spread.complete < 2:
        return "perlu sedikitnya dua responden dengan jawaban lengkap"
    return "semua jawaban lengkap bernilai sama"
