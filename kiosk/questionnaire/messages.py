"""The Indonesian sentences for the codes of the scoring library; no other module has them."""

import re

from flask import Flask

from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.questionnaire.catalogue import unsur_name
from scoring import ALIKE
from scoring import CENSUS
from scoring import COMPLETE
from scoring import DIFFERENCE
from scoring import MEAN
from scoring import MIN_COMPLETE
from scoring import NO_ANSWERS
from scoring import NO_RESPONDENTS
from scoring import NO_UNSUR
from scoring import RATIO
from scoring import TOO_FEW
from scoring import UNKNOWN
from scoring import Result
from scoring import ScoringError
from scoring import exact

REASONS = {
    NO_UNSUR: "Kuesioner ini tidak menghitung IKM.",
    NO_RESPONDENTS: "IKM tidak dapat dihitung karena belum ada responden.",
    NO_ANSWERS: "IKM tidak dapat dihitung karena belum ada jawaban untuk unsur {unsur}.",
}

# The estimator of publications by earlier versions, which do not name it.
EARLIER = "earlier"

# How the uncertainty of a figure was estimated.
ESTIMATORS = {
    MEAN: "selang t 95% pada skala logit dari skor tiap responden (Cochran 1977)",
    RATIO: "selang t 95% pada skala logit, penaksir rasio karena ada jawaban kosong (Cochran 1977)",
    COMPLETE: "selang t 95% pada skala logit dari skor responden yang menjawab lengkap (Cochran 1977)",
    ALIKE: "batas eksak 95% karena semua jawaban sama (Clopper dan Pearson 1934)",
    CENSUS: "tidak perlu, semua penerima layanan menjawab",
    EARLIER: "selang t 95% dari skor responden yang menjawab lengkap (Cochran 1977)",
    DIFFERENCE: "gabungan kedua selang (Zou dan Donner 2008)",
}

# Why nothing can be said about the uncertainty of a figure, to follow "karena".
OBSTACLES = {
    UNKNOWN: "sebaran antarresponden tidak diketahui",
    TOO_FEW: f"jawaban lengkapnya kurang dari {MIN_COMPLETE}",
    ALIKE: "semua jawaban lengkapnya sama",
}


_PLACE = re.compile(r"at line (\d+), column (\d+)")

# Faults of rules and files, and why questionnaires are not added up; other faults are never shown to people.
FAULTS = {
    "not_toml": "{where}: bukan TOML yang benar, {detail}.",
    "missing": "{where}: {name} belum diisi.",
    "not_text": "{where}: {name}: harus berupa teks dalam tanda petik.",
    "not_texts": "{where}: {name}: harus berupa daftar teks.",
    "not_whole": "{where}: {name}: harus bilangan bulat.",
    "not_table": "{where}: {name}: harus berupa tabel.",
    "not_tables": "{where}: {name}: harus berupa daftar tabel.",
    "not_number": '{where}: {name}: “{value}” bukan angka seperti "1/9" atau "0.15".',
    "not_cents": "{where}: {name}: batas paling banyak dua desimal.",
    "unknown_names": "{where}: tidak dikenal: {names}.",
    "unknown_instrument": "Kuesioner “{id}” tidak ada; yang ada: {known}.",
    "changed_rules": "{where}: aturan yang sudah dikenal tidak boleh berubah; pakai id lain.",
    "other_id": "{where}: id di dalam berkas adalah “{id}”.",
    "unknown_order": "{where}: tidak ada urutan “{order}”; yang ada: {known}.",
    "unknown_unsur": "{where}: tidak ada unsur “{key}”.",
    "nothing_asked": "{where}: tidak ada unsur maupun indeks.",
    "scale": "{where}: skala {scale} tidak dapat dipakai; dengan unsur, skalanya 4.",
    "same_key": "{where}: kunci {key} dipakai dua kali.",
    "sole_item": "{where}: {key}: butir tunggal harus bernama sama, bukan {item}.",
    "item_key": "{where}: {key}: satu dari beberapa butir perlu nama sendiri.",
    "items_differ": "{where}: items harus menyebut setiap butir tepat sekali.",
    "order_differs": "{where}: urutan {order} harus menyebut setiap unsur tepat sekali.",
    "weight_not_positive": "{where}: bobot {key} harus lebih dari 0, bukan {weight}.",
    "weight_sum": "{where}: jumlah bobot {sum}, seharusnya {expected}.",
    "weights_above_one": "{where}: jumlah bobot {sum} membuat IKM lebih dari 100.",
    "weights_incomplete": "{where}: bobot harus diisi untuk setiap unsur, dan hanya untuk unsur: {keys}.",
    "band": "{where}: mutu {mutu} harus mulai dari {expected} dengan persepsi {number}; di sini {low} sampai "
    "{high}, persepsi {persepsi}.",
    "bands_end": "{where}: tabel mutu berakhir di {end}, seharusnya 100,00.",
    "same_mutu": "{where}: satu huruf mutu dipakai dua kali: {letters}.",
    "unknown_convention": "Konvensi bobot “{convention}” tidak ada; yang ada: {known}.",
    "convention_unsur": "Konvensi {convention} untuk sembilan unsur; {where} memiliki {number}.",
    "different_unsur": "{one} dan {other} tidak dijumlahkan: unsurnya berbeda.",
    "different_weights": "{one} dan {other} tidak dijumlahkan: bobotnya berbeda.",
    "different_bands": "{one} dan {other} tidak dijumlahkan: batas mutunya berbeda.",
    "no_unsur": "{one} dan {other} tidak dijumlahkan: salah satunya tidak menghitung IKM.",
}


def explain(error: ScoringError) -> str:
    """What is wrong, in Indonesian."""
    values = dict(error.values)
    if error.code == "not_toml":
        values["detail"] = _explain_toml(str(values["detail"]))
    return FAULTS[error.code].format(**values)


def _explain_toml(detail: str) -> str:
    """Where the TOML reader stopped, and why as far as that is plain from its English sentence."""
    place = _PLACE.search(detail)
    if not place and "end of document" not in detail:
        return "ada angka atau kurung yang terlalu panjang"
    where = f"baris {place[1]} kolom {place[2]}" if place else "akhir berkas"
    if "overwrite" in detail or "twice" in detail:
        return f"{where}: nama yang sama ditulis dua kali"
    return f"{where}: periksa tanda petik, tanda kurung, dan tanda ="


def unscored(result: Result) -> str:
    """Why a result has no IKM, as a sentence; empty when it has one."""
    if result.reason is None:
        return ""
    if result.reason.between:
        one, other = (load_questionnaire(id).rules.title for id in result.reason.between)
        why = FAULTS[result.reason.code].format(one=one, other=other)
        return f"IKM tidak dihitung sebagai satu angka. {why}"
    names = "; ".join(unsur_name(result.instrument, key) for key in result.reason.unsur)
    return REASONS[result.reason.code].format(unsur=names)


def sum_as_data(result: Result, key: str) -> int | str:
    """An unsur's sum for files and scripts: a number of answers, or the exact text of a sum of means."""
    total = result.unsur[key].sum
    return exact(total) if result.tallies.means else int(total)


def init_app(app: Flask) -> None:
    """Give every template the filters `unscored` and `questionnaire_title`, and the function `unsur_name`."""
    app.add_template_filter(unscored)
    app.add_template_filter(lambda id: load_questionnaire(id).rules.title, "questionnaire_title")
    app.add_template_global(unsur_name)
