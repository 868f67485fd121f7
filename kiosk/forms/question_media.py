"""The form for a question's clip or recorded sound."""

from collections.abc import Mapping
from typing import Any

from flask_wtf.file import FileField
from flask_wtf.file import FileRequired
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from kiosk.forms.base import Form


class QuestionMediaForm(Form):
    """A file for one question; `kinds` are keyed `sign` and `sound id`, as `read_kind` splits them."""

    item = SelectField("Pertanyaan", validate_choice=True)
    kind = SelectField("Jenis", validate_choice=True)
    file = FileField("Berkas", [FileRequired("Pilih berkasnya.")])

    def __init__(self, items: Mapping[str, str], kinds: Mapping[str, str], **options: Any) -> None:
        super().__init__(**options)
        self.item.choices = [SelectChoice(value=key, label=name) for key, name in items.items()]
        self.kind.choices = [SelectChoice(value=key, label=name) for key, name in kinds.items()]
