"""The forms that exclude responses."""

from collections.abc import Sequence
from datetime import datetime
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import SelectField
from wtforms import TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.validators import Length
from wtforms.validators import ValidationError

from kiosk.base.text import one_line
from kiosk.figures.review import REASONS
from kiosk.forms.base import Form
from kiosk.forms.fields import Minute
from kiosk.store.offices.collectors import Collector


class ExclusionForm(Form):
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
            Length(min=10, max=400, message="Tulis 10 sampai 400 karakter."),
        ],
    )

    @property
    def text(self) -> str:
        """The text to store: the reason, then the explanation."""
        return f"{self.reason.data}: {self.words.data}"


class ArrivalsForm(ExclusionForm):
    """As `ExclusionForm`, for everything that arrived at one collector in some minutes (both included)."""

    collector = SelectField("Titik survei", validators=[InputRequired("Pilih titik surveinya.")])
    first = Minute("Masuk dari", [InputRequired("Pilih tanggal dan jam.")])
    last = Minute("Masuk sampai", [InputRequired("Pilih tanggal dan jam.")])

    def __init__(self, collectors: Sequence[Collector], **options: Any) -> None:
        """`collectors` are those to choose from."""
        super().__init__(**options)
        self.collector.choices = [SelectChoice(value=one.collector_id, label=one.name) for one in collectors]

    def validate_last(self, field: Minute) -> None:
        """Refuse an end before the beginning."""
        first: datetime | None = self.first.data
        last: datetime | None = field.data
        if first and last and last < first:
            raise ValidationError("Isi waktu yang tidak lebih awal daripada mulainya.")

    def span(self, timezone: str) -> tuple[datetime, datetime]:
        """The first and the last moment, in the office's time zone."""
        first, last = (field.data.replace(tzinfo=ZoneInfo(timezone)) for field in (self.first, self.last))
        return first, last + timedelta(minutes=1) - timedelta(milliseconds=1)
