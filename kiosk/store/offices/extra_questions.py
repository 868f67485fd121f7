"""The questions that a unit adds outside the index.

Their Indonesian words never change: answers refer to them. Translations may be corrected.
"""

import json
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import datetime

from sqlite_utils import Database

from kiosk.questionnaire.extras import IMPORTANCE
from kiosk.questionnaire.extras import MAX_QUESTIONS
from kiosk.questionnaire.extras import ExtraQuestion
from kiosk.questionnaire.extras import Translation
from kiosk.store.engine.connection import ensure_transaction
from kiosk.store.engine.connection import transaction
from kiosk.store.engine.errors import Conflict
from kiosk.store.engine.errors import NotFound
from kiosk.store.engine.ids import new_key
from kiosk.store.engine.times import from_text
from kiosk.store.engine.times import to_text
from kiosk.store.journal.attestation import attest


class TooMany(Conflict):
    """The unit asks as many extra questions as it may."""


def list_extra_questions(db: Database, unit_id: str) -> list[ExtraQuestion]:
    """All the unit's questions in the order added, with those that are no longer asked."""
    rows = db.execute(
        """select q.extra_question_id, q.kind, q.question, q.options, q.created_at, q.retired_at, t.words
           from extra_questions q
           left join extra_translations t on t.extra_question_id = q.extra_question_id
           where q.unit_id = ? order by q.position, q.extra_question_id""",
        [unit_id],
    )
    return [
        ExtraQuestion(
            row["extra_question_id"],
            row["kind"],
            row["question"],
            tuple(row["options"].splitlines()),
            from_text(row["created_at"]),
            from_text(row["retired_at"]) if row["retired_at"] else None,
            read_translations(row["words"]),
        )
        for row in rows
    ]


def add_extra_question(
    db: Database, unit_id: str, *, kind: str, question: str, options: Sequence[str], now: datetime
) -> None:
    """Ask one more question.

    Raises:
        TooMany: the unit asks `MAX_QUESTIONS` already.
        KeptElsewhere: the unit is another server's.
    """
    with transaction(db):
        asked = [one for one in list_extra_questions(db, unit_id) if not one.retired_at and not one.unsur]
        if len(asked) >= MAX_QUESTIONS:
            raise TooMany(f"{MAX_QUESTIONS} extra questions are asked")
        _add(db, unit_id, kind=kind, question=question, options=options, now=now)


def _add(
    db: Database, unit_id: str, *, kind: str, question: str, options: Sequence[str], now: datetime
) -> None:
    key = new_key()
    with ensure_transaction(db):
        db.execute(
            """insert into extra_questions
                   (extra_question_id, unit_id, kind, question, options, position, created_at)
               select :key, :unit_id, :kind, :question, :options, coalesce(max(position), 0) + 1, :now
               from extra_questions where unit_id = :unit_id""",
            {
                "key": key,
                "unit_id": unit_id,
                "kind": kind,
                "question": question,
                "options": "\n".join(options),
                "now": to_text(now),
            },
        )
        attest(db, "extra-question", unit_id, key, now)


def retire_extra_question(db: Database, unit_id: str, extra_question_id: str, now: datetime) -> None:
    """Stop asking a question; its answers stay. Raises NotFound, KeptElsewhere."""
    with ensure_transaction(db):
        done = db.execute(
            """update extra_questions set retired_at = coalesce(retired_at, ?)
               where unit_id = ? and extra_question_id = ?""",
            [to_text(now), unit_id, extra_question_id],
        )
        if not done.rowcount:
            raise NotFound(f"extra question {extra_question_id}")
        attest(db, "extra-question", unit_id, extra_question_id, now)


def translate_extra_question(
    db: Database, unit_id: str, extra_question_id: str, words: Iterable[Translation], now: datetime
) -> None:
    """Ask a question in these languages too, in place of its translations so far.

    Raises NotFound, KeptElsewhere.
    """
    found = {one.language: {"question": one.question, "options": one.options} for one in words}
    text = json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    with transaction(db):
        done = db.execute(
            """insert into extra_translations (extra_question_id, unit_id, words)
               select extra_question_id, unit_id, ? from extra_questions
               where unit_id = ? and extra_question_id = ?
               on conflict (extra_question_id) do update set words = excluded.words""",
            [text, unit_id, extra_question_id],
        )
        if not done.rowcount:
            raise NotFound(f"extra question {extra_question_id}")
        attest(db, "extra-translation", unit_id, extra_question_id, now)


def read_translations(text: str | None) -> tuple[Translation, ...]:
    """The translations as stored; none for None."""
    found = json.loads(text) if text else {}
    return tuple(Translation(code, one["question"], tuple(one["options"])) for code, one in found.items())


def ask_importance(db: Database, unit_id: str, names: Mapping[str, str], now: datetime) -> None:
    """Ask how important each unsur is, from now on; `names` are those of the unsur by key.

    Raises KeptElsewhere.
    """
    with transaction(db):
        asked = {extra.unsur for extra in list_importance(db, unit_id)}
        for unsur, name in names.items():
            if unsur not in asked:
                question = f"Seberapa penting bagi Anda: {name}?"
                _add(db, unit_id, kind=IMPORTANCE, question=question, options=[unsur], now=now)


def stop_importance(db: Database, unit_id: str, now: datetime) -> None:
    """Stop asking how important the unsur are; the answers stay. Raises KeptElsewhere."""
    with transaction(db):
        for extra in list_importance(db, unit_id):
            retire_extra_question(db, unit_id, extra.extra_question_id, now)


def list_importance(db: Database, unit_id: str) -> list[ExtraQuestion]:
    """The questions about importance that are asked now."""
    return [
        extra
        for extra in list_extra_questions(db, unit_id)
        if extra.kind == IMPORTANCE and extra.retired_at is None
    ]
