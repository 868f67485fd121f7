"""What surrounds the demo's month, so that every page has something to show: a year of an office.

Eleven months before it, three kelurahan, a pimpinan and a petugas, opening hours, plans, handled suggestions,
publications with a revision, targets, indicators and minutes. All names, figures and answers are invented.
"""

import random
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from datetime import time
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.base.period import month_of
from kiosk.figures.publishing import publish
from kiosk.figures.summary import summarise
from kiosk.operations.demo import COMMENTS
from kiosk.operations.demo import SUMS
from kiosk.operations.founding import Office
from kiosk.operations.founding import add_services
from kiosk.operations.founding import open_branch
from kiosk.questionnaire import extras
from kiosk.questionnaire import profile
from kiosk.questionnaire.catalogue import official
from kiosk.store.accounts import people
from kiosk.store.answers import imports
from kiosk.store.answers import paper_entry
from kiosk.store.answers import responses
from kiosk.store.answers import suggestions
from kiosk.store.answers import visits
from kiosk.store.answers.responses import Arrival
from kiosk.store.answers.responses import NewResponse
from kiosk.store.answers.suggestions import SuggestionFilter
from kiosk.store.engine.connection import transaction
from kiosk.store.engine.ids import new_key
from kiosk.store.offices import collectors
from kiosk.store.offices import devices
from kiosk.store.offices import goals
from kiosk.store.offices import survey_settings
from kiosk.store.offices import units
from kiosk.store.offices import yearly
from kiosk.store.offices.collectors import Collector
from kiosk.store.offices.devices import Contact
from kiosk.store.offices.extra_questions import add_extra_question
from kiosk.store.offices.goals import Goal
from kiosk.store.offices.survey_settings import SurveySettings
from kiosk.store.offices.units import Service
from kiosk.store.offices.units import Unit
from kiosk.store.offices.units import UnitYear
from kiosk.store.offices.yearly import YearlyFigure
from kiosk.store.results import indicators
from kiosk.store.results import meetings
from kiosk.store.results import plans
from kiosk.store.results import publication_log
from kiosk.store.results.indicators import NewIndicator
from kiosk.store.results.meetings import Meeting
from kiosk.store.results.plans import NewPlan

KELURAHAN = ("Kelurahan Hulu Jernih", "Kelurahan Tengah Jernih", "Kelurahan Hilir Jernih")
KELURAHAN_SERVICES = ("Surat keterangan domisili", "Surat pengantar nikah", "Surat keterangan tidak mampu")
# Name and user name of the accounts beside the admin's.
STAFF = {"pimpinan": "Pimpinan Contoh", "petugas": "Petugas Contoh"}
MONTHS = 11
HOURS = {day: ("08:00", "16:00") for day in range(5)}


@dataclass(frozen=True)
class _Place:
    """A unit with what its answers need, and how many come in a month."""

    unit: Unit
    collectors: list[Collector]
    services: list[Service]
    monthly: int


def fill_year(db: Database, office: Office, hashes: Mapping[str, str], now: datetime) -> None:
    """Add the year around the demo's month; `now` is the office's local time.

    `hashes` are the password hashes of the accounts in `STAFF`, by role.
    """
    founded = now - timedelta(days=400)
    for role, name in STAFF.items():
        people.create_person(
            db,
            username=role,
            name=name,
            unit_id=office.unit.unit_id,
            role=role,
            password_hash=hashes[role],
            now=founded,
        )
    kelurahan = [_open_kelurahan(db, office.unit, name, founded) for name in KELURAHAN]
    top = _place(db, office.unit, monthly=42)
    # More than answer in the year: the month's own figures are those of 240 people served.
    units.set_year(db, office.unit.unit_id, UnitYear(now.year, 2400, "87.50"), now)
    _record_answers(db, [top, *kelurahan], now)
    _type_papers(db, office, top, now)
    _import_file(db, office, top, now)
    _equip(db, office, now)
    _handle_suggestions(db, office, now)
    _plan(db, office, now)
    _publish(db, office, [place.unit for place in kelurahan], now)
    _report(db, office, now)


