"""The full titles of the regulations that rules name in short, for a report's legal bases."""

_MINISTER = "Peraturan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi"
_TITLES = {
    "Keputusan Menteri PAN Nomor KEP/25/M.PAN/2/2004": (
        "Keputusan Menteri Pendayagunaan Aparatur Negara Nomor KEP/25/M.PAN/2/2004 tentang Pedoman Umum "
        "Penyusunan Indeks Kepuasan Masyarakat Unit Pelayanan Instansi Pemerintah"
    ),
    "Peraturan Menteri PANRB Nomor 16 Tahun 2014": (
        f"{_MINISTER} Nomor 16 Tahun 2014 tentang Pedoman Survei Kepuasan Masyarakat terhadap "
        "Penyelenggaraan Pelayanan Publik"
    ),
    "Peraturan Menteri PANRB Nomor 14 Tahun 2017": (
        f"{_MINISTER} Nomor 14 Tahun 2017 tentang Pedoman Penyusunan Survei Kepuasan Masyarakat Unit "
        "Penyelenggara Pelayanan Publik"
    ),
    "Peraturan Menteri PANRB Nomor 90 Tahun 2021": (
        f"{_MINISTER} Nomor 90 Tahun 2021 tentang Pembangunan dan Evaluasi Zona Integritas Menuju Wilayah "
        "Bebas dari Korupsi dan Wilayah Birokrasi Bersih dan Melayani di Instansi Pemerintah"
    ),
}


def full_title(regulation: str) -> str:
    """The regulation with its subject; one that is not known as it is."""
    return _TITLES.get(regulation, regulation)
