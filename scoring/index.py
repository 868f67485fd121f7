"""The index: NRR per unsur, NI and IKM, exactly as the annex of PermenPANRB 14/2017 defines them.

    NRR_u = sum of answers / number of filled answers      NRR tertimbang_u = NRR_u × weight_u
    NI = Σ NRR tertimbang_u  (1..4)                         IKM = NI × 25  (25..100)

All of it is exact; the IKM is rounded once, half up, to two decimals, and that figure is graded.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from scoring.instrument import Instrument
from scoring.mutu import grade
from scoring.mutu import round_half_up
from scoring.tallies import VALUES
from scoring.tallies import Tallies
from scoring.tallies import TalliesError

SCALE = 25  # from NI (1..4) to IKM (25..100)

# How offices have written the weight of one of nine unsur. Only the first sums to 1; the others are
# here to reproduce figures that were published with them, and every result says which one it used.
CONVENTIONS: Mapping[str, Fraction] = MappingProxyType(
    {"1/9": Fraction(1, 9), "0.111": Fraction("0.111"), "0.11": Fraction("0.11")}
)


class ConventionError(ValueError):
    """A weight convention that does not exist, or not for this instrument."""


@dataclass(frozen=True)
class UnsurResult:
    """One unsur: the sum and number of its answers, and what follows from them.

    `nrr`, `weighted` (NRR × weight), `converted` (NRR × 25, two decimals) and its `mutu` are None when
    nobody answered. `shares` is the part of the filled answers that each of 1..4 took; all 0 when none.
    """

    key: str
    weight: Fraction
    sum: int
    filled: int
    blank: int
    nrr: Fraction | None
    weighted: Fraction | None
    converted: Decimal | None
    mutu: str | None
    shares: Mapping[int, Fraction]


@dataclass(frozen=True)
class Result:
    """A scored group of respondents; `unsur` is in questionnaire order.

    `convention` names the weights that were used. `ni`, `ikm`, `mutu` and `kinerja` are None, and
    `reason` says why in Indonesian, when an unsur has no answer. `lowest` and `highest` are at most three
    keys each, the most extreme first; no unsur is in both, and none is in either when all are equal.
    """

    instrument: Instrument
    convention: str
    respondents: int
    unsur: Mapping[str, UnsurResult]
    ni: Fraction | None
    ikm: Decimal | None
    mutu: str | None
    kinerja: str | None
    reason: str | None
    lowest: tuple[str, ...]
    highest: tuple[str, ...]
    tallies: Tallies


def score(instrument: Instrument, tallies: Tallies, convention: str | None = None) -> Result:
    """Score `tallies`; `convention` is one of `CONVENTIONS`, by default the instrument's own weights.

    Raises `ConventionError` for a convention the instrument cannot be weighted with, and `TalliesError`
    for tallies of another instrument.
    """
    if tallies.counts.keys() != set(instrument.keys()):
        raise TalliesError(f"these tallies are not of {instrument.id}: {sorted(tallies.counts)}")
    name = instrument.convention if convention is None else convention
    weights = _weights(instrument, name)
    unsur = {key: _score_unsur(instrument, tallies, key, weight) for key, weight in weights.items()}
    weighted = [row.weighted for row in unsur.values() if row.weighted is not None]
    ni = sum(weighted, Fraction()) if len(weighted) == len(unsur) else None
    ikm = None if ni is None else round_half_up(ni * SCALE)
    band = None if ikm is None else grade(instrument.bands, ikm)
    lowest, highest = _extremes(unsur)
    return Result(
        instrument=instrument,
        convention=name,
        respondents=tallies.respondents,
        unsur=unsur,
        ni=ni,
        ikm=ikm,
        mutu=band.mutu if band else None,
        kinerja=band.kinerja if band else None,
        reason=_reason(instrument, tallies),
        lowest=lowest,
        highest=highest,
        tallies=tallies,
    )


def _weights(instrument: Instrument, convention: str) -> dict[str, Fraction]:
    if convention == instrument.convention:
        return {unsur.key: unsur.weight for unsur in instrument.unsur}
    if convention not in CONVENTIONS:
        raise ConventionError(f"no such convention: {convention}; there are {', '.join(CONVENTIONS)}")
    if len(instrument.unsur) != 9:
        raise ConventionError(f"{convention} weighs nine unsur; {instrument.id} has {len(instrument.unsur)}")
    return dict.fromkeys(instrument.keys(), CONVENTIONS[convention])


def _score_unsur(instrument: Instrument, tallies: Tallies, key: str, weight: Fraction) -> UnsurResult:
    total, filled = tallies.sum(key), tallies.filled(key)
    nrr = Fraction(total, filled) if filled else None
    converted = None if nrr is None else round_half_up(nrr * SCALE)
    counts = tallies.counts[key]
    return UnsurResult(
        key=key,
        weight=weight,
        sum=total,
        filled=filled,
        blank=tallies.respondents - filled,
        nrr=nrr,
        weighted=None if nrr is None else nrr * weight,
        converted=converted,
        mutu=None if converted is None else grade(instrument.bands, converted).mutu,
        shares={value: Fraction(counts.get(value, 0), filled or 1) for value in VALUES},
    )


def _extremes(unsur: Mapping[str, UnsurResult]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """At most three lowest and three highest keys; ties go by questionnaire order."""
    scores = {key: row.nrr for key, row in unsur.items() if row.nrr is not None}
    bottom, top = min(scores.values(), default=None), max(scores.values(), default=None)
    below_top = [key for key in scores if scores[key] != top]
    lowest = sorted(below_top, key=lambda key: scores[key])[:3]
    above_bottom = [key for key in scores if scores[key] != bottom and key not in lowest]
    highest = sorted(above_bottom, key=lambda key: -scores[key])[:3]
    return tuple(lowest), tuple(highest)


def _reason(instrument: Instrument, tallies: Tallies) -> str | None:
    if not tallies.respondents:
        return "IKM tidak dapat dihitung karena belum ada responden."
    empty = [unsur.name for unsur in instrument.unsur if not tallies.filled(unsur.key)]
    if empty:
        return f"IKM tidak dapat dihitung karena belum ada jawaban untuk unsur {'; '.join(empty)}."
    return None
