"""The form for a service."""

from flask_wtf import FlaskForm

from kiosk.forms.fields import line
from kiosk.forms.fields import required


class ServiceForm(FlaskForm):
    """A jenis layanan to add."""

    name = line("Nama layanan", required("nama layanan"))
