"""The form that sets up an office."""

from flask_wtf import FlaskForm
from wtforms import BooleanField
from wtforms import PasswordField
from wtforms import TextAreaField
from wtforms.validators import ValidationError

from kiosk.base.text import one_line
from kiosk.forms.fields import NewPasswordMixin
from kiosk.forms.fields import line
from kiosk.forms.fields import required
from kiosk.forms.fields import timezone_field
from kiosk.forms.fields import username_field

MAX_SERVICES = 60


class SetupForm(NewPasswordMixin, FlaskForm):
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
        """The services as typed, without blank lines and repeats."""
        names = [one_line(line) for line in (self.services.data or "").splitlines()]
        return list(dict.fromkeys(name for name in names if name))

    def validate_services(self, _field: TextAreaField) -> None:
        """At most `MAX_SERVICES` services of at most 200 letters."""
        names = self.service_names()
        if not names:
            raise ValidationError("Isi paling sedikit satu jenis layanan.")
        if len(names) > MAX_SERVICES:
            raise ValidationError(f"Paling banyak {MAX_SERVICES} layanan.")
        if max(map(len, names)) > 200:
            raise ValidationError("Nama layanan paling banyak 200 karakter.")
