"""Counts of one unit's responses for reports: tallies for the scorer, respondents by profile, service, day.

Every count is of the days `start`..`end` (inclusive), without excluded responses. Whole months are read from
the month tallies, other days from the responses through the covering index. With `only`, the id of a
questionnaire, only the answers to that one are counted.
"""

from datetime import date

from sqlite_utils import Database

from kiosk.questionnaire.profile import FIELDS
from kiosk.store.answers.counting import Parts
from kiosk.store.answers.counting import Where
from kiosk.store.answers.counting import read_counted
from kiosk.store.answers.counting import read_kept
from kiosk.store.answers.exclusions import count_by_reason
from kiosk.store.answers.responses import PROFILE
from kiosk.store.answers.tallies import JOIN_IMPORTANCE
from kiosk.store.answers.tallies import MONTH_IMPORTANCE
from kiosk.store.answers.tallies import PROFILES
from kiosk.store.answers.tallies import count_importance as tally_importance
from kiosk.store.answers.tallies import profile_column
from kiosk.store.answers.tallies import whole_months

# All responses: as whole months, which are read from the tallies, and as days, which are counted.
ALL_MONTHS = (date(2000, 1, 1), date(2999, 12, 31))
ALL_DAYS = (date(2000, 1, 2), date(2999, 12, 30))
_KEPT_PROFILES = ", ".join(f"coalesce(sum({name}), 0) as {name}" for name in ("respondents", *PROFILES))
_IN_PERIOD = "r.unit_id = :unit_id and r.local_day between :start and :end and r.voided_at is null"
_IN_MONTHS = "unit_id = :unit_id and month between :first and :last"


def _of(only: str) -> str:
    """The condition for one questionnaire. Without it the covering index is enough, which has none."""
    return " and instrument = :only" if only else ""


def _params(unit_id: str, start: date, end: date, only: str = "") -> dict[str, str]:
    return {"unit_id": unit_id, "start": start.isoformat(), "end": end.isoformat(), "only": only}


def _months(unit_id: str, start: date, end: date, only: str = "") -> dict[str, str] | None:
    """The parameters of `_IN_MONTHS`, or None when these days are no whole months."""
    months = whole_months(start, end)
    return {"unit_id": unit_id, "only": only, **months} if months else None


def get_tallies(db: Database, unit_id: str, start: date, end: date) -> Parts:
    """Answer counts and the spread of complete responses, as the scorer takes them, by questionnaire."""
    if months := _months(unit_id, start, end):
        return read_kept(db, "unit_id", Where(_IN_MONTHS, months)).get(unit_id, {})
    instruments = _list_instruments(db, unit_id, start, end)
    where = Where(_IN_PERIOD, _params(unit_id, start, end))
    return read_counted(db, "r.unit_id", "responses r", where, instruments).get(unit_id, {})


def _list_instruments(db: Database, unit_id: str, start: date, end: date) -> list[str]:
    """The questionnaires answered in the months of these days."""
    rows = db.execute(
        f"""select distinct instrument from month_tallies where {_IN_MONTHS} and respondents > 0
            order by instrument""",
        {"unit_id": unit_id, "first": f"{start:%Y-%m}", "last": f"{end:%Y-%m}"},
    )
    return [row["instrument"] for row in rows.fetchall()]


def count_respondents(db: Database, unit_id: str, start: date, end: date) -> int:
    """How many responses, to whatever questionnaire."""
    if months := _months(unit_id, start, end):
        read, params = f"select sum(respondents) as n from month_tallies where {_IN_MONTHS}", months
    else:
        read, params = (
            f"select count(*) as n from responses r where {_IN_PERIOD}",
            _params(unit_id, start, end),
        )
    return int(db.execute(read, params).fetchone()["n"] or 0)


def tally_months(db: Database, unit_id: str, start: date, end: date) -> dict[str, Parts]:
    """The tallies of each month (`2024-05`) that has responses."""
    return _tally_by(db, "month", unit_id, start, end)


def tally_services(db: Database, unit_id: str, start: date, end: date) -> dict[str | None, Parts]:
    """The tallies by service id, of whole months; None for responses of no stated service."""
    return {key or None: found for key, found in _tally_by(db, "service_id", unit_id, start, end).items()}


def tally_channels(db: Database, unit_id: str, start: date, end: date) -> dict[str, Parts]:
    """The tallies by channel (`kiosk`, `qr`, `kertas`, `impor`, `skm-online`), of whole months."""
    return _tally_by(db, "channel", unit_id, start, end)


def _tally_by(db: Database, column: str, unit_id: str, start: date, end: date) -> dict[str, Parts]:
    months = _months(unit_id, start, end)
    if months is None:
        raise ValueError(f"not whole months: {start} to {end}")
    return {**read_kept(db, column, Where(_IN_MONTHS, months))}


def count_profile(
    db: Database, unit_id: str, start: date, end: date, only: str = ""
) -> dict[str, dict[str | None, int]]:
    """Respondents per profile field and answer; None counts those who gave no answer."""
    if months := _months(unit_id, start, end, only):
        return _count_kept_profile(db, months)
    counts: dict[str, dict[str | None, int]] = {}
    for field in PROFILE:
        rows = db.execute(
            f"""select p.{field} as answer, count(*) as n
                from responses r left join profiles p on p.response_id = r.response_id
                where {_IN_PERIOD}{_of(only)} group by p.{field}""",
            _params(unit_id, start, end, only),
        )
        counts[field] = {row["answer"]: row["n"] for row in rows}
    return counts


