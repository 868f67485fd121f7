"""The form of the texts that an office itself writes for its report."""

from kiosk.forms.base import Form
from kiosk.forms.fields import paragraph
from kiosk.papers.laporan import TEXTS

LIMIT = 10_000


class TextsForm(Form):
    """One text per part of `TEXTS`; each may stay empty."""


for _part, _label in TEXTS.items():
    setattr(TextsForm, _part, paragraph(_label, limit=LIMIT, rows=5))
