"""The survey behind a collector's code: collector, unit, services and settings, read in two queries.

Every request of a visitor needs all of them, and each query may make the thread wait for others. A unit that
has chosen a questionnaire takes a third one.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from kiosk.questionnaire.choices import Choices
from kiosk.questionnaire.extras import ExtraQuestion
from kiosk.store.answers.clocks import TOLERANCE
from kiosk.store.answers.retention import Retention
from kiosk.store.engine.errors import NotFound
from kiosk.store.engine.kept import keep
from kiosk.store.engine.times import from_text
from kiosk.store.offices.collectors import Collector
from kiosk.store.offices.extra_questions import list_extra_questions
from kiosk.store.offices.question_media import QuestionMedia
from kiosk.store.offices.question_media import list_media
from kiosk.store.offices.questionnaires import list_choices
from kiosk.store.offices.survey_settings import SETTINGS
from kiosk.store.offices.survey_settings import SurveySettings
from kiosk.store.offices.survey_settings import as_settings
from kiosk.store.offices.survey_settings import list_holidays
from kiosk.store.offices.units import UNIT_COLUMNS
from kiosk.store.offices.units import Service
from kiosk.store.offices.units import Unit
from kiosk.store.offices.units import as_logo_version
from kiosk.store.offices.units import list_services
from scoring import Instrument

_COLLECTOR_COLUMNS = tuple(Collector.__dataclass_fields__)
_FIND = f"""
    select {", ".join(f"c.{name} as c_{name}" for name in _COLLECTOR_COLUMNS)},
           {", ".join(f"u.{name} as u_{name}" for name in UNIT_COLUMNS)}, u.created_at as founded_at,
           s.unit_id as set_unit_id, {", ".join(f"s.{name}" for name in SETTINGS)},
           l.changed_at as logo_changed_at, k.profile_months, k.comment_months,
           h.weekday, h.opens, h.closes, c.created_at as opened_at,
           exists (select 1 from devices d join device_contacts m on m.device_id = d.device_id
                   where d.collector_id = c.collector_id and d.revoked_at is null
                     and abs(m.clock_ahead_s) > {int(TOLERANCE.total_seconds())}) as is_clock_wrong,
           (select count(*) from help_lines x where x.unit_id = u.unit_id) as help_version,
           (select count(*) from unit_questionnaires q where q.unit_id = u.unit_id) as choices,
           (select count(*) from extra_questions x where x.unit_id = u.unit_id) as extras,
           (select count(*) from holidays) as holidays,
           (select max(m.added_at) from question_media m where m.unit_id = u.unit_id) as media,
           (select count(*) from question_media m where m.unit_id = u.unit_id) as media_count,
           (select p.code from collectors p
            where p.unit_id = c.unit_id and p.channel = 'qr' and p.revoked_at is null
              and coalesce(p.service_id, '') = coalesce(c.service_id, '')
            order by p.created_at, p.collector_id limit 1) as phone_code
    from collectors c
    join units u on u.unit_id = c.unit_id
    left join unit_settings s on s.unit_id = u.unit_id
    left join unit_logos l on l.unit_id = u.unit_id
    left join retentions k on k.unit_id = u.unit_id
    left join opening_hours h on h.unit_id = u.unit_id
    where c.code = ? order by h.weekday"""


@dataclass(frozen=True, eq=False)
class Survey:
    """The survey that the address of one collector leads to.

    `services` includes retired ones. `founded_at` is when the unit was created, `logo` the version of its
    logo, `opened_at` when the collector was created. `is_clock_wrong`: a tablet paired with the collector
    reports a clock that is off by more than `TOLERANCE`. `help_version` is the number of help lines the unit
    has written so far. `phone_code` is the code of the oldest open QR collector for the same service.
    `choices` are the unit's choices of a questionnaire. `kept`: how long profiles and suggestions are kept,
    for the privacy notice. `media` are clips and sounds of its questions.

    Compared by identity: `find_survey` returns the same object while the rows it was made from are unchanged
    (and still cached), which makes it a key for the page cache.
    """

    collector: Collector
    unit: Unit
    services: Sequence[Service]
    settings: SurveySettings
    founded_at: datetime
    logo: str | None
    opened_at: datetime
    is_clock_wrong: bool
    help_version: int
    phone_code: str | None
    choices: Choices = Choices()
    kept: Retention = Retention()
    extras: tuple[ExtraQuestion, ...] = ()
    media: tuple[QuestionMedia, ...] = ()

    @property
    def needs_ticket(self) -> bool:
        """Whether an answer requires a one-time ticket."""
        return self.settings.tickets and self.collector.channel == "qr"

    @property
    def allows_blanks(self) -> bool:
        """Whether an unsur may stay unanswered: on paper only, since a screen asks again."""
        return self.collector.channel == "kertas"

    def list_extras(self, rules: Instrument) -> list[ExtraQuestion]:
        """The unit's questions outside the index that are asked now, after answers to these rules."""
        keys = {"", *(unsur.key for unsur in rules.unsur)}
        return [extra for extra in self.extras if extra.retired_at is None and extra.unsur in keys]

    @property
    def offered(self) -> list[Service]:
        """The services a visitor may choose from now; empty for a collector of one service."""
        if self.collector.service_id:
            return []
        return [service for service in self.services if service.retired_at is None]


def find_survey(db: Database, code: str) -> Survey:
    """The survey of the collector with this public code, revoked or not (see `kept`). Raises NotFound."""
    return keep(db, f"survey {code}", lambda: _read_survey(db, code))


def _read_survey(db: Database, code: str) -> Survey:
    found = db.execute(_FIND, [code])
    names = tuple(column[0] for column in found.description)
    rows = tuple(map(tuple, found.fetchall()))
    if not rows:
        raise NotFound(f"collector {code}")
    unit_id = rows[0][names.index("c_unit_id")]
    choices = list_choices(db, unit_id) if rows[0][names.index("choices")] else Choices()
    extras = tuple(list_extra_questions(db, unit_id)) if rows[0][names.index("extras")] else ()
    holidays = tuple(list_holidays(db, unit_id).items()) if rows[0][names.index("holidays")] else ()
    media = tuple(list_media(db, unit_id)) if rows[0][names.index("media")] else ()
    services = tuple(list_services(db, unit_id, include_retired=True))
    return _make_survey(names, rows, services, choices, extras, holidays, media)


@functools.lru_cache(maxsize=1024)
def _make_survey(
    names: Sequence[str],
    rows: Sequence[Sequence[Any]],
    services: Sequence[Service],
    choices: Choices,
    extras: tuple[ExtraQuestion, ...],
    holidays: tuple[tuple[str, str], ...],
    media: tuple[QuestionMedia, ...],
) -> Survey:
    row = dict(zip(names, rows[0], strict=True))
    days = (dict(zip(names, day, strict=True)) for day in rows)
    hours = {day["weekday"]: (day["opens"], day["closes"]) for day in days if day["weekday"] is not None}
    return Survey(
        Collector(**{name: row[f"c_{name}"] for name in _COLLECTOR_COLUMNS}),
        Unit(**{name: row[f"u_{name}"] for name in UNIT_COLUMNS}),
        services,
        as_settings(row if row["set_unit_id"] else None, hours, dict(holidays)),
        from_text(row["founded_at"]),
        as_logo_version(row["logo_changed_at"]),
        from_text(row["opened_at"]),
        bool(row["is_clock_wrong"]),
        row["help_version"],
        row["phone_code"],
        choices,
        kept=Retention(row["profile_months"], row["comment_months"]),
        extras=extras,
        media=media,
    )
