"""Imports: each file is one batch with its own collector, and can be undone and restored as a whole."""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from kiosk.store.answers.responses import exclude_responses
from kiosk.store.answers.responses import restore_responses
from kiosk.store.engine.connection import ensure_transaction
from kiosk.store.engine.connection import transaction
from kiosk.store.engine.errors import Conflict
from kiosk.store.engine.errors import NotFound
from kiosk.store.engine.inserts import insert_row
from kiosk.store.engine.times import to_text
from kiosk.store.journal.attestation import attest
from kiosk.store.offices import collectors

UNDONE = "Impor dibatalkan"
# Responses that are undone or restored in one transaction: other writers wait meanwhile.
CHUNK = 100
# Imports whose choices are looked at.
_MOST_CHOICES = 500


class ImportUndone(Conflict):
    """The import was undone before all of it was stored; more of it would count."""


class CountedAlready(Conflict):
    """Another import of the same sheet counts; with this one its answers would count twice."""


@dataclass(frozen=True)
class Import:
    """An imported file: `sheet` is the worksheet ("" for text; several after commas).

    `first_day` and `last_day` are office-local and inclusive. `responses`, `rejected`, `skipped` and
    `repeated` count its rows. Not all responses are stored until `finished_at` is set; none of them counts
    while `undone_at` is.
    """

    import_id: str
    unit_id: str
    collector_id: str
    file_name: str
    sha256: str
    sheet: str
    column_order: str
    first_day: str
    last_day: str
    responses: int
    rejected: int
    skipped: int
    repeated: int
    imported_by: str
    started_at: str
    finished_at: str | None
    undone_at: str | None
    undone_by: str | None


@dataclass(frozen=True)
class EarlierChoices:
    """What was chosen to read an imported file; `choices` is JSON of the fields that were not left alone."""

    unit_id: str
    file_name: str
    started_at: str
    choices: str


_IMPORT = ", ".join(Import.__dataclass_fields__)


def start_import(
    db: Database,
    *,
    import_id: str,
    unit_id: str,
    person_id: str,
    fields: Mapping[str, str | int],
    channel: str = "impor",
    again: bool,
    now: datetime,
) -> Import:
    """Record that a file is being imported.

    `fields` are those of `Import` from `file_name` to `repeated`; `titles`, a digest of the file's row of
    titles, and `choices`, JSON, are for `list_choices`. `channel` is that of its answers.

    Starting the same import again gives the one that is there; several that belong together begin in one
    transaction of the caller. Raises Conflict when the unit has this sheet of this file already, or one of
    several, unless `again` is set.
    """
    with ensure_transaction(db):
        if there := find_import(db, import_id):
            return there
        if not again and find_same(db, unit_id, str(fields["sha256"]), str(fields["sheet"])):
            raise Conflict("this sheet of this file is imported already")
        name = f"Impor {fields['file_name']}"[:200]
        collector = collectors.create_collector(db, unit_id=unit_id, name=name, channel=channel, now=now)
        values = {
            "import_id": import_id,
            "unit_id": unit_id,
            "collector_id": collector.collector_id,
            "imported_by": person_id,
            "started_at": to_text(now),
            **fields,
        }
        insert_row(db, "imports", values)
        attest(db, "import", unit_id, import_id, now)
        return _find(db, "import_id = ?", [import_id])[0]


def check_counting(db: Database, import_id: str) -> None:
    """Check, in the transaction that stores more of an import, that it still counts. Raises ImportUndone."""
    if db.execute("select undone_at from imports where import_id = ?", [import_id]).fetchone()["undone_at"]:
        raise ImportUndone(import_id)


def finish_import(db: Database, import_id: str, now: datetime) -> None:
    """Record that every response of the file is stored."""
    db.execute("update imports set finished_at = ? where import_id = ?", [to_text(now), import_id])


def find_same(db: Database, unit_id: str, sha256: str, sheet: str) -> list[Import]:
    """Imports of a sheet of the same file that still count; `sheet` may name several, after commas."""
    names = set(sheet.split(", "))
    same = _find(db, "unit_id = ? and sha256 = ? and undone_at is null", [unit_id, sha256])
    return [one for one in same if names & set(one.sheet.split(", "))]


def find_import(db: Database, import_id: str) -> Import | None:
    """The import with this id, None when it has not begun."""
    found = _find(db, "import_id = ?", [import_id])
    return found[0] if found else None


def get_import(db: Database, unit_id: str, import_id: str) -> Import:
    """The unit's import with this id. Raises NotFound."""
    found = _find(db, "unit_id = ? and import_id = ?", [unit_id, import_id])
    if not found:
        raise NotFound(f"import {import_id}")
    return found[0]


def list_imports(db: Database, unit_id: str) -> list[Import]:
    """The unit's imports, the latest first."""
    return _find(db, "unit_id = ?", [unit_id])


def list_choices(db: Database, unit_ids: Sequence[str]) -> dict[str, EarlierChoices]:
    """What was chosen in the latest import that counts of these units, by the digest of the titles."""
    rows = db.execute(
        f"""select titles, unit_id, file_name, started_at, choices from imports
            where unit_id in ({", ".join("?" * len(unit_ids))}) and titles <> '' and undone_at is null
            order by started_at desc, import_id limit {_MOST_CHOICES}""",
        [*unit_ids],
    )
    found: dict[str, EarlierChoices] = {}
    for row in rows:
        values = dict(row)
        found.setdefault(values.pop("titles"), EarlierChoices(**values))
    return found


