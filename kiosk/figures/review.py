"""Signals that answers may not come from visitors. They are shown to staff and never exclude an answer.

The duration of an answer is not recorded, because the index does not need it. On a tablet the time since the
previous answer is an upper bound of it, because only one visitor at a time can answer there. Phones can
answer at the same moment, so for them only the number of answers within a time span is a signal.

The time of an answer is what its sender states. The signals on arrival use the server's clock instead, so
that answers cannot be spread over last month to hide that they came within a minute. Tablets that are paired
send what waited on them at once, so for them many arrivals and late ones are no signal.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from itertools import groupby
from itertools import pairwise
from zoneinfo import ZoneInfo

from kiosk.figures.together import score_parts
from kiosk.questionnaire.catalogue import load_rules
from kiosk.store.answers.review import ReviewedResponse
from kiosk.store.offices.survey_settings import SurveySettings
from scoring import Result
from scoring import Tallies

# Reading nine questions of about 12 words with 4 answers each takes at least this long.
READING = timedelta(seconds=20)
BURST_WITHIN = timedelta(minutes=10)
BURST_TABLET = 12
BURST_PHONES = 30
STRAIGHT = 5
ARRIVALS, ARRIVALS_WITHIN = 15, timedelta(minutes=1)
LATE = timedelta(days=3)
VISITORS = ("kiosk", "qr")  # the channels that visitors answer by
# Hours without service at any counter, used if no opening hours are set.
NIGHT_FROM, NIGHT_UNTIL = 20, 6

FAST, BURST, RUN, HOURS = "fast", "burst", "run", "hours"
FLOOD, OVERDUE, EARLY, AFTERWARDS = "flood", "overdue", "early", "afterwards"
TITLES = {
    FAST: "Diisi terlalu cepat",
    BURST: "Beruntun dari satu tempat",
    RUN: "Jawaban identik berturut-turut",
    HOURS: "Di luar jam layanan",
    FLOOD: "Masuk serentak",
    OVERDUE: "Masuk terlambat",
    EARLY: "Sebelum titik survei dibuat",
    AFTERWARDS: "Masuk sesudah hasil terbit",
}
EXPLANATIONS = {
    FAST: f"Masuk kurang dari {READING.seconds} detik setelah jawaban sebelumnya pada tablet yang sama.",
    BURST: (
        f"Lebih dari {BURST_TABLET} jawaban satu tablet, atau {BURST_PHONES} jawaban satu kode QR, "
        f"dalam {BURST_WITHIN.seconds // 60} menit."
    ),
    RUN: f"Sedikitnya {STRAIGHT} jawaban berurutan dari satu tempat yang kesembilan unsurnya persis sama.",
    HOURS: "Tablet loket dipakai ketika kantor tutup.",
    FLOOD: f"Lebih dari {ARRIVALS} jawaban satu tempat masuk dalam satu menit, apa pun waktu yang disebut.",
    OVERDUE: f"Masuk lebih dari {LATE.days} hari sesudah waktu yang disebutnya, bukan dari tablet terpasang.",
    EARLY: "Waktu yang disebutnya lebih awal daripada pembuatan titik surveinya.",
    AFTERWARDS: "Dihitung pada periode yang hasilnya sudah terbit ketika jawaban itu masuk.",
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
    """A counted response with its signals."""

    given: ReviewedResponse
    at: datetime
    signals: tuple[str, ...]


@dataclass(frozen=True)
class ResponseReview:
    """The review of a period's responses, the newest first.

    `now` is the result of the counted responses, `without_marked` that without those that have a signal,
    `with_excluded` that with the excluded ones as well.
    """

    marked: tuple[Marked, ...]
    excluded: tuple[ReviewedResponse, ...]
    now: Result
    without_marked: Result
    with_excluded: Result

    def count(self, signal: str) -> int:
        """The number of responses with this signal."""
        return sum(signal in one.signals for one in self.marked)


def review_responses(
    given: Sequence[ReviewedResponse],
    settings: SurveySettings,
    timezone: str,
) -> ResponseReview:
    """Find the signals in a period's responses, given per collector in the order of answering."""
    zone = ZoneInfo(timezone)
    counting = [one for one in given if one.reason is None]
    found: dict[str, list[str]] = {}
    for signal, ids in (
        (FAST, _find_fast(counting)),
        (BURST, _find_bursts(counting)),
        (RUN, _find_runs(counting)),
        (HOURS, _find_odd_hours(counting, settings, zone)),
        (FLOOD, _find_floods(counting)),
        (OVERDUE, (one.response_id for one in _unpaired(counting) if _is_overdue(one))),
        (EARLY, (one.response_id for one in _unpaired(counting) if one.is_early)),
        (AFTERWARDS, (one.response_id for one in _from_visitors(counting) if one.is_after_publication)),
    ):
        for response_id in dict.fromkeys(ids):
            found.setdefault(response_id, []).append(signal)
    marked = [
        Marked(one, one.answered_at.astimezone(zone), tuple(found[one.response_id]))
        for one in counting
        if one.response_id in found
    ]
    return ResponseReview(
        marked=tuple(sorted(marked, key=lambda one: one.at, reverse=True)),
        excluded=tuple(
            sorted(
                (one for one in given if one.reason is not None),
                key=lambda one: one.excluded_at or one.answered_at,
                reverse=True,
            )
        ),
        now=_score(counting),
        without_marked=_score(one for one in counting if one.response_id not in found),
        with_excluded=_score(given),
    )


