"""A temporary office with the 147 responses of the report that this project started from.

Only their sums per unsur are published. The single answers are generated so that every figure of that
report's Table 3.7 is reproduced exactly. All names are invented.
"""

import random
from collections.abc import Iterator
from datetime import datetime
from datetime import time
from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from kiosk.operations.founding import Office
from kiosk.operations.founding import found_office
from kiosk.questionnaire import profile
from kiosk.questionnaire.catalogue import official
from kiosk.store.answers import responses
from kiosk.store.answers.responses import NewResponse
from kiosk.store.engine.connection import transaction
from kiosk.store.offices import units
from kiosk.store.offices.units import UnitYear

RESPONDENTS = 147
# Sum of the answers per unsur: the report's Table 3.7.
SUMS = {
    "persyaratan": 516,
    "prosedur": 512,
    "waktu": 506,
    "biaya": 586,
    "produk": 497,
    "kompetensi": 506,
    "perilaku": 523,
    "sarana": 505,
    "pengaduan": 516,
}
SERVICES = (
    "Kartu Keluarga",
    "KTP elektronik",
    "Surat pindah",
    "Dispensasi nikah",
    "Surat keterangan usaha",
    "Legalisasi surat",
)
COMMENTS = (
    "Petugas ramah dan menjelaskan syarat dengan jelas.",
    "Mohon kursi tunggu ditambah, siang hari penuh.",
    "Antrean pagi lama, sebaiknya loket kedua dibuka.",
    "Pelayanan cepat, terima kasih.",
    "Papan informasi syarat kurang besar tulisannya.",
    "Mohon ada contoh pengisian formulir.",
    "Kotak pengaduan sebaiknya diberi tanggapan.",
)
_PROFILE_WEIGHTS = {
    "sex": (70, 77),
    "age_band": (28, 41, 36, 24, 13, 5),
    "education": (6, 13, 71, 17, 36, 4, 0),
    "occupation": (12, 2, 3, 37, 34, 15, 7, 31, 6),
}


def fill_demo(db: Database, *, timezone: str, password_hash: str, now: datetime) -> Office:
    """Create the demo office and record its 147 responses, all of this month before `now`."""
    office = found_office(
        db,
        name="Kecamatan Sungai Jernih",
        agency="Pemerintah Kota Sungai Jernih",
        address="Jalan Contoh Nomor 1, Sungai Jernih",
        contact="Telepon (0511) 000000",
        place="Sungai Jernih",
        signatory_title="Camat Sungai Jernih",
        signatory_name="Fulanah binti Fulan, S.Contoh, M.Contoh",
        signatory_rank="Pembina (contoh)",
        timezone=timezone,
        services=SERVICES,
        admin={"username": "admin", "name": "Admin Contoh", "password_hash": password_hash},
        now=now - timedelta(days=400),
    )
    local = now.astimezone(ZoneInfo(timezone))
    unit_id = office.unit.unit_id
    units.set_year(db, unit_id, UnitYear(local.year, 240, "87.50"), now)
    with transaction(db):
        made = _responses(db, office, local)
        responses.insert_responses(db, [(one, one.answered_at + timedelta(seconds=2)) for one in made])
    return office


def _responses(db: Database, office: Office, local: datetime) -> Iterator[NewResponse]:
    """The 147 responses, distributed evenly over this month's office hours until `local`."""
    chance = random.Random(147)  # noqa: S311 - generated answers, the same every time
    services = units.list_services(db, office.unit.unit_id)
    moments = _moments(local, chance)
    # Three that are given too fast after another one on the tablet, for the page where answers are reviewed.
    for hasty in range(48, RESPONDENTS, 49):
        moments[hasty] = moments[hasty - 1] + timedelta(seconds=9)
    for number, (moment, answers) in enumerate(zip(moments, make_answers(), strict=True)):
        is_from_poster = chance.random() < 0.3 and number % 49 < 47
        collector = office.poster if is_from_poster else office.tablet
        yield NewResponse(
            response_id=f"{chance.getrandbits(128):032x}",
            unit_id=office.unit.unit_id,
            collector_id=collector.collector_id,
            service_id=chance.choices(services, (40, 38, 25, 9, 20, 15))[0].service_id,
            instrument=official().id,
            answered_at=moment,
            local_day=moment.date(),
            answers=answers,
            profile={
                field: chance.choices(tuple(profile.FIELDS[field]), weights)[0]
                for field, weights in _PROFILE_WEIGHTS.items()
                if chance.random() > 0.03
            },
            comment=COMMENTS[number // 21] if number % 21 == 7 else None,
        )


def make_answers() -> list[dict[str, int]]:
    """The answers of the 147 respondents, 1..4 per unsur; each unsur sums to its `SUMS`."""
    chance = random.Random(3527)  # noqa: S311 (generated answers, the same every time)
    columns = {}
    for key, total in SUMS.items():
        # Mostly 3 and 4, a few 2; nearly all 4 where the service is free.
        twos = chance.randint(2, 7) if total < 4 * RESPONDENTS - 20 else 0
        fours = total - 3 * RESPONDENTS + twos
        columns[key] = [2] * twos + [4] * fours + [3] * (RESPONDENTS - twos - fours)
        chance.shuffle(columns[key])
    return [{key: column[number] for key, column in columns.items()} for number in range(RESPONDENTS)]


def _moments(local: datetime, chance: random.Random) -> list[datetime]:
    """147 times of this month before `local`, in office hours if there was a working day yet."""
    days = [local.replace(day=day) for day in range(1, local.day)]
    working = [day for day in days if day.weekday() < 5]
    if not working:
        start = datetime.combine(local.date().replace(day=1), time(), local.tzinfo)
        step = (local - start) / (RESPONDENTS + 1)
        return [start + step * (number + 1) for number in range(RESPONDENTS)]
    moments = []
    for number in range(RESPONDENTS):
        day = working[number * len(working) // RESPONDENTS]
        minute = chance.choice((*range(0, 240), *range(300, 480)))
        moments.append(datetime.combine(day.date(), time(8), local.tzinfo) + timedelta(minutes=minute))
    return sorted(moments)
