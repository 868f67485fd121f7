"""The form that lets a unit ask another questionnaire from a day on."""

from collections.abc import Sequence
from datetime import date

from flask_wtf import FlaskForm
from wtforms import DateField
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.validators import ValidationError

from kiosk.questionnaire.catalogue import Questionnaire
from kiosk.questionnaire.choices import Choices


class ChoiceForm(FlaskForm):
    """A questionnaire and the day from which on it is asked."""

    questionnaire = SelectField("Kuesioner", validate_choice=True)
    from_day = DateField("Mulai tanggal", [InputRequired("Isi tanggalnya.")])

    def __init__(
        self, offered: Sequence[Questionnaire], choices: Choices, today: date, **options: object
    ) -> None:
        super().__init__(**options)
        self._choices, self._today = choices, today
        self.questionnaire.choices = [
            SelectChoice(value=one.id, label=f"{one.rules.title} ({len(one.items)} pertanyaan)")
            for one in offered
        ]

    def validate_from_day(self, field: DateField) -> None:
        """Accept today or later, and today only once: what visitors were asked is not replaced."""
        if field.data < self._today:
            raise ValidationError("Tanggal itu sudah lewat; jawaban yang sudah ada tidak berubah.")
        is_taken = any(choice.from_day == self._today for choice in self._choices.choices)
        if field.data == self._today and is_taken:
            raise ValidationError(
                "Kuesioner hari ini sudah diganti dan mungkin sudah dijawab. Pilih mulai besok."
            )
