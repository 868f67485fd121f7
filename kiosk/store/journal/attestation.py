"""The rows that explain the figures, and the links that vouch for what stands in them.

A response never changes; a name, a place in the tree, a target does. When the program changes such a row,
the journal gets a link with the row's facts as they are from then on, in the same transaction; with none once
it is removed. A row that is not what the last link about it says was changed behind the program's back.
The facts and their order belong to the journal's canonical form (docs/formats.md) and never change.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from kiosk.store.journal import journal


@dataclass(frozen=True)
class Noun:
    """Rows of a table that a unit's journal tells of by their first fact.

    `is_sent`: bundles bring them along, so that a merged unit's rows are its own server's to vouch for.
    """

    table: str
    facts: Sequence[str]
    is_sent: bool = False
    of_unit: str = "unit_id = :unit_id"


def _noun(table: str, facts: str, *, is_sent: bool = False) -> Noun:
    return Noun(table, tuple(facts.split()), is_sent)


# Where each unit lies, and its code here: told by the topmost unit, as a merged one's journal is not ours.
PLACE = Noun("units", ("unit_id", "code", "parent_unit_id"), of_unit="1 = 1")
_IMPORT = _noun(
    "imports",
    """import_id collector_id file_name sha256 sheet column_order first_day last_day
       responses rejected skipped repeated imported_by started_at undone_at undone_by""",
)
KINDS = {
    "unit": _noun(
        "units",
        """unit_id name timezone agency address contact place
           signatory_title signatory_name signatory_rank signatory_nip""",
        is_sent=True,
    ),
    "place": PLACE,
    "service": _noun("services", "service_id code name retired_at", is_sent=True),
    "collector": _noun("collectors", "collector_id code name channel service_id created_at", is_sent=True),
    "year": _noun("unit_years", "year population target_ikm", is_sent=True),
    "goal": _noun("unit_goals", "year target_ikm"),
    "yearly": _noun("yearly_figures", "year ikm mutu respondents source entered_at entered_by"),
    "import": _IMPORT,
    "undo-import": _IMPORT,
    "restore-import": _IMPORT,
    "plan": _noun(
        "plans",
        """plan_id period period_start period_end unsur action responsible year first_quarter last_quarter
           planned_day due_day created_at created_by done_day done_by outcome
           dropped_at dropped_by dropped_reason""",
    ),
    "announcement": _noun(
        "announcements",
        """announcement_id period period_start period_end medium shown_day place link
           created_at created_by removed_at""",
    ),
    "evidence": _noun(
        "attachments",
        """attachment_id plan_id announcement_id name media_type size digest
           added_at added_by removed_at""",
    ),
    "restore-backup": _noun(
        "restored_backups",
        """restored_backup_id file_name sequence digest
           replaced_sequence replaced_digest restored_at""",
    ),
}


def vouch(db: Database, kind: str, unit_id: str, key: str | int, now: datetime) -> None:
    """Add a link for the row as it is now, in the caller's transaction, unless the last one says the same.

    Of a unit that another server keeps, the topmost unit tells what is made here and bundles do not bring.

    Raises:
        KeptElsewhere: the row is that server's to change.
    """
    noun = KINDS[kind]
    if noun.is_sent or journal.get_merged_parts(db, unit_id) is None:
        _vouch(db, kind, unit_id, str(key), now)
    else:
        _vouch(db, kind, _get_top(db), _name_row(unit_id, key), now)


def vouch_for_place(db: Database, unit_id: str, now: datetime) -> None:
    """Add the link for where a unit lies, as `vouch`."""
    _vouch(db, "place", _get_top(db), unit_id, now)


def _vouch(db: Database, kind: str, unit_id: str, subject: str, now: datetime) -> None:
    noun = KINDS[kind]
    row = _read_rows(db, noun, unit_id).get(subject, ())
    last = _read_last(db, unit_id).get((noun, subject))
    if not last or last["content_hash"] != journal.hash_values(kind, *row):
        journal.extend(db, unit_id=unit_id, kind=kind, subject_id=subject, facts=row, now=now)


def _name_row(unit_id: str, key: str | int) -> str:
    """A row of another unit, in the topmost one's journal."""
    return f"{unit_id}/{key}"


def find_unvouched(db: Database, unit_id: str) -> tuple[int | None, str, str, str] | None:
    """The first row that its link does not tell of as it is: link, kind, subject and problem of a `Break`."""
    last = _read_last(db, unit_id)
    told = {noun for noun, _ in last}
    checked = {kind: noun for kind, noun in KINDS.items() if _is_checked(db, noun, unit_id, noun in told)}
    rows = {noun: _read_rows(db, noun, unit_id) for noun in checked.values()}
    for (noun, subject), link in sorted(last.items(), key=lambda item: int(item[1]["sequence"])):
        row = rows.get(noun, {}).pop(subject, ())
        if noun in rows and journal.hash_values(link["kind"], *row) != link["content_hash"]:
            return link["sequence"], link["kind"], subject, "edited" if row else "deleted"
    for kind, noun in checked.items():
        for subject in rows[noun]:
            return None, kind, subject, "inserted"
    return None


def _is_checked(db: Database, noun: Noun, unit_id: str, is_told: bool) -> bool:
    if journal.get_merged_parts(db, unit_id) is not None:
        return noun.is_sent and is_told  # an office of an older version sends no such links
    return noun is not PLACE or is_told or unit_id == _get_top(db)


def _get_top(db: Database) -> str:
    """The topmost unit; none where a hand in the database left none."""
    row = db.execute(
        "select unit_id from units where parent_unit_id is null order by created_at, unit_id limit 1"
    ).fetchone()
    return str(row["unit_id"]) if row else ""


def _read_rows(db: Database, noun: Noun, unit_id: str) -> dict[str, tuple[Any, ...]]:
    """What the unit's journal has to tell of, by subject."""
    read = f"select {', '.join(noun.facts)} from {noun.table} where {noun.of_unit}"
    rows = {str(row[0]): tuple(row) for row in db.execute(read, {"unit_id": unit_id})}
    if noun is not PLACE and not noun.is_sent and unit_id == _get_top(db):
        merged = db.execute("select unit_id from journal_heads where merged_parts is not null").fetchall()
        for (other,) in merged:
            made_here = db.execute(read, {"unit_id": other})
            rows |= {_name_row(other, row[0]): tuple(row) for row in made_here}
    return rows


def _read_last(db: Database, unit_id: str) -> dict[tuple[Noun, str], Any]:
    """The last link about each row."""
    links = db.execute(
        f"""select sequence, kind, subject_id, content_hash from journal
            where unit_id = ? and kind <> 'response' and kind in ({", ".join("?" * len(KINDS))})
            order by sequence""",
        [unit_id, *KINDS],
    )
    return {(KINDS[link["kind"]], link["subject_id"]): link for link in links}
