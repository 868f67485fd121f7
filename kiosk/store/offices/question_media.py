"""Sign-language clips and recorded sound of a unit's questions (files: `operations/question_media`)."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from kiosk.store.engine.connection import transaction
from kiosk.store.engine.errors import Conflict
from kiosk.store.engine.errors import NotFound
from kiosk.store.engine.times import to_text

SIGN, SOUND = "sign", "sound"


@dataclass(frozen=True)
class QuestionMedia:
    """A clip (`SIGN`, in no language) or the sound of one question, as `place_of` calls it, in a language."""

    media_id: str
    place: str
    kind: str
    language: str
    media_type: str
    size: int
    sha256: str


_COLUMNS = ", ".join(QuestionMedia.__dataclass_fields__)


def list_media(db: Database, unit_id: str) -> list[QuestionMedia]:
    """The unit's clips and sounds."""
    rows = db.execute(
        f"select {_COLUMNS} from question_media where unit_id = ? order by place, kind, language", [unit_id]
    )
    return [QuestionMedia(**dict(row)) for row in rows]


def get_media(db: Database, unit_id: str, media_id: str) -> QuestionMedia:
    """One of the unit's. Raises NotFound."""
    for one in list_media(db, unit_id):
        if one.media_id == media_id:
            return one
    raise NotFound(f"media {media_id}")


def set_media(
    db: Database, unit_id: str, media: QuestionMedia, now: datetime, quota: int | None = None
) -> list[QuestionMedia]:
    """Store one, in place of an earlier one for the same question; returns those replaced.

    Raises Conflict when the unit's would take more than `quota` bytes together.
    """
    with transaction(db):
        if quota is not None and sum(one.size for one in list_media(db, unit_id)) + media.size > quota:
            raise Conflict("the unit's clips and sounds are full")
        of_same = (media.place, media.kind, media.language)
        earlier = [one for one in list_media(db, unit_id) if (one.place, one.kind, one.language) == of_same]
        for one in earlier:
            db.execute("delete from question_media where media_id = ?", [one.media_id])
        db.execute(
            f"""insert into question_media ({_COLUMNS}, unit_id, added_at)
                values (:media_id, :place, :kind, :language, :media_type, :size, :sha256, :unit_id, :now)""",
            {**vars(media), "unit_id": unit_id, "now": to_text(now)},
        )
    return earlier


def remove_media(db: Database, unit_id: str, media_id: str) -> None:
    """Delete one. Raises NotFound."""
    done = db.execute("delete from question_media where unit_id = ? and media_id = ?", [unit_id, media_id])
    if not done.rowcount:
        raise NotFound(f"media {media_id}")
