"""The form that sets up an office."""

from wtforms import BooleanField
from wtforms import PasswordField
from wtforms import TextAreaField

from kiosk.forms.base import Form
from kiosk.forms.fields import NewPasswordMixin
from kiosk.forms.fields import line
from kiosk.forms.fields import required
from kiosk.forms.fields import timezone_field
from kiosk.forms.fields import username_field
from kiosk.forms.services import read_names


class SetupForm(NewPasswordMixin, Form):
    """A new office: its unit, its services and its first admin."""

    name = line("Nama unit pelayanan", required("nama unit"), description="Contoh: Kecamatan Sungai Jernih")
    agency = line("Instansi induk", description="Contoh: Pemerintah Kota Sungai Jernih. Boleh dikosongkan.")
    timezone = timezone_field()
    services = TextAreaField(
        "Jenis layanan",
        [required("paling sedikit satu jenis layanan")],
        description="Satu layanan per baris.",
        render_kw={"rows": 6},
    )
    tickets = BooleanField("Kode QR hanya dengan tiket sekali pakai (disarankan)")
    person_name = line("Nama admin", required("nama admin"))
    username = username_field("Nama pengguna admin")

    def validate_password(self, field: PasswordField) -> None:
        """As always; the names to avoid are in the same form."""
        typed = (self.name, self.agency, self.person_name, self.username)
        self.about = [text.data for text in typed if text.data]
        super().validate_password(field)

    def service_names(self) -> list[str]:
        """The services as typed, after a successful `validate`."""
        return read_names(self.services.data)

    def validate_services(self, _field: TextAreaField) -> None:
        """At most as many services, and as long, as the settings take."""
        read_names(self.services.data)
