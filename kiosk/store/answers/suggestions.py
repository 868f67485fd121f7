"""Suggestions and what staff do with them: tag by unsur, redact, answer. They are never public."""

import re
from collections.abc import Collection
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.store.answers.layout import UNSUR
from kiosk.store.engine.connection import ensure_transaction
from kiosk.store.engine.connection import transaction
from kiosk.store.engine.errors import Conflict
from kiosk.store.engine.errors import NotFound
from kiosk.store.engine.times import from_text
from kiosk.store.engine.times import to_text
from kiosk.store.journal import journal

# Replaces redacted words, whatever their length.
REDACTED = "[disamarkan]"
# A period may have any number; the page "Saran" has all of them.
MOST_TEXTS = 200


@dataclass(frozen=True)
class Suggestion:
    """A suggestion with what was done about it.

    `tags` are unsur keys in questionnaire order. `redacted_at` is set once words of the text were destroyed.
    `answer` is what the office did or replied, empty until `answered_at`.
    """

    response_id: str
    day: date
    service_id: str | None
    text: str
    tags: tuple[str, ...]
    redacted_at: datetime | None
    answered_at: datetime | None
    answer: str


@dataclass(frozen=True)
class SuggestionFilter:
    """Which suggestions to list; None is no condition, `unsur` "" those without a tag, `before` a day.

    `words` occur in the text, whatever their capitals; "" is no condition. `is_oldest_first`: their order.
    `only`: the id of the questionnaire that was answered, "" for any.
    """

    period: Period | None = None
    unsur: str | None = None
    answered: bool | None = None
    before: date | None = None
    words: str = ""
    is_oldest_first: bool = False
    only: str = ""


# `comments.state` from the response `r` and what staff did, `h`: lists and counts read it from an index.
STATE = """case when r.voided_at is not null then 'excluded'
                when h.answered_at is not null then 'answered' else 'open' end"""

_ALL = "comments c"
_SHOWN = "c.unit_id = :unit_id and c.state <> 'excluded'"
_SELECT = f"""
    select c.response_id, c.local_day, r.service_id, c.text, h.redacted_at, h.answered_at, h.answer
    from {{suggestions}} cross join responses r
    left join comment_handling h on h.response_id = r.response_id
    where r.response_id = c.response_id and {_SHOWN}"""
_TAGS = "select 1 from comment_tags t where t.response_id = c.response_id"
_TAGGED_WITH = f" and exists ({_TAGS} and t.unsur = :unsur)"
_UNTAGGED = f" and not exists ({_TAGS})"
# The suggestions with a tag, found by the tag; quicker than looking at all, the newest first, for this many.
_BY_TAG = """(select response_id as tagged_id from comment_tags where unsur = :unsur) tagged
    cross join comments c"""
_RARE = 300


def list_suggestions(
    db: Database, unit_id: str, wanted: SuggestionFilter, *, limit: int, skip: int = 0
) -> list[Suggestion]:
    """The unit's suggestions that match, in the order that `wanted` asks for."""
    where, params = _conditions(unit_id, wanted)
    direction = "asc" if wanted.is_oldest_first else "desc"
    if wanted.unsur and count_suggestions(db, unit_id, wanted, most=_RARE) < _RARE:
        select = _SELECT.format(suggestions=_BY_TAG) + " and c.response_id = tagged_id"
    else:
        select = _SELECT.format(suggestions=_ALL) + (_TAGGED_WITH if wanted.unsur else "")
    rows = db.execute(
        f"""{select}{where} order by c.local_day {direction}, r.answered_at {direction}, c.response_id
            limit :limit offset :skip""",
        {**params, "limit": limit, "skip": skip},
    ).fetchall()
    tags = _tags(db, [row["response_id"] for row in rows])
    return [_suggestion(row, tags) for row in rows]


def count_suggestions(
    db: Database, unit_id: str, wanted: SuggestionFilter, *, most: int | None = None
) -> int:
    """How many of the unit's suggestions match, counted up to `most`."""
    where, params = _conditions(unit_id, wanted)
    if wanted.unsur:
        where += " and c.response_id = tagged_id"
    if most is not None:
        where += " limit :most"
        params["most"] = most
    found = f"select 1 from {_BY_TAG if wanted.unsur else _ALL} where {_SHOWN}{where}"
    row = db.execute(f"select count(*) as n from ({found}) as found", params).fetchone()
    return int(row["n"])


