"""A file of several offices, divided: what each unit that was chosen would get of it."""

import shutil
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import replace

from kiosk.importing.folder import Pending
from kiosk.importing.offices import FIELD
from kiosk.importing.offices import about_open_offices
from kiosk.importing.offices import list_offices
from kiosk.importing.preview import Part
from kiosk.importing.preview import Preview
from kiosk.importing.preview import make_preview
from kiosk.importing.source import Context
from kiosk.importing.source import Source
from kiosk.importing.spool import Spool
from kiosk.sheets.progress import Progress
from kiosk.sheets.questions import Question

_FOLDER = "parts"
_NONE_CHOSEN = "Pilih unit untuk sedikitnya satu kantor."


def add_offices(
    pending: Pending, source: Source, preview: Preview, context: Context, progress: Progress
) -> Preview:
    """The preview with the offices of the file and what each unit would get, where it has several."""
    choices = pending.choices
    if not choices.targets and not any(question.field == FIELD for question in preview.questions):
        return preview
    everything = replace(choices, offices=(), targets={})
    offices = list_offices(Source((), everything, context, progress, source.found))
    if not choices.targets:
        return replace(preview, offices=tuple(offices))
    folder = pending.path / _FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    parts: list[Part] = []
    for unit_id, own in sorted(context.parts.items()):
        names = tuple(one.name for one in offices if choices.targets.get(one.key) == unit_id)
        file = replace(
            pending, import_id=pending.part_id(unit_id), unit_id=unit_id, choices=choices.for_unit(names)
        )
        rows = Source((), file.choices, own, progress, source.found)
        spooled = folder / unit_id
        spooled.mkdir(parents=True)
        with Spool(spooled) as spool:
            parts.append(Part(names, file, own, make_preview(rows, file.choices, spool)))
    asked = {question.field: question for part in parts for question in part.preview.questions}
    asked |= {question.field: question for question in preview.questions if question.field in asked}
    questions = (*about_open_offices(offices, choices.targets), *asked.values())
    return replace(
        preview,
        offices=tuple(offices),
        parts=tuple(parts),
        questions=questions,
        problems=tuple(_problems(parts, questions)),
        words={name: words for name, words in preview.words.items() if name != "service"},
    )


def _problems(parts: Sequence[Part], questions: Sequence[Question]) -> Iterator[str]:
    """What is in the way of importing, with the units where it is not so in all."""
    if not parts:
        yield _NONE_CHOSEN
    asked = [question.text for question in questions]
    asked_of_parts = {question.text for part in parts for question in part.preview.questions}
    yield from asked
    units: dict[str, list[str]] = {}
    for part in parts:
        for text in part.preview.problems:
            units.setdefault(text, []).append(part.unit.name)
    for text, names in units.items():
        if text not in asked_of_parts:
            yield text if len(names) == len(parts) else f"{', '.join(names)}: {text}"
