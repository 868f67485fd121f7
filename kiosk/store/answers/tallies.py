"""Month tallies: stored counts for reports of whole months, whose cost is independent of the responses.

One wide row of `month_tallies` per unit, month, service, channel and instrument holds how many gave each
answer, the sums for the confidence interval, and the profile counts. Narrow tables with the same key hold
what has no column there: answers to items, means of several items, answers of other profile lists, how
important each unsur is. They
change in the transaction that records, excludes, restores or removes a response, and only through
`count_responses` and `uncount_response`, which count the stored rows.
"""

import functools
import re
from collections.abc import Collection
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import timedelta
from typing import Any

from sqlite_utils import Database

from kiosk.base.progress import tracked
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.questionnaire.profile import FIELDS
from kiosk.store.answers.exclusions import shorten
from kiosk.store.answers.layout import MAX_SCALE
from kiosk.store.answers.layout import UNSUR
from kiosk.store.answers.layout import Layout
from kiosk.store.answers.layout import find_layout
from kiosk.store.answers.layout import layout_of
from kiosk.store.engine.connection import transaction
from scoring import Group
from scoring import InstrumentError

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
PARTIAL = ("partial_squared", "partial_product", "partial_filled")
ANSWERS = (
    "respondents",
    *(f"{key}_{value}" for key in UNSUR for value in VALUES),
    "complete",
    "total",
    "total_squared",
    *PARTIAL,
)
PROFILES = {
    profile_column(field, code): f"count(*) filter (where p.{field} = '{code}')"
    for field, codes in FIELDS.items()
    for code in codes
}
COLUMNS = (*ANSWERS, *PROFILES)
ITEMS = tuple(f"n{value}" for value in range(1, MAX_SCALE + 1))
MEANS = ("filled", "total")


@dataclass(frozen=True)
class CountTable:
    """A table of counts: its key, and the columns that are added up."""

    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]


MONTHS = CountTable("month_tallies", KEY, COLUMNS)
MONTH_ITEMS = CountTable("month_items", (*KEY, "item"), ITEMS)
MONTH_MEANS = CountTable("month_means", (*KEY, "part"), MEANS)
MONTH_PROFILES = CountTable("month_profiles", (*KEY, "field", "code"), ("n",))
MONTH_IMPORTANCE = CountTable("month_importance", (*KEY, "unsur"), tuple(f"n{value}" for value in VALUES))
# The tables that answers change which have none to questions outside the index.
WITHOUT_EXTRAS = (MONTHS, MONTH_ITEMS, MONTH_MEANS, MONTH_PROFILES)
TABLES = (*WITHOUT_EXTRAS, MONTH_IMPORTANCE)
# Of the excluded responses, by reason without its details.
MONTH_EXCLUSIONS = CountTable("month_exclusions", (*KEY, "reason"), ("n",))
ALL_TABLES = (*TABLES, MONTH_EXCLUSIONS)


def count_answers(layout: Layout) -> dict[str, str]:
    """Column of `ANSWERS` → what it counts over responses `r` to one questionnaire."""
    weights = layout.rules.integer_weights if layout.unsur else {}
    terms = [f"r.{key}" if weights[key] == 1 else f"{weights[key]} * r.{key}" for key in layout.unsur]
    total = " + ".join(terms) or "cast(null as integer)"  # null with any blank, and aggregates skip nulls
    # As `scoring.Partial`: of a response with blanks, the sum of its values and that of their weights.
    given = " + ".join(f"coalesce({term}, 0)" for term in terms) or "0"
    filled = (
        " + ".join(f"case when r.{key} is null then 0 else {weights[key]} end" for key in layout.unsur) or "0"
    )

    def partial(sum_: str) -> str:
        return f"coalesce(sum({sum_}) filter (where ({total}) is null), 0)"

    return {
        "respondents": "count(*)",
        **{
            f"{key}_{value}": f"count(*) filter (where r.{key} = {value})"
            for key in UNSUR
            for value in VALUES
        },
        "complete": f"count({total})",
        "total": f"coalesce(sum({total}), 0)",
        "total_squared": f"coalesce(sum(({total}) * ({total})), 0)",
        "partial_squared": partial(f"({given}) * ({given})"),
        "partial_product": partial(f"({given}) * ({filled})"),
        "partial_filled": partial(f"({filled}) * ({filled})"),
    }


