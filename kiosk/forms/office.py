"""Forms about the office beyond its letterhead: logo, medium-term target, units below."""

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from flask_wtf.file import FileRequired
from wtforms import IntegerField
from wtforms import SelectField
from wtforms.validators import InputRequired
from wtforms.validators import NumberRange

from kiosk.forms.people import unit_choices
from kiosk.forms.staff import CommaDecimalField
from kiosk.forms.staff import required
from kiosk.forms.staff import text_field
from kiosk.store.offices.tree import Branch


class LogoForm(FlaskForm):
    """A picture for the letterhead."""

    picture = FileField(
        "Gambar logo",
        [FileRequired("Pilih berkas gambar.")],
        description="PNG atau JPEG, paling besar 1 MB; paling baik PNG dengan latar tembus.",
    )


class GoalForm(FlaskForm):
    """The IKM to be reached by the end of a medium-term plan."""

    year = IntegerField(
        "Tahun akhir RPJMD", [InputRequired("Isi tahun."), NumberRange(2000, 2999, "Tahun 2000–2999.")]
    )
    target_ikm = CommaDecimalField(
        "Target akhir IKM",
        [InputRequired("Isi target."), NumberRange(25, 100, "Target IKM antara 25,00 dan 100,00.")],
    )


class BranchForm(FlaskForm):
    """A unit of the tree: its name, and what it lies below."""

    name = text_field("Nama unit", required("nama unit"), description="Contoh: Kelurahan Sungai Jernih")
    parent_unit_id = SelectField("Di bawah", validate_choice=True)

    def __init__(self, branches: Sequence[Branch], **options: Any) -> None:
        """`branches` are the units it may lie below."""
        super().__init__(**options)
        self.parent_unit_id.choices = unit_choices(branches)
