"""Adding up answers to different questionnaires, where that is the same index.

Answers may be pooled when the questionnaires have the same unsur with the same weights and the same bands:
then a value of 1 to 4 of an unsur means the same to the index, however many items it came from.
"""

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from scoring.errors import PoolingError
from scoring.index import Reason
from scoring.index import Result
from scoring.index import score
from scoring.instrument import Instrument
from scoring.tallies import Means
from scoring.tallies import Tallies
from scoring.tallies import add_counts

SEPARATOR = "+"  # between the ids of what was pooled


def pooling_obstacle(one: Instrument, other: Instrument) -> str | None:
    """Why answers to these two must not be added up; None when they may be.

    `no_unsur` (one has no IKM), `different_unsur`, `different_weights` or `different_bands`.
    """
    if not one.unsur or not other.unsur:
        return "no_unsur"
    weights = [{unsur.key: unsur.weight for unsur in instrument.unsur} for instrument in (one, other)]
    if weights[0].keys() != weights[1].keys():
        return "different_unsur"
    if weights[0] != weights[1]:
        return "different_weights"
    return "different_bands" if one.bands != other.bands else None


def pool(parts: Sequence[tuple[Instrument, Tallies]]) -> tuple[Instrument, Tallies]:
    """One instrument and one set of tallies for the answers to several questionnaires; at least one part.

    Parts of one instrument are added up as they are. Otherwise the instrument has the unsur, order and bands
    of the first, one item per unsur, no other index, and the ids joined with "+"; an unsur's counts are the
    answers to all its items, and items are reported by each questionnaire alone. `score` takes both.

    Raises `PoolingError` with the code of `pooling_obstacle`.
    """
    (first, pooled), *others = parts
    if any(instrument != first for instrument, _ in others):
        ids = dict.fromkeys(instrument.id for instrument, _ in parts)
        for instrument, _ in others:
            if obstacle := pooling_obstacle(first, instrument):
                raise PoolingError(obstacle, one=first.id, other=instrument.id)
        (_, pooled), *others = [(instrument, _by_unsur(instrument, tallies)) for instrument, tallies in parts]
        first = _joined(first, SEPARATOR.join(ids))
    for _, tallies in others:
        pooled += tallies
    return first, pooled


def pooled_rules(instruments: Sequence[Instrument]) -> Instrument:
    """The instrument that `pool` gives for answers to all of these, at least one. Raises `PoolingError`."""
    return pool([(instrument, Tallies.empty(instrument)) for instrument in instruments])[0]


def score_together(parts: Sequence[tuple[Instrument, Tallies]]) -> Result:
    """The result of answers to several questionnaires, at least one, in their own weights.

    Where they must not be pooled there is no IKM: `reason` names the obstacle and the two questionnaires, and
    no unsur has an answer.
    """
    try:
        return score(*pool(parts))
    except PoolingError as error:
        first = parts[0][0]
        between = (str(error.values["one"]), str(error.values["other"]))
        return replace(
            score(first, Tallies.empty(first)),
            respondents=sum(tallies.respondents for _, tallies in parts),
            reason=Reason(error.code, between=between),
        )


def _joined(first: Instrument, id: str) -> Instrument:
    unsur = tuple(replace(unsur, items=(unsur.key,)) for unsur in first.unsur)
    return replace(first, id=id, items=first.keys(), unsur=unsur, indices=())


def _by_unsur(instrument: Instrument, tallies: Tallies) -> Tallies:
    """The tallies with one entry per unsur: its answers together, and the sum of respondents' values."""
    counts, means = {}, {}
    for unsur in instrument.unsur:
        row = dict[int, int]()
        for item in unsur.items:
            row = add_counts(row, tallies.counts[item], tallies.scale)
        counts[unsur.key] = row
        total = tallies.sum(unsur.key) * instrument.unit
        means[unsur.key] = Means(int(total), tallies.filled(unsur.key), instrument.unit)
    return Tallies(tallies.respondents, counts, tallies.spread, MappingProxyType(means), tallies.scale)
