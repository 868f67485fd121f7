"""The index: NRR per unsur, NI and IKM, exactly as the annex of PermenPANRB 14/2017 defines them.

    NRR_u = sum of values / number of filled values        NRR tertimbang_u = NRR_u × weight_u
    NI = Σ NRR tertimbang_u  (1..4)                         IKM = NI × 25  (25..100)

The value of an unsur for a respondent is the answer to its item, or the mean of its items that were answered.
All of it is exact; the IKM is rounded once, half up, to two decimals, and that figure is graded.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from scoring.errors import ConventionError
from scoring.errors import TalliesError
from scoring.instrument import Index
from scoring.instrument import Instrument
from scoring.instrument import Unsur
from scoring.mutu import grade
from scoring.mutu import round_half_up
from scoring.tallies import Tallies

SCALE = 25  # from NI (1..4) to IKM (25..100)

# How offices have written the weight of one of nine unsur. Only the first sums to 1; the others are
# here to reproduce figures that were published with them, and every result says which one it used.
CONVENTIONS: Mapping[str, Fraction] = MappingProxyType(
    {"1/9": Fraction(1, 9), "0.111": Fraction("0.111"), "0.11": Fraction("0.11")}
)

# How many unsur are named as lowest and highest, and at most with those equal to the last.
_EXTREMES, _MOST_EXTREMES = 3, 5

# Why there is no IKM: the codes of `Reason`.
NO_UNSUR = "no_unsur"
NO_RESPONDENTS = "no_respondents"
NO_ANSWERS = "no_answers"


@dataclass(frozen=True)
class ItemResult:
    """One item by itself: the sum and number of its answers, their mean, and the part each answer took.

    `mean` is None, and `shares` are all 0, when the item has no answer.
    """

    key: str
    sum: int
    filled: int
    blank: int
    mean: Fraction | None
    shares: Mapping[int, Fraction]


@dataclass(frozen=True)
class UnsurResult:
    """One unsur: the sum and number of the respondents' values, and what follows from them.

    `nrr`, `weighted` (NRR × weight), `converted` (NRR × 25, two decimals) and its `mutu` are None when
    it has no answer. `shares` is the part of the filled answers, of all items together, that each of 1..4
    took; all 0 when there is none. `items` has each item of an unsur that has several; else it is empty.
    """

    key: str
    weight: Fraction
    sum: Fraction
    filled: int
    blank: int
    nrr: Fraction | None
    weighted: Fraction | None
    converted: Decimal | None
    mutu: str | None
    shares: Mapping[int, Fraction]
    items: tuple[ItemResult, ...]

    @property
    def weakest_item(self) -> str | None:
        """The item with the lowest mean; None where all are equal or there is one item."""
        means = {item.key: item.mean for item in self.items if item.mean is not None}
        return min(means, key=lambda key: means[key]) if len(set(means.values())) > 1 else None


@dataclass(frozen=True)
class Reason:
    """Why there is no IKM: `NO_UNSUR`, `NO_RESPONDENTS`, or `NO_ANSWERS` to the unsur with these keys.

    Or the code of a `pooling_obstacle` between the answers to two questionnaires with these ids.
    """

    code: str
    unsur: tuple[str, ...] = ()
    between: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """A scored group of respondents; `unsur` is in the order `kuesioner`.

    `convention` names the weights that were used. `ni`, `ikm`, `mutu` and `kinerja` are None, and
    `reason` says why, when an unsur has no answer. `lowest` and `highest` are about three keys each, the most
    extreme first: those with the same converted value are in together or not at all. No unsur is in both, and
    none is in either when all are equal or there is a single respondent.
    """

    instrument: Instrument
    convention: str
    respondents: int
    unsur: Mapping[str, UnsurResult]
    ni: Fraction | None
    ikm: Decimal | None
    mutu: str | None
    kinerja: str | None
    reason: Reason | None
    lowest: tuple[str, ...]
    highest: tuple[str, ...]
    tallies: Tallies


@dataclass(frozen=True)
class IndexResult:
    """An index beside the IKM, such as IPAK; it is never part of the IKM.

    `filled` respondents answered at least one of its items. `mean` is the mean of their own means, on the
    scale of the answers. `value` is the same on a scale of 4: `mean` × 4 / scale. `converted` is `value` × 25
    with two decimals. All three are None when no item has an answer.
    """

    key: str
    filled: int
    blank: int
    mean: Fraction | None
    value: Fraction | None
    converted: Decimal | None
    items: tuple[ItemResult, ...]


def score(instrument: Instrument, tallies: Tallies, convention: str | None = None) -> Result:
    """Score `tallies`; `convention` is one of `CONVENTIONS`, by default the instrument's own weights.

    Raises `ConventionError` for a convention the instrument cannot be weighted with, and `TalliesError`
    for tallies of another instrument.
    """
    _check_fit(instrument, tallies)
    name = instrument.convention if convention is None else convention
    weights = _weights(instrument, name)
    unsur = {one.key: _score_unsur(instrument, tallies, one, weights[one.key]) for one in instrument.unsur}
    weighted = [row.weighted for row in unsur.values() if row.weighted is not None]
    ni = sum(weighted, Fraction()) if weighted and len(weighted) == len(unsur) else None
    ikm = None if ni is None else round_half_up(ni * SCALE)
    band = None if ikm is None else grade(instrument.bands, ikm)
    lowest, highest = _extremes(tallies, unsur)
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


def score_indices(instrument: Instrument, tallies: Tallies) -> dict[str, IndexResult]:
    """The indices beside the IKM, by key; empty for an instrument that has none.

    Raises `TalliesError` for tallies of another instrument.
    """
    _check_fit(instrument, tallies)
    return {index.key: _score_index(instrument, tallies, index) for index in instrument.indices}


def _check_fit(instrument: Instrument, tallies: Tallies) -> None:
    several = {group.key for group in instrument.groups if len(group.items) > 1}
    if (
        tallies.counts.keys() != set(instrument.items)
        or not several <= tallies.means.keys()
        or tallies.scale != instrument.scale
    ):
        raise TalliesError("other_tallies", where=instrument.id, keys=sorted(tallies.counts))


def _weights(instrument: Instrument, convention: str) -> dict[str, Fraction]:
    if convention == instrument.convention:
        return {unsur.key: unsur.weight for unsur in instrument.unsur}
    if convention not in CONVENTIONS:
        raise ConventionError("unknown_convention", convention=convention, known=", ".join(CONVENTIONS))
    if len(instrument.unsur) != 9:
        number = len(instrument.unsur)
        raise ConventionError("convention_unsur", convention=convention, where=instrument.id, number=number)
    return dict.fromkeys(instrument.keys(), CONVENTIONS[convention])


def _score_unsur(instrument: Instrument, tallies: Tallies, unsur: Unsur, weight: Fraction) -> UnsurResult:
    key = unsur.key
    total, filled = tallies.sum(key), tallies.filled(key)
    nrr = total / filled if filled else None
    converted = None if nrr is None else round_half_up(nrr * SCALE)
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
        shares=_shares(tallies, unsur.items),
        items=_score_items(tallies, unsur.items),
    )


def _score_index(instrument: Instrument, tallies: Tallies, index: Index) -> IndexResult:
    filled = tallies.filled(index.key)
    mean = tallies.sum(index.key) / filled if filled else None
    value = None if mean is None else mean * 4 / instrument.scale
    return IndexResult(
        key=index.key,
        filled=filled,
        blank=tallies.respondents - filled,
        mean=mean,
        value=value,
        converted=None if value is None else round_half_up(value * SCALE),
        items=_score_items(tallies, index.items),
    )


def _score_items(tallies: Tallies, items: tuple[str, ...]) -> tuple[ItemResult, ...]:
    """Each of several items; nothing for a single one, which is its unsur."""
    return tuple(_score_item(tallies, item) for item in items) if len(items) > 1 else ()


def _score_item(tallies: Tallies, key: str) -> ItemResult:
    filled, total = tallies.filled(key), int(tallies.sum(key))
    return ItemResult(
        key=key,
        sum=total,
        filled=filled,
        blank=tallies.respondents - filled,
        mean=Fraction(total, filled) if filled else None,
        shares=_shares(tallies, (key,)),
    )


def _shares(tallies: Tallies, items: tuple[str, ...]) -> dict[int, Fraction]:
    counts = {
        value: sum(tallies.counts[item].get(value, 0) for item in items)
        for value in range(1, tallies.scale + 1)
    }
    answers = sum(counts.values()) or 1
    return {value: Fraction(count, answers) for value, count in counts.items()}


def _extremes(tallies: Tallies, unsur: Mapping[str, UnsurResult]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lowest and the highest keys; figures that are printed alike count as equal."""
    scores = {key: row.converted for key, row in unsur.items() if row.converted is not None}
    if tallies.respondents < 2 or not scores:
        return (), ()
    bottom, top = min(scores.values()), max(scores.values())
    lowest = _extreme({key: value for key, value in scores.items() if value != top})
    rest = {key: -value for key, value in scores.items() if value != bottom and key not in lowest}
    return lowest, _extreme(rest)


def _extreme(scores: Mapping[str, Decimal]) -> tuple[str, ...]:
    """Three of the lowest keys or a few more: equal ones are named together, or not at all."""
    named: list[str] = []
    for level in sorted(set(scores.values())):
        equal = [key for key, value in scores.items() if value == level]
        if len(named) >= _EXTREMES or (named and len(named) + len(equal) > _MOST_EXTREMES):
            break
        named += equal
    return tuple(named)


def _reason(instrument: Instrument, tallies: Tallies) -> Reason | None:
    if not instrument.unsur:
        return Reason(NO_UNSUR)
    if not tallies.respondents:
        return Reason(NO_RESPONDENTS)
    empty = tuple(unsur.key for unsur in instrument.unsur if not tallies.filled(unsur.key))
    return Reason(NO_ANSWERS, empty) if empty else None
