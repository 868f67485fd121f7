"""Forms of one's own account."""

from flask_wtf import FlaskForm
from wtforms import PasswordField
from wtforms.validators import InputRequired

from kiosk.forms.fields import NewPasswordMixin


class OwnPasswordForm(NewPasswordMixin, FlaskForm):
    """A new password by somebody who still knows the old one."""

    current = PasswordField("Kata sandi sekarang", [InputRequired("Isi kata sandi Anda sekarang.")])


class PasswordForm(FlaskForm):
    """The password of whoever is logged in, once more."""

    answer = PasswordField("Kata sandi Anda", [InputRequired("Isi kata sandi Anda.")])
