"""Fields with Indonesian messages that several forms share."""

import re
from collections.abc import Collection
from collections.abc import Sequence
from datetime import datetime
from datetime import time
from typing import Any
from urllib.parse import SplitResult
from urllib.parse import urlsplit

from wtforms import DateField
from wtforms import DateTimeField
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
from wtforms.validators import Regexp
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from kiosk.base.formatting import read_date
from kiosk.base.formatting import short_date
from kiosk.base.text import one_line
from kiosk.base.text import visible
from kiosk.security import passwords
from kiosk.store.offices.tree import Branch

TIMEZONES = {
    "Asia/Jakarta": "WIB: Sumatra, Jawa, Kalimantan Barat dan Tengah",
    "Asia/Makassar": "WITA: Kalsel, Kaltim, Kaltara, Sulawesi, Bali, NTB, NTT",
    "Asia/Jayapura": "WIT: Maluku dan Papua",
}
USERNAME = r"^[A-Za-z0-9._-]{3,64}$"
_DECIMAL = re.compile(r"[0-9]{1,14}([.][0-9]{1,6})?")
_WHOLE = re.compile(r"[0-9]{1,12}|[0-9]{1,3}([.][0-9]{3}){1,3}")
_GROUPED = re.compile(r"[0-9]{1,3}([.][0-9]{3}){1,2}(,[0-9]{1,9})?")


def required(what: str) -> DataRequired:
    """Refuses an empty field; the message asks for `what`."""
    return DataRequired(f"Isi {what}.")


def refuse_taken(name: str | None, taken: Collection[str], message: str) -> None:
    """Raise ValidationError with `message` if `name` is one of `taken`, whatever its capitals."""
    if name and name.casefold() in {one.casefold() for one in taken}:
        raise ValidationError(message)


def web_address(text: str) -> SplitResult | None:
    """The parts of a web address; None if `text` is not one (`urlsplit` raises for some broken ones)."""
    try:
        parts = urlsplit(text)
        is_web = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        return None
    return parts if is_web and text.isprintable() else None


def _lines(text: str | None) -> str:
    return "\n".join(line.rstrip() for line in visible(text).splitlines()).strip() if text else ""


def line(label: str, *validators: Any, limit: int = 200, **options: Any) -> StringField:
    """One line of text, stripped of needless spaces; "" when empty."""
    length = Length(max=limit, message=f"Paling banyak {limit} karakter.")
    return StringField(label, [*validators, length], filters=[one_line], **options)


def paragraph(
    label: str, *validators: Any, limit: int = 1000, rows: int = 3, **options: Any
) -> TextAreaField:
    """Several lines of text; "" when empty."""
    length = Length(max=limit, message=f"Paling banyak {limit} karakter.")
    return TextAreaField(label, [*validators, length], filters=[_lines], render_kw={"rows": rows}, **options)


