"""The form for a tablet."""

from collections.abc import Collection
from typing import Any

from wtforms import StringField

from kiosk.forms.base import Form
from kiosk.forms.collectors import TAKEN
from kiosk.forms.fields import line
from kiosk.forms.fields import refuse_taken
from kiosk.forms.fields import required


class TabletForm(Form):
    """A tablet to add."""

    name = line("Nama tablet", required("nama tablet"), description="Contoh: Tablet loket 2")

    def __init__(self, names: Collection[str], **options: Any) -> None:
        """`names` are those of the unit's other tablets and QR codes."""
        super().__init__(**options)
        self._names = names

    def validate_name(self, field: StringField) -> None:
        """Refuse the name of another tablet or QR code."""
        refuse_taken(field.data, self._names, TAKEN)
