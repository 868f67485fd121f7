"""The Indonesian sentences for the codes of the scoring library; no other module has them."""

from flask import Flask

from kiosk.questionnaire.catalogue import unsur_name
from scoring import MEAN
from scoring import MEAN_CORRECTED
from scoring import NO_ANSWERS
from scoring import NO_RESPONDENTS
from scoring import NO_UNSUR
from scoring import UNKNOWN
from scoring import WELCH
from scoring import Result
from scoring import exact

REASONS = {
    NO_UNSUR: "Kuesioner ini tidak menghitung IKM.",
    NO_RESPONDENTS: "IKM tidak dapat dihitung karena belum ada responden.",
    NO_ANSWERS: "IKM tidak dapat dihitung karena belum ada jawaban untuk unsur {unsur}.",
}

# How the uncertainty of a figure was estimated.
ESTIMATORS = {
    MEAN: "rata-rata skor responden, selang t 95% (Cochran 1977)",
    MEAN_CORRECTED: "rata-rata skor responden, selang t 95% dengan koreksi populasi terbatas (Cochran 1977)",
    WELCH: "selisih dua rata-rata, selang t Welch-Satterthwaite 95% (Welch 1947)",
    UNKNOWN: "ketidakpastian tidak dapat dihitung: sebaran antarresponden tidak tersedia",
}


def unscored(result: Result) -> str:
    """Why a result has no IKM, as a sentence; empty when it has one."""
    if result.reason is None:
        return ""
    names = "; ".join(unsur_name(result.instrument, key) for key in result.reason.unsur)
    return REASONS[result.reason.code].format(unsur=names)


def sum_as_data(result: Result, key: str) -> int | str:
    """An unsur's sum for files and scripts: a number of answers, or the exact text of a sum of means."""
    total = result.unsur[key].sum
    return exact(total) if result.tallies.means else int(total)


def init_app(app: Flask) -> None:
    """Give every template the filter `unscored` and the function `unsur_name`."""
    app.add_template_filter(unscored)
    app.add_template_global(unsur_name)
