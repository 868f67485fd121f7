"""The form for a collector."""

from collections.abc import Collection
from collections.abc import Sequence
from typing import Any

from wtforms import SelectField
from wtforms import StringField
from wtforms.fields.choices import SelectChoice

from kiosk.forms.base import Form
from kiosk.forms.fields import line
from kiosk.forms.fields import refuse_taken
from kiosk.forms.fields import required
from kiosk.store.offices.units import Service

TAKEN = "Nama itu sudah dipakai. Beri nama lain, atau buka kembali yang dicabut."
CHANNELS = {"kiosk": "Tablet di loket", "qr": "Kode QR (ponsel warga)"}


class CollectorForm(Form):
    """A tablet or QR code to add."""

    name = line("Nama", required("nama"), description="Contoh: Tablet loket 2")
    channel = SelectField(
        "Saluran survei",
        choices=[SelectChoice(value=code, label=label) for code, label in CHANNELS.items()],
        validate_choice=True,
    )
    service = SelectField("Layanan", default="", description="Satu layanan saja tidak ditanyakan lagi.")

    def __init__(self, services: Sequence[Service], names: Collection[str], **values: Any) -> None:
        """`services` are offered, `names` are those of the unit's other tablets and QR codes."""
        super().__init__(**values)
        self._names = names
        offered = [SelectChoice(value=service.service_id, label=service.name) for service in services]
        self.service.choices = [SelectChoice(value="", label="Semua layanan"), *offered]

    def validate_name(self, field: StringField) -> None:
        """Refuse the name of another tablet or QR code."""
        refuse_taken(field.data, self._names, TAKEN)
