"""Early warnings: what in a unit asks for action now, for the dashboard, for monitoring and as a message."""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from datetime import timedelta

from sqlite_utils import Database

from kiosk.base.formatting import date_time
from kiosk.base.formatting import whole
from kiosk.base.period import Period
from kiosk.figures.dashboard import read_pace
from kiosk.figures.publishing import list_changed
from kiosk.figures.review import review_responses
from kiosk.operations.backup_checks import find_backup_warnings
from kiosk.operations.installation import Installation
from kiosk.operations.tablets import list_statuses
from kiosk.security.roles import ADMIN
from kiosk.security.roles import PETUGAS
from kiosk.security.roles import PIMPINAN
from kiosk.store.answers import review
from kiosk.store.answers.arrivals import list_waiting
from kiosk.store.offices import survey_settings
from kiosk.store.offices.units import Unit

# Odd answers of so many days are looked at: older ones were seen in their own week.
REVIEWED = timedelta(days=7)


@dataclass(frozen=True)
class EarlyWarning:
    """What asks for action, as a sentence in Indonesian.

    `code` is for programs. `least` is the least role that may know of it. `endpoint`, with its values, and
    `action` lead to where it is dealt with.
    """

    code: str
    text: str
    least: str
    endpoint: str | None = None
    action: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


def list_warnings(db: Database, unit: Unit, installation: Installation, now: datetime) -> list[EarlyWarning]:
    """What asks for action in the unit, the most urgent first; `now` is its local time."""
    backups = (
        EarlyWarning("backup", f"{one.what}. {one.advice}", ADMIN)
        for one in find_backup_warnings(db, installation, now)
    )
    return [
        *_of_tablets(db, unit, now),
        *_of_waiting(db, unit),
        *backups,
        *_of_pace(db, unit, now),
        *_of_odd_answers(db, unit, now),
        *_of_publications(db, unit),
    ]


def as_text(unit: Unit, warnings: list[EarlyWarning], now: datetime) -> str:
    """The warnings as a text to send on."""
    lines = "".join(f"\n- {one.text}" for one in warnings)
    return f"{unit.name}, perlu ditindaklanjuti ({date_time(now)}):{lines}"


def _of_tablets(db: Database, unit: Unit, now: datetime) -> Iterator[EarlyWarning]:
    statuses = list_statuses(db, unit.unit_id, now)
    where = ("devices.index", "Periksa perangkat")
    if silent := [one.device.name for one in statuses if one.state == "silent"]:
        text = f"Tidak terhubung lebih dari 10 menit pada jam buka: {', '.join(silent)}."
        yield EarlyWarning("silent_tablets", text, PETUGAS, *where)
    refused = {
        one.device.name: one.contact.rejected for one in statuses if one.contact and one.contact.rejected
    }
    if refused:
        tablets = ", ".join(f"{name} ({whole(count)})" for name, count in refused.items())
        text = f"Ada jawaban yang ditolak dan masih tersimpan di tablet: {tablets}."
        yield EarlyWarning("rejected_answers", text, PETUGAS, *where)


def _of_waiting(db: Database, unit: Unit) -> Iterator[EarlyWarning]:
    if waiting := sum(one.responses for one in list_waiting(db, unit.unit_id)):
        text = f"{whole(waiting)} jawaban perlu diperiksa dan belum dihitung."
        yield EarlyWarning("waiting_answers", text, PIMPINAN, "arrivals.index", "Periksa dan putuskan")


def _of_pace(db: Database, unit: Unit, now: datetime) -> Iterator[EarlyWarning]:
    pace = read_pace(db, unit, now.date())
    if pace and pace.respondents and not pace.is_enough:
        text = (
            f"Responden {pace.year}: {whole(pace.respondents)} dari {whole(pace.target)}; dengan laju ini "
            f"{whole(pace.projected)} pada 31 Desember."
        )
        yield EarlyWarning("pace", text, PIMPINAN, "devices.index", "Sediakan tablet atau kode QR")


def _of_odd_answers(db: Database, unit: Unit, now: datetime) -> Iterator[EarlyWarning]:
    days = Period.parse(f"{now.date() - REVIEWED + timedelta(days=1)}..{now.date()}")
    given = review.list_reviewed(db, unit.unit_id, days.start, days.end)
    settings = survey_settings.get_survey_settings(db, unit.unit_id)
    if odd := len(review_responses(given, settings, unit.timezone).marked):
        text = f"{whole(odd)} jawaban tujuh hari terakhir perlu ditinjau kewajarannya."
        yield EarlyWarning("odd_answers", text, PIMPINAN, "review.index", "Tinjau", {"periode": days.code})


def _of_publications(db: Database, unit: Unit) -> Iterator[EarlyWarning]:
    for published, respondents in list_changed(db, unit.unit_id):
        period = Period.parse(published.period)
        text = (
            f"Jumlah responden {period.title} berubah sejak terbit: {whole(published.respondents)} menjadi "
            f"{whole(respondents)}."
        )
        yield EarlyWarning(
            "changed_publication", text, PIMPINAN, "review.index", "Periksa", {"periode": period.code}
        )
