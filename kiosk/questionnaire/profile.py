"""The respondent's profile: its four fields and their answers, as on the official sheet.

Codes are stored and exchanged; labels are shown. Age is a band, so that nobody's age is kept.
"""

from collections.abc import Mapping

Labels = Mapping[str, str]


def _same(*codes: str) -> dict[str, Labels]:
    return {code: {"id": code, "en": code} for code in codes}


FIELDS: Mapping[str, Mapping[str, Labels]] = {
    "sex": {
        "L": {"id": "Laki-laki", "en": "Male"},
        "P": {"id": "Perempuan", "en": "Female"},
    },
    "age_band": {
        "17-25": {"id": "17–25 tahun", "en": "17–25 years"},
        "26-35": {"id": "26–35 tahun", "en": "26–35 years"},
        "36-45": {"id": "36–45 tahun", "en": "36–45 years"},
        "46-55": {"id": "46–55 tahun", "en": "46–55 years"},
        "56-65": {"id": "56–65 tahun", "en": "56–65 years"},
        ">65": {"id": "Di atas 65 tahun", "en": "Over 65 years"},
    },
    "education": {
        "SD": {"id": "SD", "en": "Primary school (SD)"},
        "SMP": {"id": "SMP", "en": "Junior high (SMP)"},
        "SMA": {"id": "SMA/SMK", "en": "Senior high (SMA/SMK)"},
        "D1-D3": {"id": "D1–D3", "en": "Diploma (D1–D3)"},
        "S1": {"id": "D4/S1", "en": "Bachelor (D4/S1)"},
        "S2": {"id": "S2", "en": "Master (S2)"},
        "S3": {"id": "S3", "en": "Doctorate (S3)"},
    },
    "occupation": {
        **_same("PNS", "TNI", "POLRI"),
        "Swasta": {"id": "Pegawai swasta", "en": "Private employee"},
        "Wirausaha": {"id": "Wirausaha", "en": "Self-employed"},
        "Pelajar/Mahasiswa": {"id": "Pelajar/Mahasiswa", "en": "Student"},
        "Petani": {"id": "Petani", "en": "Farmer"},
        "Ibu rumah tangga": {"id": "Ibu rumah tangga", "en": "Homemaker"},
        "Lainnya": {"id": "Lainnya", "en": "Other"},
    },
}

# What each field is called on screens and papers.
TITLES: Mapping[str, Labels] = {
    "sex": {"id": "Jenis kelamin", "en": "Sex"},
    "age_band": {"id": "Kelompok usia", "en": "Age group"},
    "education": {"id": "Pendidikan terakhir", "en": "Highest education"},
    "occupation": {"id": "Pekerjaan utama", "en": "Main occupation"},
}
