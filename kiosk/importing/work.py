"""The two pieces of work about a file: see what it would give, and store it."""

from dataclasses import replace
from datetime import datetime
from time import monotonic

from sqlite_utils import Database

from kiosk.importing.choices import Choices
from kiosk.importing.folder import Pending
from kiosk.importing.outcomes import Reader
from kiosk.importing.parts import add_offices
from kiosk.importing.preview import Preview
from kiosk.importing.preview import make_preview
from kiosk.importing.recalled import read_as_before
from kiosk.importing.source import Context
from kiosk.importing.source import Source
from kiosk.importing.spool import Spool
from kiosk.importing.storing import store_import
from kiosk.importing.storing import store_parts
from kiosk.questionnaire.catalogue import official
from kiosk.sheets.cells import SheetError
from kiosk.sheets.progress import Progress
from kiosk.store.answers import imports
from kiosk.store.answers.imports import Import
from kiosk.store.offices import units
from kiosk.store.offices.extra_questions import list_extra_questions
from kiosk.store.offices.extra_questions import list_importance
from kiosk.store.offices.questionnaires import list_choices
from kiosk.store.offices.tree import list_branches

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
        earlier=imports.list_choices(db, [one.unit.unit_id for one in list_branches(db, unit_id)]),
    )


def with_parts(db: Database, context: Context, choices: Choices) -> Context:
    """The context with those of the units that were chosen for offices of the file.

    Words mean there what they mean in the unit that imports the file; services are each unit's own.
    """
    shared = {field: words for field, words in context.learned.items() if field != "service"}
    parts = {
        unit_id: make_context(db, unit_id, context.now) for unit_id in {*choices.targets.values()} if unit_id
    }
    return replace(
        context,
        parts={
            unit_id: replace(own, learned={**shared, "service": own.learned.get("service", {})})
            for unit_id, own in parts.items()
        },
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
        is_one = not pending.choices.targets
        preview = make_preview(source, pending.choices, spool if is_one else None)
    preview = add_offices(pending, source, preview, context, progress)
    outcomes = Reader(sheets, context, progress).outcomes(preview.questions, pending.choices, preview.offices)
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
) -> list[Import]:
    """Store what `preview` shows, in one import or in one for each unit of its parts, and forget the file.

    Raises as `store_import` and `store_parts` do.
    """
    store = store_parts if preview.parts else store_import
    batches = store(db, pending, preview, context, person_id=person_id, again=again, progress=progress)
    pending.discard()
    return batches
