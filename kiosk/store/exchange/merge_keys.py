"""The generations of the keys that offices sign their bundles with; the keys themselves are derived."""

from datetime import datetime

from sqlite_utils import Database

from kiosk.store.engine.times import to_text


def get_key_generation(db: Database, code: str) -> int | None:
    """The generation of this office's current key, or None if it has none."""
    row = db.execute("select generation from merge_keys where code = ?", [code]).fetchone()
    return row["generation"] if row else None


def renew_key(db: Database, code: str, now: datetime) -> int:
    """Replace the office's key; returns the generation of the new one."""
    row = db.execute(
        """insert into merge_keys (code, generation, made_at) values (?, 1, ?)
           on conflict (code) do update set
               generation = merge_keys.generation + 1, made_at = excluded.made_at
           returning generation""",
        [code, to_text(now)],
    ).fetchone()
    return int(row["generation"])
