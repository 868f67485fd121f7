"""A petugas, who sees who is at the counter, reads no figures from which one visitor's answers follow."""

import random
import re
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from datetime import timedelta
from decimal import Decimal
from itertools import chain
from itertools import combinations
from operator import attrgetter
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from hypothesis import assume
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from kiosk.base.period import Period
from kiosk.figures import visibility
from kiosk.figures.publishing import publish
from kiosk.figures.small_groups import list_merged
from kiosk.figures.small_groups import merge_small_groups
from kiosk.figures.summary import Count
from kiosk.figures.summary import summarise
from kiosk.operations.founding import Office
from kiosk.reports.context import ReportContext
from kiosk.store.accounts import people
from kiosk.store.answers.responses import UNSUR
from kiosk.store.offices import units
from tests.conftest import NOW
from tests.conftest import Staff
from tests.conftest import log_in
from tests.kiosk.offices_data import record

TODAY = date(2024, 5, 31)
LATER = NOW.astimezone(ZoneInfo("Asia/Makassar"))
LONELY = dict(zip(UNSUR, [1, 4, 2, 4, 3, 1, 1, 2, 4], strict=True))
# Each page, report and download that shows figures of a period.
PAGES = (
    "/staf/?periode={}",
    "/staf/rtl/?periode={}",
    "/staf/laporan/lihat?jenis=pengolahan&periode={}",
    "/staf/laporan/lihat?jenis=rekap&periode={}",
    "/staf/laporan/lihat?jenis=laporan&periode={}",
    "/staf/banding?periode={}",
)


@pytest.fixture
def petugas(app: Flask, db: Database, office: Office, password_hash: str) -> Staff:
    """A petugas, logged in."""
    people.create_person(
        db,
        username="pet",
        name="Pet",
        unit_id=office.unit.unit_id,
        role="petugas",
        password_hash=password_hash,
        now=NOW,
    )
    client = app.test_client()
    log_in(client, "pet")
    return Staff(client)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("period", ["2024-04-12..2024-04-12", "2024-05", "2024-TW2", "2024", "2024-03"])
def test_no_page_shows_a_petugas_a_day_a_running_period_or_one_visitor(
    petugas: Staff, staff: Staff, db: Database, office: Office, page: str, period: str
) -> None:
    record(db, office, "2024-02-05", 9)
    record(db, office, "2024-03-12", 1, LONELY)
    record(db, office, "2024-04-12", 1, LONELY)
    record(db, office, "2024-04-15", 9)
    record(db, office, "2024-05-12", 9)
    response = petugas.get(page.format(period))
    assert response.status_code == 422
    assert re.search("petugas|pimpinan", response.text, re.IGNORECASE)
    assert staff.get(page.format(period)).status_code == 200


def test_a_refused_report_is_not_made(petugas: Staff, db: Database, office: Office) -> None:
    record(db, office, "2024-05-12", 9)
    for kind, suffix in (("rekap", "pdf"), ("pengolahan", "xlsx"), ("laporan", "docx"), ("lkj", "pdf")):
        asked = f"/staf/laporan/berkas?jenis={kind}&format={suffix}&periode=2024-05"
        assert petugas.get(asked).status_code == 422


def test_a_petugas_reads_months_that_are_over(petugas: Staff, db: Database, office: Office) -> None:
    record(db, office, "2024-04-12", 9)
    record(db, office, "2024-05-12", 1, LONELY)
    assert petugas.get("/staf/?periode=2024-04").status_code == 200
    assert "April 2024" in petugas.get("/staf/").text
    dashboard = petugas.get("/staf/dasbor").text
    assert "Dasbor April 2024" in dashboard


def test_what_is_seen_does_not_change_when_a_visitor_answers(
    petugas: Staff, db: Database, office: Office
) -> None:
    record(db, office, "2024-04-12", 9)
    record(db, office, "2024-05-12", 30)
    paths = ("/staf/dasbor", "/staf/", "/staf/banding", "/staf/tahunan", "/staf/laporan/lihat?jenis=laporan")

    def look() -> list[str]:
        texts = [re.sub(r'value="[^"]+"|[\d.]+ dari [\d.]+', "", petugas.get(path).text) for path in paths]
        return [re.sub(r"jurnal [^<]*|Jurnal[^<]*|\d+-[0-9a-f]{16}", "", text) for text in texts]

    before = look()
    record(db, office, "2024-05-31", 1, LONELY)
    assert look() == before


