"""Storing an understood file: in parts, each durable, so that visitors' answers never wait long."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from hashlib import sha256
from itertools import islice
from operator import attrgetter

from sqlite_utils import Database

from kiosk.importing.choices import TITLES
from kiosk.importing.choices import Words
from kiosk.importing.folder import Pending
from kiosk.importing.national import CHANNEL
from kiosk.importing.offices import FIELD as OFFICES
from kiosk.importing.preview import Preview
from kiosk.importing.recalled import keep
from kiosk.importing.source import Context
from kiosk.sheets.progress import Progress
from kiosk.store.answers import imports
from kiosk.store.answers.imports import Import
from kiosk.store.answers.responses import NewResponse
from kiosk.store.answers.responses import insert_responses
from kiosk.store.engine.connection import is_awaited
from kiosk.store.engine.connection import transaction

# Responses of one transaction, and of one statement, after which the transaction ends if a visitor waits.
# Those of a transaction are stored in the order of their ids: it writes each page of an index of ids once.
_AT_ONCE = 2000
_PER_STATEMENT = 200


def store_import(
    db: Database,
    pending: Pending,
    preview: Preview,
    context: Context,
    *,
    person_id: str,
    again: bool,
    progress: Progress,
) -> list[Import]:
    """Store every response of the preview as one batch; doing it again finishes what was interrupted.

    Raises Conflict when this sheet of this file is imported already and `again` is not set, ImportUndone when
    the import was undone before it was finished.
    """
    batch = _begin(db, pending, preview, context, person_id=person_id, again=again)
    _fill(db, batch, preview, context.now, progress)
    _learn(db, pending, preview, batch.unit_id, person_id, context.now)
    imports.finish_import(db, batch.import_id, context.now)
    return [imports.get_import(db, batch.unit_id, batch.import_id)]


def store_parts(
    db: Database,
    pending: Pending,
    preview: Preview,
    context: Context,
    *,
    person_id: str,
    again: bool,
    progress: Progress,
) -> list[Import]:
    """Store the part of each unit as an import of its own; doing it again finishes what was interrupted.

    Raises:
        Conflict: a unit has this sheet of this file already, and `again` is not set; nothing is stored.
        ImportUndone: a part was undone before all were finished.
        KeptElsewhere: a unit is another server's; nothing is stored.
    """
    now = context.now  # the preview may be older
    parts = [replace(part, context=replace(part.context, now=now)) for part in preview.parts]
    if preview.problems or not parts:
        raise ValueError(f"not ready to import: {preview.problems}")
    with transaction(db):
        batches = [
            _begin(db, part.pending, part.preview, part.context, person_id=person_id, again=again)
            for part in parts
        ]
    for batch in batches:
        imports.check_counting(db, batch.import_id)
    before = 0
    for part, batch in zip(parts, batches, strict=True):
        if not batch.finished_at:
            _fill(db, batch, part.preview, now, partial(_add, progress, before))
            _learn(db, part.pending, part.preview, batch.unit_id, person_id, now)
            imports.finish_import(db, batch.import_id, now)
        before += part.preview.responses
    words = {OFFICES: pending.choices.targets}
    _learn(db, pending, preview, pending.unit_id, person_id, now, words)
    return [imports.get_import(db, batch.unit_id, batch.import_id) for batch in batches]


def _add(progress: Progress, before: int, done: int) -> None:
    progress(before + done)


def list_begun(db: Database, pending: Pending) -> list[Import]:
    """The imports of this file that have begun, finished or not."""
    return [batch for id in pending.import_ids if (batch := imports.find_import(db, id))]


def _begin(
    db: Database, pending: Pending, preview: Preview, context: Context, *, person_id: str, again: bool
) -> Import:
    if preview.problems or preview.first_day is None or preview.last_day is None:
        raise ValueError(f"not ready to import: {preview.problems}")
    return imports.start_import(
        db,
        import_id=pending.import_id,
        unit_id=context.unit.unit_id,
        person_id=person_id,
        fields={
            "file_name": pending.file_name,
            "sha256": pending.sha256,
            "sheet": preview.sheet,
            "column_order": preview.order,
            "first_day": preview.first_day.isoformat(),
            "last_day": preview.last_day.isoformat(),
            "responses": preview.responses,
            "rejected": preview.rejected_rows,
            "skipped": sum(preview.skipped.values()),
            "repeated": preview.repeated,
            **keep(preview.source, pending.choices),
        },
        channel=CHANNEL if preview.source.export else "impor",
        again=again,
        now=context.now,
    )


def _fill(db: Database, batch: Import, preview: Preview, now: datetime, progress: Progress) -> None:
    """Store the responses of a batch that has begun."""
    responses = _responses(preview, batch)
    done = 0
    while part := sorted(islice(responses, _AT_ONCE), key=attrgetter("response_id")):
        done += len(part)
        while part:
            part = _store_some(db, batch, part, now)
        progress(done)


def _learn(
    db: Database,
    pending: Pending,
    preview: Preview,
    unit_id: str,
    person_id: str,
    now: datetime,
    more: Words | None = None,
) -> None:
    """Remember the meanings of words and titles that were chosen for this file, and `more`."""
    words = {**pending.choices.words, TITLES: preview.source.taught_titles(), **(more or {})}
    imports.learn_words(db, unit_id=unit_id, words=words, person_id=person_id, now=now)


def _store_some(db: Database, batch: Import, part: list[NewResponse], now: datetime) -> list[NewResponse]:
    """Store the first of these in one transaction, until another writer waits; returns the rest."""
    with transaction(db):
        imports.check_counting(db, batch.import_id)
        while part:
            some, part = part[:_PER_STATEMENT], part[_PER_STATEMENT:]
            insert_responses(db, [(response, now) for response in some])
            if is_awaited(db):
                break
    return part


def _responses(preview: Preview, batch: Import) -> Iterator[NewResponse]:
    """The responses of a batch. A row always gets the same id, so that an interrupted import can go on.

    The collector's id is told to no one before: otherwise another response could be sent under a row's id
    first.
    """
    instrument = preview.source.understanding.instrument
    for row in preview.rows():
        moment = datetime.fromisoformat(row.moment)
        yield NewResponse(
            response_id=sha256(f"{batch.collector_id} {row.key}".encode()).hexdigest()[:32],
            unit_id=batch.unit_id,
            collector_id=batch.collector_id,
            service_id=row.service_id,
            instrument=instrument.id,
            answered_at=moment,
            local_day=moment.date(),
            answers=dict(zip(instrument.items, row.answers, strict=True)),
            profile=row.profile,
            comment=row.comment,
            extras=row.extras,
        )
