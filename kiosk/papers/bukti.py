"""The evidence of a period in one ZIP: its reports, where the result was shown, and the follow-up.

The first paper has what the assessment of public services (PEKPPP) counts: kinds of media (more than four
score full), the part of the plan that is finished, and in how many months.
"""

import hashlib
import io
import zipfile
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime

from kiosk.base.formatting import DASH
from kiosk.base.formatting import percent
from kiosk.base.formatting import whole
from kiosk.figures.summary import Summary
from kiosk.papers import columns
from kiosk.papers import csv_safe
from kiosk.papers import letter
from kiosk.papers import plan_tables
from kiosk.papers import sentences
from kiosk.papers.blocks import Block
from kiosk.papers.blocks import Heading
from kiosk.papers.blocks import Paragraph
from kiosk.papers.blocks import table
from kiosk.papers.columns import Column
from kiosk.papers.documents import Document
from kiosk.papers.documents import Issuer
from kiosk.papers.documents import checked_signature
from kiosk.papers.documents import document
from kiosk.papers.plan_tables import PlanRow
from kiosk.papers.tables import ANNOUNCEMENTS
from kiosk.store.results.attachments import Attachment
from kiosk.store.results.plans import Plan
from kiosk.store.results.plans import progress
from kiosk.store.results.publication_log import Announcement

_FULL_SCORE_MEDIA = 4  # more kinds than these


@dataclass(frozen=True)
class Evidence:
    """The logs of a period and the files that prove them, by attachment id.

    `files` holds the files that exist; an attachment without one is listed as missing.
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
        "log-publikasi.csv": csv_safe.write_csv(
            columns.data_rows(_announcement_columns(evidence), evidence.announcements)
        ),
        "log-tindak-lanjut.csv": csv_safe.write_csv(
            columns.data_rows(_plan_columns(evidence), plan_tables.plan_rows(summary, evidence.plans))
        ),
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
    """A name made from the id and the checked type: the name of an upload could leave the folder (`../`)."""
    ending = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}[attachment.media_type]
    return f"bukti/{attachment.attachment_id}.{ending}"


def _proofs(evidence: Evidence, attachments: Sequence[Attachment]) -> str:
    return "; ".join(
        _path(one) if one.attachment_id in evidence.files else f"{one.name} (berkas tidak ditemukan)"
        for one in attachments
    )


def _announcement_columns(evidence: Evidence) -> Sequence[Column[Announcement]]:
    proof: Column[Announcement] = columns.text(
        "Bukti", lambda entry: _proofs(evidence, entry.evidence), DASH, key="bukti", width=24
    )
    return (*ANNOUNCEMENTS, proof)


def _plan_columns(evidence: Evidence) -> Sequence[Column[PlanRow]]:
    return (
        columns.index(),
        plan_tables.RESULT,
        plan_tables.UNSUR,
        plan_tables.ACTION,
        replace(plan_tables.RESPONSIBLE, only="data"),
        plan_tables.PLANNED,
        plan_tables.DUE,
        plan_tables.DONE,
        plan_tables.MONTHS,
        replace(plan_tables.OUTCOME, only="data"),
        columns.text(
            "Bukti",
            lambda row: _proofs(evidence, row.plan.evidence if row.plan else ()),
            DASH,
            key="bukti",
            width=22,
        ),
    )


def paper(summary: Summary, evidence: Evidence, url: str | None = None) -> Document:
    """The first paper of the bundle: a summary of the evidence in it."""
    unit, period = summary.unit, summary.period
    return document(
        Issuer.of(summary),
        _blocks(summary, evidence, url),
        name=f"Bukti SKM {period.title}",
        title=f"Ringkasan Bukti SKM {unit.name}, {period.title}",
        heading="RINGKASAN BUKTI SURVEI KEPUASAN MASYARAKAT",
        period=f"Periode {period.title}",
    )


def _blocks(summary: Summary, evidence: Evidence, url: str | None) -> Iterator[Block]:
    yield Heading("A. Hasil", 1)
    yield Paragraph(sentences.about_index(summary))
    publication = summary.publication
    yield Paragraph(
        f"Hasil diterbitkan dengan Nomor {publication.number}; sidik SHA-256 {publication.digest}."
        if publication
        else letter.about_unpublished(summary)
    )
    kinds = len({entry.medium for entry in evidence.announcements})
    yield Heading("B. Publikasi", 1)
    yield Paragraph(
        f"Hasil ditayangkan pada {whole(kinds)} jenis media"
        + (" (lebih dari empat)." if kinds > _FULL_SCORE_MEDIA else ".")
    )
    if evidence.announcements:
        yield table("Log publikasi", _announcement_columns(evidence), evidence.announcements)
    state = progress(evidence.plans)
    yield Heading("C. Tindak lanjut", 1)
    if state.percent is None:
        yield Paragraph("Belum ada rencana tindak lanjut yang dicatat atas hasil periode ini.")
    else:
        took = f", paling lama dalam {whole(state.months)} bulan" if state.months else ""
        yield Paragraph(
            f"{whole(state.done)} dari {whole(state.total)} rencana selesai ({percent(state.percent)}){took}."
        )
        rows = plan_tables.plan_rows(summary, evidence.plans)
        yield table("Log tindak lanjut", _plan_columns(evidence), rows)
    yield Paragraph("Demikian ringkasan bukti ini dibuat menurut catatan pada hari pencetakan.")
    yield checked_signature(summary, url)
