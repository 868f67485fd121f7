"""The forms for services."""

from collections.abc import Sequence

from wtforms import TextAreaField
from wtforms.validators import ValidationError

from kiosk.base.text import one_line
from kiosk.forms.base import Form
from kiosk.forms.fields import line
from kiosk.forms.fields import required

MAX_SERVICES = 60
MAX_LENGTH = 200


def read_names(text: str | None) -> list[str]:
    """The services typed or pasted one a line, without blank lines and repeats.

    Raises:
        ValidationError: there is none, or one is longer than `MAX_LENGTH`, or there are over `MAX_SERVICES`.
    """
    names = list(dict.fromkeys(name for name in map(one_line, (text or "").splitlines()) if name))
    if not names:
        raise ValidationError("Isi paling sedikit satu jenis layanan.")
    if len(names) > MAX_SERVICES:
        raise ValidationError(f"Paling banyak {MAX_SERVICES} layanan.")
    if max(map(len, names)) > MAX_LENGTH:
        raise ValidationError(f"Nama layanan paling banyak {MAX_LENGTH} karakter.")
    return names


class ServiceForm(Form):
    """The name of a jenis layanan."""

    name = line("Nama layanan", required("nama layanan"))


class NewServicesForm(Form):
    """Services to add; `offered` are the names that the unit has already."""

    name = TextAreaField(
        "Layanan baru",
        description="Satu layanan per baris; daftar dari dokumen lain dapat ditempel di sini.",
        render_kw={"rows": 3},
    )

    def __init__(self, offered: Sequence[str], **options: object) -> None:
        super().__init__(**options)
        self._offered = {name.casefold() for name in offered}
        self.names: list[str] = []

    def validate_name(self, field: TextAreaField) -> None:
        """Refuse names that are there already, whatever their capitals."""
        names = read_names(field.data)
        twice = [name for name in names if name.casefold() in self._offered]
        if twice:
            raise ValidationError(f"Sudah ada: {', '.join(twice)}. Hapus dari isian ini.")
        self.names = names