@dataclass(frozen=True)
class Counted:
    """Which responses `r` to one questionnaire are counted: tables and condition of the select.

    `key` are the columns that they are grouped by, at least one; `sign` is before each count, `prelude` (a
    CTE) before the whole statement.
    """

    tables: str
    condition: str
    key: tuple[str, ...]
    sign: str = ""
    prelude: str = ""

    def select(self, columns: str, *, per: Sequence[str] = ()) -> str:
        """The select of these counts, also grouped by `per`."""
        keys = ", ".join(f"{column} as k{number}" for number, column in enumerate(self.key))
        group = ", ".join((*self.key, *per))
        return f"select {keys}, {columns} from {self.tables} where {self.condition} group by {group}"

    def as_rows(self, parts: Mapping[str, Sequence[str]], columns: Sequence[str]) -> str:
        """The statement that has a row per part with its counts, made from one pass over the responses."""
        wide = (
            f"{self.sign}{count} as v{place}_{number}"
            for place, counts in enumerate(parts.values())
            for number, count in enumerate(counts)
        )
        keys = ", ".join(f"k{number}" for number in range(len(self.key)))
        rows = (
            f"select {keys}, '{part}' as part, "
            + ", ".join(f"v{place}_{number} as {name}" for number, name in enumerate(columns))
            + " from counted where true"
            for place, part in enumerate(parts)
        )
        opening = f"{self.prelude}," if self.prelude else "with"
        counted = self.select(", ".join(wide))
        return f"{opening} counted as materialized ({counted}) {' union all '.join(rows)}"


def count_items(layout: Layout, counted: Counted) -> str:
    """The statement for how many gave each answer to each item."""
    parts = {
        item: [
            f"count(*) filter (where substr(r.items, {place}, 1) = '{value}')"
            for value in range(1, MAX_SCALE + 1)
        ]
        for place, item in enumerate(layout.rules.items, start=1)
    }
    return counted.as_rows(parts, ITEMS)


def count_means(layout: Layout, counted: Counted) -> str:
    """The statement for the sum of the respondents' means, of each unsur or index of several items."""
    parts = {
        group.key: [f"count({mean})", f"coalesce(sum({mean}), 0)"]
        for group in layout.rules.groups
        if len(group.items) > 1 and (mean := _mean(layout, group))
    }
    return counted.as_rows(parts, MEANS)


def _mean(layout: Layout, group: Group) -> str:
    """The mean of the group's items that are answered, in its stored unit, from `items`; null without any."""
    digits = [f"substr(r.items, {layout.rules.items.index(item) + 1}, 1)" for item in group.items]
    total = " + ".join(f"cast(replace({digit}, '-', '0') as integer)" for digit in digits)
    filled = f"length(replace({' || '.join(digits)}, '-', ''))"
    return f"(({total}) * {layout.units(group.key)} / nullif({filled}, 0))"


def _count_profiles(instrument: str, counted: Counted) -> str:
    """The select of the answers to the profile that have no column in `month_tallies`; may be empty."""
    selects = []
    for field, codes in load_questionnaire(instrument).profile.items():
        if loose := [code for code in codes if profile_column(field, code) not in PROFILES]:
            listed = ", ".join(f"'{code}'" for code in loose)
            some = replace(counted, condition=f"{counted.condition} and p.{field} in ({listed})")
            selects.append(
                some.select(
                    f"'{field}' as field, p.{field} as code, {some.sign}count(*) as n", per=[f"p.{field}"]
                )
            )
    return " union all ".join(selects)


# Joined to responses `r`: what they say of importance, and which unsur that is about.
JOIN_IMPORTANCE = """join extra_answers e on e.response_id = r.response_id
    join extra_questions q on q.unit_id = r.unit_id and q.kind = 'importance'"""


def count_importance(sign: str = "") -> str:
    """The columns that count each answer to the question `q`; the answers `e` are canonical JSON."""
    return ", ".join(
        f"""{sign}count(*) filter (where replace(e.answers, '"' || q.extra_question_id || '":"{value}"', '')
            <> e.answers) as n{value}"""
        for value in VALUES
    )


_TABLES = """responses r
    join collectors c on c.collector_id = r.collector_id
    left join profiles p on p.response_id = r.response_id"""


