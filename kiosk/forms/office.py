"""Forms about the office: letterhead, logo, targets."""

from decimal import Decimal

from flask_wtf.file import FileField
from flask_wtf.file import FileRequired
from wtforms import SelectField
from wtforms import StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.validators import NumberRange
from wtforms.validators import Optional
from wtforms.validators import Regexp
from wtforms.validators import ValidationError

from kiosk.base.colours import LEAST_CONTRAST
from kiosk.base.colours import is_colour
from kiosk.base.colours import least_contrast
from kiosk.base.formatting import OFFICIAL_NUMBER
from kiosk.base.formatting import clean_official_number
from kiosk.base.formatting import decimal
from kiosk.forms.base import Form
from kiosk.forms.fields import CommaDecimal
from kiosk.forms.fields import Whole
from kiosk.forms.fields import line
from kiosk.forms.fields import required
from kiosk.forms.fields import timezone_field

_WRONG_NUMBER = "NIP terdiri dari 18 angka; tulis nomor lain dengan jenisnya, misalnya NRP 76010203."


class OfficeForm(Form):
    """The office's letterhead and signatory."""

    name = line("Nama unit pelayanan", required("nama unit"))
    agency = line("Instansi induk (baris pertama kop surat)")
    address = line("Alamat")
    contact = line("Telepon, surel, atau situs web")
    place = line("Tempat penandatanganan", description="Contoh: Banjarbaru")
    timezone = timezone_field()
    signatory_title = line("Jabatan penanda tangan", description="Contoh: Camat Sungai Jernih")
    signatory_name = line("Nama dan gelar penanda tangan")
    signatory_rank = line("Pangkat (boleh kosong)")
    signatory_nip = StringField(
        "NIP atau NRP (boleh kosong)",
        [Regexp(OFFICIAL_NUMBER, message=_WRONG_NUMBER)],
        filters=[clean_official_number],
        description="NIP cukup angkanya; nomor lain dengan jenisnya, misalnya NRP 76010203.",
    )


class PaperForm(Form):
    """The paper that reports and questionnaires are printed on."""

    size = SelectField(
        "Ukuran kertas",
        choices=[
            SelectChoice(value="a4", label="A4 (210 × 297 mm)"),
            SelectChoice(value="f4", label="F4 atau Folio (215 × 330 mm)"),
        ],
        description="Berlaku untuk semua laporan dan kuesioner; poster dan kode QR punya ukuran sendiri.",
    )


class AccentForm(Form):
    """The colour of the office on survey and posters."""

    accent = StringField("Warna utama", filters=[lambda text: (text or "").strip().lower()])

    def validate_accent(self, field: StringField) -> None:
        """Refuse a colour on which words cannot be read."""
        if not field.data:
            return
        if not is_colour(field.data):
            raise ValidationError("Tulis warna seperti #0b5563.")
        if (found := least_contrast(field.data)) < LEAST_CONTRAST:
            raise ValidationError(
                f"Warna ini terlalu terang untuk dibaca (kontras {decimal(Decimal(found))}; sedikitnya 4,50)."
            )


class WarningMailForm(Form):
    """Where the unit's early warnings are mailed to."""

    address = line(
        "Alamat surel",
        Optional(),
        Regexp(r"^[^@\s,;<>]+@[^@\s,;<>]+$", message="Isi satu alamat surel, misalnya camat@contoh.go.id."),
        limit=254,
        description="Kosongkan bila tidak dipakai.",
    )


class LogoForm(Form):
    """A picture for the letterhead."""

    picture = FileField(
        "Gambar logo",
        [FileRequired("Pilih berkas gambar.")],
        description="PNG atau JPEG, paling besar 1 MB; paling baik PNG dengan latar tembus.",
    )


class YearForm(Form):
    """People served and IKM target of one year."""

    year = Whole("Tahun", [InputRequired("Isi tahun."), NumberRange(2000, 2999, "Tahun 2000–2999.")])
    population = Whole(
        "Jumlah penerima layanan setahun",
        [Optional(), NumberRange(1, 100_000_000, "Isi angka 1 sampai 100.000.000.")],
        description="Menentukan jumlah responden minimal setahun (tabel Krejcie–Morgan).",
    )
    target_ikm = CommaDecimal(
        "Target IKM", [Optional(), NumberRange(25, 100, "Target IKM antara 25,00 dan 100,00.")]
    )


class GoalForm(Form):
    """The IKM to be reached by the end of a medium-term plan."""

    year = Whole(
        "Tahun akhir RPJMD", [InputRequired("Isi tahun."), NumberRange(2000, 2999, "Tahun 2000–2999.")]
    )
    target_ikm = CommaDecimal(
        "Target akhir IKM",
        [InputRequired("Isi target."), NumberRange(25, 100, "Target IKM antara 25,00 dan 100,00.")],
    )
