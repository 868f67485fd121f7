"""The option `--kantor NAMA=KODE` of `ikm import`: the unit in which each office of a file is stored."""

from collections.abc import Iterator
from collections.abc import Sequence

import click
from sqlite_utils import Database

from kiosk.base.formatting import decimal
from kiosk.base.formatting import whole
from kiosk.cli.unit_option import find_unit
from kiosk.importing.offices import FIELD
from kiosk.importing.offices import LEFT_OUT
from kiosk.importing.offices import OPEN
from kiosk.importing.offices import list_targets
from kiosk.importing.offices import propose
from kiosk.importing.preview import Preview
from kiosk.importing.source import Context
from kiosk.sheets.decisions import EVERY
from kiosk.sheets.questions import Question
from kiosk.sheets.texts import normalise
from kiosk.sheets.texts import quote
from kiosk.store.accounts.people import Person

_SHOWN = 20
_CODE = "KODE"


def read_targets(db: Database, said: Sequence[str], person: Person) -> dict[str, str]:
    """Unit ids by the normalised names of offices, "" where left out; none where only names are said.

    Raises `click.UsageError`, also for a unit that the person may not import for.
    """
    if not any("=" in text for text in said):
        return {}
    allowed = {unit.unit_id for unit in list_targets(db, person)}
    targets: dict[str, str] = {}
    for text in said:
        name, sign, code = (part.strip() for part in text.rpartition("="))
        if not sign or not name:
            raise click.UsageError(
                f"--kantor {text}: tulis NAMA=KODE atau NAMA={LEFT_OUT} untuk tiap kantor."
            )
        unit_id = "" if code == LEFT_OUT else find_unit(db, code).unit_id
        if unit_id and unit_id not in allowed:
            raise click.UsageError(f"--kantor {text}: {person.username} tidak berhak mengimpor ke {code}.")
        if targets.setdefault(normalise(name), unit_id) != unit_id:
            raise click.UsageError(f"--kantor {text}: kantor itu disebut dua kali.")
    return targets


def check_names(preview: Preview) -> None:
    """Raise `click.UsageError` for an office of the option that the file does not name."""
    names = {one.key: one.name for one in preview.offices}
    unknown = [key for key in preview.choices.targets if key not in names]
    if unknown and set(names) <= {""}:
        raise click.UsageError(
            "--kantor: berkas ini tidak menyebut kantor; tunjuk kolomnya: --kolom K=kantor."
        )
    if unknown:
        known = quote([*names.values()], _SHOWN)
        raise click.UsageError(f"--kantor: tidak ada kantor “{unknown[0]}” di berkas; yang ada: {known}.")


def describe(preview: Preview) -> Iterator[str]:
    """A line for each office: its respondents, its IKM, and the unit in which it is stored."""
    units = {part.unit.unit_id: part.unit for part in preview.parts}
    for one in preview.offices:
        unit_id = preview.choices.targets.get(one.key)
        place = f" → {units[unit_id].name}" if unit_id else " dilewati" if unit_id == "" else ""
        figures = f"{whole(one.result.respondents)} jawaban, IKM {decimal(one.result.ikm)}"
        yield f"Kantor    “{one.name}”{place}: {figures}"


def ask(question: Question, preview: Preview, context: Context) -> str:
    """A question in one line, with the options that answer it."""
    if question.field != FIELD or len(context.targets) < 2:
        return question.line
    likely = propose(preview.offices, context)
    code_of = {"": LEFT_OUT, **{unit.unit_id: unit.code for unit in context.targets}}
    asked = [one for one in preview.offices if one.key not in preview.choices.targets]
    options = " ".join(
        f'--kantor "{one.name}={code_of[likely[one.key]] if one.key in likely else _CODE}"'
        for one in asked[:_SHOWN]
    )
    codes = ", ".join(unit.code for unit in context.targets[:_SHOWN])
    codes += ", …" * (len(context.targets) > _SHOWN)
    line = f"{question.text} Jawab dengan {options} ({_CODE}: {codes} atau {LEFT_OUT})"
    if question.code == OPEN:
        return f"{line}."
    one = f'--kantor "{asked[0].name}" untuk satu kantor ke {context.unit.code}'
    return f"{line}, dengan {one}, atau --kantor {EVERY}."
