"""Signals that answers may not be what visitors gave. They are shown and never applied by themselves.

How long somebody took is not recorded, as the index does not need it. On one tablet it need not be: two
visitors cannot answer at once, so the time since the answer before is the most that the later one can have
taken. Telephones answer side by side, so for them only the number in a time says something.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from itertools import groupby
from itertools import pairwise
from zoneinfo import ZoneInfo

from kiosk.store.answers.review import Given
from kiosk.store.offices.survey_settings import SurveySettings
from scoring import Instrument
from scoring import Result
from scoring import Tallies
from scoring import score

# Nine questions of some 12 words, 4 answers each: nobody reads and taps them in less.
READING = timedelta(seconds=20)
BURST_WITHIN = timedelta(minutes=10)
BURST_TABLET = 12
BURST_PHONES = 30
STRAIGHT = 5
# Where no opening hours are set: when no counter is open anywhere.
NIGHT_FROM, NIGHT_UNTIL = 20, 6

FAST, BURST, RUN, HOURS = "fast", "burst", "run", "hours"
TITLES = {
    FAST: "Lebih cepat daripada membaca",
    BURST: "Beruntun dari satu tempat",
    RUN: "Jawaban sama berderet",
    HOURS: "Di luar jam layanan",
}
EXPLANATIONS = {
    FAST: f"Masuk kurang dari {READING.seconds} detik setelah jawaban sebelumnya pada tablet yang sama.",
    BURST: (
        f"Lebih dari {BURST_TABLET} jawaban satu tablet, atau {BURST_PHONES} jawaban satu kode QR, "
        f"dalam {BURST_WITHIN.seconds // 60} menit."
    ),
    RUN: f"Sedikitnya {STRAIGHT} jawaban berurutan dari satu tempat yang kesembilan unsurnya persis sama.",
    HOURS: "Tablet loket dipakai ketika kantor tutup.",
}

REASONS = (
    "Uji coba petugas",
    "Bukan penerima layanan",
    "Isian ganda orang yang sama",
    "Perangkat atau jam bermasalah",
    "Responden di bawah 17 tahun",
    "Permintaan responden",
)


@dataclass(frozen=True)
class Marked:
    """A response that counts, with the signals it shows."""

    given: Given
    at: datetime
    signals: tuple[str, ...]


@dataclass(frozen=True)
class Scrutiny:
    """What there is to see about a period; the newest first.

    `now` is the result as it counts; `without_marked` as if every response that shows a signal were left out;
    `with_excluded` as if nothing were excluded.
    """

    marked: tuple[Marked, ...]
    excluded: tuple[Given, ...]
    now: Result
    without_marked: Result
    with_excluded: Result

    def count(self, signal: str) -> int:
        """How many responses show a signal."""
        return sum(signal in one.signals for one in self.marked)


def scrutinise(
    given: Sequence[Given],
    instrument: Instrument,
    settings: SurveySettings,
    timezone: str,
) -> Scrutiny:
    """Look at a period's responses (per collector, in the order of answering)."""
    zone = ZoneInfo(timezone)
    counting = [one for one in given if one.reason is None]
    found: dict[str, list[str]] = {}
    for signal, ids in (
        (FAST, _find_fast(counting)),
        (BURST, _find_bursts(counting)),
        (RUN, _find_runs(counting)),
        (HOURS, _find_odd_hours(counting, settings, zone)),
    ):
        for response_id in dict.fromkeys(ids):
            found.setdefault(response_id, []).append(signal)
    marked = [
        Marked(one, one.answered_at.astimezone(zone), tuple(found[one.response_id]))
        for one in counting
        if one.response_id in found
    ]
    return Scrutiny(
        marked=tuple(sorted(marked, key=lambda one: one.at, reverse=True)),
        excluded=tuple(
            sorted(
                (one for one in given if one.reason is not None),
                key=lambda one: one.excluded_at or one.answered_at,
                reverse=True,
            )
        ),
        now=_score(instrument, counting),
        without_marked=_score(instrument, (one for one in counting if one.response_id not in found)),
        with_excluded=_score(instrument, given),
    )


def _score(instrument: Instrument, given: Iterable[Given]) -> Result:
    return score(instrument, Tallies.from_answers(instrument, (one.answers for one in given)))


def _per_collector(given: Sequence[Given]) -> Iterator[list[Given]]:
    for _, group in groupby(given, key=lambda one: one.collector_id):
        yield list(group)


def _find_fast(given: Sequence[Given]) -> Iterator[str]:
    for group in _per_collector(given):
        if group[0].channel == "kiosk":
            for before, after in pairwise(group):
                if after.answered_at - before.answered_at < READING:
                    yield after.response_id


def _find_bursts(given: Sequence[Given]) -> Iterator[str]:
    for group in _per_collector(given):
        if group[0].channel not in ("kiosk", "qr"):
            continue
        most = BURST_TABLET if group[0].channel == "kiosk" else BURST_PHONES
        first = 0
        for last, one in enumerate(group):
            while one.answered_at - group[first].answered_at > BURST_WITHIN:
                first += 1
            if last - first + 1 > most:
                yield from (found.response_id for found in group[first : last + 1])


def _find_runs(given: Sequence[Given]) -> Iterator[str]:
    for group in _per_collector(given):
        for _, run in groupby(group, key=lambda one: tuple(one.answers.values())):
            alike = list(run)
            if len(alike) >= STRAIGHT:
                yield from (one.response_id for one in alike)


def _find_odd_hours(given: Sequence[Given], settings: SurveySettings, zone: ZoneInfo) -> Iterator[str]:
    for one in given:
        if one.channel != "kiosk":
            continue
        local = one.answered_at.astimezone(zone)
        is_open = settings.is_open(local) if settings.hours else NIGHT_UNTIL <= local.hour < NIGHT_FROM
        if not is_open:
            yield one.response_id
