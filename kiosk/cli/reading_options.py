"""Options that tell a command how to read a file: sheets, rows, columns, the meaning of values and words."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any
from typing import TypeVar

import click

from kiosk.base.config import default_instance
from kiosk.importing.choices import Choices
from kiosk.importing.source import Context
from kiosk.operations.own_questionnaires import FOLDER
from kiosk.operations.own_questionnaires import load_folder
from kiosk.questionnaire.catalogue import Questionnaire
from kiosk.questionnaire.catalogue import find_questionnaire
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.questionnaire.catalogue import load_rules
from kiosk.questionnaire.catalogue import official
from kiosk.questionnaire.own import read_folder
from kiosk.questionnaire.profile import ALL_FIELDS
from kiosk.questionnaire.profile import TITLES
from kiosk.sheets import Decisions
from kiosk.sheets import Sheet
from kiosk.sheets.dates import ORDERS
from kiosk.sheets.decisions import RESPONDENTS
from kiosk.sheets.decisions import TALLY
from kiosk.sheets.finding import find_titles
from kiosk.sheets.meanings import EVERY
from kiosk.sheets.meanings import SAID
from kiosk.sheets.meanings import ScaleError
from kiosk.sheets.meanings import read_scale
from kiosk.sheets.roles import IGNORED
from kiosk.sheets.said_rows import RowsError
from kiosk.sheets.said_rows import read_row_verdicts
from kiosk.sheets.spans import is_span
from kiosk.sheets.spans import read_span
from kiosk.sheets.spans import split_choices
from kiosk.sheets.texts import column_index
from kiosk.sheets.texts import letters
from kiosk.sheets.texts import normalise
from kiosk.sheets.twins import ONCE
from kiosk.sheets.words import NOT_KEPT
from scoring import Instrument
from scoring import list_instruments

FIELD_NAMES = {
    "jenis-kelamin": "sex",
    "usia": "age_band",
    "pendidikan": "education",
    "pekerjaan": "occupation",
    "disabilitas": "disability",
    "layanan": "service",
}
ROLE_NAMES = {
    **FIELD_NAMES,
    "tanggal": "moment",
    "saran": "comment",
    "nomor": "number",
    "id": "id",
    "kantor": "office",
    "abaikan": IGNORED,
}
# Words of answers that mean the same for every unsur.
_EVERY_NAME = "jawaban"
_LEAVE_OUT = "-"

Command = TypeVar("Command", bound=Callable[..., Any])

choose_columns = click.option(
    "--kolom",
    multiple=True,
    metavar="KOLOM=ISI",
    help="Isi sebuah kolom menurut judul atau hurufnya: U8=pengaduan, K=abaikan; atau sembilan kolom "
    "berurutan: F:N=kuesioner.",
)


class QuestionnaireId(click.Choice[str]):
    """The id of a questionnaire: a built-in one, or the office's own from its folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The id. The file of an own questionnaire is not loaded yet: rules stored in a database go first."""
        if find_questionnaire(value):
            return str(value)
        own = read_folder(default_instance() / FOLDER).questionnaires
        return str(value) if value in {one.id for one in own} else super().convert(value, param, ctx)


def load_chosen(id: str | None) -> Questionnaire:
    """The questionnaire of `--instrumen` for a command without a database; the official one for None."""
    if id and find_questionnaire(id) is None:
        load_folder(default_instance() / FOLDER)
    return load_questionnaire(id) if id else official()


