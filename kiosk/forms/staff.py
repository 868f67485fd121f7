"""Forms of the staff side: log-in, first set-up, and the office's settings."""

import re
from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DecimalField
from wtforms import IntegerField
from wtforms import PasswordField
from wtforms import SelectField
from wtforms import StringField
from wtforms import TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired
from wtforms.validators import EqualTo
from wtforms.validators import InputRequired
from wtforms.validators import Length
from wtforms.validators import NumberRange
from wtforms.validators import Optional
from wtforms.validators import Regexp
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from kiosk.base.text import one_line
from kiosk.security import passwords
from kiosk.store.offices.units import Service

TIMEZONES = {
    "Asia/Jakarta": "WIB: Sumatra, Jawa, Kalimantan Barat dan Tengah",
    "Asia/Makassar": "WITA: Kalimantan Selatan, Timur, Utara, Sulawesi, Bali, Nusa Tenggara",
    "Asia/Jayapura": "WIT: Maluku dan Papua",
}
CHANNELS = {"kiosk": "Tablet di loket", "qr": "Kode QR (ponsel warga)"}
MAX_SERVICES = 60
_DECIMAL = re.compile(r"[0-9]{1,9}([.][0-9]{1,9})?")
USERNAME = r"^[A-Za-z0-9._-]{3,64}$"


def required(what: str) -> DataRequired:
    """Refuses an empty field, naming `what` is missing."""
    return DataRequired(f"Isi {what}.")


def text_field(label: str, *validators: Any, limit: int = 200, **options: Any) -> StringField:
    """One line of at most `limit` letters, its spaces tidied."""
    length = Length(max=limit, message=f"Paling banyak {limit} huruf.")
    return StringField(label, [*validators, length], filters=[one_line], **options)


def username_field(label: str) -> StringField:
    """A name to log in with."""
    return text_field(
        label,
        required("nama pengguna"),
        Regexp(USERNAME, message="Pakai 3–64 huruf, angka, titik, atau garis, tanpa spasi."),
        limit=64,
    )


def _timezone() -> SelectField:
    return SelectField(
        "Zona waktu",
        choices=[SelectChoice(value=code, label=label) for code, label in TIMEZONES.items()],
        default="Asia/Makassar",
        validate_choice=True,
    )


class CommaDecimalField(DecimalField):
    """A number with a decimal comma (a point is understood too)."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read `87,5` or `87.5`, but not all that `Decimal` would: no comparison bears its `sNaN`."""
        typed = [text.strip().replace(",", ".") for text in valuelist]
        if not all(_DECIMAL.fullmatch(text) for text in typed):
            raise ValueError("Isi angka, misalnya 87,50.")
        super().process_formdata(typed)

    def _value(self) -> str:
        return str(super()._value()).replace(".", ",")


class LoginForm(FlaskForm):
    """User name and password."""

    username = text_field("Nama pengguna", required("nama pengguna"), limit=64)
    password = PasswordField("Kata sandi", [InputRequired("Isi kata sandi.")])


class NewPasswordMixin:
    """A new password, typed twice. `about` are the names that must not make it up."""

    about: Sequence[str] = ()
    password = PasswordField(
        "Kata sandi",
        [InputRequired("Isi kata sandi.")],
        description=f"Paling sedikit {passwords.LEAST} huruf; beberapa kata acak mudah diingat dan kuat.",
        render_kw={"minlength": passwords.LEAST},
    )
    password_again = PasswordField(
        "Ulangi kata sandi", [EqualTo("password", "Kedua kata sandi belum sama. Ketik ulang keduanya.")]
    )

    def validate_password(self, field: PasswordField) -> None:
        """Long enough, and not easily guessed."""
        if weakness := passwords.find_weakness(field.data, self.about):
            raise ValidationError(weakness)


class SetupForm(NewPasswordMixin, FlaskForm):
    """What a new office must say before its first answer."""

    name = text_field(
        "Nama unit pelayanan", required("nama unit"), description="Contoh: Kecamatan Sungai Jernih"
    )
    agency = text_field(
        "Instansi induk", description="Contoh: Pemerintah Kota Sungai Jernih. Boleh dikosongkan."
    )
    timezone = _timezone()
    services = TextAreaField(
        "Jenis layanan",
        [required("paling sedikit satu jenis layanan")],
        description="Satu layanan per baris.",
        render_kw={"rows": 6},
    )
    person_name = text_field("Nama admin", required("nama admin"))
    username = username_field("Nama pengguna admin")

    def validate_password(self, field: PasswordField) -> None:
        """As always; here the names stand in the same form."""
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
            raise ValidationError("Nama layanan paling banyak 200 huruf.")


class UnitForm(FlaskForm):
    """The office's letterhead and signatory."""

    name = text_field("Nama unit pelayanan", required("nama unit"))
    agency = text_field("Instansi induk (baris pertama kop surat)")
    address = text_field("Alamat")
    contact = text_field("Telepon, surel, atau situs web")
    place = text_field("Tempat penandatanganan", description="Contoh: Banjarbaru")
    timezone = _timezone()
    signatory_title = text_field("Jabatan penanda tangan", description="Contoh: Camat Sungai Jernih")
    signatory_name = text_field("Nama dan gelar penanda tangan")
    signatory_rank = text_field("Pangkat (boleh kosong)")
    signatory_nip = StringField(
        "NIP (boleh kosong)",
        [Optional(), Regexp(r"^[0-9]{18}$", message="NIP terdiri dari 18 angka.")],
        filters=[lambda text: "".join(text.split()) if text else ""],
    )


class YearForm(FlaskForm):
    """People served and IKM target of one year."""

    year = IntegerField("Tahun", [InputRequired("Isi tahun."), NumberRange(2000, 2999, "Tahun 2000–2999.")])
    population = IntegerField(
        "Jumlah penerima layanan setahun",
        [Optional(), NumberRange(1, 100_000_000, "Isi angka 1 sampai 100.000.000.")],
        description="Menentukan sasaran jumlah responden (Krejcie dan Morgan).",
    )
    target_ikm = CommaDecimalField(
        "Target IKM", [Optional(), NumberRange(25, 100, "Target IKM antara 25,00 dan 100,00.")]
    )


class ServiceForm(FlaskForm):
    """A jenis layanan to add."""

    name = text_field("Nama layanan", required("nama layanan"))


class CollectorForm(FlaskForm):
    """A tablet or QR code to add."""

    name = text_field("Nama", required("nama"), description="Contoh: Tablet loket 2")
    channel = SelectField(
        "Cara menjawab",
        choices=[SelectChoice(value=code, label=label) for code, label in CHANNELS.items()],
        validate_choice=True,
    )
    service = SelectField("Layanan", default="", description="Satu layanan saja tidak ditanyakan lagi.")

    def __init__(self, services: Sequence[Service], **values: Any) -> None:
        super().__init__(**values)
        offered = [SelectChoice(value=service.service_id, label=service.name) for service in services]
        self.service.choices = [SelectChoice(value="", label="Semua layanan"), *offered]
