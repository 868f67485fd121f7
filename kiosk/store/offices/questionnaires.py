"""Which questionnaire a unit asks from a day on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from datetime import datetime

from sqlite_utils import Database

from kiosk.questionnaire.catalogue import Questionnaire
from kiosk.questionnaire.catalogue import first_askable
from kiosk.questionnaire.choices import Choice
from kiosk.questionnaire.choices import Choices
from kiosk.store.answers.layout import check_storable
from kiosk.store.engine.connection import transaction
from kiosk.store.engine.errors import Conflict
from kiosk.store.engine.times import from_text
from kiosk.store.engine.times import to_text
from kiosk.store.journal.attestation import attest
from scoring import Instrument


@dataclass(frozen=True)
class SetChoice:
    """A choice as it was made; `name` is of the person, None where another server made it."""

    choice: Choice
    digest: str
    set_at: datetime
    name: str | None


def list_choices(db: Database, unit_id: str) -> Choices:
    """The unit's choices."""
    rows = db.execute("select from_day, instrument from unit_questionnaires where unit_id = ?", [unit_id])
    return Choices.of(Choice(date.fromisoformat(row["from_day"]), row["instrument"]) for row in rows)


def get_asked(db: Database, unit_id: str, day: date) -> Questionnaire:
    """The questionnaire that the unit asks on a day; where it is not known here, the last known before it."""
    return first_askable(list_choices(db, unit_id).until(day))


def list_set_choices(db: Database, unit_id: str) -> list[SetChoice]:
    """The unit's choices with who made them, the latest day first."""
    rows = db.execute(
        """select q.from_day, q.instrument, q.digest, q.set_at, p.name
           from unit_questionnaires q left join people p on p.person_id = q.set_by
           where q.unit_id = ? order by q.from_day desc""",
        [unit_id],
    )
    return [
        SetChoice(
            Choice(date.fromisoformat(row["from_day"]), row["instrument"]),
            row["digest"],
            from_text(row["set_at"]),
            row["name"],
        )
        for row in rows
    ]


def set_questionnaire(
    db: Database,
    unit_id: str,
    rules: Instrument,
    from_day: date,
    *,
    source: str = "",
    today: date | None = None,
    person_id: str,
    now: datetime,
) -> None:
    """Let the unit ask the questionnaire with these rules from a day on, replacing a choice for that day.

    `source` is the text of an office's own questionnaire.

    Raises:
        Conflict: it is from `today` (the office's day), and for today there is a choice already, whose
            questions visitors may have answered.
        NotStorable: answers to it cannot be stored.
        KeptElsewhere: the unit is merged; its own server decides.
    """
    check_storable(rules)
    with transaction(db):
        if from_day == today and any(one.from_day == today for one in list_choices(db, unit_id).choices):
            raise Conflict(f"a questionnaire is chosen for {today} already")
        db.execute(
            """insert into unit_questionnaires (unit_id, from_day, instrument, digest, source, set_at, set_by)
               values (?, ?, ?, ?, ?, ?, ?)
               on conflict (unit_id, from_day) do update set
                   instrument = excluded.instrument, digest = excluded.digest, source = excluded.source,
                   set_at = excluded.set_at, set_by = excluded.set_by""",
            [unit_id, from_day.isoformat(), rules.id, rules.digest, source, to_text(now), person_id],
        )
        attest(db, "questionnaire", unit_id, from_day.isoformat(), now)


def iterate_sources(db: Database) -> Iterator[tuple[str, str]]:
    """The id and text of every office's own questionnaire that was chosen; the one chosen last comes last."""
    rows = db.execute(
        """select instrument, source from unit_questionnaires where source <> ''
           group by instrument, source order by max(set_at)"""
    )
    for row in rows.fetchall():
        yield row["instrument"], row["source"]


def get_digests(db: Database) -> dict[str, str]:
    """The digest of the rules of every questionnaire that was chosen, by its id."""
    rows = db.execute("select distinct instrument, digest from unit_questionnaires")
    return {row["instrument"]: row["digest"] for row in rows}