def update_state(db: Database, response_id: str) -> None:
    """Set `comments.state` after the response, or what was done about it, has changed in this transaction."""
    db.execute(
        f"""update comments set state = (
                select {STATE} from responses r left join comment_handling h on h.response_id = r.response_id
                where r.response_id = comments.response_id)
            where response_id = ?""",
        [response_id],
    )


@dataclass(frozen=True)
class SuggestionText:
    """A suggestion with the day and service of its response."""

    response_id: str
    day: date
    service_id: str | None
    text: str


def list_texts(db: Database, unit_id: str, start: date, end: date, only: str = "") -> list[SuggestionText]:
    """The latest `MOST_TEXTS` suggestions of the days `start`..`end` (inclusive), oldest first.

    With `only`, the id of a questionnaire, only those given with answers to that one.
    """
    rows = db.execute(
        """select r.response_id, r.local_day, r.service_id, c.text
            from comments c cross join responses r
            where c.unit_id = :unit_id and c.local_day between :start and :end
                and c.state <> 'excluded' and r.response_id = c.response_id and :only in ('', r.instrument)
            order by c.local_day desc, r.answered_at desc, c.response_id desc limit :limit""",
        {
            "unit_id": unit_id,
            "start": start.isoformat(),
            "end": end.isoformat(),
            "only": only,
            "limit": MOST_TEXTS,
        },
    )
    return [
        SuggestionText(
            row["response_id"], date.fromisoformat(row["local_day"]), row["service_id"], row["text"]
        )
        for row in reversed(rows.fetchall())
    ]


def get_suggestion(db: Database, unit_id: str, response_id: str) -> Suggestion:
    """One suggestion of the unit. Raises NotFound."""
    params = {"unit_id": unit_id, "response_id": response_id}
    found = f"{_SELECT.format(suggestions=_ALL)} and c.response_id = :response_id"
    row = db.execute(found, params).fetchone()
    if row is None:
        raise NotFound(f"suggestion {response_id}")
    return _suggestion(row, _tags(db, [response_id]))


def _conditions(unit_id: str, wanted: SuggestionFilter) -> tuple[str, dict[str, Any]]:
    """Conditions on the suggestions `c` but that of a tag, and the parameters of the whole statement."""
    where = ""
    params: dict[str, Any] = {"unit_id": unit_id}
    if wanted.period:
        where += " and c.local_day between :start and :end"
        params |= {"start": wanted.period.start.isoformat(), "end": wanted.period.end.isoformat()}
    if wanted.before:
        where += " and c.local_day < :before"
        params["before"] = wanted.before.isoformat()
    if wanted.words:
        where += " and lower(c.text) like :words escape '!'"
        literal = re.sub("([!%_])", r"!\1", wanted.words.lower())
        params["words"] = f"%{literal}%"
    if wanted.answered is not None:
        where += f" and c.state = '{'answered' if wanted.answered else 'open'}'"
    if wanted.only:
        where += """ and exists (select 1 from responses r
            where r.response_id = c.response_id and r.instrument = :only)"""
        params["only"] = wanted.only
    if wanted.unsur:
        params["unsur"] = wanted.unsur
    elif wanted.unsur == "":
        where += _UNTAGGED
    return where, params


def _tags(db: Database, response_ids: list[str]) -> dict[str, set[str]]:
    marks = ", ".join("?" for _ in response_ids)
    found: dict[str, set[str]] = {}
    for row in db.execute(
        f"select response_id, unsur from comment_tags where response_id in ({marks})", response_ids
    ):
        found.setdefault(row["response_id"], set()).add(row["unsur"])
    return found


def _suggestion(row: Any, tags: dict[str, set[str]]) -> Suggestion:
    own = tags.get(row["response_id"], set())
    return Suggestion(
        response_id=row["response_id"],
        day=date.fromisoformat(row["local_day"]),
        service_id=row["service_id"],
        text=row["text"],
        tags=tuple(key for key in UNSUR if key in own),
        redacted_at=from_text(row["redacted_at"]) if row["redacted_at"] else None,
        answered_at=from_text(row["answered_at"]) if row["answered_at"] else None,
        answer=row["answer"] or "",
    )


