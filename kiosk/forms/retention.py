"""The form for how long personal data is kept."""

from wtforms.validators import NumberRange
from wtforms.validators import Optional

from kiosk.forms.base import Form
from kiosk.forms.fields import Whole
from kiosk.store.answers.retention import MAX_MONTHS
from kiosk.store.answers.retention import MIN_MONTHS

_RANGE = NumberRange(MIN_MONTHS, MAX_MONTHS, message=f"Isi {MIN_MONTHS} sampai {MAX_MONTHS} bulan.")


class RetentionForm(Form):
    """Months per kind of data; empty: for ever."""

    profile_months = Whole(
        "Profil (jenis kelamin, usia, pendidikan, pekerjaan)",
        [Optional(), _RANGE],
        description="Dalam bulan. Kosong: disimpan terus.",
    )
    comment_months = Whole(
        "Saran dan masukan", [Optional(), _RANGE], description="Dalam bulan. Kosong: disimpan terus."
    )
