"""Answers to the questions that units add outside the index: a row per response, counted when they are shown.

Only what was chosen is here. Free text is part of the suggestion, with its redaction, retention and erasure.
"""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date

from sqlite_utils import Database


def as_text(answers: Mapping[str, str]) -> str:
    """The codes by question as stored and hashed: JSON with sorted keys, without spaces."""
    return json.dumps(dict(sorted(answers.items())), separators=(",", ":"))


def from_text(text: str | None) -> dict[str, str]:
    """The codes by question; none for None."""
    codes: dict[str, str] = json.loads(text) if text else {}
    return codes


def get_text(db: Database, response_id: str) -> str | None:
    """What is stored with a response; None without such answers."""
    row = db.execute("select answers from extra_answers where response_id = ?", [response_id]).fetchone()
    return str(row["answers"]) if row else None


def count_extra_answers(
    db: Database, unit_id: str, start: date, end: date, only: str = ""
) -> dict[str, Counter[str]]:
    """How often each code was given on these days, by question, in responses that count.

    With `only`, the id of a questionnaire, in answers to that one.
    """
    counts: dict[str, Counter[str]] = {}
    any_given = db.execute("select 1 from extra_answers where unit_id = ? limit 1", [unit_id]).fetchone()
    if any_given is None:  # else every answer of these days is looked at
        return counts
    rows = db.execute(
        """select e.answers, count(*) as n from responses r
           join extra_answers e on e.response_id = r.response_id
           where r.unit_id = ? and r.local_day between ? and ? and r.voided_at is null
               and ? in ('', r.instrument)
           group by e.answers""",
        [unit_id, start.isoformat(), end.isoformat(), only],
    )
    for row in rows:
        for question, code in from_text(row["answers"]).items():
            counts.setdefault(question, Counter())[code] += int(row["n"])
    return counts
