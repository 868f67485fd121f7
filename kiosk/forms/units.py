"""The form for a unit of the tree."""

from collections.abc import Collection
from collections.abc import Sequence
from typing import Any

from wtforms import SelectField
from wtforms import StringField

from kiosk.forms.base import Form
from kiosk.forms.fields import line
from kiosk.forms.fields import refuse_taken
from kiosk.forms.fields import required
from kiosk.forms.fields import unit_choices
from kiosk.store.offices.tree import Branch


class UnitForm(Form):
    """A unit of the tree: its name, and what it lies below."""

    name = line("Nama unit", required("nama unit"), description="Contoh: Kelurahan Sungai Jernih")
    parent_unit_id = SelectField("Di bawah", validate_choice=True)

    def __init__(self, branches: Sequence[Branch], names: Collection[str], **options: Any) -> None:
        """`branches` are the units it may lie below, `names` those of the other units."""
        super().__init__(**options)
        self._names = names
        self.parent_unit_id.choices = unit_choices(branches)

    def validate_name(self, field: StringField) -> None:
        """Refuse the name of another unit."""
        refuse_taken(field.data, self._names, "Sudah ada unit dengan nama itu.")