choose_questionnaire = click.option(
    "--instrumen",
    type=QuestionnaireId([id for id in list_instruments() if load_rules(id).unsur]),
    help="Kuesioner yang jawabannya dihitung; biasanya dikenali dari judul kolomnya.",
)
choose_order = click.option(
    "--urutan",
    type=click.Choice(["kuesioner", "daftar"]),
    default="kuesioner",
    show_default=True,
    help="Arti judul kolom U1 sampai U9 yang tanpa nama unsur.",
)
_OPTIONS = (
    choose_questionnaire,
    choose_order,
    click.option(
        "--lembar", multiple=True, help="Nama lembar kerja; 'semua' untuk semua yang berisi responden."
    ),
    click.option("--judul", type=click.IntRange(0, 1000), help="Nomor baris judul kolom; 0 bila tidak ada."),
    choose_columns,
    click.option(
        "--arti",
        multiple=True,
        metavar="ISIAN:KATA=ARTI",
        help="Arti sebuah kata: 'waktu:Lumayan=3', 'jawaban:Lumayan=3' untuk semua unsur.",
    ),
    click.option(
        "--skala",
        multiple=True,
        metavar="NILAI=ARTI,…",
        help="Arti nilai untuk semua unsur, 1 sampai 4, kosong, atau tolak: 0=kosong, '5=4', 'cukup=2'.",
    ),
    click.option(
        "--urutan-tanggal",
        type=click.Choice(ORDERS),
        help="Yang lebih dulu dalam tanggal seperti 5/3/2024; 'tahun' untuk 24/5/3, 'tahun-hari' untuk "
        "2024-3-5.",
    ),
    click.option(
        "--baris",
        multiple=True,
        metavar="BARIS=bukan|responden",
        help="Baris yang bukan responden, atau memang responden: '12,15-17=bukan'.",
    ),
    click.option(
        "--tabel",
        type=click.Choice([RESPONDENTS, TALLY, ONCE]),
        help="Isi tabel: satu baris satu responden, banyaknya jawaban, atau jawaban yang sama dua kali.",
    ),
    click.option(
        "--kantor",
        multiple=True,
        metavar="NAMA",
        help="Kantor yang dibaca dari berkas beberapa kantor; atau 'semua'. ikm import juga menerima "
        "NAMA=KODE untuk setiap kantor: disimpan di unit itu, atau NAMA=lewati.",
    ),
)


def choose_reading(command: Command) -> Command:
    """Add the options that say how to read a file to a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def read_decisions(
    sheets: Sequence[Sheet],
    instrument: Instrument,
    *,
    instrumen: str | None,
    urutan: str,
    lembar: tuple[str, ...],
    judul: int | None,
    kolom: tuple[str, ...],
    arti: tuple[str, ...],
    skala: tuple[str, ...],
    urutan_tanggal: str | None,
    baris: tuple[str, ...],
    tabel: str | None,
    kantor: tuple[str, ...],
) -> Decisions:
    """The decisions in the options. Raises `click.UsageError`, and `SheetError` as reading does."""
    decisions = Decisions(
        questionnaire=instrumen or "",
        order=urutan,
        sheets=lembar,
        row=judul,
        words=read_answer_words(arti, instrument),
        scale=read_values(skala),
        day_order=urutan_tanggal or "",
        rows=read_rows(baris),
        table=tabel or "",
        offices=kantor,
    )
    if not kolom:
        return decisions
    roles = read_columns(kolom, find_titles(sheets, instrument, decisions), instrument)
    columns = {column_index(place): role for place, role in roles.items()}
    return Decisions(**{**vars(decisions), "columns": columns})


def read_choices(
    context: Context,
    *,
    instrumen: str | None,
    urutan: str,
    lembar: tuple[str, ...],
    judul: int | None,
    kolom: tuple[str, ...],
    arti: tuple[str, ...],
    skala: tuple[str, ...],
    urutan_tanggal: str | None,
    baris: tuple[str, ...],
    tabel: str | None,
    kantor: tuple[str, ...],
) -> Choices:
    """The choices in the options of an import, except `kolom`, which needs the file's titles.

    Raises `click.UsageError`.
    """
    read_values(skala)
    read_rows(baris)
    return Choices(
        questionnaire=instrumen or "",
        order=urutan,
        sheets=lembar,
        row=judul,
        words=read_words(arti, context),
        scale=",".join(skala),
        day_order=urutan_tanggal or "",
        rows=";".join(baris),
        table=tabel or "",
        offices=kantor,
    )


def read_values(said: Iterable[str]) -> dict[str, int]:
    """Meanings of values, from texts like "5=4,0=kosong". Raises `click.UsageError`."""
    try:
        return read_scale(said)
    except ScaleError as error:
        raise click.UsageError(f"--skala: {error}") from error


def read_rows(said: Iterable[str]) -> dict[tuple[str, int], bool]:
    """Rows that are respondents or not, from texts like "12,15-17=bukan". Raises `click.UsageError`."""
    try:
        return read_row_verdicts(said)
    except RowsError as error:
        raise click.UsageError(f"--baris: {error}") from error


def name_role(role: str, items: Mapping[str, str]) -> str:
    """The Indonesian name of a column's role."""
    if role in items:
        return items[role]
    return TITLES[role]["id"] if role in TITLES else {v: k for k, v in ROLE_NAMES.items()}[role].capitalize()


