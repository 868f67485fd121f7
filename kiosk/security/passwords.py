"""Which passwords are accepted: long ones that an attacker who knows the office would not try first.

zxcvbn estimates how many guesses a password withstands, from lists of tens of thousands of leaked passwords
and English words; `WORDS` adds words that Indonesian offices tend to use.
"""

import re
from collections.abc import Iterable

LEAST = 12
MOST = 128
# zxcvbn's "safely unguessable": over a hundred million tries, at five in five minutes from outside.
_SCORE = 3
_READ = 72  # zxcvbn accepts no more letters; further ones cannot make a password weaker

# At least so many letters must remain once `WORDS` and the names are removed.
_REMAINING = 4

WORDS = tuple(
    """
    admin administrator agustus assalamualaikum bismillah bupati camat cinta desa dinas gubernur ibu
    ikm indeks indonesia islam jakarta januari jaya kantor kartu kasi katasandi kecamatan kelurahan
    keluarga kepala kepuasan kota ktp lurah makassar maju masuk masyarakat melayani merdeka negara
    operator pagi pancasila pelayanan pemerintah pemkab pemkot petugas pimpinan prima publik rahasia
    republik sandi sayang sejahtera selamat semangat sistem skm sukses survei surga terima kasih
    wali walikota warga
    """.split()
)


def find_weakness(password: str, about: Iterable[str]) -> str | None:
    """Why this password is refused, in Indonesian; None when it is accepted.

    `about` holds the names an attacker would try first: of the person, the account and the office.
    """
    if len(re.sub(" +", " ", password)) < LEAST:
        return f"Kata sandi paling sedikit {LEAST} karakter."
    if len(password) > MOST:
        return f"Kata sandi paling banyak {MOST} karakter."
    # Imported here, as its lists take 14 MB and passwords are rarely set.
    from zxcvbn import zxcvbn

    words = {*WORDS, *(word for text in about for word in re.split(r"[\W_]+", text.lower()) if word)}
    rest = password.lower()
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    is_made_of_them = len(re.sub(r"[\W\d_]", "", rest)) < _REMAINING and rest != password.lower()
    if is_made_of_them or zxcvbn(password[:_READ], user_inputs=list(words))["score"] < _SCORE:
        return "Kata sandi ini mudah ditebak. Pakai beberapa kata acak yang tidak berhubungan dengan kantor."
    return None