def _score(given: Iterable[ReviewedResponse]) -> Result:
    answers: dict[str, list[Mapping[str, int | None]]] = {}
    for one in given:
        answers.setdefault(one.instrument, []).append(one.answers)
    parts = {id: Tallies.from_answers(load_rules(id), found) for id, found in answers.items()}
    return score_parts(parts).result


def _per_collector(given: Sequence[ReviewedResponse]) -> Iterator[list[ReviewedResponse]]:
    for _, group in groupby(given, key=lambda one: one.collector_id):
        yield list(group)


def _find_fast(given: Sequence[ReviewedResponse]) -> Iterator[str]:
    for group in _per_collector(given):
        if group[0].channel == "kiosk":
            for before, after in pairwise(group):
                if after.answered_at - before.answered_at < READING:
                    yield after.response_id


def _find_bursts(given: Sequence[ReviewedResponse]) -> Iterator[str]:
    for group in _per_collector(given):
        if group[0].channel in VISITORS:
            most = BURST_TABLET if group[0].channel == "kiosk" else BURST_PHONES
            times = [(one.answered_at, one.response_id) for one in group]
            yield from _find_more_than(most, BURST_WITHIN, times)


def _find_more_than(most: int, within: timedelta, times: Sequence[tuple[datetime, str]]) -> Iterator[str]:
    """The ids, sorted by time, of which more than `most` lie within that time span."""
    first = 0
    for last, (moment, _) in enumerate(times):
        while moment - times[first][0] > within:
            first += 1
        if last - first + 1 > most:
            yield from (response_id for _, response_id in times[first : last + 1])


def _find_floods(given: Sequence[ReviewedResponse]) -> Iterator[str]:
    for group in _per_collector(given):
        times = sorted((one.received_at, one.response_id) for one in _unpaired(group))
        yield from _find_more_than(ARRIVALS, ARRIVALS_WITHIN, times)


def _from_visitors(given: Iterable[ReviewedResponse]) -> Iterator[ReviewedResponse]:
    return (one for one in given if one.channel in VISITORS)


def _unpaired(given: Iterable[ReviewedResponse]) -> Iterator[ReviewedResponse]:
    return (one for one in _from_visitors(given) if not one.is_paired)


def _is_overdue(one: ReviewedResponse) -> bool:
    return one.received_at - one.answered_at > LATE


def _find_runs(given: Sequence[ReviewedResponse]) -> Iterator[str]:
    for group in _per_collector(given):
        for _, run in groupby(group, key=lambda one: tuple(one.answers.values())):
            alike = list(run)
            if len(alike) >= STRAIGHT:
                yield from (one.response_id for one in alike)


def _find_odd_hours(
    given: Sequence[ReviewedResponse], settings: SurveySettings, zone: ZoneInfo
) -> Iterator[str]:
    for one in given:
        if one.channel != "kiosk":
            continue
        local = one.answered_at.astimezone(zone)
        is_open = settings.is_open(local) if settings.hours else NIGHT_UNTIL <= local.hour < NIGHT_FROM
        if not is_open:
            yield one.response_id