class Day(DateField):
    """A day, typed or picked as dd/mm/yyyy whatever language the browser has (`static/days.js`)."""

    widget = TextInput()

    def __init__(self, label: str, validators: Sequence[Any] = (), **options: Any) -> None:
        looks = {"placeholder": "hh/bb/tttt", "inputmode": "numeric", "autocomplete": "off", "data-day": True}
        super().__init__(label, validators, render_kw=looks, **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read `31/05/2024` or `2024-05-31`; None when empty."""
        try:
            super().process_formdata([read_date(text).isoformat() for text in valuelist if text])
        except ValueError as error:
            raise ValueError("Pilih tanggal yang ada di kalender, misalnya 31/05/2024.") from error

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return short_date(self.data) if self.data else ""


class Minute(DateTimeField):
    """A day and a time, typed as `31/05/2024 09.12`, without a time zone."""

    widget = TextInput()

    def __init__(self, label: str, validators: Sequence[Any] = (), **options: Any) -> None:
        looks = {"placeholder": "hh/bb/tttt jj.mm", "autocomplete": "off"}
        super().__init__(label, validators, render_kw=looks, **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read `31/05/2024 09.12` or `2024-05-31T09:12`; None when empty."""
        text = "".join(valuelist).strip().replace("T", " ")
        if not text:
            return
        day, _, clock = text.partition(" ")
        try:
            self.data = datetime.combine(
                read_date(day), time.fromisoformat(clock.strip().replace(".", ":")).replace(tzinfo=None)
            )
        except ValueError as error:
            raise ValueError("Isi tanggal dan jam, misalnya 31/05/2024 09.12.") from error

    def _value(self) -> str:
        return " ".join(self.raw_data or ())


class Whole(IntegerField):
    """A whole number, typed with or without thousands dots."""

    widget = TextInput()

    def __init__(self, label: str, validators: Sequence[Any] = (), **options: Any) -> None:
        options.setdefault("render_kw", {"inputmode": "numeric"})
        super().__init__(label, validators, **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read `2024` or `10.000`, but not `1.5`; None when empty."""
        typed = [text.strip() for text in valuelist]
        if not all(_WHOLE.fullmatch(text) for text in typed if text):
            raise ValueError("Isi angka bulat, misalnya 1.200.")
        super().process_formdata([text.replace(".", "") for text in typed if text])


class CommaDecimal(DecimalField):
    """A number with a decimal comma; thousands dots and a decimal point are accepted, too."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read `87,5`, `1.200,5` or `87.5`, but nothing else that `Decimal` accepts.

        Comparing its `sNaN` raises.
        """
        typed = [text.strip() for text in valuelist]
        if all(_GROUPED.fullmatch(text) for text in typed):
            typed = [text.replace(".", "") for text in typed]
        typed = [text.replace(",", ".") for text in typed]
        if not all(_DECIMAL.fullmatch(text) for text in typed):
            raise ValueError("Isi angka, misalnya 87,50.")
        super().process_formdata(typed)

    def _value(self) -> str:
        return str(super()._value()).replace(".", ",")


class Rupiah(CommaDecimal):
    """An amount of money, typed with or without "Rp" and thousands dots."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read `Rp1.234.567` or `1234567,50`."""
        typed = [re.sub(r"(?i)^rp\.?|\s|,-$|[.](?=[0-9]{3}\b)", "", text.strip()) for text in valuelist]
        super().process_formdata(typed)


def username_field(label: str) -> StringField:
    """A name to log in with."""
    return line(
        label,
        required("nama pengguna"),
        Regexp(USERNAME, message="Pakai 3–64 huruf, angka, titik, atau garis, tanpa spasi."),
        limit=64,
    )


def timezone_field() -> SelectField:
    """The time zones of Indonesia."""
    return SelectField(
        "Zona waktu",
        choices=[SelectChoice(value=code, label=label) for code, label in TIMEZONES.items()],
        default="Asia/Makassar",
        validate_choice=True,
    )


class NewPasswordMixin:
    """A new password, typed twice. `about` are names that it must not be made of."""

    about: Sequence[str] = ()
    password = PasswordField(
        "Kata sandi",
        [InputRequired("Isi kata sandi.")],
        description=f"Paling sedikit {passwords.LEAST} karakter; beberapa kata acak mudah diingat dan kuat.",
        render_kw={"minlength": passwords.LEAST},
    )
    password_again = PasswordField(
        "Ulangi kata sandi", [EqualTo("password", "Kedua kata sandi belum sama. Ketik ulang keduanya.")]
    )

    def validate_password(self, field: PasswordField) -> None:
        """Refuse passwords that are short or easy to guess."""
        if weakness := passwords.find_weakness(field.data, self.about):
            raise ValidationError(weakness)


def unit_choices(branches: Sequence[Branch]) -> list[SelectChoice]:
    """Units as choices, each indented below its parent."""
    return [
        SelectChoice(value=branch.unit.unit_id, label="\u2003" * branch.depth + branch.unit.name)
        for branch in branches
    ]
