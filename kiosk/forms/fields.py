"""Fields with Indonesian messages that several forms share."""

from typing import Any
from urllib.parse import SplitResult
from urllib.parse import urlsplit

from wtforms import DateField
from wtforms import IntegerField
from wtforms import StringField
from wtforms import TextAreaField
from wtforms.validators import DataRequired
from wtforms.validators import Length

from kiosk.base.text import one_line
from kiosk.base.text import visible


def required(what: str) -> DataRequired:
    """Asks to fill in `what` when the field is empty."""
    return DataRequired(f"Isi {what}.")


def web_address(text: str) -> SplitResult | None:
    """The parts of a web address; None if `text` is none: of a broken one not even the parts can be asked."""
    try:
        parts = urlsplit(text)
        is_web = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        return None
    return parts if is_web and text.isprintable() else None


def _lines(text: str | None) -> str:
    return "\n".join(line.rstrip() for line in visible(text).splitlines()).strip() if text else ""


def line(label: str, *validators: Any, limit: int = 200, **options: Any) -> StringField:
    """One line of text, without needless spaces; empty is ""."""
    length = Length(max=limit, message=f"Paling banyak {limit} huruf.")
    return StringField(label, [*validators, length], filters=[one_line], **options)


def paragraph(
    label: str, *validators: Any, limit: int = 1000, rows: int = 3, **options: Any
) -> TextAreaField:
    """Several lines of text; empty is ""."""
    length = Length(max=limit, message=f"Paling banyak {limit} huruf.")
    return TextAreaField(label, [*validators, length], filters=[_lines], render_kw={"rows": rows}, **options)


class Day(DateField):
    """A date as browsers send it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read `2024-05-31`; empty is None."""
        try:
            super().process_formdata(valuelist if any(valuelist) else [])
        except ValueError as error:
            raise ValueError("Pilih tanggal yang ada di kalender.") from error


class Whole(IntegerField):
    """A whole number, typed with or without thousands dots."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read `2024` or `10.000`; empty is None."""
        typed = [text.strip().replace(".", "") for text in valuelist]
        try:
            super().process_formdata(typed if any(typed) else [])
        except ValueError as error:
            raise ValueError("Isi angka bulat.") from error
