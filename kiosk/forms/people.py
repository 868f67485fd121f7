"""Forms about accounts of staff."""

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField
from wtforms import RadioField
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from kiosk.forms.fields import line
from kiosk.forms.fields import required
from kiosk.forms.fields import unit_choices
from kiosk.forms.fields import username_field
from kiosk.security.roles import ROLES
from kiosk.store.offices.tree import Branch

ROLE_LABELS = {
    "petugas": "Petugas: mengisi dan melihat hasil",
    "pimpinan": "Pimpinan: juga menerbitkan, mengecualikan jawaban, dan menulis rencana",
    "admin": "Admin: juga pengaturan dan orang",
}


class PersonForm(FlaskForm):
    """Name, unit and role of an account."""

    name = line("Nama", required("nama"))
    role = RadioField(
        "Peran",
        choices=[SelectChoice(value=role, label=ROLE_LABELS[role]) for role in ROLES],
        default=ROLES[0],
        validate_choice=True,
    )
    unit_id = SelectField("Unit", validate_choice=True)

    def __init__(self, branches: Sequence[Branch], **options: Any) -> None:
        """`branches` are the units to choose from."""
        super().__init__(**options)
        self.unit_id.choices = unit_choices(branches)


class NewPersonForm(PersonForm):
    """An account to add; its owner sets the password."""

    username = username_field("Nama pengguna")


class TwoFactorRuleForm(FlaskForm):
    """Whether the unit requires two-factor authentication of its pimpinan and admins."""

    is_asked = BooleanField("Pimpinan dan admin wajib memakai verifikasi dua langkah")
