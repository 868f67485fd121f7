"""Forms of the user's own account."""

from wtforms import PasswordField
from wtforms.validators import InputRequired

from kiosk.forms.base import Form
from kiosk.forms.fields import NewPasswordMixin


class OwnPasswordForm(NewPasswordMixin, Form):
    """A new password, together with the present one."""

    current = PasswordField("Kata sandi sekarang", [InputRequired("Isi kata sandi Anda sekarang.")])


class PasswordForm(Form):
    """The password of the user who is logged in, once more."""

    answer = PasswordField("Kata sandi Anda", [InputRequired("Isi kata sandi Anda.")])
