"""An office's own explanations of the questions, shown under "?". Versions are added, never changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from kiosk.questionnaire.choices import UNNAMED
from kiosk.store.engine.connection import transaction
from kiosk.store.engine.times import from_text
from kiosk.store.engine.times import local
from kiosk.store.engine.times import to_text

MAX_LENGTH = 200

# Text by item and language, of one questionnaire.
HelpLines = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class HelpLineVersion:
    """A version of a help line, shown from `written_at` until the next version; `name` is its author.

    `place` is its question, as `place_of` makes it.
    """

    place: str
    language: str
    text: str
    written_at: datetime
    name: str


def place_of(instrument: str, item: str) -> str:
    """What a question is called in the column `unsur`.

    Items of different questionnaires may have the same key and ask different things. Those of the official
    one have their plain key, from when there was no other.
    """
    return item if instrument == UNNAMED else f"{instrument}/{item}"


def get_lines(db: Database, unit_id: str, instrument: str) -> dict[tuple[str, str], str]:
    """The office's current lines to a questionnaire; where it has none, the built-in one is shown."""
    rows = db.execute(
        """select unsur, language, text from help_lines
           where unit_id = ? order by unsur, language, version""",
        [unit_id],
    )
    latest = {(row["unsur"], row["language"]): row["text"] for row in rows}
    items = {place: place.rpartition("/")[2] for place, _ in latest}
    return {
        (items[place], language): text
        for (place, language), text in latest.items()
        if text and place == place_of(instrument, items[place])
    }


def set_lines(
    db: Database, unit_id: str, instrument: str, lines: HelpLines, *, person_id: str, now: datetime
) -> None:
    """Add a version of each line that differs from the current one; an empty one restores the built-in."""
    with transaction(db):
        current = get_lines(db, unit_id, instrument)
        for (item, language), text in lines.items():
            if text == current.get((item, language), ""):
                continue
            db.execute(
                """insert into help_lines (unit_id, unsur, language, version, text, written_at, written_by)
                   select :unit_id, :unsur, :language, coalesce(max(version), 0) + 1, :text, :at, :person_id
                   from help_lines
                   where unit_id = :unit_id and unsur = :unsur and language = :language""",
                {
                    "unit_id": unit_id,
                    "unsur": place_of(instrument, item),
                    "language": language,
                    "text": text,
                    "at": to_text(now),
                    "person_id": person_id,
                },
            )


def list_versions(db: Database, unit_id: str, timezone: str) -> list[HelpLineVersion]:
    """All versions of all lines, the latest first, with times in `timezone`."""
    rows = db.execute(
        """select unsur as place, language, text, written_at, name
           from help_lines join people on people.person_id = help_lines.written_by
           where help_lines.unit_id = ? order by written_at desc, unsur, language, version desc""",
        [unit_id],
    )
    return [
        HelpLineVersion(**{**dict(row), "written_at": local(from_text(row["written_at"]), timezone)})
        for row in rows
    ]
