"""A town of two offices, with people of each role and one of each kind of thing, to try who reaches what."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from flask import Flask
from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.importing import folder
from kiosk.operations import evidence
from kiosk.operations.founding import Office
from kiosk.questionnaire.choices import DEFAULT
from kiosk.security.roles import ROLES
from kiosk.store.accounts import people
from kiosk.store.accounts.people import Person
from kiosk.store.answers import imports
from kiosk.store.answers import paper_entry
from kiosk.store.answers import responses
from kiosk.store.answers.responses import NewResponse
from kiosk.store.engine.ids import new_key
from kiosk.store.engine.ids import new_response_id
from kiosk.store.offices import collectors
from kiosk.store.offices import devices
from kiosk.store.offices import goals
from kiosk.store.offices import question_media
from kiosk.store.offices import units
from kiosk.store.offices.extra_questions import add_extra_question
from kiosk.store.offices.extra_questions import list_extra_questions
from kiosk.store.offices.goals import Goal
from kiosk.store.offices.question_media import QuestionMedia
from kiosk.store.results import attachments
from kiosk.store.results import indicators
from kiosk.store.results import meetings
from kiosk.store.results import plans
from kiosk.store.results import publication_log
from kiosk.store.results.indicators import NewIndicator
from kiosk.store.results.indicators import PeerFigure
from kiosk.store.results.meetings import Meeting
from kiosk.store.results.plans import NewPlan
from tests.conftest import NOW
from tests.conftest import draw_logo

MAY = Period.parse("2024-05")
# In every text of the neighbour's: where it shows up, something of another unit was let out.
SECRET = "Rahasia-Sana"
_ANSWERS = b"U1,U2,U3,U4,U5,U6,U7,U8,U9\n1,2,3,4,1,2,3,4,1\n"


@dataclass
class Town:
    """Two offices side by side under one kota, with people of each role in both."""

    kota: str
    here: str
    there: str
    people: dict[str, Person]
    things: dict[str, str]  # URL parameter → a value that exists, in the office `there`


def build_town(app: Flask, db: Database, office: Office) -> Town:
    """Put the office into a kota, with a neighbour whose every thing is called after it."""

    def unit(code: str, parent: str | None) -> str:
        made = units.create_unit(
            db, code=code, name=f"{code} {SECRET if parent else ''}", timezone="Asia/Makassar", now=NOW
        )
        db.execute("update units set parent_unit_id = ? where unit_id = ?", [parent, made.unit_id])
        return made.unit_id

    kota = unit("kota", None)
    there = unit("tetangga", kota)
    here = office.unit.unit_id
    db.execute("update units set parent_unit_id = ? where unit_id = ?", [kota, here])

    def person(username: str, unit_id: str, role: str) -> Person:
        return people.create_person(
            db, username=username, name=username, unit_id=unit_id, role=role, password_hash="-", now=NOW
        )

    staff = {role: person(f"{role}-sini", here, role) for role in ROLES}
    staff |= {f"{role} tetangga": person(f"{role}-sana", there, role) for role in ROLES}
    staff["admin kota"] = person("admin-kota", kota, "admin")
    goals.set_goal(db, there, Goal(2026, "88.5"), NOW)
    logo = draw_logo()
    for unit_id in (here, there):
        units.set_logo(db, unit_id, logo, NOW)
    things = {
        **furnish(app, db, there, staff["pimpinan tetangga"].person_id, SECRET),
        "paper": "a4",
        "way": "naik",
        "person_id": staff["petugas tetangga"].person_id,
        "unit_id": there,
        "year": "2026",
    }
    return Town(kota, here, there, staff, things)


def furnish(app: Flask, db: Database, unit_id: str, person_id: str, words: str) -> dict[str, str]:
    """A unit's things of each kind, all called so: URL parameter → the id of one."""
    service = units.create_service(db, unit_id=unit_id, code=new_key(), name=words, now=NOW)
    collector = collectors.create_collector(db, unit_id=unit_id, name=words, channel="kiosk", now=NOW)
    device, _ = devices.pair_device(db, devices.create_pairing(db, collector.collector_id, NOW), NOW)
    add_extra_question(db, unit_id, kind="yes-no", question=words, options=[], now=NOW)
    return {
        "extra_question_id": list_extra_questions(db, unit_id)[0].extra_question_id,
        "service_id": service.service_id,
        "collector_id": collector.collector_id,
        "device_id": device.device_id,
        "media_id": _media(db, unit_id),
        **_follow_up(app, db, unit_id, person_id, words),
        **_import(app, db, unit_id, person_id, words),
        **_performance(db, unit_id, person_id, words),
    }


