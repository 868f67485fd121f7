"""The form for a collector."""

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from kiosk.forms.fields import line
from kiosk.forms.fields import required
from kiosk.store.offices.units import Service

CHANNELS = {"kiosk": "Tablet di loket", "qr": "Kode QR (ponsel warga)"}


class CollectorForm(FlaskForm):
    """A tablet or QR code to add."""

    name = line("Nama", required("nama"), description="Contoh: Tablet loket 2")
    channel = SelectField(
        "Saluran survei",
        choices=[SelectChoice(value=code, label=label) for code, label in CHANNELS.items()],
        validate_choice=True,
    )
    service = SelectField("Layanan", default="", description="Satu layanan saja tidak ditanyakan lagi.")

    def __init__(self, services: Sequence[Service], **values: Any) -> None:
        super().__init__(**values)
        offered = [SelectChoice(value=service.service_id, label=service.name) for service in services]
        self.service.choices = [SelectChoice(value="", label="Semua layanan"), *offered]