def _place(db: Database, unit: Unit, *, monthly: int) -> _Place:
    found = [one for one in collectors.list_collectors(db, unit.unit_id) if one.channel in ("kiosk", "qr")]
    return _Place(unit, found, units.list_services(db, unit.unit_id), monthly)


def _open_kelurahan(db: Database, parent: Unit, name: str, now: datetime) -> _Place:
    unit = open_branch(db, parent=parent, name=name, now=now)
    add_services(db, unit, KELURAHAN_SERVICES, now)
    fields = {
        "address": f"Jalan {name.split()[1]} Nomor 2, Sungai Jernih",
        "signatory_title": f"Lurah {' '.join(name.split()[1:])}",
        "signatory_name": "Fulan bin Fulan, S.Contoh",
    }
    units.update_unit(db, unit.unit_id, fields, now)
    year = (now + timedelta(days=400)).year
    units.set_year(db, unit.unit_id, UnitYear(year, 300, "85.00"), now)
    return _place(db, units.get_unit(db, unit.unit_id), monthly=12 + 4 * len(name) % 9)


def _record_answers(db: Database, places: list[_Place], now: datetime) -> None:
    """The kecamatan's answers of the months before this one, the kelurahan's of this month, too."""
    chance = random.Random(2024)  # noqa: S311 - generated answers, the same every time
    given: list[Arrival] = []
    for place in places:
        is_top = place is places[0]
        month = month_of(now.date())
        for back in range(MONTHS + 1):
            if back or not is_top:
                given += _answers(place, month, MONTHS - back, now, chance)
            month = month.previous()
    with transaction(db):
        responses.insert_responses(db, sorted(given, key=lambda one: one[1]))


def _answers(
    place: _Place, month: Period, progress: int, now: datetime, chance: random.Random
) -> Iterator[Arrival]:
    """A month's answers up to yesterday; with `progress` from 0 to `MONTHS` they get better."""
    last = min(month.end, now.date() - timedelta(days=1))
    days = [month.start + timedelta(days=number) for number in range((last - month.start).days + 1)]
    working = [day for day in days if day.weekday() in HOURS]
    if not working:
        return
    for number in range(place.monthly + chance.randrange(-4, 5)):
        moment = datetime.combine(chance.choice(working), time(8), now.tzinfo)
        moment += timedelta(minutes=chance.randrange(475), seconds=chance.randrange(60))
        comment = chance.choice(COMMENTS) if number % 9 == 4 else None
        yield _response(place, moment, progress, comment, chance), moment + timedelta(seconds=2)


def _response(
    place: _Place, moment: datetime, progress: int, comment: str | None, chance: random.Random
) -> NewResponse:
    better = 0.38 + 0.012 * progress
    answers = {key: 4 if chance.random() < better else 2 if chance.random() < 0.08 else 3 for key in SUMS}
    return NewResponse(
        response_id=f"{chance.getrandbits(128):032x}",
        unit_id=place.unit.unit_id,
        collector_id=chance.choice(place.collectors).collector_id,
        service_id=chance.choice(place.services).service_id,
        instrument=official().id,
        answered_at=moment,
        local_day=moment.date(),
        answers=answers | {"biaya": 4},
        profile={field: chance.choice(tuple(choices)) for field, choices in profile.FIELDS.items()},
        comment=comment,
    )


def _type_papers(db: Database, office: Office, place: _Place, now: datetime) -> None:
    """A bundle of last month's paper sheets."""
    day, chance = month_of(now.date()).previous().end, random.Random(3)  # noqa: S311 - generated answers
    typed = min(datetime.combine(day + timedelta(days=1), time(10), now.tzinfo), now)
    person_id = office.admin.person_id
    batch = paper_entry.open_batch(
        db,
        unit_id=office.unit.unit_id,
        answered_day=day,
        service_id=None,
        instrument=official().id,
        person_id=person_id,
        now=typed,
    )
    sheets = replace(place, collectors=[collectors.find_collector(db, batch.collector_id)])
    for number in range(1, 7):
        answer = _response(sheets, datetime.combine(day, time(12), now.tzinfo), MONTHS, None, chance)
        paper_entry.record_sheet(db, batch, number, answer, person_id, typed)


