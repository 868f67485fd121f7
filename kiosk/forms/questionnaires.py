"""The forms for which questionnaire a unit asks, and for questions of its own outside the index."""

from collections.abc import Sequence
from datetime import date

from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms import TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.validators import ValidationError

from kiosk.base.text import visible
from kiosk.forms.fields import Day
from kiosk.forms.fields import line
from kiosk.forms.fields import required
from kiosk.questionnaire.catalogue import Questionnaire
from kiosk.questionnaire.choices import Choices
from kiosk.questionnaire.extras import CHOICE
from kiosk.questionnaire.extras import KINDS
from kiosk.questionnaire.extras import MAX_OPTIONS


class ChoiceForm(FlaskForm):
    """A questionnaire and the day from which on it is asked."""

    questionnaire = SelectField("Kuesioner", validate_choice=True)
    from_day = Day("Mulai tanggal", [InputRequired("Isi tanggalnya.")])

    def __init__(
        self, offered: Sequence[Questionnaire], choices: Choices, today: date, **options: object
    ) -> None:
        super().__init__(**options)
        self._choices, self._today = choices, today
        self.questionnaire.choices = [
            SelectChoice(value=one.id, label=f"{one.rules.title} ({len(one.items)} pertanyaan)")
            for one in offered
        ]

    def validate_from_day(self, field: Day) -> None:
        """Accept today or later, and today only once: what visitors were asked is not replaced."""
        if not field.data:
            return  # not a date, as the field says itself
        if field.data < self._today:
            raise ValidationError("Tanggal itu sudah lewat; jawaban yang sudah ada tidak berubah.")
        is_taken = any(choice.from_day == self._today for choice in self._choices.choices)
        if field.data == self._today and is_taken:
            raise ValidationError(
                "Kuesioner hari ini sudah diganti dan mungkin sudah dijawab. Pilih mulai besok."
            )


class ExtraForm(FlaskForm):
    """A question outside the index."""

    question = line("Pertanyaan", required("pertanyaan"), limit=200)
    kind = SelectField(
        "Jawaban", choices=[SelectChoice(value=kind, label=label) for kind, label in KINDS.items()]
    )
    options = TextAreaField(
        "Pilihan, satu per baris", description=f"Hanya untuk Pilihan: 2 sampai {MAX_OPTIONS} baris."
    )

    @property
    def listed(self) -> list[str]:
        """The options of a choice as typed; none for other kinds."""
        lines = (self.options.data or "").splitlines() if self.kind.data == CHOICE else []
        return [text for one in lines if (text := visible(one).strip())]

    def validate_options(self, _field: TextAreaField) -> None:
        """Require some different options for a choice."""
        if self.kind.data != CHOICE:
            return
        options = self.listed
        if not 2 <= len(options) <= MAX_OPTIONS or len(set(options)) < len(options):
            raise ValidationError(f"Isi 2 sampai {MAX_OPTIONS} pilihan yang berbeda.")
        if any(len(option) > 80 for option in options):
            raise ValidationError("Setiap pilihan paling banyak 80 karakter.")
