"""The form that excludes responses."""

from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms import TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.validators import Length

from kiosk.base.text import one_line
from kiosk.figures.review import REASONS


class ExclusionForm(FlaskForm):
    """A reason from the list, and an explanation in words."""

    reason = SelectField(
        "Alasan",
        choices=[
            SelectChoice(value="", label="Pilih alasan …"),
            *(SelectChoice(value=reason, label=reason) for reason in REASONS),
        ],
        validators=[InputRequired("Pilih alasannya.")],
    )
    words = TextAreaField(
        "Penjelasan",
        description="Apa yang terjadi dan bagaimana Anda mengetahuinya. Jangan menulis nama warga.",
        filters=[one_line],
        validators=[
            InputRequired("Jelaskan mengapa jawaban itu dikecualikan."),
            Length(min=10, max=400, message="Tulis 10 sampai 400 huruf."),
        ],
    )

    @property
    def text(self) -> str:
        """The text to store: the reason, then the explanation."""
        return f"{self.reason.data}: {self.words.data}"
