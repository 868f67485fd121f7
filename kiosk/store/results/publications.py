"""Publications: frozen results of periods. Rows are only added, never changed."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.store.engine.connection import ensure_transaction
from kiosk.store.engine.errors import NotFound
from kiosk.store.engine.ids import new_key
from kiosk.store.engine.times import from_text
from kiosk.store.engine.times import to_text
from kiosk.store.journal import journal
from kiosk.store.journal.kinds import PUBLICATION


@dataclass(frozen=True)
class Publication:
    """A published result of a unit, numbered per unit.

    `period` is a period's code; `apart` is the id of the questionnaire that is published by itself, empty for
    the whole period; `revision` is 0 for the first publication of both and counts up. `figures` is the
    public JSON text, with the SHA-256 `digest` in hex; `details` is the JSON text that only staff see
    (tallies, profile). `version` is the version of the program that computed it.
    """

    publication_id: str
    unit_id: str
    number: int
    period: str
    revision: int
    instrument: str
    convention: str
    respondents: int
    ikm: Decimal
    mutu: str
    figures: str
    details: str
    digest: str
    version: str
    published_at: datetime
    published_by: str
    apart: str = ""


@dataclass(frozen=True)
class FrozenResult:
    """A result to be published, with its two JSON texts (see `Publication`)."""

    period: Period
    instrument: str
    convention: str
    respondents: int
    ikm: Decimal
    mutu: str
    figures: str
    details: str
    version: str
    apart: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 of the public text, in hex."""
        return digest_of(self.figures)


def digest_of(figures: str) -> str:
    """SHA-256 of a public text, in hex, as printed on papers."""
    return hashlib.sha256(figures.encode()).hexdigest()


_COLUMNS = tuple(Publication.__dataclass_fields__)
_PUBLICATION = ", ".join(_COLUMNS)


def _publication(row: Any) -> Publication:
    values = {name: row[name] for name in _COLUMNS}
    values["ikm"] = Decimal(values["ikm"])
    values["published_at"] = from_text(values["published_at"])
    return Publication(**values)


def record_publication(
    db: Database, *, unit_id: str, frozen: FrozenResult, person_id: str, now: datetime
) -> Publication:
    """Store a result under the unit's next number, as the next revision of its period."""
    params: dict[str, Any] = {
        **{name: value for name, value in vars(frozen).items() if name != "period"},
        "publication_id": new_key(),
        "unit_id": unit_id,
        "period": frozen.period.code,
        "period_start": frozen.period.start.isoformat(),
        "period_end": frozen.period.end.isoformat(),
        "ikm": str(frozen.ikm),
        "digest": frozen.digest,
        "published_at": to_text(now),
        "published_by": person_id,
    }
    names, marks = ", ".join(params), ", ".join(f":{name}" for name in params)
    with ensure_transaction(db):
        added = db.execute(
            f"""insert into publications (number, revision, {names})
                select coalesce(max(number), 0) + 1,
                    count(*) filter (where period = :period and apart = :apart), {marks}
                from publications where unit_id = :unit_id
                returning number, revision""",
            params,
        ).fetchone()
        stored = {**params, "number": added["number"], "revision": added["revision"]}
        journal.extend(
            db,
            unit_id=unit_id,
            kind="publish",
            subject_id=params["publication_id"],
            facts=[stored[name] for name in PUBLICATION.facts],
            now=now,
        )
    return get_publication(db, unit_id, added["number"])


def get_publication(db: Database, unit_id: str, number: int) -> Publication:
    """The unit's publication with this number. Raises NotFound."""
    row = db.execute(
        f"select {_PUBLICATION} from publications where unit_id = ? and number = ?", [unit_id, number]
    ).fetchone()
    if row is None:
        raise NotFound(f"publication {number}")
    return _publication(row)


def find_publication(db: Database, unit_id: str, period: Period, only: str = "") -> Publication | None:
    """The latest revision of exactly this period, or None when it is not published.

    `only` is the id of a questionnaire: its own publication, or that of the period while it was the only one.
    """
    row = db.execute(
        f"""select {_PUBLICATION} from publications
            where unit_id = :unit_id and period = :period
                and (apart = :only or (apart = '' and instrument = :only))
            order by number desc limit 1""",
        {"unit_id": unit_id, "period": period.code, "only": only},
    ).fetchone()
    return _publication(row) if row else None


def list_apart(db: Database, unit_id: str, period: Period) -> list[Publication]:
    """The latest revision of each questionnaire of this period that is published by itself, by number."""
    rows = db.execute(
        f"""select {_PUBLICATION} from publications p
            where unit_id = :unit_id and period = :period and apart <> '' and revision = (
                select max(revision) from publications
                where unit_id = :unit_id and period = :period and apart = p.apart)
            order by number""",
        {"unit_id": unit_id, "period": period.code},
    )
    return [_publication(row) for row in rows]


def list_publications(db: Database, unit_id: str) -> list[Publication]:
    """All publications of the unit with all revisions, the newest number first."""
    rows = db.execute(
        f"select {_PUBLICATION} from publications where unit_id = ? order by number desc", [unit_id]
    )
    return [_publication(row) for row in rows]


def list_revisions(db: Database, publication: Publication) -> list[Publication]:
    """The revisions of a publication, first to last."""
    rows = db.execute(
        f"""select {_PUBLICATION} from publications
            where unit_id = ? and period = ? and apart = ? order by revision""",
        [publication.unit_id, publication.period, publication.apart],
    )
    return [_publication(row) for row in rows]


def list_current(db: Database, unit_id: str) -> list[Publication]:
    """The latest revision of each published result, by its period's last day, longer periods last."""
    rows = db.execute(
        f"""select {", ".join("p." + name for name in _COLUMNS)} from publications p
            where p.unit_id = :unit_id and p.revision = (
                select max(revision) from publications
                where unit_id = :unit_id and period = p.period and apart = p.apart)""",
        {"unit_id": unit_id},
    )
    # By the period, which the journal hashes, and not by `period_end`, which it does not: changing that in
    # the database could make an older result the newest.
    return sorted(map(_publication, rows), key=_by_last_day)


def list_newest(current: Sequence[Publication]) -> list[Publication]:
    """The last of `list_current`: one result, or one of each questionnaire that is published apart."""
    return [one for one in current if one.period == current[-1].period]


def _by_last_day(publication: Publication) -> tuple[date, int]:
    period = Period.parse(publication.period)
    return period.end, -period.start.toordinal()