def test_the_month_before_is_not_compared_with_when_it_is_one_visitors(
    petugas: Staff, db: Database, office: Office
) -> None:
    record(db, office, "2024-03-12", 1, LONELY)
    record(db, office, "2024-04-12", 9)
    page = petugas.get("/staf/?periode=2024-04").text
    assert "Hasil Maret 2024 tidak ditampilkan bagi petugas" in page


def test_todays_suggestions_wait_until_tomorrow(petugas: Staff, db: Database, office: Office) -> None:
    record(db, office, "2024-05-30", 1, comment="Kemarin saya menunggu")
    record(db, office, "2024-05-31", 1, comment="Hari ini saya menunggu")
    page = petugas.get("/staf/saran/").text
    assert "Kemarin saya menunggu" in page and "Hari ini saya menunggu" not in page


def test_a_small_group_is_merged(petugas: Staff, staff: Staff, db: Database, office: Office) -> None:
    record(db, office, "2024-04-12", 9)
    record(db, office, "2024-04-12", 1, collector_id=office.poster.collector_id)
    assert "Ponsel (kode QR)" in staff.get("/staf/?periode=2024-04").text
    assert "Ponsel (kode QR)" not in petugas.get("/staf/?periode=2024-04").text


_MONTHS = [Period.parse(f"2023-{month:02}") for month in range(1, 13)]
_LONGER = [Period.parse(code) for code in ("2023-TW1", "2023-TW2", "2023-TW3", "2023-TW4")]
_LONGER += [Period.parse(code) for code in ("2023-S1", "2023-S2", "2023")]


@given(st.lists(st.integers(0, 9), min_size=12, max_size=12))
def test_no_subtraction_of_visible_periods_leaves_few_respondents(numbers: list[int]) -> None:
    counts = {month.code: number for month, number in zip(_MONTHS, numbers, strict=True)}

    def total(period: Period) -> int:
        return sum(counts[month.code] for month in _MONTHS if period.start <= month.start <= period.end)

    seen = [one for one in (*_MONTHS, *_LONGER) if visibility.count_hidden(one, counts) == 0]
    for one in seen:
        inside = [
            other for other in seen if one.start <= other.start and other.end <= one.end and other != one
        ]
        outermost = [
            other
            for other in inside
            if not any(big != other and big.start <= other.start and other.end <= big.end for big in inside)
        ]
        left = total(one) - sum(map(total, outermost))
        assert left == 0 or left >= 5


_GROUPS = ("KTP", "KK", "Surat")
_HALF = [Period.parse(f"2023-{month:02}") for month in range(1, 7)]
_PARTS = [Period.parse(code) for code in ("2023-TW1", "2023-TW2", "2023-S1")]
_MODULUS = 2**61 - 1


def _reduce(row: list[int], known: list[tuple[int, list[int]]]) -> list[int]:
    """What is left of a row without the known ones, each with the place of its leading 1."""
    for place, other in known:
        if factor := row[place]:
            row = [(a - factor * b) % _MODULUS for a, b in zip(row, other, strict=True)]
    return row


def _learn(known: list[tuple[int, list[int]]], row: list[int]) -> None:
    left = _reduce(row, known)
    if any(left):
        place = next(n for n, value in enumerate(left) if value)
        inverse = pow(left[place], -1, _MODULUS)
        known.append((place, [value * inverse % _MODULUS for value in left]))


def _region(months: Iterable[Period], names: Iterable[str], every: Sequence[Period] = _HALF) -> list[int]:
    """A sum over months and groups as a row: 1 for each of the numbers that it adds up."""
    chosen, groups = list(months), set(names)
    return [int(month in chosen and name in groups) for month in every for name in _GROUPS]


def _inside(period: Period, every: Sequence[Period] = _HALF) -> list[Period]:
    return [month for month in every if period.start <= month.start and month.end <= period.end]