def _counts(instrument: str, condition: str) -> Iterator[tuple[CountTable, str]]:
    """For each table, the select of what the responses to `:instrument` come to, times `:sign`."""
    layout = layout_of(instrument)
    counted = Counted(_TABLES, f"{condition} and r.instrument = :instrument", _KEY_OF_A_RESPONSE, ":sign * ")
    columns = {**count_answers(layout), **PROFILES}
    yield MONTHS, counted.select(", ".join(f":sign * {columns[name]}" for name in COLUMNS))
    if layout.has_items:
        yield MONTH_ITEMS, count_items(layout, counted)
        yield MONTH_MEANS, count_means(layout, counted)
    if profiles := _count_profiles(instrument, counted):
        yield MONTH_PROFILES, profiles
    important = replace(counted, tables=f"{_TABLES} {JOIN_IMPORTANCE}")
    columns_of_unsur = f"q.options as unsur, {count_importance(counted.sign)}"
    yield MONTH_IMPORTANCE, important.select(columns_of_unsur, per=["q.options"])


def _exclusions(reason: str, condition: str) -> str:
    """The select of how many responses are excluded, times `:sign`."""
    keys = ", ".join(_KEY_OF_A_RESPONSE)
    return f"""select {keys}, {reason}, :sign * count(*)
        from responses r join collectors c on c.collector_id = r.collector_id
        where {condition} group by {keys}, r.excluded_for"""


def _add_to(table: CountTable, select: str) -> str:
    return f"""insert into {table.name} ({", ".join((*table.key, *table.columns))})
        {select}
        on conflict ({", ".join(table.key)}) do update set
        {", ".join(f"{name} = {table.name}.{name} + excluded.{name}" for name in table.columns)}"""


_ADD_EXCLUSION = _add_to(
    MONTH_EXCLUSIONS, _exclusions("cast(:reason as text)", "r.response_id = :response_id")
)
_ALL_EXCLUSIONS = _exclusions("r.excluded_for", "r.excluded_for is not null")


@functools.lru_cache(maxsize=256)
def _shifts(instrument: str, count: int) -> tuple[tuple[CountTable, str], ...]:
    """The statements that add so many responses to the tables."""
    ids = ", ".join(f":id{number}" for number in range(count))
    return tuple(
        (table, _add_to(table, select)) for table, select in _counts(instrument, f"r.response_id in ({ids})")
    )


def count_responses(
    db: Database,
    response_ids: Sequence[str],
    instruments: Collection[str] | None = None,
    sign: int = 1,
    tables: Collection[CountTable] = TABLES,
) -> None:
    """Add stored responses with their profiles to their months, in the caller's transaction.

    `instruments` are the questionnaires they answer, if the caller knows them; `tables` those that change.
    """
    ids = {f"id{number}": response_id for number, response_id in enumerate(response_ids)}
    if instruments is None:
        marks = ", ".join(f":{name}" for name in ids)
        found = f"select distinct instrument from responses where response_id in ({marks})"
        instruments = [row["instrument"] for row in db.execute(found, ids).fetchall()]
    for instrument in instruments:
        find_layout(db, instrument)
        for table, statement in _shifts(instrument, len(ids)):
            if table in tables:
                db.execute(statement, {"sign": sign, "instrument": instrument, **ids})


def count_response(db: Database, response_id: str) -> None:
    """As `count_responses`, of one response."""
    count_responses(db, [response_id])


def uncount_response(db: Database, response_id: str) -> None:
    """Subtract a counted response from its month before it is changed, in the caller's transaction."""
    count_responses(db, [response_id], sign=-1)


def count_exclusion(db: Database, response_id: str, reason: str, sign: int = 1) -> None:
    """Add an exclusion for this reason to its month, or with `sign` -1 subtract it; after the journal."""
    params = {"response_id": response_id, "reason": shorten(reason), "sign": sign}
    db.execute(_ADD_EXCLUSION, params)


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
    units = db.execute("select unit_id from units order by unit_id").fetchall()
    return [
        mismatch
        for unit in tracked(units, "Hitungan bulanan", len(units))
        for mismatch in _find_mismatches(db, unit["unit_id"])
    ]


# Key of a row → its counts.
_Rows = dict[tuple[str, ...], tuple[int, ...]]


