"""Texts that an office writes for its report, by period and part."""

from collections.abc import Mapping
from datetime import datetime

from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.store.engine.connection import transaction
from kiosk.store.engine.times import to_text


def list_texts(db: Database, unit_id: str, period: Period) -> dict[str, str]:
    """The texts of this period by part; parts without a text are left out."""
    rows = db.execute(
        "select part, text from report_texts where unit_id = ? and period = ?", [unit_id, period.code]
    )
    return {row["part"]: row["text"] for row in rows}


def set_texts(
    db: Database, unit_id: str, period: Period, texts: Mapping[str, str], *, person_id: str, now: datetime
) -> None:
    """Store these texts, replacing earlier ones; an empty text deletes its part."""
    with transaction(db):
        for part, text in texts.items():
            if not text:
                db.execute(
                    "delete from report_texts where unit_id = ? and period = ? and part = ?",
                    [unit_id, period.code, part],
                )
                continue
            db.execute(
                """insert into report_texts (unit_id, period, part, text, changed_at, changed_by)
                   values (:unit_id, :period, :part, :text, :changed_at, :changed_by)
                   on conflict (unit_id, period, part) do update set
                       text = excluded.text, changed_at = excluded.changed_at,
                       changed_by = excluded.changed_by""",
                {
                    "unit_id": unit_id,
                    "period": period.code,
                    "part": part,
                    "text": text,
                    "changed_at": to_text(now),
                    "changed_by": person_id,
                },
            )
