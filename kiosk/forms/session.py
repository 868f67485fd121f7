"""Forms for logging in."""

from wtforms import PasswordField
from wtforms.validators import InputRequired

from kiosk.forms.base import Form
from kiosk.forms.fields import NewPasswordMixin
from kiosk.forms.fields import line
from kiosk.forms.fields import required


class LoginForm(Form):
    """User name and password."""

    username = line("Nama pengguna", required("nama pengguna"), limit=64)
    password = PasswordField("Kata sandi", [InputRequired("Isi kata sandi.")])


class LinkPasswordForm(NewPasswordMixin, Form):
    """A new password, set through a one-time link."""
