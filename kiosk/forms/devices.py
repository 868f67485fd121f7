"""The form for a tablet."""

from flask_wtf import FlaskForm

from kiosk.forms.fields import line
from kiosk.forms.fields import required


class TabletForm(FlaskForm):
    """A tablet to add."""

    name = line("Nama tablet", required("nama tablet"), description="Contoh: Tablet loket 2")
