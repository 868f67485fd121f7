"""Indonesian formats: decimal comma, thousands dot, long dates, grouped NIP.

Numbers are exact (`Decimal`, `Fraction`, `int`) and are rounded half up exactly once, here. A float is
refused, because its decimals are not exact. None, a figure that could not be computed, is shown as a dash.
"""

import re
from datetime import date
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from string import ascii_uppercase

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask

from kiosk.base.period import MONTHS
from scoring import round_half_up

Exact = Decimal | Fraction | int

DASH = "–"
MINUS = "−"
_WORDS = (
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh",
    "sebelas", "dua belas", "tiga belas", "empat belas", "lima belas", "enam belas", "tujuh belas",
    "delapan belas", "sembilan belas", "dua puluh",
)  # fmt: skip
_LOCALE = Locale.parse("id_ID")
_TYPED_DAY = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_NIP = re.compile(r"(\d{8})(\d{6})(\d)(\d{3})")
_DASHES = re.compile(r"[\s.–—-]*")
# Nothing, an NIP, or another number of an official with its kind: NRP of police and military, NIPPPK.
OFFICIAL_NUMBER = re.compile(r"(?:|[0-9]{18}|[A-Z]{2,8} [0-9]{4,20})\Z")


def decimal(value: Exact | None, places: int = 2) -> str:
    """Always `places` decimals: 88.2 → "88,20", 12345 → "12.345,00". Raises TypeError for a float."""
    if value is None:
        return DASH
    if isinstance(value, float):
        raise TypeError(f"a figure must be exact, not a float: {value!r}")
    pattern = "#,##0." + "0" * places if places else "#,##0"
    text = format_decimal(round_half_up(Fraction(value), places), format=pattern, locale=_LOCALE)
    return text.replace("-", MINUS)


def whole(value: int | None) -> str:
    """A count: 10000 → "10.000"."""
    return decimal(value, 0)


def spelled(number: int) -> str:
    """A number as reports state it in words too: "9 (sembilan)"; larger ones in digits only."""
    return f"{number} ({_WORDS[number]})" if number < len(_WORDS) else whole(number)


def answer_sum(value: Fraction) -> str:
    """A sum of answers: 516 → "516"; one of respondents' means may have decimals: 43.5 → "43,50"."""
    return decimal(value, 0 if value.denominator == 1 else 2)


def percent(value: Exact | None, places: int = 2) -> str:
    """A number of percent: 100.789 → "100,79%"."""
    return DASH if value is None else decimal(value, places) + "%"


def change(value: Exact | None, places: int = 2) -> str:
    """A difference with its sign: "+0,35", "−0,04"; "0,00" without a sign if it rounds to zero."""
    text = decimal(value, places)
    positive = value is not None and round_half_up(Fraction(value), places) > 0
    return "+" + text if positive else text


def long_date(day: date) -> str:
    """31 May 2024 → "31 Mei 2024"."""
    return format_date(day, "d MMMM y", locale=_LOCALE)


def day(text: str) -> str:
    """A stored day, "2024-05-31" → "31 Mei 2024"."""
    return long_date(date.fromisoformat(text))


def short_date(day: date) -> str:
    """31 May 2024 → "31/05/2024", as form fields show and take it."""
    return f"{day:%d/%m/%Y}"


def read_date(text: str) -> date:
    """A typed day: "31/5/2024", "31-05-2024", "31.5.2024" or "2024-05-31". Raises ValueError."""
    if found := _TYPED_DAY.fullmatch(text.strip()):
        return date(int(found[4]), int(found[3]), int(found[1]))
    return date.fromisoformat(text.strip())


def date_time(moment: datetime) -> str:
    """A moment on the wall clock of its zone: "31 Mei 2024 pukul 09.12 WITA".

    `moment` carries a zone with a name, such as `ZoneInfo("Asia/Makassar")`. Raises ValueError without one.
    """
    zone = moment.tzname()
    if zone is None:
        raise ValueError(f"a moment without a time zone: {moment}")
    return f"{long_date(moment)} pukul {moment:%H.%M} {zone}"


def nip(text: str) -> str:
    """A civil servant's number grouped 8-6-1-3: "19700131 199503 1 001".

    Spaces in `text` are ignored. Without 18 digits it is another kind of number and is returned unchanged.
    """
    found = _NIP.fullmatch(re.sub(r"\s", "", text))
    return " ".join(found.groups()) if found else text.strip()


def clean_official_number(text: str | None) -> str:
    """A typed number as it is stored: an NIP is its digits alone, another one has its kind in front.

    "NIP. 19700131 199503 1 001" → "197001311995031001", "nrp.76010203" → "NRP 76010203". A dash, which many
    type into a field that stays empty, is "".
    """
    letters_and_digits = re.sub(r"[^A-Z0-9]", "", (text or "").upper())
    number = letters_and_digits.lstrip(ascii_uppercase)
    kind = letters_and_digits.removesuffix(number)
    return number if kind in ("", "NIP") else f"{kind} {number}"


def official_number(text: str) -> str:
    """A number as papers print it: "NIP. 19700131 199503 1 001", "NRP. 76010203"; "" without one."""
    cleaned = clean_official_number(text)
    kind, _, number = cleaned.rpartition(" ")
    return f"{kind or 'NIP'}. {nip(number)}" if cleaned else ""


def or_blank(text: str) -> str:
    """The text; "" for a dash that was typed in place of one."""
    return "" if _DASHES.fullmatch(text) else text


def init_app(app: Flask) -> None:
    """Make these functions filters of the same name in all templates, and `months` a global."""
    for function in (
        decimal,
        whole,
        answer_sum,
        percent,
        change,
        long_date,
        short_date,
        day,
        date_time,
        nip,
    ):
        app.add_template_filter(function)
    app.jinja_env.globals["months"] = MONTHS