def _find_mismatches(db: Database, unit_id: str) -> Iterator[TallyMismatch]:
    """One for each key, with the wrong columns of all tables."""
    condition, of_unit = "r.unit_id = :unit_id and r.voided_at is null", [unit_id]
    counted: dict[str, _Rows] = {table.name: {} for table in TABLES}
    kept: dict[str, _Rows] = {}
    wrong: dict[tuple[str, ...], list[str]] = {}
    for instrument in _list_instruments(db, "where unit_id = ?", of_unit):
        params = {"unit_id": unit_id, "instrument": instrument, "sign": 1}
        if not _is_known(db, instrument):
            names = ", ".join(_KEY_OF_A_RESPONSE)
            found = f"select distinct {names} from {_TABLES} where {condition} and r.instrument = :instrument"
            wrong.update({tuple(row): ["instrument"] for row in db.execute(found, params).fetchall()})
            continue
        for table, select in _counts(instrument, condition):
            counted[table.name] |= _by_key(table, db.execute(select, params))
        for key, name in _find_wrong_means(db, instrument, condition, unit_id):
            wrong.setdefault(key, []).append(name)
    excluded = db.execute(
        _exclusions("r.excluded_for", "r.unit_id = :unit_id and r.excluded_for is not null"),
        {"unit_id": unit_id, "sign": 1},
    )
    counted[MONTH_EXCLUSIONS.name] = _by_key(MONTH_EXCLUSIONS, excluded)
    for table in ALL_TABLES:
        names = ", ".join((*table.key, *table.columns))
        rows = db.execute(f"select {names} from {table.name} where unit_id = ?", of_unit)
        kept[table.name] = _by_key(table, rows)
        for key, name in _differences(table, kept[table.name], counted[table.name]):
            wrong.setdefault(key, []).append(name)
    for tally, columns in sorted(wrong.items()):
        have, want = (side[MONTHS.name].get(tally, (0,))[0] for side in (kept, counted))
        _, month, service_id, channel, instrument = tally
        yield TallyMismatch(unit_id, month, service_id, channel, instrument, have, want, tuple(columns))


def _differences(table: CountTable, kept: _Rows, counted: _Rows) -> Iterator[tuple[tuple[str, ...], str]]:
    """The key of each wrong tally with the column, after the rest of the table's key: `biaya.n4`."""
    nothing = (0,) * len(table.columns)
    for place in sorted(kept.keys() | counted.keys()):
        have, want = kept.get(place, nothing), counted.get(place, nothing)
        for name, here, there in zip(table.columns, have, want, strict=True):
            if here != there:
                yield place[: len(KEY)], ".".join((*place[len(KEY) :], name))


def _by_key(table: CountTable, rows: Any) -> _Rows:
    width = len(table.key)
    return {tuple(row[:width]): tuple(row[width:]) for row in map(tuple, rows)}


def _find_wrong_means(
    db: Database, instrument: str, condition: str, unit_id: str
) -> Iterator[tuple[tuple[str, ...], str]]:
    """The tallies with responses whose unsur is not the mean of its items, with that column."""
    layout, key = layout_of(instrument), ", ".join(_KEY_OF_A_RESPONSE)
    if not layout.has_items or not layout.unsur:
        return
    means = {name: _mean(layout, layout.rules.get(name)) for name in layout.unsur}
    wrong = (
        f"count(*) filter (where coalesce(r.{name}, 0) <> coalesce({mean}, 0))"
        for name, mean in means.items()
    )
    rows = db.execute(
        f"""select {key}, {", ".join(wrong)} from {_TABLES}
            where {condition} and r.instrument = :instrument group by {key}""",
        {"unit_id": unit_id, "instrument": instrument},
    )
    for row in map(tuple, rows.fetchall()):
        for name, count in zip(layout.unsur, row[len(KEY) :], strict=True):
            if count:
                yield row[: len(KEY)], f"{name} (butir)"


def _is_known(db: Database, instrument: str) -> bool:
    try:
        find_layout(db, instrument)
    except InstrumentError:
        return False
    return True


def _list_instruments(db: Database, where: str = "", params: Sequence[str] = ()) -> list[str]:
    rows = db.execute(f"select distinct instrument from responses {where}", params).fetchall()
    return sorted(row["instrument"] for row in rows)


def rebuild_tallies(db: Database) -> None:
    """Replace all tallies by a new count of the responses, in one transaction."""
    with transaction(db):
        for table in ALL_TABLES:
            db.execute(f"delete from {table.name}")
        names = ", ".join((*MONTH_EXCLUSIONS.key, *MONTH_EXCLUSIONS.columns))
        db.execute(f"insert into {MONTH_EXCLUSIONS.name} ({names}) {_ALL_EXCLUSIONS}", {"sign": 1})
        for instrument in _list_instruments(db):
            find_layout(db, instrument)
            for table, select in _counts(instrument, "r.voided_at is null"):
                db.execute(
                    f"insert into {table.name} ({', '.join((*table.key, *table.columns))}) {select}",
                    {"sign": 1, "instrument": instrument},
                )
