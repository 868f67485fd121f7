"""Forms about accounts of staff."""

from collections.abc import Collection
from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField
from wtforms import RadioField
from wtforms import SelectField
from wtforms import StringField
from wtforms.fields.choices import SelectChoice

from kiosk.forms.base import Form
from kiosk.forms.fields import line
from kiosk.forms.fields import refuse_taken
from kiosk.forms.fields import required
from kiosk.forms.fields import unit_choices
from kiosk.forms.fields import username_field
from kiosk.security.roles import ROLES
from kiosk.store.offices.tree import Branch

TAKEN = "Sudah ada pengguna dengan nama itu di unit ini. Bila orangnya lain, tambahkan jabatan atau inisial."
ROLE_LABELS = {
    "petugas": "Petugas: mengisi dan melihat hasil",
    "pimpinan": "Pimpinan: juga menerbitkan, mengecualikan jawaban, dan menulis rencana",
    "admin": "Admin: juga pengaturan dan pengguna",
}


class PersonForm(Form):
    """Name, unit and role of an account."""

    name = line("Nama", required("nama"))
    role = RadioField(
        "Peran",
        choices=[SelectChoice(value=role, label=ROLE_LABELS[role]) for role in ROLES],
        default=ROLES[0],
        validate_choice=True,
    )
    unit_id = SelectField("Unit", validate_choice=True)

    def __init__(
        self, branches: Sequence[Branch], names: Collection[tuple[str, str]], **options: Any
    ) -> None:
        """`branches` are the units to choose from, `names` the other accounts by unit id and name."""
        super().__init__(**options)
        self._names = names
        self.unit_id.choices = unit_choices(branches)

    def validate_name(self, field: StringField) -> None:
        """Refuse a second account of the same name in the unit: the log of acts shows names."""
        taken = [name for unit_id, name in self._names if unit_id == self.unit_id.data]
        refuse_taken(field.data, taken, TAKEN)


class NewPersonForm(PersonForm):
    """An account to add; its owner sets the password."""

    username = username_field("Nama pengguna")


class TwoFactorRuleForm(Form):
    """Whether the unit requires two-factor authentication of its pimpinan and admins."""

    is_asked = BooleanField("Pimpinan dan admin wajib memakai verifikasi dua langkah")
