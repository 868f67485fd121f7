"""The form of the publication log."""

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField
from wtforms import StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.validators import ValidationError

from kiosk.base.period import Period
from kiosk.base.period import PeriodError
from kiosk.forms.fields import Day
from kiosk.forms.fields import line
from kiosk.forms.fields import required
from kiosk.forms.fields import web_address
from kiosk.forms.plans import EvidenceForm
from kiosk.questionnaire.catalogue import find_questionnaire
from kiosk.questionnaire.catalogue import load_rules
from kiosk.store.results.publication_log import MEDIA


def result_code(period: Period, apart: str) -> str:
    """How the form names a result."""
    return f"{period.code} {apart}".strip()


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

    def __init__(self, results: Sequence[tuple[Period, str]], **options: Any) -> None:
        """`results` are those to choose from: a period, or a questionnaire of it that is published apart."""
        super().__init__(**options)
        self.period.choices = [
            SelectChoice(
                value=result_code(period, apart),
                label=f"{period.title}, {load_rules(apart).title}" if apart else period.title,
            )
            for period, apart in results
        ]

    @property
    def result(self) -> tuple[Period, str]:
        """The chosen period and questionnaire, after a successful `validate`."""
        code, _, apart = (self.period.data or "").partition(" ")
        return Period.parse(code), apart

    def validate_period(self, field: SelectField) -> None:
        """Accept any period: a form that was open for long may name one that is not offered any more."""
        try:
            _, apart = self.result
        except PeriodError as error:
            raise ValidationError(str(error)) from error
        if apart and find_questionnaire(apart) is None:
            raise ValidationError("Kuesioner itu tidak dikenal.")

    def validate_link(self, field: StringField) -> None:
        """A web address: anything else behind a link could run in the reader's browser."""
        if field.data and not web_address(field.data):
            raise ValidationError("Tautan diawali https:// atau http://.")