@given(
    st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=6, max_size=6),
    st.sets(st.sampled_from([*_HALF, *_PARTS]), min_size=2),
)
def test_no_subtraction_of_tables_gives_a_small_group(
    numbers: list[list[int]], published: set[Period]
) -> None:
    """Whatever is published, a longer period after those in it, no small number of any months follows."""
    months = {
        month.code: dict(zip(_GROUPS, row, strict=True)) for month, row in zip(_HALF, numbers, strict=True)
    }
    # A month of 1 to 4 respondents in all is another case: the index itself discloses them.
    assume(all(not 0 < sum(row) < 5 for row in numbers))
    known: list[tuple[int, list[int]]] = []
    tables: list[tuple[Period, list[Count]]] = []
    for period in sorted(published, key=attrgetter("days", "start")):
        during = _inside(period)
        sums = [sum(months[month.code][name] for month in during) for name in _GROUPS]
        counts = [Count(name, number, Decimal(0)) for name, number in zip(_GROUPS, sums, strict=True)]
        tables.append((period, counts))
        shown = merge_small_groups(counts, list_merged(tables))
        assert all(one.count >= 5 for one in shown)
        _see(known, during, {one.label for one in shown}, {one.label for one in counts if one.count})
    assert not list(_list_disclosed(known, {(m, name): n for m in months for name, n in months[m].items()}))


def _see(
    known: list[tuple[int, list[int]]],
    during: Sequence[Period],
    named: set[str],
    groups: set[str],
    every: Sequence[Period] = _HALF,
) -> None:
    """Learn what a table says: the groups it names, those without respondents, and the sum of the others.

    Of a table that is left out only the sum of all is known.
    """
    merged = groups - named if named & groups else set(_GROUPS)
    for name in set(_GROUPS) - merged:
        _learn(known, _region(during, [name], every))
    _learn(known, _region(during, merged, every))


def _list_disclosed(
    known: list[tuple[int, list[int]]],
    numbers: Mapping[tuple[str, str], int],
    every: Sequence[Period] = _HALF,
) -> Iterator[tuple[list[str], tuple[str, ...]]]:
    """Months and groups that are known to hold 1 to 4 respondents together; of months with at least 5."""
    enough = [one for one in every if sum(numbers[one.code, name] for name in _GROUPS) >= 5]
    some = [*combinations(_GROUPS, 1), *combinations(_GROUPS, 2)]
    for chosen in chain.from_iterable(combinations(enough, size) for size in range(1, 5)):
        for names in some:
            number = sum(numbers[month.code, name] for month in chosen for name in names)
            if 0 < number < 5 and not any(_reduce(_region(chosen, names, every), known)):
                yield [month.code for month in chosen], names


@pytest.mark.parametrize("reader", ["petugas", "public"])
def test_no_subtraction_of_all_that_one_reader_sees_gives_a_small_group(
    db: Database, office: Office, reader: str
) -> None:
    """A petugas reads the months and what is longer as it is now; the public, papers of published results."""
    drawn = random.Random(16)  # noqa: S311 - the same answers at each run
    services = units.list_services(db, office.unit.unit_id)[: len(_GROUPS)]
    numbers: dict[tuple[str, str], int] = {}
    for month in _MONTHS:
        for name, service in zip(_GROUPS, services, strict=True):
            number = numbers[month.code, name] = drawn.choice([0, 3, 7, 9, 12, 15])
            record(db, office, f"{month.code}-11", number, service_id=service.service_id)
    who = office.admin.person_id
    for code in ("2023-01", "2023-02", "2023-08", "2023-09", "2023-TW1", "2023-S2", "2023"):
        publish(db, summarise(db, office.unit, Period.parse(code), NOW), person_id=who, now=NOW)
    names = {service.name: name for service, name in zip(services, _GROUPS, strict=True)}
    known: list[tuple[int, list[int]]] = []
    many = 0
    for period in (*_MONTHS, *_LONGER):
        context = ReportContext(db, office.unit, period, LATER, is_limited=reader == "petugas")
        if reader == "petugas":
            rows = context.current.services if context.may_see(office.unit, period) else ()
        else:
            public = context.official
            rows = tuple(merge_small_groups(public.services, public.merged["services"]))
            rows = rows if public.is_official else ()
        named = {names[row.label]: row.count for row in rows if row.label in names}
        during = _inside(period, _MONTHS)
        for name, count in named.items():
            assert count == sum(numbers[month.code, name] for month in during) >= 5
        if rows:
            there = {name for name in _GROUPS if any(numbers[month.code, name] for month in during)}
            _see(known, during, {*named}, there, _MONTHS)
        many += len(named)
    assert many >= 9 and not list(_list_disclosed(known, numbers, _MONTHS))


