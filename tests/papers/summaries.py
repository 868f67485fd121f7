"""Summaries of invented offices, of any size and with any oddity."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from kiosk.base.period import Period
from kiosk.figures.changes import change_from
from kiosk.figures.changes import changes_per_unsur
from kiosk.figures.previous import Previous
from kiosk.figures.sampling import population_of
from kiosk.figures.sampling import sample_of
from kiosk.figures.summary import Count
from kiosk.figures.summary import Summary
from kiosk.operations.demo import SUMS
from kiosk.questionnaire.catalogue import load_rules
from kiosk.questionnaire.choices import DEFAULT
from kiosk.questionnaire.profile import FIELDS
from kiosk.store.offices.units import Unit
from scoring import Instrument
from scoring import Tallies
from scoring import interval
from scoring import round_half_up
from scoring import score

Answers = Mapping[str, int | None]

INSTRUMENT = load_rules(DEFAULT)
UNIT = Unit(
    unit_id="u1",
    code="sungai-jernih",
    parent_unit_id=None,
    name="Kecamatan Sungai Jernih",
    agency="Pemerintah Kota Sungai Jernih",
    address="Jalan Contoh Nomor 1, Sungai Jernih 70000",
    contact="Telepon (0511) 000000 · kec@contoh.example",
    place="Sungai Jernih",
    timezone="Asia/Makassar",
    signatory_title="Camat Sungai Jernih",
    signatory_name="Fulanah binti Fulan, S.Contoh, M.Contoh",
    signatory_rank="Pembina Tingkat I (contoh)",
    signatory_nip="190001012000012001",
)


def people(sums: Mapping[str, int], respondents: int) -> list[Answers]:
    """So many responses of 3s and 4s that sum up to this per unsur."""
    rows: list[dict[str, int | None]] = [{} for _ in range(respondents)]
    for number, (key, total) in enumerate(sums.items()):
        fours = total - 3 * respondents
        for index, row in enumerate(rows):
            # 11 is prime to every group here, so the unsur do not all have the same people content.
            row[key] = 4 if (11 * index + 17 * number) % respondents < fours else 3
    return list(rows)


def alike(value: int, respondents: int, **others: int | None) -> list[Answers]:
    """So many equal responses: `value` throughout, but for `others`."""
    return [{**dict.fromkeys(INSTRUMENT.keys(), value), **others} for _ in range(respondents)]


GOLDEN = people(SUMS, 147)
BEFORE = people({key: total * 120 // 147 for key, total in SUMS.items()}, 120)


def summary(
    answers: Sequence[Answers] = GOLDEN,
    before: Sequence[Answers] = (),
    *,
    period: str = "2024-05",
    population: int | None = 240,
    instrument: Instrument = INSTRUMENT,
    convention: str | None = None,
    unit: Mapping[str, str] | None = None,
    **changes: Any,
) -> Summary:
    """A summary of these answers, its other counts made up in proportion; `changes` replace fields."""
    result = score(instrument, Tallies.from_answers(instrument, answers), convention)
    this = Period.parse(period)
    served = population_of(this, population)
    old = score(instrument, Tallies.from_answers(instrument, before), convention) if before else None
    previous = Previous.of(old, served) if old else None
    total = len(answers)
    made = Summary(
        unit=replace(UNIT, **(unit or {})),
        period=this,
        result=result,
        interval=interval(result, served),
        previous_period=this.previous(),
        previous=previous,
        change=change_from(previous, result, served),
        unsur_change=changes_per_unsur(previous, result, served),
        population=population,
        sample=sample_of(this, population, total),
        profile={
            field: counts([labels["id"] for labels in codes.values()], total)
            for field, codes in FIELDS.items()
        },
        services=counts(("KTP elektronik", "Kartu Keluarga", "Surat pindah", "Legalisasi surat"), total),
        channels=counts(("Tablet di loket", "Ponsel (kode QR)"), total),
        comments=(),
        excluded=(),
        printed_at=datetime(2024, 5, 31, 9, 12, tzinfo=ZoneInfo("Asia/Makassar")),
    )
    return replace(made, **changes)


def counts(labels: Sequence[str], total: int) -> tuple[Count, ...]:
    """`total` shared among the labels, the first getting most."""
    rest, rows = total, []
    for label in labels:
        part = rest if label == labels[-1] else rest * 2 // 5
        rest -= part
        rows.append(
            Count(label, part, round_half_up(Fraction(100 * part, total)) if total else Decimal("0.00"))
        )
    return tuple(rows)
