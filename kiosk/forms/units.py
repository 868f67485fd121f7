"""The form for a unit of the tree."""

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import SelectField

from kiosk.forms.fields import line
from kiosk.forms.fields import required
from kiosk.forms.fields import unit_choices
from kiosk.store.offices.tree import Branch


class UnitForm(FlaskForm):
    """A unit of the tree: its name, and what it lies below."""

    name = line("Nama unit", required("nama unit"), description="Contoh: Kelurahan Sungai Jernih")
    parent_unit_id = SelectField("Di bawah", validate_choice=True)

    def __init__(self, branches: Sequence[Branch], **options: Any) -> None:
        """`branches` are the units it may lie below."""
        super().__init__(**options)
        self.parent_unit_id.choices = unit_choices(branches)
