"""Forms about a suggestion."""

from wtforms import HiddenField
from wtforms import SelectField
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice

from kiosk.forms.base import Form
from kiosk.forms.fields import paragraph
from kiosk.questionnaire.catalogue import official


class TagForm(Form):
    """The unsur that a suggestion is about."""

    unsur = SelectMultipleField(
        "Tentang unsur",
        choices=[SelectChoice(value=unsur.key, label=unsur.name) for unsur in official().unsur],
    )


class AnswerForm(Form):
    """What the office did or replied; empty: not answered yet."""

    answer = paragraph("Jawaban atau tindakan kantor")


class BulkForm(Form):
    """What is done with several suggestions at once."""

    unsur = SelectField(
        "Tandai dengan unsur",
        choices=[
            SelectChoice(value="", label="–"),
            *(SelectChoice(value=one.key, label=one.name) for one in official().unsur),
        ],
        validate_choice=True,
    )
    answer = paragraph("Jawaban atau tindakan yang sama", rows=2)


class RedactForm(Form):
    """The numbers of the words to delete, and the text in which they were counted."""

    seen = HiddenField()
    words = SelectMultipleField(choices=[], validate_choice=False, coerce=int)
