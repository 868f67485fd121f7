"""Forms of the suggestions inbox."""

from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice

from kiosk.forms.fields import paragraph
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.questionnaire.choices import DEFAULT


class TagForm(FlaskForm):
    """What a suggestion is about."""

    unsur = SelectMultipleField(
        "Tentang unsur",
        choices=[
            SelectChoice(value=unsur.key, label=unsur.name) for unsur in load_questionnaire(DEFAULT).unsur
        ],
    )


class AnswerForm(FlaskForm):
    """What the office did or replied; empty takes it back."""

    answer = paragraph("Jawaban atau tindakan kantor")


class RedactForm(FlaskForm):
    """The numbers of the words to destroy, and the text they were counted in."""

    seen = HiddenField()
    words = SelectMultipleField(choices=[], validate_choice=False, coerce=int)