def tag_suggestion(
    db: Database, unit_id: str, response_id: str, unsur: Collection[str], *, person_id: str, now: datetime
) -> None:
    """Replace the tags of a suggestion by these unsur. Raises NotFound."""
    with ensure_transaction(db):
        get_suggestion(db, unit_id, response_id)
        db.execute("delete from comment_tags where response_id = ?", [response_id])
        for key in unsur:
            db.execute(
                "insert into comment_tags (response_id, unsur, tagged_at, tagged_by) values (?, ?, ?, ?)",
                [response_id, key, to_text(now), person_id],
            )


def answer_suggestion(
    db: Database, unit_id: str, response_id: str, answer: str, *, person_id: str, now: datetime
) -> None:
    """Record what the office did or replied; an empty text withdraws it. Raises NotFound."""
    done = bool(answer)
    _handle(
        db,
        unit_id,
        response_id,
        {
            "answer": answer,
            "answered_at": to_text(now) if done else None,
            "answered_by": person_id if done else None,
        },
    )


def handle_suggestions(
    db: Database,
    unit_id: str,
    response_ids: Iterable[str],
    *,
    unsur: str | None,
    answer: str | None,
    person_id: str,
    now: datetime,
) -> None:
    """Add a tag to each of these suggestions, or give each this answer, or both. Raises NotFound for any."""
    with transaction(db):
        for response_id in response_ids:
            if unsur:
                tags = {*get_suggestion(db, unit_id, response_id).tags, unsur}
                tag_suggestion(db, unit_id, response_id, tags, person_id=person_id, now=now)
            if answer:
                answer_suggestion(db, unit_id, response_id, answer, person_id=person_id, now=now)


def split_words(text: str) -> list[str]:
    """The words of a suggestion, as `redact_suggestion` numbers them."""
    return text.split()


def redact_suggestion(
    db: Database,
    unit_id: str,
    response_id: str,
    words: Collection[int],
    *,
    seen: str,
    person_id: str,
    now: datetime,
) -> None:
    """Destroy the words with these numbers (from 0): the stored text is overwritten, no copy is kept.

    `seen` is the text that the numbers refer to. Adjacent words become one mark.

    Raises:
        NotFound: the unit has no such suggestion.
        Conflict: the text is not `seen` any more.
    """
    with transaction(db):
        if get_suggestion(db, unit_id, response_id).text != seen:
            raise Conflict(f"suggestion {response_id} was changed in the meantime")
        spans = [match.span() for match in re.finditer(r"\S+", seen)]
        text = seen
        # From the end, so that the positions of earlier words stay valid.
        for number in sorted(words, reverse=True):
            start, end = spans[number]
            text = text[:start] + REDACTED + text[end:]
        mark = re.escape(REDACTED)
        text = re.sub(rf"{mark}(\s+{mark})+", REDACTED, text)
        text, salt = text[:2000], journal.new_salt()
        db.execute("update comments set text = ?, salt = ? where response_id = ?", [text, salt, response_id])
        commitment = journal.commit_comment(salt, text)
        journal.extend(
            db,
            unit_id=unit_id,
            kind="redact",
            subject_id=response_id,
            facts=[response_id, to_text(now), person_id],
            now=now,
            comment_hash=commitment,
        )
        _upsert(db, response_id, {"redacted_at": to_text(now), "redacted_by": person_id})
        # A proposal (`redaction_proposals`) numbers the words of the earlier text.
        db.execute("delete from redaction_proposals where response_id = ?", [response_id])


def _handle(db: Database, unit_id: str, response_id: str, fields: dict[str, str | None]) -> None:
    with ensure_transaction(db):
        get_suggestion(db, unit_id, response_id)
        _upsert(db, response_id, fields)
        update_state(db, response_id)


def _upsert(db: Database, response_id: str, fields: dict[str, str | None]) -> None:
    names = ", ".join(fields)
    marks = ", ".join(f":{name}" for name in fields)
    sets = ", ".join(f"{name} = excluded.{name}" for name in fields)
    db.execute(
        f"""insert into comment_handling (response_id, {names}) values (:response_id, {marks})
            on conflict (response_id) do update set {sets}""",
        {"response_id": response_id, **fields},
    )
