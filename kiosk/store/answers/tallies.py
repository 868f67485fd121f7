"""Month tallies: stored counts for reports of whole months, whose cost is independent of the responses.

One wide row per unit, month, service, channel and instrument holds how many gave each answer, the sums for
the confidence interval, and the profile counts. A row changes in the transaction that records, excludes,
restores or removes a response, and only through `count_responses` and `uncount_response`.
"""

import functools
import re
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import timedelta

from sqlite_utils import Database

from kiosk.questionnaire.catalogue import load_rules
from kiosk.questionnaire.choices import DEFAULT
from kiosk.questionnaire.profile import FIELDS
from kiosk.store.engine.connection import transaction

UNSUR = load_rules(DEFAULT).keys()
VALUES = (1, 2, 3, 4)


def profile_column(field: str, code: str) -> str:
    """The column that counts this answer to a profile field: `age_band`, `>65` is `age_band_65`."""
    return f"{field}_{re.sub(r'[^a-z0-9]+', '_', code.lower()).strip('_')}"


# The key of a tally; a response of no stated service has the service ''.
KEY = ("unit_id", "month", "service_id", "channel", "instrument")
_KEY_OF_A_RESPONSE = (
    "r.unit_id",
    "substr(r.local_day, 1, 7)",
    "coalesce(r.service_id, '')",
    "c.channel",
    "r.instrument",
)
_TOTAL = " + ".join(f"r.{key}" for key in UNSUR)  # null with any blank, and aggregates skip nulls

# Column → what it counts over responses `r` (and their profiles `p`).
ANSWERS = {
    "respondents": "count(*)",
    **{f"{key}_{value}": f"count(*) filter (where r.{key} = {value})" for key in UNSUR for value in VALUES},
    "complete": f"count({_TOTAL})",
    "total": f"coalesce(sum({_TOTAL}), 0)",
    "total_squared": f"coalesce(sum(({_TOTAL}) * ({_TOTAL})), 0)",
}
PROFILES = {
    profile_column(field, code): f"count(*) filter (where p.{field} = '{code}')"
    for field, codes in FIELDS.items()
    for code in codes
}
COLUMNS = {**ANSWERS, **PROFILES}

_COUNTED = f"""
    select {", ".join(f"{value} as {name}" for name, value in zip(KEY, _KEY_OF_A_RESPONSE, strict=True))},
           {", ".join(f":sign * {counted} as {name}" for name, counted in COLUMNS.items())}
    from responses r
    join collectors c on c.collector_id = r.collector_id
    left join profiles p on p.response_id = r.response_id"""
_GROUPED = f"group by {', '.join(_KEY_OF_A_RESPONSE)}"
_INTO = f"insert into month_tallies ({', '.join((*KEY, *COLUMNS))})"


@functools.lru_cache(maxsize=64)
def _shift(count: int) -> str:
    ids = ", ".join(f":id{number}" for number in range(count))
    return f"""
        {_INTO} {_COUNTED} where r.response_id in ({ids}) {_GROUPED}
        on conflict ({", ".join(KEY)}) do update set
        {", ".join(f"{name} = month_tallies.{name} + excluded.{name}" for name in COLUMNS)}"""


def count_responses(db: Database, response_ids: Sequence[str]) -> None:
    """Add stored responses with their profiles to their months, in the caller's transaction."""
    ids = {f"id{number}": response_id for number, response_id in enumerate(response_ids)}
    db.execute(_shift(len(ids)), {"sign": 1, **ids})


def count_response(db: Database, response_id: str) -> None:
    """As `count_responses`, of one response."""
    count_responses(db, [response_id])


def uncount_response(db: Database, response_id: str) -> None:
    """Subtract a counted response from its month before it is changed, in the caller's transaction."""
    db.execute(_shift(1), {"sign": -1, "id0": response_id})


def whole_months(start: date, end: date) -> dict[str, str] | None:
    """The first and last month (`2024-05`) of `start`..`end`; None when these are no whole months."""
    if start.day != 1 or (end + timedelta(days=1)).day != 1 or end < start:
        return None
    return {"first": f"{start:%Y-%m}", "last": f"{end:%Y-%m}"}


@dataclass(frozen=True)
class TallyMismatch:
    """A tally that differs from its responses in these `columns`; `kept` and `counted` are respondents."""

    unit_id: str
    month: str
    service_id: str
    channel: str
    instrument: str
    kept: int
    counted: int
    columns: tuple[str, ...]


def check_tallies(db: Database) -> list[TallyMismatch]:
    """Count all responses and return every tally that differs.

    Run it in a snapshot or transaction: a response that is recorded meanwhile looks like a mismatch.
    """
    return [
        mismatch
        for unit in db.execute("select unit_id from units order by unit_id").fetchall()
        for mismatch in _find_mismatches(db, unit["unit_id"])
    ]


def _find_mismatches(db: Database, unit_id: str) -> Iterator[TallyMismatch]:
    names = ", ".join((*KEY, *COLUMNS))
    kept_rows = db.execute(f"select {names} from month_tallies where unit_id = ?", [unit_id])
    counted_rows = db.execute(
        f"{_COUNTED} where r.unit_id = :unit_id and r.voided_at is null {_GROUPED}",
        {"unit_id": unit_id, "sign": 1},
    )
    kept, counted = (
        {tuple(row[name] for name in KEY): {name: row[name] for name in COLUMNS} for row in rows}
        for rows in (kept_rows, counted_rows)
    )
    nothing = dict.fromkeys(COLUMNS, 0)
    for key in sorted(kept.keys() | counted.keys()):
        have, want = kept.get(key, nothing), counted.get(key, nothing)
        if wrong := tuple(name for name in COLUMNS if have[name] != want[name]):
            unit_id, month, service_id, channel, instrument = key
            counts = (have["respondents"], want["respondents"])
            yield TallyMismatch(unit_id, month, service_id, channel, instrument, *counts, wrong)


def rebuild_tallies(db: Database) -> None:
    """Replace all tallies by a new count of the responses, in one transaction."""
    with transaction(db):
        db.execute("delete from month_tallies")
        db.execute(f"{_INTO} {_COUNTED} where r.voided_at is null {_GROUPED}", {"sign": 1})