def test_a_month_of_few_does_not_empty_the_tables_of_its_year() -> None:
    def counts(*numbers: int) -> list[Count]:
        return [Count(name, n, Decimal(0)) for name, n in zip(_GROUPS, numbers, strict=True)]

    months = {"2023-01": counts(20, 10, 30), "2023-02": counts(2, 1, 0), "2023-03": counts(9, 9, 9)}
    tables = [(Period.parse(code), rows) for code, rows in months.items()]
    assert list_merged([*tables, (Period.parse("2023"), counts(31, 20, 39))]) == frozenset()


def test_a_quarter_less_its_months_does_not_tell_who_came_for_one_service(
    petugas: Staff, staff: Staff, db: Database, office: Office
) -> None:
    first, second, third = units.list_services(db, office.unit.unit_id)[:3]
    for day, service, number in (
        ("2024-01-10", first, 6),
        (
            "2024-02-10",
            first,
            1,
        ),  # merged with the others in February; 7 in the quarter would be this visitor
        ("2024-02-10", second, 9),
        ("2024-03-10", third, 8),
        ("2024-02-11", third, 8),
    ):
        record(db, office, day, number, service_id=service.service_id)
    page = "/staf/laporan/lihat?jenis=rekap&periode=2024-TW1"
    assert first.name in staff.get(page).text
    seen = petugas.get(page)
    assert seen.status_code == 200 and first.name not in seen.text and second.name in seen.text
    assert first.name not in petugas.get("/staf/?periode=2024-TW1").text
    assert first.name in petugas.get("/staf/?periode=2024-01").text


def _laporan(reader: Staff, period: str) -> str:
    response = reader.get(f"/staf/laporan/lihat?jenis=laporan&periode={period}")
    assert response.status_code == 200
    return response.text


def test_a_paper_of_a_quarter_less_those_of_its_months_does_not_tell_who_came_for_one_service(
    staff: Staff, db: Database, office: Office
) -> None:
    first, second, third = units.list_services(db, office.unit.unit_id)[:3]
    record(db, office, "2024-01-10", 6, service_id=first.service_id)
    record(db, office, "2024-02-10", 2, service_id=first.service_id)
    for month in ("01", "02", "03"):
        record(db, office, f"2024-{month}-11", 9, service_id=second.service_id)
        record(db, office, f"2024-{month}-12", 8, service_id=third.service_id)
    counts = f">{first.name}</th>"
    assert counts in _laporan(staff, "2024-01") and counts not in _laporan(staff, "2024-02")
    assert counts in _laporan(staff, "2024-TW1")  # while no month is published
    summary = summarise(db, office.unit, Period.parse("2024-01"), NOW)
    publish(db, summary, person_id=office.admin.person_id, now=NOW)
    assert counts not in _laporan(staff, "2024-TW1")
    # Five in February and March together are no small group any more.
    record(db, office, "2024-03-10", 3, service_id=first.service_id)
    assert counts in _laporan(staff, "2024-TW1")


def test_how_few_answers_came_by_phone_is_not_in_the_laporan(
    staff: Staff, db: Database, office: Office
) -> None:
    record(db, office, "2024-04-12", 9)
    record(db, office, "2024-04-12", 9, collector_id=office.poster.collector_id)
    assert "ponsel (kode QR) (9 responden" in _laporan(staff, "2024-04")
    record(db, office, "2024-03-12", 9)
    record(db, office, "2024-03-12", 1, collector_id=office.poster.collector_id)
    assert "1 responden" not in _laporan(staff, "2024-03")


def test_the_latest_visible_month_is_over_and_has_enough_respondents(db: Database, office: Office) -> None:
    assert visibility.latest_visible(db, office.unit, TODAY).end < TODAY
    record(db, office, "2024-04-12", 1)
    assert visibility.latest_visible(db, office.unit, TODAY).code == "2024-03"
    record(db, office, "2024-02-12", 5)
    assert visibility.latest_visible(db, office.unit, TODAY).code == "2024-02"
    assert visibility.latest_visible(db, office.unit, TODAY + timedelta(days=1)).code == "2024-02"
