"""Performance indicators that a unit enters for its yearly report (LKj), and other offices' figures."""

import re
from collections.abc import Iterable
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import fields
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlite_utils import Database

from kiosk.store.engine.connection import transaction
from kiosk.store.engine.errors import Conflict
from kiosk.store.engine.errors import NotFound
from kiosk.store.engine.ids import new_key
from kiosk.store.engine.inserts import insert_row
from kiosk.store.engine.times import to_text
from kiosk.store.journal.attestation import attest

_IKM = re.compile(r"(nilai )?(indeks kepuasan masyarakat( \(ikm\))?|ikm)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class NewIndicator:
    """An indicator of a year as staff enter it; every figure may be unknown.

    `goal` is the sasaran strategis, `measure` the satuan, `final_target` that of the RPJMD for `final_year`,
    `budget` and `spent` are pagu and realisasi anggaran in rupiah. The unit's own IKM has `is_ikm`: its value
    and target come from the survey. `stated_percent` is the capaian that another document states.
    """

    name: str
    goal: str = ""
    program: str = ""
    measure: str = ""
    is_ikm: bool = False
    is_lower_better: bool = False
    target: Decimal | None = None
    value: Decimal | None = None
    final_target: Decimal | None = None
    final_year: int | None = None
    national_target: Decimal | None = None
    budget: Decimal | None = None
    spent: Decimal | None = None
    stated_percent: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Indicator(NewIndicator):
    """An indicator that is stored."""

    indicator_id: str
    year: int


def is_named_ikm(name: str) -> bool:
    """Whether an indicator has exactly the name of the unit's own index, with or without "nilai"."""
    return _IKM.fullmatch(" ".join(name.split())) is not None


def without_figures(one: Indicator) -> Indicator:
    """The indicator as a new year begins with it: without what is of one year only."""
    return replace(one, target=None, value=None, budget=None, spent=None, stated_percent=None)


@dataclass(frozen=True, kw_only=True)
class PeerFigure:
    """Another office's figure of an indicator (its name) in a year, as `source` states it."""

    year: int
    office: str
    indicator: str
    value: Decimal
    source: str
    target: Decimal | None = None
    stated_percent: Decimal | None = None
    peer_figure_id: str = ""


_DECIMALS = (
    "target",
    "value",
    "final_target",
    "national_target",
    "budget",
    "spent",
    "stated_percent",
)
_INDICATOR = tuple(field.name for field in fields(Indicator))
_PEER = tuple(field.name for field in fields(PeerFigure))


def list_indicators(db: Database, unit_id: str, first_year: int, last_year: int) -> list[Indicator]:
    """The unit's indicators of these years, by year and in their order."""
    rows = db.execute(
        f"""select {", ".join(_INDICATOR)} from indicators
            where unit_id = ? and year between ? and ? order by year, position""",
        [unit_id, first_year, last_year],
    )
    return [_indicator(row) for row in rows]


def get_indicator(db: Database, unit_id: str, indicator_id: str) -> Indicator:
    """One of the unit's indicators. Raises NotFound."""
    row = db.execute(
        f"select {', '.join(_INDICATOR)} from indicators where unit_id = ? and indicator_id = ?",
        [unit_id, indicator_id],
    ).fetchone()
    if row is None:
        raise NotFound(f"indicator {indicator_id}")
    return _indicator(row)


def _indicator(row: Any) -> Indicator:
    values = _read(row)
    flags = {name: bool(values[name]) for name in ("is_ikm", "is_lower_better")}
    return Indicator(**{**values, **flags})


def _read(row: Any) -> dict[str, Any]:
    values = dict(row)
    decimals = {name: Decimal(values[name]) for name in _DECIMALS if values.get(name) is not None}
    return {**values, **decimals}


def _params(value: NewIndicator | PeerFigure) -> dict[str, Any]:
    return {
        name: str(part) if isinstance(part, Decimal) else int(part) if isinstance(part, bool) else part
        for name, part in asdict(value).items()
    }


def set_indicators(
    db: Database,
    unit_id: str,
    year: int,
    indicators: Iterable[NewIndicator],
    *,
    person_id: str,
    now: datetime,
) -> tuple[int, int]:
    """Store indicators of a year; those with the name of a stored one replace it.

    Returns how many were added and how many replaced. Raises Conflict where two would be the unit's IKM.
    """
    added = replaced = 0
    with transaction(db):
        for indicator in indicators:
            stored = db.execute(
                """select indicator_id, is_ikm from indicators
                   where unit_id = ? and year = ? and lower(name) = lower(?)""",
                [unit_id, year, indicator.name],
            ).fetchone()
            key = stored["indicator_id"] if stored else None
            is_ikm = indicator.is_ikm or bool(stored and stored["is_ikm"])  # a sheet has no column for it
            _write(db, unit_id, year, replace(indicator, is_ikm=is_ikm), key, person_id, now)
            added, replaced = added + (stored is None), replaced + (stored is not None)
        _refuse_two(db, unit_id, year)
    return added, replaced


def set_indicator(
    db: Database,
    unit_id: str,
    year: int,
    indicator: NewIndicator,
    indicator_id: str | None,
    *,
    person_id: str,
    now: datetime,
) -> None:
    """Add an indicator, or change the one with this id.

    Raises:
        NotFound: the unit has no such indicator in that year.
        Conflict: another one of the year has this name, or is the unit's IKM.
    """
    with transaction(db):
        if indicator_id and get_indicator(db, unit_id, indicator_id).year != year:
            raise NotFound(f"indicator {indicator_id} of {year}")
        same = db.execute(
            """select 1 from indicators where unit_id = ? and year = ? and lower(name) = lower(?)
               and indicator_id <> ?""",
            [unit_id, year, indicator.name, indicator_id or ""],
        ).fetchone()
        if same:
            raise Conflict(f"indicator {indicator.name} of {year}")
        _write(db, unit_id, year, indicator, indicator_id, person_id, now)
        _refuse_two(db, unit_id, year)


def _write(
    db: Database,
    unit_id: str,
    year: int,
    indicator: NewIndicator,
    indicator_id: str | None,
    person_id: str,
    now: datetime,
) -> None:
    values = {**_params(indicator), "entered_at": to_text(now), "entered_by": person_id}
    if indicator_id:
        sets = ", ".join(f"{name} = :{name}" for name in values)
        db.execute(
            f"update indicators set {sets} where indicator_id = :indicator_id",
            {**values, "indicator_id": indicator_id},
        )
    else:
        indicator_id = new_key()
        (position,) = db.execute(
            "select coalesce(max(position), 0) + 1 from indicators where unit_id = ? and year = ?",
            [unit_id, year],
        ).fetchone()
        key = {"indicator_id": indicator_id, "unit_id": unit_id, "year": year, "position": position}
        insert_row(db, "indicators", {**key, **values})
    attest(db, "indicator", unit_id, indicator_id, now)


def _refuse_two(db: Database, unit_id: str, year: int) -> None:
    (count,) = db.execute(
        "select count(*) from indicators where unit_id = ? and year = ? and is_ikm = 1", [unit_id, year]
    ).fetchone()
    if count > 1:
        raise Conflict(f"two indicators of {year} are the IKM")


def remove_indicator(db: Database, unit_id: str, indicator_id: str, now: datetime) -> None:
    """Delete an indicator. Raises NotFound."""
    _remove(db, "indicator", unit_id, indicator_id, now)


def list_peer_figures(db: Database, unit_id: str, year: int) -> list[PeerFigure]:
    """The figures of other offices that the unit entered for a year, by office."""
    rows = db.execute(
        f"""select {", ".join(_PEER)} from peer_figures where unit_id = ? and year = ?
            order by office, indicator""",
        [unit_id, year],
    )
    return [PeerFigure(**_read(row)) for row in rows]


def get_peer_figure(db: Database, unit_id: str, peer_figure_id: str) -> PeerFigure:
    """One of the figures of other offices that the unit entered. Raises NotFound."""
    row = db.execute(
        f"select {', '.join(_PEER)} from peer_figures where unit_id = ? and peer_figure_id = ?",
        [unit_id, peer_figure_id],
    ).fetchone()
    if row is None:
        raise NotFound(f"peer figure {peer_figure_id}")
    return PeerFigure(**_read(row))


def set_peer_figure(db: Database, unit_id: str, figure: PeerFigure, *, person_id: str, now: datetime) -> None:
    """Store a figure of another office, replacing the earlier one of that office, indicator and year."""
    values = {**_params(figure), "entered_at": to_text(now), "entered_by": person_id}
    key = {"peer_figure_id": new_key(), "unit_id": unit_id}
    kept = ("year", "office", "indicator", "peer_figure_id")
    sets = ", ".join(f"{name} = excluded.{name}" for name in values if name not in kept)
    with transaction(db):
        done = insert_row(
            db,
            "peer_figures",
            {**values, **key},
            f"on conflict (unit_id, year, office, indicator) do update set {sets} returning peer_figure_id",
        )
        attest(db, "peer", unit_id, done.fetchone()["peer_figure_id"], now)


def remove_peer_figure(db: Database, unit_id: str, peer_figure_id: str, now: datetime) -> None:
    """Delete a figure of another office. Raises NotFound."""
    _remove(db, "peer", unit_id, peer_figure_id, now)


_KEYS = {"indicator": ("indicators", "indicator_id"), "peer": ("peer_figures", "peer_figure_id")}


def _remove(db: Database, kind: str, unit_id: str, key: str, now: datetime) -> None:
    table, column = _KEYS[kind]
    with transaction(db):
        done = db.execute(f"delete from {table} where unit_id = ? and {column} = ?", [unit_id, key])
        if not done.rowcount:
            raise NotFound(f"{kind} {key}")
        attest(db, kind, unit_id, key, now)