def _import_file(db: Database, office: Office, place: _Place, now: datetime) -> None:
    """An old table of answers that was imported."""
    month = month_of(now.date()).previous().previous().previous()
    chance = random.Random(5)  # noqa: S311 - generated answers
    done = datetime.combine(month.end + timedelta(days=2), time(9), now.tzinfo)
    batch = imports.start_import(
        db,
        import_id=new_key(),
        unit_id=office.unit.unit_id,
        person_id=office.admin.person_id,
        fields={
            "file_name": "angket-lama (contoh).csv",
            "sha256": "0" * 64,
            "sheet": "",
            "column_order": "kuesioner",
            "first_day": month.start.isoformat(),
            "last_day": month.end.isoformat(),
            "responses": 10,
            "rejected": 1,
            "skipped": 2,
            "repeated": 0,
        },
        again=False,
        now=done,
    )
    rows = replace(place, collectors=[collectors.find_collector(db, batch.collector_id)])
    given = [month.start + timedelta(days=2 * number) for number in range(10)]
    moments = [datetime.combine(day, time(12), now.tzinfo) for day in given]
    with transaction(db):
        answers = [_response(rows, moment, MONTHS, None, chance) for moment in moments]
        responses.insert_responses(db, [(one, done) for one in answers])
    imports.finish_import(db, batch.import_id, done)


def _equip(db: Database, office: Office, now: datetime) -> None:
    """Opening hours, a holiday, a paired tablet, and a question of the office's own."""
    unit_id = office.unit.unit_id
    next_day = (now + timedelta(days=30)).date().isoformat()
    settings = SurveySettings(hours=HOURS, holidays={next_day: "Cuti bersama (contoh)"})
    survey_settings.set_survey_settings(db, unit_id, settings, now)
    code = devices.create_pairing(db, office.tablet.collector_id, now)
    device, _ = devices.pair_device(db, code, now)
    devices.record_contact(db, device.device_id, Contact(now, 0, None, 0, "demo", timedelta()))
    for outcome, step, count in (
        ("started", None, 24),
        ("completed", None, 21),
        ("abandoned", "pengaduan", 1),
        ("abandoned", "comment", 2),
    ):
        for _ in range(count):
            visits.record_visit(db, office.tablet.collector_id, now.date(), outcome, step)
    question = "Apakah petugas menjelaskan biaya layanan sebelum Anda membayar?"
    add_extra_question(db, unit_id, kind=extras.YES_NO, question=question, options=[], now=now)


def _handle_suggestions(db: Database, office: Office, now: datetime) -> None:
    """Answer and tag the oldest suggestions."""
    unit_id, person_id = office.unit.unit_id, office.admin.person_id
    about = {"kursi": "sarana", "Antrean": "waktu", "Papan": "persyaratan", "ramah": "perilaku"}
    found = suggestions.list_suggestions(db, unit_id, SuggestionFilter(is_oldest_first=True), limit=30)
    for number, one in enumerate(found):
        if tags := {unsur for word, unsur in about.items() if word in one.text}:
            suggestions.tag_suggestion(db, unit_id, one.response_id, tags, person_id=person_id, now=now)
        if number < 20:
            reply = "Terima kasih. Sudah dibahas dalam rapat evaluasi bulanan."
            suggestions.answer_suggestion(db, unit_id, one.response_id, reply, person_id=person_id, now=now)


