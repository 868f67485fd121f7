"""Several columns said at once: "F:N=kuesioner" for the nine unsur, "K:L=abaikan", "D=waktu,E=biaya"."""

import re
from collections.abc import Mapping

from kiosk.sheets.roles import IGNORED
from kiosk.sheets.texts import column_index
from kiosk.sheets.texts import letters
from scoring import Instrument

_SPAN = re.compile(r"([A-Za-z]{1,2}) ?[:–-] ?([A-Za-z]{1,2})")
_SEVERAL = re.compile(r"[A-Za-z]{1,2}=\w+(?:,[A-Za-z]{1,2}=\w+)+")
_IGNORE = "abaikan"


def split_choices(text: str) -> list[str]:
    """The columns of a text that says several with their roles; any other text stays whole."""
    return text.split(",") if _SEVERAL.fullmatch(text) else [text]


def is_span(column: str) -> bool:
    """Whether a text names columns in a row."""
    return _SPAN.fullmatch(column) is not None


def read_span(column: str, role: str, instrument: Instrument) -> dict[str, str] | None:
    """Roles by column letters; None where they are not as many as the unsur, or the order is not known."""
    if not (found := _SPAN.fullmatch(column)):
        return None
    first, last = (column_index(name.upper()) for name in found.groups())
    places = [letters(index) for index in range(first, last + 1)]
    if role == _IGNORE:
        return dict.fromkeys(places, IGNORED)
    if role not in instrument.orders or len(places) != len(instrument.unsur):
        return None
    return dict(zip(places, instrument.keys(role), strict=True))


def read_choice(text: str, instrument: Instrument) -> Mapping[str, str]:
    """Roles by column letters from an answer that a question offered: "F:N=kuesioner" or "K=waktu"."""
    chosen: dict[str, str] = {}
    for one in split_choices(text):
        column, _, role = one.rpartition("=")
        chosen |= {column: role} if column.isalpha() else read_span(column, role, instrument) or {}
    return chosen