def _media(db: Database, unit_id: str) -> str:
    """A clip of one of the unit's questions."""
    media = QuestionMedia(new_key(), new_key(), "sign", "", "video/webm", 9, "0" * 64)
    question_media.set_media(db, unit_id, media, NOW)
    return media.media_id


def _performance(db: Database, unit_id: str, person_id: str, words: str) -> dict[str, str]:
    """An indicator, another office's figure and the minutes of a meeting, of the unit."""
    figure = PeerFigure(year=2024, office=words, indicator=words, value=Decimal(80), source=words)
    who: dict[str, Any] = {"person_id": person_id, "now": NOW}
    indicators.set_indicators(db, unit_id, 2024, [NewIndicator(name=words, goal=words, program=words)], **who)
    indicators.set_peer_figure(db, unit_id, figure, **who)
    meetings.record_meeting(db, unit_id, Meeting("2024-05", NOW.date(), words, words), **who)
    return {
        "indicator_id": indicators.list_indicators(db, unit_id, 2024, 2024)[0].indicator_id,
        "peer_figure_id": indicators.list_peer_figures(db, unit_id, 2024)[0].peer_figure_id,
        "meeting_id": meetings.list_meetings(db, unit_id, 2024)[0].meeting_id,
    }


def _import(app: Flask, db: Database, unit_id: str, person_id: str, words: str) -> dict[str, str]:
    """A file that waits to be imported, and one that was."""
    root = Path(app.instance_path) / "imports"
    file = folder.receive(root, [_ANSWERS], file_name=words, unit_id=unit_id, now=NOW)
    batch = imports.start_import(
        db,
        import_id=new_key(),
        unit_id=unit_id,
        person_id=person_id,
        fields={
            **dict.fromkeys(("file_name", "sheet"), words),
            **dict.fromkeys(("first_day", "last_day"), "2024-05-02"),
            **dict.fromkeys(("responses", "rejected", "skipped", "repeated"), 1),
            "column_order": "daftar",
            "sha256": "0" * 64,
        },
        again=True,
        now=NOW,
    )
    pile = paper_entry.open_batch(
        db,
        unit_id=unit_id,
        answered_day=date(2024, 5, 2),
        service_id=None,
        instrument=DEFAULT,
        person_id=person_id,
        now=NOW,
    )
    return {"import_id": file.import_id, "batch_id": batch.import_id, "pile_id": pile.paper_batch_id}


def _follow_up(app: Flask, db: Database, unit_id: str, person_id: str, words: str) -> dict[str, str]:
    """A plan with an evidence file, an entry of the publication log, and a suggestion, of the unit."""
    day = date(2024, 5, 2)
    plan = plans.create_plan(
        db,
        unit_id=unit_id,
        period=MAY,
        plan=NewPlan("waktu", words, "Kasi", 2024, 2, 2, day, day),
        person_id=person_id,
        now=NOW,
    )
    checked = evidence.check(f"%PDF-1.7 {words}".encode())
    with evidence.saved(Path(app.instance_path) / "evidence", checked, f"{words}.pdf") as file:
        attachment = attachments.add_attachment(
            db, unit_id=unit_id, plan_id=plan.plan_id, file=file, person_id=person_id, now=NOW
        )
    announcement_id = publication_log.record_announcement(
        db,
        unit_id=unit_id,
        period=MAY,
        medium="papan",
        shown_day=day,
        place=words,
        link="",
        person_id=person_id,
        now=NOW,
    )
    collector = collectors.create_collector(db, unit_id=unit_id, name=words, channel="kiosk", now=NOW)
    response = NewResponse(
        response_id=new_response_id(),
        unit_id=unit_id,
        collector_id=collector.collector_id,
        service_id=None,
        instrument=DEFAULT,
        answered_at=NOW,
        local_day=day,
        answers={},
        profile={},
        comment=words,
    )
    responses.record_response(db, response, NOW)
    return {
        "response_id": response.response_id,
        "plan_id": plan.plan_id,
        "attachment_id": attachment.attachment_id,
        "announcement_id": announcement_id,
    }