def _plan(db: Database, office: Office, now: datetime) -> None:
    """Two plans that were carried out and two that are open."""
    month = month_of(now.date())
    before = month.previous().previous()
    for period, unsur, action, outcome in (
        (before, "sarana", "Menambah kursi di ruang tunggu", "Dua belas kursi ditambah di ruang tunggu."),
        (before, "waktu", "Membuka loket kedua pada pagi hari", "Loket kedua dibuka setiap pagi."),
        (month.previous(), "kompetensi", "Melatih petugas loket mengisi formulir daring", ""),
        (month, "produk", "Memeriksa isi surat bersama pemohon sebelum dicetak", ""),
    ):
        decided = min(period.end + timedelta(days=3), now.date())
        quarter = (decided.month + 2) // 3
        due = decided + timedelta(days=45)
        made = plans.create_plan(
            db,
            unit_id=office.unit.unit_id,
            period=period,
            plan=NewPlan(unsur, action, "Kasi Pelayanan", decided.year, quarter, quarter, decided, due),
            person_id=office.admin.person_id,
            now=now,
        )
        if outcome:
            plans.finish_plan(
                db,
                unit_id=office.unit.unit_id,
                plan_id=made.plan_id,
                done_day=min(decided + timedelta(days=20), now.date()),
                outcome=outcome,
                person_id=office.admin.person_id,
                now=now,
            )


def _publish(db: Database, office: Office, below: list[Unit], now: datetime) -> None:
    """Two months of the kecamatan, the first revised after late answers, and one month of each kelurahan."""
    last = month_of(now.date()).previous()
    before = last.previous()
    who: dict[str, Any] = {"person_id": office.admin.person_id}
    publish(db, summarise(db, office.unit, before, now), now=now - timedelta(days=25), **who)
    place, chance = _place(db, office.unit, monthly=0), random.Random(7)  # noqa: S311 - generated answers
    with transaction(db):
        for hour in range(3):
            moment = datetime.combine(before.end, time(9 + hour), now.tzinfo)
            late = _response(place, moment, MONTHS, None, chance)
            responses.insert_response(db, late, now - timedelta(days=20))
    publish(db, summarise(db, office.unit, before, now), now=now - timedelta(days=18), **who)
    for unit in (office.unit, *below):
        publish(db, summarise(db, unit, last, now), now=now, **who)
    for medium, place_name in (("papan", "Papan pengumuman ruang tunggu"), ("website", "Situs kecamatan")):
        publication_log.record_announcement(
            db,
            unit_id=office.unit.unit_id,
            period=last,
            medium=medium,
            shown_day=now.date(),
            place=place_name,
            link="",
            now=now,
            **who,
        )


def _report(db: Database, office: Office, now: datetime) -> None:
    """Earlier years, the target of the RPJMD, indicators, and the minutes of last month."""
    unit_id, year = office.unit.unit_id, now.year
    who: dict[str, Any] = {"person_id": office.admin.person_id, "now": now}
    for back, ikm in ((3, "86.90"), (2, "87.89"), (1, "88.23")):
        figure = YearlyFigure(year - back, Decimal(ikm), "B", 140, f"LKj {year - back} (contoh)")
        yearly.set_yearly(db, unit_id, figure, **who)
    goals.set_goal(db, unit_id, Goal(year + 2, "88.50"), now)
    goal = "Meningkatnya kualitas pelayanan publik"
    made = [
        NewIndicator(name="Indeks Kepuasan Masyarakat", goal=goal, measure="Nilai", is_ikm=True),
        NewIndicator(
            name="Persentase surat selesai tepat waktu",
            goal=goal,
            measure="%",
            target=Decimal(95),
            value=Decimal("96.4"),
            budget=Decimal(120_000_000),
            spent=Decimal(114_500_000),
        ),
    ]
    indicators.set_indicators(db, unit_id, year, made, **who)
    last = month_of(now.date()).previous()
    held = min(last.end + timedelta(days=4), now.date())
    decisions = "Loket kedua dibuka setiap pagi.\nKursi tunggu ditambah."
    meeting = Meeting(last.code, held, "Camat, Sekcam, Kasi Pelayanan, petugas loket", decisions)
    meetings.record_meeting(db, unit_id, meeting, **who)
