"""Forms around publishing: the log of media, and figures of earlier years."""

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms import StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.validators import NumberRange
from wtforms.validators import Optional
from wtforms.validators import ValidationError

from kiosk.base.period import Period
from kiosk.base.period import PeriodError
from kiosk.forms.fields import Day
from kiosk.forms.fields import Whole
from kiosk.forms.fields import line
from kiosk.forms.fields import required
from kiosk.forms.fields import web_address
from kiosk.forms.follow_up import EvidenceForm
from kiosk.forms.staff import CommaDecimalField
from kiosk.store.results.publication_log import MEDIA


class AnnouncementForm(EvidenceForm):
    """One entry of the publication log, with or without a photo."""

    period = SelectField("Periode hasil", validate_choice=False)
    medium = SelectField(
        "Media", choices=[SelectChoice(value=code, label=label) for code, label in MEDIA.items()]
    )
    shown_day = Day("Tanggal tayang", [InputRequired("Pilih tanggalnya.")])
    place = line("Di mana", required("tempat atau nama akunnya"), limit=300,
                 description="Contoh: papan depan loket; akun Instagram kantor")  # fmt: skip
    link = line("Tautan (boleh kosong)", limit=500)

    def __init__(self, periods: Sequence[Period], **options: Any) -> None:
        """`periods` are those to choose from."""
        super().__init__(**options)
        self.period.choices = [SelectChoice(value=one.code, label=one.title) for one in periods]

    def validate_period(self, field: SelectField) -> None:
        """A period's code: one that is offered no more may be in a form that stood open."""
        try:
            Period.parse(field.data or "")
        except PeriodError as error:
            raise ValidationError(str(error)) from error

    def validate_link(self, field: StringField) -> None:
        """A web address: anything else behind a link could run in the reader's browser."""
        if field.data and not web_address(field.data):
            raise ValidationError("Tautan diawali https:// atau http://.")


class YearlyForm(FlaskForm):
    """The IKM of a year before this program."""

    year = Whole("Tahun", [InputRequired("Isi tahun."), NumberRange(2000, 2999, "Tahun 2000–2999.")])
    ikm = CommaDecimalField(
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
        """A year that has begun."""
        if field.data and field.data > self._this_year:
            raise ValidationError("Tahun itu belum berjalan.")
