"""What a column that is no unsur is by its title: who answered, when, for which service, at which office."""

import re

# What a column is when it is nothing of ours.
IGNORED = "ignored"
# The rank of a title that only has the word somewhere in it.
ANYWHERE = 4

# The first that matches the start of a normalised title decides. A title of a lower rank wins over one of a
# higher rank: a file may have the time of submission beside the day of the visit.
_PATTERNS: tuple[tuple[str, int, str], ...] = (
    ("number", 0, r"(no|nomor|nmr|num|urut|resp|responden)( (urut|urutan|resp|responden))?$"),
    ("id", 0, r"(id )?(response|respon|responden|submission|instance|record|jawaban) ?(id|uuid)$"),
    ("id", 0, r"(id|uuid|token|instanceid|kode responden|id (respon|responden|jawaban))$"),
    ("id", 1, r"meta instance ?id$"),
    ("moment", 0, r"(timestamp|cap waktu|stempel waktu|completion time|submit(ted|date)|date submitted)\b"),
    ("moment", 0, r"(submission time|answered at|waktu (pengisian|survei|isi|selesai|kirim|submit))\b"),
    ("moment", 0, r"(tanggal|tgl) (pengisian|survei|isi|mengisi|kirim|submit|input|entri)\b"),
    ("moment", 1, r"(tanggal|tgl|hari tanggal|date|datestamp|today|end)( |$)(?!lahir|menerima)"),
    ("moment", 2, r"(start|start time|startdate|waktu mulai|tanggal menerima)\b"),
    ("moment", 3, r"(bulan|periode)( (survei|pelayanan))?$"),
    ("sex", 0, r"(jenis kelamin|kelamin|jk|gender|sex|l p)\b"),
    ("age_band", 0, r"(usia|umur|(kelompok|rentang) (usia|umur)|age)\b"),
    ("education", 0, r"(tingkat )?(pendidikan|education|pend$)\b"),
    ("occupation", 0, r"(jenis )?(pekerjaan|profesi|occupation|pek$)\b"),
    ("disability", 0, r"(apakah .*)?(jenis |penyandang )?disabilitas$"),
    ("office", 0, r"(nama )?(unit|upp|opd|skpd|satker|uptd?|perangkat daerah|satuan kerja|puskesmas|kantor)"
                  r"( (kerja|layanan|pelayanan|penyelenggara|pelayanan publik))*$"),
    ("office", 1, r"(nama )?(instansi|dinas|lokasi|lokus|tempat)( (survei|layanan|pelayanan))$"),
    ("office", 2, r"(nama )?(instansi|dinas|lokasi|lokus|kecamatan|kelurahan|desa|desa kelurahan"
                  r"|kelurahan desa|kantor cabang|cabang|bidang|bagian|gerai|loket|counter|konter|upt|mpp)"
                  r"( (tujuan|layanan|pelayanan|yang dinilai|yang dikunjungi))*$"),
    ("service", 0, r"(jenis |nama )?(pe)?layanan( (yang|publik|diterima|apa).*)?$|service$|keperluan\b"),
    ("comment", 0, r"(kritik|saran|masukan|komentar|comment|keluhan|pesan)\b"),
    ("sex", ANYWHERE, r".*\bjenis kelamin\b"),
    ("age_band", ANYWHERE, r".*\b(usia|umur)\b"),
    ("education", ANYWHERE, r".*\bpendidikan\b"),
    ("occupation", ANYWHERE, r".*\bpekerjaan\b"),
    ("service", ANYWHERE, r".*\b(jenis (pe)?layanan|(pe)?layanan (apa|yang) )"),
)  # fmt: skip
_COMPILED = tuple((role, rank, re.compile(pattern)) for role, rank, pattern in _PATTERNS)
# Of no use here, though the start of the title looks like it.
_NEVER = re.compile(
    r"(tanggal|tgl|date|tempat tanggal) (lahir|of birth)|nama (lengkap|responden|anda)\b|no (telepon|hp|wa)"
)
_LONGEST = 120
# What a column can be besides an unsur.
ROLES = (*dict.fromkeys(role for role, _, _ in _PATTERNS), IGNORED)


def role_of(title: str) -> tuple[str, int]:
    """What a column with this normalised title is, and the rank of that (lower is better)."""
    if title and len(title) <= _LONGEST and not _NEVER.match(title):
        for role, rank, pattern in _COMPILED:
            if pattern.match(title):
                return role, rank
    return IGNORED, 0
