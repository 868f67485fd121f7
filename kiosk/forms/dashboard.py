"""The form for the IKM of earlier years."""

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.validators import NumberRange
from wtforms.validators import Optional
from wtforms.validators import ValidationError

from kiosk.forms.base import Form
from kiosk.forms.fields import CommaDecimal
from kiosk.forms.fields import Whole
from kiosk.forms.fields import line
from kiosk.forms.fields import required


class YearlyForm(Form):
    """The IKM of a year before the office used this program."""

    year = Whole("Tahun", [InputRequired("Isi tahun."), NumberRange(2000, 2999, "Tahun 2000–2999.")])
    ikm = CommaDecimal(
        "IKM", [InputRequired("Isi nilai IKM."), NumberRange(25, 100, "IKM antara 25,00 dan 100,00.")]
    )
    mutu = SelectField(
        "Mutu menurut sumber", choices=[SelectChoice(value=letter, label=letter) for letter in "ABCD"]
    )
    respondents = Whole(
        "Responden (boleh kosong)", [Optional(), NumberRange(1, 100_000_000, "Isi jumlah responden.")]
    )
    source = line(
        "Sumber", required("dokumen sumbernya"), limit=300, description="Contoh: LKj 2023, Tabel 3.3"
    )

    def __init__(self, this_year: int, **options: object) -> None:
        super().__init__(**options)
        self._this_year = this_year

    def validate_year(self, field: Whole) -> None:
        """Refuse a year that has not begun."""
        if field.data and field.data > self._this_year:
            raise ValidationError("Tahun itu belum berjalan.")
