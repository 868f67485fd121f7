"""Forms about people: accounts, their passwords, and the tree of units they belong to."""

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField
from wtforms import HiddenField
from wtforms import PasswordField
from wtforms import RadioField
from wtforms import SelectField
from wtforms import StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.validators import Regexp

from kiosk.forms.staff import NewPasswordMixin
from kiosk.forms.staff import required
from kiosk.forms.staff import text_field
from kiosk.forms.staff import username_field
from kiosk.security.roles import ROLES
from kiosk.store.offices.tree import Branch

ROLE_LABELS = {
    "petugas": "Petugas: mengisi dan melihat hasil",
    "pimpinan": "Pimpinan: juga menerbitkan, mengecualikan jawaban, dan menulis rencana",
    "admin": "Admin: juga pengaturan dan orang",
}


class PersonForm(FlaskForm):
    """What an account is called, where it belongs and what it may do."""

    name = text_field("Nama", required("nama"))
    role = RadioField(
        "Peran",
        choices=[SelectChoice(value=role, label=ROLE_LABELS[role]) for role in ROLES],
        default=ROLES[0],
        validate_choice=True,
    )
    unit_id = SelectField("Unit", validate_choice=True)

    def __init__(self, branches: Sequence[Branch], **options: Any) -> None:
        """`branches` are the units one may put somebody in."""
        super().__init__(**options)
        self.unit_id.choices = unit_choices(branches)


class NewPersonForm(PersonForm):
    """An account to add; its owner sets the password."""

    username = username_field("Nama pengguna")


class LinkPasswordForm(NewPasswordMixin, FlaskForm):
    """A new password by whoever holds a one-time link."""


class OwnPasswordForm(NewPasswordMixin, FlaskForm):
    """A new password by somebody who still knows the old one."""

    current = PasswordField("Kata sandi sekarang", [InputRequired("Isi kata sandi Anda sekarang.")])


class PasswordForm(FlaskForm):
    """The password of whoever is logged in, once more."""

    answer = PasswordField("Kata sandi Anda", [InputRequired("Isi kata sandi Anda.")])


class CodeForm(FlaskForm):
    """A code from the phone, or one of the recovery codes on paper."""

    answer = StringField("Kode 6 angka dari HP", [InputRequired("Isi kodenya.")])


class NewFactorForm(CodeForm):
    """The first code of a new second factor; `seed` is what the code shown in the same form follows from."""

    seed = HiddenField(validators=[Regexp(r"^[0-9a-z]{26}$")])


class FactorRuleForm(FlaskForm):
    """Whether the unit asks its pimpinan and admins for a second factor."""

    is_asked = BooleanField("Pimpinan dan admin wajib memakai verifikasi dua langkah")


def unit_choices(branches: Sequence[Branch]) -> list[SelectChoice]:
    """Units as choices, each set in below its parent."""
    return [
        SelectChoice(value=branch.unit.unit_id, label="\u2003" * branch.depth + branch.unit.name)
        for branch in branches
    ]
