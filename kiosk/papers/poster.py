"""The poster of a published index: for walls (A4, A3), screens (16:9) and pictures to send (square)."""

from collections.abc import Iterable
from collections.abc import Sequence

from kiosk import qr
from kiosk.formatting import decimal
from kiosk.formatting import long_date
from kiosk.formatting import whole
from kiosk.papers import letter
from kiosk.papers import typst
from kiosk.papers.letter import Part
from kiosk.store.times import local
from kiosk.summary import Count
from kiosk.summary import Summary

# What can be made, and for the two that are shown on screens how many pixels wide on how many millimetres.
SIZES = {
    "a4": ("A4", "Poster untuk loket dan papan pengumuman."),
    "a3": ("A3", "Poster besar untuk ruang tunggu."),
    "layar": ("layar 16:9", "Untuk monitor dan televisi di ruang tunggu."),
    "persegi": ("persegi", "Gambar untuk media sosial dan grup percakapan."),
}
PIXELS = {"layar": (1920, 320), "persegi": (1080, 200)}
_MM_PER_INCH = 25.4

# Fewer respondents than these are not shown as a group of their own: one could tell who they were.
SMALLEST_GROUP = 5
_SERVICES_SHOWN = 5
THANKS = (
    "TERIMA KASIH ATAS PENILAIAN YANG TELAH ANDA BERIKAN",
    "MASUKAN ANDA SANGAT BERMANFAAT UNTUK KEMAJUAN UNIT KAMI AGAR TERUS MEMPERBAIKI DAN MENINGKATKAN "
    "KUALITAS PELAYANAN BAGI MASYARAKAT",
)


def render(summary: Summary, size: str, url: str | None = None) -> bytes:
    """The poster as PDF in one of `SIZES`, with a QR code of `url`: where its publication can be checked."""
    return typst.render("poster", _data(summary, size, url), summary.printed_at)


def draw(summary: Summary, size: str, url: str | None = None) -> bytes:
    """The poster as PNG: 1920 × 1080 for `layar`, 1080 × 1080 for `persegi`. Raises KeyError for others."""
    pixels, millimetres = PIXELS[size]
    return typst.draw("poster", _data(summary, size, url), pixels * _MM_PER_INCH / millimetres)


def _data(summary: Summary, size: str, url: str | None) -> Part:
    unit, result, period = summary.unit, summary.result, summary.period
    bands = "; ".join(
        f"{band.mutu} {decimal(band.low)}–{decimal(band.high)}" for band in reversed(result.instrument.bands)
    )
    return {
        "format": size,
        "title": f"Indeks Kepuasan Masyarakat {unit.name}, {period.title}",
        "heading": "INDEKS KEPUASAN MASYARAKAT (IKM)",
        "agency": unit.agency.upper(),
        "unit": unit.name.upper(),
        "period": period.title.upper(),
        "days": period.span_title,
        "ikm": decimal(result.ikm) if result.ikm is not None else None,
        "mutu": result.mutu or "",
        "kinerja": result.kinerja or "",
        "scale": bands,
        "services": _services(summary.services),
        "respondents": whole(result.respondents),
        "sex": _groups(summary.profile["sex"]),
        "education": _groups(summary.profile["education"]),
        "thanks": list(THANKS),
        "signatory": letter.signatory(unit, summary.printed_at),
        "code": _code(url),
        "checking": _checking(summary, url),
    }


def _services(services: Sequence[Count]) -> str:
    names = [row.label for row in services]
    if len(names) > _SERVICES_SHOWN:
        return f"{whole(len(names))} jenis layanan, antara lain {', '.join(names[:3])}"
    return ", ".join(names) or "–"


def _groups(counts: Iterable[Count]) -> list[Part]:
    """The groups with anybody in them. Small ones stand together, with as many others as hide them."""
    some = [row for row in counts if row.count]
    small = sorted((row for row in some if row.count < SMALLEST_GROUP), key=lambda row: row.count)
    rest = sorted((row for row in some if row.count >= SMALLEST_GROUP), key=lambda row: row.count)
    while small and sum(row.count for row in small) < SMALLEST_GROUP and rest:
        small.append(rest.pop(0))
    if sum(row.count for row in small) < SMALLEST_GROUP:
        small = []
    shown = [row for row in some if row in rest]
    rows: list[Part] = [{"label": row.label, "count": whole(row.count)} for row in shown]
    pooled = [row for row in some if row in small]
    if pooled:
        label = ", ".join(row.label for row in pooled)
        rows.append({"label": label, "count": whole(sum(row.count for row in pooled))})
    return rows


def _code(url: str | None) -> Part | None:
    if url is None:
        return None
    code = qr.encode(url)
    return {"size": code.size, "path": code.path, "alt": f"Kode QR ke {url}"}


def _checking(summary: Summary, url: str | None) -> list[str]:
    """How to check the poster, or that there is nothing to check it with."""
    publication = summary.publication
    if publication is None:
        return ["Hasil belum diterbitkan."]
    revision = f", Revisi {publication.revision}" if publication.revision else ""
    day = long_date(local(publication.published_at, summary.unit.timezone))
    lines = [f"Diterbitkan {day}, Nomor {publication.number}{revision}."]
    if url:
        lines.append("Pindai untuk memeriksa keasliannya.")
    return [*lines, f"Sidik: {publication.digest[:16]}"]
