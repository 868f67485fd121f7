"""The forms for which questionnaire a unit asks, and for questions of its own outside the index."""

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date

from wtforms import SelectField
from wtforms import StringField
from wtforms import TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.validators import ValidationError

from kiosk.base.text import visible
from kiosk.forms.base import Form
from kiosk.forms.fields import Day
from kiosk.forms.fields import line
from kiosk.forms.fields import required
from kiosk.questionnaire.catalogue import Questionnaire
from kiosk.questionnaire.choices import Choices
from kiosk.questionnaire.extras import CHOICE
from kiosk.questionnaire.extras import KINDS
from kiosk.questionnaire.extras import MAX_OPTIONS
from kiosk.questionnaire.extras import ExtraQuestion
from kiosk.questionnaire.extras import Translation
from kiosk.questionnaire.languages import Language

MAX_QUESTION = 200
_LONGEST_OPTION = 80
_TOO_LONG = f"Setiap pilihan paling banyak {_LONGEST_OPTION} karakter."


class ChoiceForm(Form):
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


def _listed(text: str | None) -> tuple[str, ...]:
    """The options as typed, one a line."""
    return tuple(shown for one in (text or "").splitlines() if (shown := visible(one).strip()))


def _are_long(options: Sequence[str]) -> bool:
    return any(len(option) > _LONGEST_OPTION for option in options)


class ExtraForm(Form):
    """A question outside the index."""

    question = line("Pertanyaan", required("pertanyaan"), limit=MAX_QUESTION)
    kind = SelectField(
        "Jawaban", choices=[SelectChoice(value=kind, label=label) for kind, label in KINDS.items()]
    )
    options = TextAreaField(
        "Pilihan, satu per baris", description=f"Hanya untuk Pilihan: 2 sampai {MAX_OPTIONS} baris."
    )

    @property
    def listed(self) -> tuple[str, ...]:
        """The options of a choice as typed; none for other kinds."""
        return _listed(self.options.data) if self.kind.data == CHOICE else ()

    def validate_options(self, _field: TextAreaField) -> None:
        """Require some different options for a choice."""
        if self.kind.data != CHOICE:
            return
        options = self.listed
        if not 2 <= len(options) <= MAX_OPTIONS or len(set(options)) < len(options):
            raise ValidationError(f"Isi 2 sampai {MAX_OPTIONS} pilihan yang berbeda.")
        if _are_long(options):
            raise ValidationError(_TOO_LONG)


class TranslationForm(Form):
    """A question outside the index in other languages; made by `make_translation_form`."""

    def __init__(self, extra: ExtraQuestion, shown: Mapping[str, Language], **options: object) -> None:
        super().__init__(prefix=f"{extra.extra_question_id}-", **options)
        self.extra, self._shown = extra, shown

    def pairs(self) -> list[tuple[str, Language, StringField, TextAreaField | None]]:
        """Code, language and fields for the question and its options, which only a choice has."""
        return [
            (code, one, self[f"question_{code}"], self[f"options_{code}"] if self._has_options else None)
            for code, one in self._shown.items()
        ]

    @property
    def _has_options(self) -> bool:
        return self.extra.kind == CHOICE

    def read(self) -> list[Translation]:
        """What was filled in, and the translations into languages that are not shown now."""
        hidden = [one for one in self.extra.translations if one.language not in self._shown]
        return hidden + [
            Translation(code, question.data, _listed(options.data) if options else ())
            for code, _, question, options in self.pairs()
            if question.data
        ]

    def validate(self, extra_validators: object = None) -> bool:
        """Require as many options as the question has, wherever a question or an option is filled in."""
        is_valid: bool = super().validate(extra_validators)
        for _, _, question, options in self.pairs():
            listed = _listed(options.data) if options else ()
            if not (question.data or listed):
                continue
            if not question.data:
                question.errors = ["Isi pertanyaannya."]
            elif options and len(listed) != len(self.extra.options):
                options.errors = [f"Isi {len(self.extra.options)} pilihan, urut seperti aslinya."]
            elif options and _are_long(listed):
                options.errors = [_TOO_LONG]
            else:
                continue
            is_valid = False
        return is_valid


def make_translation_form(
    extra: ExtraQuestion, shown: Mapping[str, Language], *, is_sent: bool = False
) -> TranslationForm:
    """The form for the languages `shown`, filled with what was sent, else with the stored translations."""
    fields: dict[str, object] = {}
    data: dict[str, str] = {}
    stored = {one.language: one for one in extra.translations}
    for code, language in shown.items():
        fields[f"question_{code}"] = line(language.name, limit=MAX_QUESTION)
        fields[f"options_{code}"] = TextAreaField(f"Pilihan, {language.name}")
        if found := stored.get(code):
            data |= {f"question_{code}": found.question, f"options_{code}": "\n".join(found.options)}
    form: type[TranslationForm] = type("TranslationForm", (TranslationForm,), fields)
    return form(extra, shown) if is_sent else form(extra, shown, formdata=None, data=data)
