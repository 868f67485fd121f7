"""Forms with one-time codes."""

from wtforms import HiddenField
from wtforms import StringField
from wtforms.validators import InputRequired
from wtforms.validators import Regexp

from kiosk.forms.base import Form


class CodeForm(Form):
    """A code from the phone, or one of the recovery codes on paper."""

    answer = StringField("Kode 6 angka dari HP", [InputRequired("Isi kodenya.")])


class NewTwoFactorForm(CodeForm):
    """The first code of a phone being set up; `seed` is what the QR code in the same form is derived from."""

    seed = HiddenField(validators=[Regexp(r"^[0-9a-z]{26}$")])
