"""What a command is told about a file by hand: columns (`--kolom`) and words (`--arti`)."""

from collections.abc import Iterable
from collections.abc import Mapping

import click

from kiosk.importing.source import Context
from kiosk.questionnaire.catalogue import unsur_name
from kiosk.questionnaire.profile import FIELDS
from kiosk.questionnaire.profile import TITLES
from kiosk.sheets.headers import IGNORED
from kiosk.sheets.headers import letters
from kiosk.sheets.headers import normalise
from kiosk.sheets.words import NOT_KEPT
from scoring import Instrument

FIELD_NAMES = {
    "jenis-kelamin": "sex",
    "usia": "age_band",
    "pendidikan": "education",
    "pekerjaan": "occupation",
    "layanan": "service",
}
ROLE_NAMES = {
    **FIELD_NAMES,
    "tanggal": "moment",
    "saran": "comment",
    "nomor": "number",
    "abaikan": IGNORED,
}
_LEAVE_OUT = "-"

choose_columns = click.option(
    "--kolom",
    multiple=True,
    metavar="KOLOM=ISI",
    help="Isi sebuah kolom bila tidak dikenali, menurut judul atau hurufnya: U8=pengaduan, K=abaikan.",
)

choose_order = click.option(
    "--urutan",
    type=click.Choice(["kuesioner", "daftar"]),
    default="kuesioner",
    show_default=True,
    help="Arti judul kolom U1 sampai U9 yang tanpa nama unsur.",
)


def name_role(role: str, context: Context) -> str:
    """What a column is, for people."""
    if role in context.instrument.keys():
        return unsur_name(context.instrument, role)
    return TITLES[role]["id"] if role in TITLES else {v: k for k, v in ROLE_NAMES.items()}[role].capitalize()


def read_columns(said: Iterable[str], known: Mapping[int, str], instrument: Instrument) -> dict[str, str]:
    """Roles by column letters, from texts like "U8=pengaduan" or "K=abaikan". Raises `click.UsageError`."""
    titles = {normalise(title): letters(index) for index, title in known.items()}
    roles = {key: key for key in instrument.keys()} | ROLE_NAMES
    chosen = {}
    for text in said:
        column, _, role = (part.strip() for part in text.rpartition("="))
        if role not in roles:
            raise click.UsageError(f"--kolom {text}: isinya salah satu dari {', '.join(roles)}.")
        place = titles.get(normalise(column), column.upper())
        if not column or (place not in titles.values() and not _is_letters(place)):
            raise click.UsageError(f"--kolom {text}: tidak ada kolom “{column}” di berkas.")
        chosen[place] = roles[role]
    return chosen


def _is_letters(text: str) -> bool:
    return text.isascii() and text.isalpha() and len(text) <= 2


def read_words(said: Iterable[str], context: Context) -> dict[str, dict[str, str]]:
    """Meanings by field, from texts like "pekerjaan:Juru parkir=Swasta". Raises `click.UsageError`."""
    words: dict[str, dict[str, str]] = {}
    for text in said:
        before, _, meaning = (part.strip() for part in text.rpartition("="))
        name, _, word = (part.strip() for part in before.partition(":"))
        field = FIELD_NAMES.get(name, name)
        codes = _codes(field, context)
        if not codes or not normalise(word):
            fields = ", ".join([*FIELD_NAMES, *context.instrument.keys()])
            raise click.UsageError(
                f"--arti {text}: ditulis ISIAN:KATA=ARTI, dengan ISIAN salah satu dari {fields}."
            )
        if meaning not in codes:
            raise click.UsageError(f"--arti {text}: artinya salah satu dari {', '.join(codes)}.")
        words.setdefault(field, {})[normalise(word)] = codes[meaning]
    return words


def _codes(field: str, context: Context) -> Mapping[str, str]:
    """What a word of this field can be said to mean; nothing for what is no field."""
    if field in context.instrument.keys():
        return {value: value for value in ("1", "2", "3", "4")}
    if field == "service":
        return {service.code: service.service_id for service in context.services} | {_LEAVE_OUT: NOT_KEPT}
    return {code: code for code in FIELDS[field]} | {_LEAVE_OUT: NOT_KEPT} if field in FIELDS else {}
