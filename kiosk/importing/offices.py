"""Files of several offices: which offices there are, and which unit each is likely to be."""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from kiosk.importing.counting import Counting
from kiosk.importing.source import Context
from kiosk.importing.source import Source
from kiosk.sheets.questions import Choice
from kiosk.sheets.questions import Question
from kiosk.sheets.texts import normalise
from kiosk.sheets.texts import quote
from kiosk.store.accounts.people import Person
from kiosk.store.journal.journal import get_merged_parts
from kiosk.store.offices import tree
from kiosk.store.offices.units import Unit
from scoring import Result
from scoring import score

# The answer to the question about offices that stores each in a unit of its own.
BY_UNIT = "tiap-unit"
# What is said of an office whose rows are not stored.
LEFT_OUT = "lewati"
FIELD = "office"
OPEN = "offices-open"  # the code of the question about offices that no unit was chosen for
# What offices are called in short.
_KINDS = {
    "kel": "kelurahan",
    "ds": "desa",
    "kec": "kecamatan",
    "pkm": "puskesmas",
    "puskes": "puskesmas",
    "upt": "uptd",
}
_WITHOUT_NAME = {"kelurahan", "desa", "kecamatan", "puskesmas", "uptd", "kantor", "dinas", "rsud", "rs"}


@dataclass(frozen=True)
class OfficeRows:
    """The rows of one office: `key` is its name normalised, `name` as first written."""

    key: str
    name: str
    result: Result


def list_targets(db: Database, person: Person) -> list[Unit]:
    """The units that this person may import for: the own one and those below, but none of another server."""
    branches = tree.list_branches(db, person.unit_id)
    return [one.unit for one in branches if get_merged_parts(db, one.unit.unit_id) is None]


def list_offices(source: Source) -> list[OfficeRows]:
    """The offices that the rows name, in the order of the file, whatever their capitals and spaces."""
    instrument = source.understanding.instrument
    names: dict[str, str] = {}
    counts: dict[str, Counting] = {}
    for entry in source.entries():
        key = normalise(entry.answered.office)
        names.setdefault(key, entry.answered.office)
        counting = counts.setdefault(key, Counting(instrument))
        if entry.kind == "response":
            counting.add(entry.answered.answers)
    return [OfficeRows(key, names[key], score(instrument, counts[key].tallies())) for key in names]


def about_open_offices(offices: Iterable[OfficeRows], targets: Mapping[str, str]) -> list[Question]:
    """Offices of which it is not said where they are stored, while it is of others."""
    names = [one.name for one in offices if one.key not in targets]
    if not names:
        return []
    text = f"Unit untuk kantor {quote(names)} belum ditentukan."
    choices = (Choice(BY_UNIT, "simpan tiap kantor di unitnya"),)
    return [Question(OPEN, text, "--kantor", FIELD, choices)]


def propose(offices: Iterable[OfficeRows], context: Context) -> dict[str, str]:
    """The id of the unit that each office is likely to be, by the office's key, "" where it was left out.

    That is what was chosen for an earlier file, or else the only unit with the same name.
    """
    units = {unit.unit_id: unit for unit in context.targets}
    learned = context.learned.get(FIELD, {})
    found: dict[str, str] = {}
    for office in offices:
        if (unit_id := learned.get(office.key)) is not None and unit_id in ("", *units):
            found[office.key] = unit_id
            continue
        names = {id: normalise(unit.name) for id, unit in units.items()}
        alike = [id for id, unit in units.items() if office.key in (names[id], normalise(unit.code))]
        alike = alike or [id for id, name in names.items() if _is_alike(office.key, name)]
        if len(alike) == 1:
            found[office.key] = alike[0]
    return found


def _is_alike(one: str, other: str) -> bool:
    """Whether two names are the same but for the kind of office, written in short or left out."""
    (kind, name), (other_kind, other_name) = _split(one), _split(other)
    return bool(name) and name == other_name and (not kind or not other_kind or kind == other_kind)


def _split(name: str) -> tuple[frozenset[str], tuple[str, ...]]:
    words = [_KINDS.get(word, word) for word in name.split()]
    kind = frozenset(word for word in words if word in _WITHOUT_NAME)
    return kind, tuple(word for word in words if word not in kind)
