"""The two pieces of work about a file: see what it would give, and store it."""

from dataclasses import replace
from datetime import datetime
from time import monotonic

from sqlite_utils import Database

from kiosk.importing.folder import Pending
from kiosk.importing.outcomes import Reader
from kiosk.importing.preview import Preview
from kiosk.importing.preview import make_preview
from kiosk.importing.recalled import read_as_before
from kiosk.importing.source import Context
from kiosk.importing.source import Source
from kiosk.importing.spool import Spool
from kiosk.importing.storing import store_import
from kiosk.questionnaire.catalogue import official
from kiosk.sheets.cells import SheetError
from kiosk.sheets.progress import Progress
from kiosk.store.answers import imports
from kiosk.store.answers.imports import Import
from kiosk.store.offices import units
from kiosk.store.offices.extra_questions import list_extra_questions
from kiosk.store.offices.extra_questions import list_importance
from kiosk.store.offices.questionnaires import list_choices

# A hundred thousand rows take some ten seconds on a small computer.
SECONDS = 120


def make_context(db: Database, unit_id: str, now: datetime) -> Context:
    """What is known of the unit whose file it is."""
    return Context(
        instrument=official().rules,
        unit=units.get_unit(db, unit_id),
        services=units.list_services(db, unit_id, include_retired=True),
        learned=imports.get_words(db, unit_id),
        now=now,
        questionnaires=list_choices(db, unit_id).until(now.date()),
        importance={one.unsur: one.extra_question_id for one in list_importance(db, unit_id)},
        extras=[one for one in list_extra_questions(db, unit_id) if not one.unsur],
        earlier=imports.list_choices(db, unit_id),
    )


def preview_file(pending: Pending, context: Context, progress: Progress) -> Preview:
    """What the file would give with the choices made for it.

    Until choices were made, or left alone on purpose (`Pending.recalled`), those of the latest import with
    the same titles are proposed, and kept for the file.

    Raises `SheetError`, also when that takes longer than `SECONDS`, and what `progress` raises.
    """
    progress = _limited(progress)
    sheets = pending.sheets(progress)
    if pending.recalled is None:
        found = read_as_before(sheets, pending.choices, context, progress)
        source, pending = found.source, pending.choose(found.choices, found.sentence)
    else:
        source = Source(sheets, pending.choices, context, progress)
    with Spool(pending.path) as spool:
        preview = make_preview(source, pending.choices, spool)
    outcomes = Reader(sheets, context, progress).outcomes(preview.questions, pending.choices)
    return replace(preview, outcomes=outcomes)


def _limited(progress: Progress) -> Progress:
    end = monotonic() + SECONDS

    def go_on(rows: int) -> None:
        progress(rows)
        if monotonic() > end:
            raise SheetError(
                "Berkas ini terlalu lama dibaca. Hapus lembar dan kolom yang tidak perlu, atau bagi menurut "
                "bulan, lalu unggah lagi."
            )

    return go_on


def import_file(
    db: Database,
    pending: Pending,
    preview: Preview,
    context: Context,
    *,
    person_id: str,
    again: bool,
    progress: Progress,
) -> Import:
    """Store what `preview` shows, and forget the file. Raises Conflict as `store_import` does."""
    batch = store_import(db, pending, preview, context, person_id=person_id, again=again, progress=progress)
    pending.discard()
    return batch
