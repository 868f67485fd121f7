"""The evidence of a period in one ZIP: its reports, where the result was shown, what was done about it.

What the assessment of public services (PEKPPP) counts stands on the first paper: kinds of media (more than
four score full), the part of the plan that is finished, and in how many months.
"""

import hashlib
import io
import zipfile
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk.base.formatting import DASH
from kiosk.base.formatting import long_date
from kiosk.base.formatting import percent
from kiosk.base.formatting import whole
from kiosk.base.period import Period
from kiosk.figures.summary import Summary
from kiosk.papers import csv_safe
from kiosk.papers import letter
from kiosk.papers import sentences
from kiosk.papers.blocks import Block
from kiosk.papers.blocks import Heading
from kiosk.papers.blocks import Paragraph
from kiosk.papers.blocks import Table
from kiosk.papers.blocks import as_data
from kiosk.papers.laporan import signature_of
from kiosk.papers.pdf.render import Paper
from kiosk.papers.tables import ANNOUNCEMENT_HEAD
from kiosk.papers.tables import announcement_lines
from kiosk.questionnaire.catalogue import unsur_name
from kiosk.store.results.attachments import Attachment
from kiosk.store.results.plans import Plan
from kiosk.store.results.plans import progress
from kiosk.store.results.publication_log import MEDIA
from kiosk.store.results.publication_log import Announcement

_FULL_SCORE_MEDIA = 4  # more kinds than these


@dataclass(frozen=True)
class Evidence:
    """The logs of a period and the files that prove them, by attachment id.

    `files` holds what is there; an attachment whose file is missing is listed as missing.
    """

    announcements: Sequence[Announcement]
    plans: Sequence[Plan]
    files: Mapping[str, bytes]


def bundle(
    summary: Summary, evidence: Evidence, reports: Mapping[str, bytes], url: str | None = None
) -> bytes:
    """The ZIP; `reports` are further files by name. Every file is listed with its SHA-256."""
    files = {
        "00-ringkasan-bukti.pdf": paper(summary, evidence, url).pdf(),
        **reports,
        "log-publikasi.csv": csv_safe.write_csv(_announcement_rows(evidence)),
        "log-tindak-lanjut.csv": csv_safe.write_csv(_plan_rows(summary, evidence)),
    }
    for attachment in _attachments(evidence):
        if attachment.attachment_id in evidence.files:
            files[_path(attachment)] = evidence.files[attachment.attachment_id]
    listing = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**files, "SHA256SUMS": listing.encode()}.items():
            archive.writestr(_entry(name, summary.printed_at), data)
    return out.getvalue()


def _entry(name: str, made_at: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, made_at.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _attachments(evidence: Evidence) -> Iterator[Attachment]:
    for announcement in evidence.announcements:
        yield from announcement.evidence
    for plan in evidence.plans:
        yield from plan.evidence


def _path(attachment: Attachment) -> str:
    """A name nobody chose, ending as its checked type: what a file was called could climb out of a folder."""
    ending = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}[attachment.media_type]
    return f"bukti/{attachment.attachment_id}.{ending}"


def _proofs(evidence: Evidence, attachments: Sequence[Attachment]) -> str:
    return "; ".join(
        _path(one) if one.attachment_id in evidence.files else f"{one.name} (berkas tidak ditemukan)"
        for one in attachments
    )


def _announcement_rows(evidence: Evidence) -> Iterator[tuple[str, ...]]:
    yield ("hasil", "media", "tanggal", "tempat", "tautan", "bukti")
    for entry in evidence.announcements:
        yield (
            Period.parse(entry.period).title, MEDIA[entry.medium], entry.shown_day.isoformat(), entry.place,
            entry.link, _proofs(evidence, entry.evidence),
        )  # fmt: skip


def _plan_rows(summary: Summary, evidence: Evidence) -> Iterator[tuple[str, ...]]:
    yield (
        "hasil", "unsur", "kegiatan", "penanggung_jawab", "diputuskan", "batas", "selesai", "bulan",
        "hasil_kegiatan", "bukti",
    )  # fmt: skip
    for plan in evidence.plans:
        yield (
            Period.parse(plan.period).title,
            unsur_name(summary.result.instrument, plan.unsur),
            plan.action,
            plan.responsible,
            plan.planned_day.isoformat(),
            plan.due_day.isoformat(),
            plan.done_day.isoformat() if plan.done_day else "",
            str(plan.months_taken or ""),
            plan.outcome,
            _proofs(evidence, plan.evidence),
        )


def paper(summary: Summary, evidence: Evidence, url: str | None = None) -> Paper:
    """The first paper of the bundle: what the rest proves."""
    unit, period = summary.unit, summary.period
    data = {
        "title": f"Ringkasan Bukti SKM {unit.name}, {period.title}",
        "heading": "RINGKASAN BUKTI SURVEI KEPUASAN MASYARAKAT",
        "period": f"Periode {period.title}",
        "unit": letter.letterhead(unit, summary.logo),
        "footer": letter.footer(unit, f"Bukti SKM {period.title}", summary.printed_at, summary.journal),
        "cover": None,
        "blocks": as_data(list(_blocks(summary, evidence, url))),
    }
    return Paper("report", data, summary.printed_at)


def _blocks(summary: Summary, evidence: Evidence, url: str | None) -> Iterator[Block]:
    yield Heading("A. Hasil", 1)
    yield Paragraph(sentences.about_index(summary))
    publication = summary.publication
    yield Paragraph(
        f"Hasil diterbitkan dengan Nomor {publication.number}; sidik SHA-256 {publication.digest}."
        if publication
        else "Hasil periode ini belum diterbitkan."
    )
    kinds = len({entry.medium for entry in evidence.announcements})
    yield Heading("B. Publikasi", 1)
    yield Paragraph(
        f"Hasil ditayangkan pada {whole(kinds)} jenis media"
        + (" (lebih dari empat)." if kinds > _FULL_SCORE_MEDIA else ".")
    )
    if evidence.announcements:
        yield Table(
            caption="Log publikasi",
            head=(*ANNOUNCEMENT_HEAD, "Bukti"),
            rows=tuple(
                (*line, _proofs(evidence, entry.evidence) or DASH)
                for line, entry in zip(
                    announcement_lines(evidence.announcements), evidence.announcements, strict=True
                )
            ),
            align="clllll",
            widths=(6, 18, 18, 18, 30, 24),
        )
    state = progress(evidence.plans)
    yield Heading("C. Tindak lanjut", 1)
    if state.percent is None:
        yield Paragraph("Belum ada rencana tindak lanjut yang dicatat atas hasil periode ini.")
    else:
        took = f", paling lama dalam {whole(state.months)} bulan" if state.months else ""
        yield Paragraph(
            f"{whole(state.done)} dari {whole(state.total)} rencana selesai ({percent(state.percent)}){took}."
        )
        yield Table(
            caption="Log tindak lanjut",
            head=("No.", "Unsur", "Program/Kegiatan", "Diputuskan", "Batas", "Selesai", "Bulan", "Bukti"),
            rows=tuple(
                (
                    str(number),
                    unsur_name(summary.result.instrument, plan.unsur),
                    plan.action,
                    long_date(plan.planned_day),
                    long_date(plan.due_day),
                    long_date(plan.done_day) if plan.done_day else "Belum",
                    whole(plan.months_taken) if plan.months_taken else DASH,
                    _proofs(evidence, plan.evidence) or DASH,
                )
                for number, plan in enumerate(evidence.plans, start=1)
            ),
            align="clllllrl",
            widths=(6, 20, 26, 16, 16, 16, 9, 22),
        )
    yield signature_of(summary, url)
