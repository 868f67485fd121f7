"""The poster of a published index: for walls (A4, F4, A3), screens (16:9) and pictures to send (square)."""

from collections.abc import Sequence
from decimal import Decimal
from textwrap import shorten

from kiosk.base.formatting import decimal
from kiosk.base.formatting import whole
from kiosk.figures.disclosure import MIN_RESPONDENTS
from kiosk.figures.small_groups import are_too_few
from kiosk.figures.small_groups import merge_small_groups
from kiosk.figures.summary import NOT_ANSWERED
from kiosk.figures.summary import Count
from kiosk.figures.summary import Summary
from kiosk.papers import letter
from kiosk.papers import tables
from kiosk.papers.blocks import as_data
from kiosk.papers.blocks import table
from kiosk.papers.columns import Part
from kiosk.papers.pdf import render
from kiosk.papers.pdf.render import Paper
from kiosk.papers.sentences import weights_used

# The formats; for those shown on screens, the width of the picture in pixels and of the paper in millimetres.
SIZES = {
    "a4": ("A4", "Poster untuk loket dan papan pengumuman."),
    "f4": ("F4", "Poster A4 untuk kertas F4 atau Folio."),
    "a3": ("A3", "Poster besar untuk ruang tunggu."),
    "layar": ("layar 16:9", "Untuk monitor dan televisi di ruang tunggu."),
    "persegi": ("persegi", "Gambar untuk media sosial dan grup percakapan."),
}
PIXELS = {"layar": (1920, 320), "persegi": (1080, 200)}
_MM_PER_INCH = 25.4
_COUNTS = (tables.GROUP, tables.RESPONDENTS)

_SERVICES_SHOWN = 5
_LETTERS_SHOWN = 110
# In place of the result of so few that it would show single persons' answers; it is not published either.
WITHHELD = f"Hasil ditampilkan mulai {MIN_RESPONDENTS} responden, agar jawaban perorangan tidak terbaca."
THANKS = (
    "TERIMA KASIH ATAS PENILAIAN YANG TELAH ANDA BERIKAN",
    "MASUKAN ANDA SANGAT BERMANFAAT UNTUK KEMAJUAN UNIT KAMI AGAR TERUS MEMPERBAIKI DAN MENINGKATKAN "
    "KUALITAS PELAYANAN BAGI MASYARAKAT",
)


def paper(summary: Summary, size: str, url: str | None = None) -> Paper:
    """The poster in one of `SIZES`, with a QR code of `url`: where its publication can be checked."""
    return Paper("poster", _data(summary, size, url), summary.printed_at)


def draw(summary: Summary, size: str, url: str | None = None) -> bytes:
    """The poster as PNG: 1920 × 1080 for `layar`, 1080 × 1080 for `persegi`. Raises KeyError for others."""
    pixels, millimetres = PIXELS[size]
    return render.render_png("poster", _data(summary, size, url), pixels * _MM_PER_INCH / millimetres)


def _data(summary: Summary, size: str, url: str | None) -> Part:
    unit, result, period = summary.unit, summary.result, summary.period
    is_withheld = are_too_few(result.respondents)
    bands = "; ".join(
        f"{band.mutu} {decimal(band.low)}–{decimal(band.high)}" for band in reversed(result.instrument.bands)
    )
    return {
        "format": size,
        **letter.colour(unit),
        "title": f"Indeks Kepuasan Masyarakat {unit.name}, {period.title}",
        "heading": "INDEKS KEPUASAN MASYARAKAT (IKM)",
        "logo": letter.mark(summary.logo),
        "agency": unit.agency.upper(),
        "unit": unit.name.upper(),
        "period": period.title.upper(),
        "days": period.span_title,
        "ikm": None if result.ikm is None or is_withheld else decimal(result.ikm),
        "unscored": "Belum ditampilkan" if is_withheld else "Belum dapat dihitung",
        "mutu": result.mutu or "",
        "kinerja": result.kinerja or "",
        "scale": [WITHHELD] if is_withheld else [f"{bands}.", f"{weights_used(result).capitalize()}."],
        "services": _services([] if is_withheld else summary.services),
        "respondents": _counts("RESPONDEN", [Count("JUMLAH", result.respondents, Decimal(100))]),
        "sex": _counts("JENIS KELAMIN", _merged(summary, "sex")),
        "education": _counts("PENDIDIKAN", _merged(summary, "education")),
        "thanks": list(THANKS),
        "signatory": letter.signatory(unit, summary.printed_at),
        "check": letter.check(summary, url),
        "journal": f"Jurnal {summary.journal.stamp}" if summary.journal else "",
    }


def _merged(summary: Summary, field: str) -> list[Count]:
    return merge_small_groups(summary.profile[field], summary.merged.get(field, ()))


def _counts(title: str, groups: Sequence[Count]) -> object:
    return as_data(table(title, _COUNTS, groups))


def _services(services: Sequence[Count]) -> str:
    """Their names; if they are too many for the poster, their number and the first of them."""
    named = [row.label for row in services if row.label != NOT_ANSWERED]
    names = [shorten(label, _LETTERS_SHOWN, placeholder="…") for label in named]
    first = names[:_SERVICES_SHOWN]
    while len(first) > 1 and len(", ".join(first)) > _LETTERS_SHOWN:
        first.pop()
    text = ", ".join(first) or "–"
    return text if len(first) == len(names) else f"{whole(len(names))} jenis layanan, antara lain {text}"