def _count_kept_profile(db: Database, months: dict[str, str]) -> dict[str, dict[str | None, int]]:
    row = db.execute(
        f"select {_KEPT_PROFILES} from month_tallies where {_IN_MONTHS}{_of(months['only'])}", months
    ).fetchone()
    counts: dict[str, dict[str | None, int]] = {field: {} for field in PROFILE}
    for field, codes in FIELDS.items():
        counts[field] |= {code: n for code in codes if (n := row[profile_column(field, code)])}
    others = db.execute(
        f"""select field, code, sum(n) as n from month_profiles
            where {_IN_MONTHS}{_of(months["only"])} group by field, code""",
        months,
    )
    for other in others.fetchall():
        if other["n"]:
            counts[other["field"]][other["code"]] = other["n"]
    for given in counts.values():
        if unanswered := row["respondents"] - sum(given.values()):
            given[None] = unanswered
    return counts


def count_services(
    db: Database, unit_id: str, start: date, end: date, only: str = ""
) -> dict[str | None, int]:
    """Respondents per service id; None counts those of no stated service."""
    if months := _months(unit_id, start, end, only):
        return {key or None: n for key, n in _count_kept(db, "service_id", months).items()}
    rows = db.execute(
        f"""select service_id, count(*) as n from responses r
            where {_IN_PERIOD}{_of(only)} group by service_id""",
        _params(unit_id, start, end, only),
    )
    return {row["service_id"]: row["n"] for row in rows}


def count_channels(db: Database, unit_id: str, start: date, end: date, only: str = "") -> dict[str, int]:
    """Respondents per channel (`kiosk`, `qr`, `kertas`, `impor`, `skm-online`)."""
    if months := _months(unit_id, start, end, only):
        return _count_kept(db, "channel", months)
    rows = db.execute(
        f"""select c.channel, count(*) as n
            from responses r join collectors c on c.collector_id = r.collector_id
            where {_IN_PERIOD}{_of(only)} group by c.channel""",
        _params(unit_id, start, end, only),
    )
    return {row["channel"]: row["n"] for row in rows}


def _count_kept(db: Database, column: str, months: dict[str, str]) -> dict[str, int]:
    rows = db.execute(
        f"""select {column}, sum(respondents) as n from month_tallies
            where {_IN_MONTHS}{_of(months["only"])} group by {column} having sum(respondents) > 0""",
        months,
    )
    return {row[column]: row["n"] for row in rows}


def count_days(db: Database, unit_id: str, start: date, end: date, only: str = "") -> dict[date, int]:
    """Respondents per office-local day; days without any are left out."""
    rows = db.execute(
        f"select local_day, count(*) as n from responses r where {_IN_PERIOD}{_of(only)} group by local_day",
        _params(unit_id, start, end, only),
    )
    return {date.fromisoformat(row["local_day"]): row["n"] for row in rows}


def get_days(
    db: Database, unit_id: str, start: date, end: date, only: str = ""
) -> tuple[date | None, date | None]:
    """The first and the last day in this range with a counted response; None without any."""
    first, last = (
        db.execute(
            f"select {which}(local_day) as day from responses r where {_IN_PERIOD}{_of(only)}",
            _params(unit_id, start, end, only),
        ).fetchone()["day"]
        for which in ("min", "max")
    )
    return (date.fromisoformat(first), date.fromisoformat(last)) if first and last else (None, None)


def count_exclusions(db: Database, unit_id: str, start: date, end: date, only: str = "") -> dict[str, int]:
    """Excluded responses per reason, most first; the details after a reason's `: ` are left out."""
    months = _months(unit_id, start, end, only)
    if months is None:
        return count_by_reason(db, _params(unit_id, start, end, only))
    rows = db.execute(
        f"""select reason, sum(n) as n from month_exclusions where {_IN_MONTHS}{_of(only)}
            group by reason having sum(n) > 0 order by n desc, reason""",
        months,
    )
    return {row["reason"]: int(row["n"]) for row in rows.fetchall()}


def count_importance(
    db: Database, unit_id: str, start: date, end: date, only: str = ""
) -> dict[str, tuple[int, ...]]:
    """How many said that an unsur is not (1) to very (4) important, by unsur; none of an unsur not asked."""
    if months := _months(unit_id, start, end, only):
        sums = ", ".join(f"sum({name}) as {name}" for name in MONTH_IMPORTANCE.columns)
        read = f"select unsur, {sums} from month_importance where {_IN_MONTHS}{_of(only)} group by unsur"
        rows = db.execute(read, months)
    else:
        rows = db.execute(
            f"""select q.options as unsur, {tally_importance()} from responses r {JOIN_IMPORTANCE}
                where {_IN_PERIOD}{_of(only)} group by q.options""",
            _params(unit_id, start, end, only),
        )
    counts = {row["unsur"]: tuple(row[name] for name in MONTH_IMPORTANCE.columns) for row in rows.fetchall()}
    return {unsur: given for unsur, given in counts.items() if any(given)}


def get_first_day(db: Database, unit_id: str) -> date | None:
    """The first day with a counted response, or None for a unit without any."""
    row = db.execute(
        "select min(local_day) as day from responses where unit_id = ? and voided_at is null", [unit_id]
    ).fetchone()
    return date.fromisoformat(row["day"]) if row["day"] else None


def get_latest_day(db: Database, unit_id: str) -> date | None:
    """The last day with a counted response, or None for a unit without any."""
    row = db.execute(
        "select max(local_day) as day from responses where unit_id = ? and voided_at is null", [unit_id]
    ).fetchone()
    return date.fromisoformat(row["day"]) if row["day"] else None