def list_unfinished(db: Database, before: datetime) -> list[Import]:
    """Imports of all units that began before a moment, did not end, and count as far as they were stored."""
    return _find(db, "finished_at is null and undone_at is null and started_at < ?", [to_text(before)])


def _find(db: Database, where: str, values: list[str]) -> list[Import]:
    rows = db.execute(
        f"select {_IMPORT} from imports where {where} order by started_at desc, import_id", values
    )
    return [Import(**dict(row)) for row in rows]


def undo_import(db: Database, batch: Import, person_id: str, now: datetime, words: str = "") -> None:
    """Exclude every response of an import from all figures; they stay stored and can be restored.

    `words` say why. Raises Conflict when the import was undone or restored since `batch` was read.
    """
    _require_unchanged(db, batch)
    is_undone = False
    while not is_undone:
        for part in _parts(_list_counted(db, batch)):
            exclude_responses(
                db,
                unit_id=batch.unit_id,
                response_ids=part,
                reason=f"{UNDONE}: {words}" if words else UNDONE,
                person_id=person_id,
                now=now,
            )
        is_undone = _mark_undone(db, batch, person_id, now)


def _require_unchanged(db: Database, batch: Import) -> None:
    """Whose work may be taken back was decided on `batch`. One import's changes run one after another."""
    now = get_import(db, batch.unit_id, batch.import_id)
    if (now.undone_at, now.undone_by) != (batch.undone_at, batch.undone_by):
        raise Conflict(f"import {batch.import_id} was changed in the meantime")


def _mark_undone(db: Database, batch: Import, person_id: str, now: datetime) -> bool:
    """Mark the import once none of its responses counts; False while some do.

    Last, so that undoing again finishes what was interrupted.
    """
    with transaction(db):
        if _list_counted(db, batch):
            return False
        done = db.execute(
            "update imports set undone_at = ?, undone_by = ? where import_id = ? and undone_at is null",
            [to_text(now), person_id, batch.import_id],
        )
        if done.rowcount:
            attest(db, "undo-import", batch.unit_id, batch.import_id, now)
    return True


def _list_counted(db: Database, batch: Import) -> list[str]:
    """The responses of an import that count."""
    rows = db.execute(
        """select response_id from responses
           where unit_id = ? and local_day between ? and ? and collector_id = ? and voided_at is null""",
        [batch.unit_id, batch.first_day, batch.last_day, batch.collector_id],
    )
    return [row["response_id"] for row in rows]


def restore_import(db: Database, batch: Import, person_id: str, now: datetime) -> None:
    """Count the responses of an undone import again, except those that were excluded for other reasons.

    Raises:
        Conflict: the import was undone or restored since `batch` was read.
        CountedAlready: the same sheet of the same file was imported again meanwhile.
    """
    _require_unchanged(db, batch)
    if find_same(db, batch.unit_id, batch.sha256, batch.sheet):
        raise CountedAlready(f"import {batch.import_id}")
    ids = [
        row["response_id"]
        for row in db.execute(
            """select r.response_id from responses r
               join exclusions e on e.response_id = r.response_id and e.restored_at is null
               where r.unit_id = ? and r.collector_id = ? and r.voided_at is not null
                   and (e.reason = ? or e.reason like ?)""",
            [batch.unit_id, batch.collector_id, UNDONE, f"{UNDONE}: %"],
        )
    ]
    for part in _parts(ids):
        restore_responses(
            db, unit_id=batch.unit_id, response_ids=part, person_id=person_id, now=now, of_import=True
        )
    with transaction(db):
        done = db.execute(
            """update imports set undone_at = null, undone_by = null
               where import_id = ? and undone_at is not null""",
            [batch.import_id],
        )
        if done.rowcount:
            attest(db, "restore-import", batch.unit_id, batch.import_id, now)


def _parts(ids: list[str]) -> Iterator[list[str]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def get_words(db: Database, unit_id: str) -> dict[str, dict[str, str]]:
    """The meanings that the unit has taught: for each field, code by word ("" where it is not kept)."""
    learned: dict[str, dict[str, str]] = {}
    rows = db.execute("select field, word, code from learned_words where unit_id = ?", [unit_id])
    for row in rows:
        learned.setdefault(row["field"], {})[row["word"]] = row["code"]
    return learned


def learn_words(
    db: Database, *, unit_id: str, words: Mapping[str, Mapping[str, str]], person_id: str, now: datetime
) -> None:
    """Remember what words mean in this unit, replacing earlier meanings."""
    with transaction(db):
        for field, meanings in words.items():
            for word, code in meanings.items():
                db.execute(
                    """insert into learned_words (unit_id, field, word, code, learned_at, learned_by)
                       values (?, ?, ?, ?, ?, ?)
                       on conflict (unit_id, field, word) do update set code = excluded.code,
                           learned_at = excluded.learned_at, learned_by = excluded.learned_by""",
                    [unit_id, field, word, code, to_text(now), person_id],
                )
