"""Answers given for an earlier file with the same titles, proposed for the next one that asks the same.

An office imports the export of one form every month. What it answered is stored with the import, beside a
digest of the row of titles. An answer is taken again only where the new file asks the question and offers
that answer, and the preview says so: the same titles over other values ask something else, or nothing. What
was decided about single rows (repeated, in doubt, undated) is never taken again.
"""

import json
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from hashlib import sha256
from itertools import islice

from kiosk.base.formatting import day
from kiosk.importing.choices import Choices
from kiosk.importing.choices import read_extras
from kiosk.importing.extra_columns import FIELD as EXTRA
from kiosk.importing.source import Context
from kiosk.importing.source import Source
from kiosk.sheets.cells import Cell
from kiosk.sheets.cells import Sheet
from kiosk.sheets.cells import SheetError
from kiosk.sheets.meanings import read_scale
from kiosk.sheets.progress import Progress
from kiosk.sheets.questions import Question
from kiosk.sheets.spans import read_choice
from kiosk.sheets.texts import normalise
from kiosk.store.answers.imports import EarlierChoices

_FIELDS = (
    *("questionnaire", "order", "sheets", "columns", "scale", "day_order", "offices", "extras"),
    "service_id",
)
# How far down the row of titles is looked for.
_ROWS = 40
# An answer can lead to the next question.
_ROUNDS = 5


@dataclass(frozen=True)
class Recalled:
    """A file read with answers of an earlier import; `sentence` says in Indonesian which, "" for none."""

    source: Source
    choices: Choices
    sentence: str = ""


def keep(source: Source, choices: Choices) -> dict[str, str]:
    """What is stored with an import for the next file: the digest of its titles, and the choices as JSON."""
    header = source.table.header
    row = next(islice(iter(source.table.sheet.rows), header.row - 1, None), ()) if header.row else ()
    kept = {name: value for name in _FIELDS if (value := getattr(choices, name)) != getattr(Choices(), name)}
    return {"titles": _digest(row), "choices": json.dumps(kept, sort_keys=True)}


def find_earlier(sheets: Sequence[Sheet], context: Context) -> EarlierChoices | None:
    """What was chosen for the latest import into the unit, or one below it, with the titles of a sheet."""
    if not context.earlier:
        return None
    rows = (row for sheet in sheets for row in islice(iter(sheet.rows), _ROWS))
    found = next((one for row in rows if (one := context.earlier.get(_digest(row)))), None)
    return found if found and found.choices != "{}" else None


def read_as_before(
    sheets: Sequence[Sheet], choices: Choices, context: Context, progress: Progress
) -> Recalled:
    """Read a file, and answer what it asks as for the latest import with the same titles.

    Raises `SheetError`, and what `progress` raises.
    """
    source = plain = Source(sheets, choices, context, progress)
    earlier = find_earlier(sheets, context)
    if not earlier:
        return Recalled(plain, choices)
    before, now, taken = Choices.restore(json.loads(earlier.choices)), choices, dict[str, str]()
    if earlier.unit_id != context.unit.unit_id:
        before = replace(before, offices=())  # those whose rows that unit got
    for _ in range(_ROUNDS):
        changed = _take(source, now, before, context, taken)
        if changed == now:
            break
        try:
            source, now = Source(sheets, changed, context, progress), changed
        except SheetError:
            return Recalled(plain, choices)
    if not taken:
        return Recalled(plain, choices)
    what = "; ".join(taken.values())
    at = day(earlier.started_at[:10])
    return Recalled(source, now, f"Dijawab seperti impor {earlier.file_name}, {at}: {what}.")


def _take(
    source: Source, choices: Choices, before: Choices, context: Context, taken: dict[str, str]
) -> Choices:
    """The choices with the answers of `before` to what `source` asks; their words are added to `taken`."""
    for question in source.understanding.questions:
        for changed, words in _answer(question, choices, before, context):
            if changed != choices:
                choices, taken[question.code] = changed, words
    if source.understanding.is_order_assumed and choices.order != before.order:
        choices = replace(choices, order=before.order)
        taken["order"] = f"U8 dan U9 urut {before.order}"
    services = {one.service_id: one.name for one in context.services if not one.retired_at}
    if not choices.service_id and before.service_id in services:
        choices = replace(choices, service_id=before.service_id)
        taken["service"] = f"layanan {services[before.service_id]}"
    return choices


def _answer(
    question: Question, choices: Choices, before: Choices, context: Context
) -> Iterator[tuple[Choices, str]]:
    """The choices with the earlier answer to a question, and its words; none where it is not offered."""
    labels = {choice.value: choice.label for choice in question.choices}
    match question.field:
        case "scale":
            if not choices.scale and _is_same_scale(question, read_scale([before.scale])):
                yield replace(choices, scale=before.scale), f"arti nilai {before.scale.replace(',', ', ')}"
        case "sheet":
            if before.sheets and {*before.sheets} <= {*labels}:
                yield replace(choices, sheets=before.sheets), f"lembar {', '.join(before.sheets)}"
        case "office":
            if before.offices and {*before.offices} <= {*labels}:
                yield replace(choices, offices=before.offices), f"kantor {', '.join(before.offices)}"
        case "day_order":
            # Whether days and months were swapped depends on the program that a file went through.
            if question.code == "day-order" and before.day_order in labels:
                words = f"tanggal dibaca {labels[before.day_order]}"
                yield replace(choices, day_order=before.day_order), words
        case "questionnaire":
            if before.questionnaire in labels:
                words = f"kuesioner {labels[before.questionnaire]}"
                yield replace(choices, questionnaire=before.questionnaire), words
        case "column":
            said = {value: read_choice(value, context.instrument) for value in labels}
            if same := [one for one in labels if said[one] and said[one].items() <= before.columns.items()]:
                value = max(same, key=lambda one: len(said[one]))
                yield choices.answer("column", value, context.instrument), f"kolom {value}"
        case field if field.startswith(EXTRA):
            for value in labels:
                if read_extras([value]).items() <= before.extras.items():
                    yield choices.answer(field, value, context.instrument), f"kolom {value}"


def _is_same_scale(question: Question, said: Mapping[str, int]) -> bool:
    """Whether meanings given for an earlier file are those of the values that are asked about now."""
    named = [{pair.partition("=")[0] for pair in choice.value.split(",")} for choice in question.choices]
    asked = {*question.values} or (set.intersection(*named) if named else set())
    if not asked or not asked <= {*said}:
        return False
    # A scale with more or fewer levels than that of the earlier file is another one.
    levels = [int(value) for value, meaning in said.items() if value.isdecimal() and meaning > 0]
    return question.code != "scale" or max(levels, default=0) == max(map(int, asked))


def _digest(row: Iterable[Cell]) -> str:
    """Of a row of titles; "" for one without a text."""
    texts = [normalise(str(cell)) if cell is not None else "" for cell in row]
    while texts and not texts[-1]:
        texts.pop()
    return sha256(json.dumps(texts).encode()).hexdigest() if any(texts) else ""