def read_columns(said: Iterable[str], known: Mapping[int, str], instrument: Instrument) -> dict[str, str]:
    """Roles by column letters, from texts like "U8=pengaduan", "K=abaikan" or "F:N=kuesioner".

    Raises `click.UsageError`.
    """
    titles = {normalise(title): letters(index) for index, title in known.items()}
    roles = {key: key for key in instrument.keys()} | ROLE_NAMES
    chosen: dict[str, str] = {}
    for text in (one for texts in said for one in split_choices(texts)):
        column, _, role = (part.strip() for part in text.rpartition("="))
        if is_span(column) and normalise(column) not in titles:
            if (span := read_span(column, role, instrument)) is None:
                orders = " atau ".join(instrument.orders)
                raise click.UsageError(
                    f"--kolom {text}: {len(instrument.unsur)} kolom berurutan ditulis seperti F:N=kuesioner "
                    f"({orders})."
                )
            chosen |= span
            continue
        if role not in roles:
            raise click.UsageError(f"--kolom {text}: isinya salah satu dari {', '.join(roles)}.")
        place = titles.get(normalise(column), column.upper())
        if not column or (place not in titles.values() and not _is_letters(place)):
            raise click.UsageError(f"--kolom {text}: tidak ada kolom “{column}” di berkas.")
        chosen[place] = roles[role]
    return chosen


def _is_letters(text: str) -> bool:
    return text.isascii() and text.isalpha() and len(text) <= 2


def read_answer_words(said: Iterable[str], instrument: Instrument) -> dict[str, dict[str, str]]:
    """Meanings of words of answers, from texts like "waktu:Lumayan=3". Raises `click.UsageError`."""
    return _read_words(
        said, [*instrument.keys(), _EVERY_NAME], lambda field: _answer_codes(field, instrument)
    )


def read_words(said: Iterable[str], context: Context) -> dict[str, dict[str, str]]:
    """Meanings by field, from texts like "pekerjaan:Juru parkir=Swasta". Raises `click.UsageError`."""
    fields = [*FIELD_NAMES, *context.instrument.keys(), _EVERY_NAME]
    return _read_words(said, fields, lambda field: _codes(field, context))


def _read_words(
    said: Iterable[str], fields: Sequence[str], codes_of: Callable[[str], Mapping[str, str]]
) -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = {}
    for text in said:
        before, _, meaning = (part.strip() for part in text.rpartition("="))
        name, _, word = (part.strip() for part in before.partition(":"))
        field = FIELD_NAMES.get(name, EVERY if name == _EVERY_NAME else name)
        codes = codes_of(field)
        if not codes or not normalise(word):
            raise click.UsageError(
                f"--arti {text}: ditulis ISIAN:KATA=ARTI, dengan ISIAN salah satu dari {', '.join(fields)}."
            )
        if meaning not in codes:
            raise click.UsageError(f"--arti {text}: artinya salah satu dari {', '.join(codes)}.")
        words.setdefault(field, {})[normalise(word)] = codes[meaning]
    return words


def _answer_codes(field: str, instrument: Instrument) -> Mapping[str, str]:
    return {value: value for value in SAID} if field in (*instrument.keys(), EVERY) else {}


def _codes(field: str, context: Context) -> Mapping[str, str]:
    """The meanings that a word of this field can get; empty for an unknown field."""
    if answers := _answer_codes(field, context.instrument):
        return answers
    if field == "service":
        return {service.code: service.service_id for service in context.services} | {_LEAVE_OUT: NOT_KEPT}
    return {code: code for code in ALL_FIELDS[field]} | {_LEAVE_OUT: NOT_KEPT} if field in ALL_FIELDS else {}
