"""The answers of a period by questionnaire: which are added up, and what each comes to by itself.

The IKM is that of all answers to questionnaires that have one, where these may be pooled (`scoring.pooling`).
Otherwise there is none, with the reason, and each questionnaire has its own. Indices beside the IKM, such as
IPAK, are always by questionnaire.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace

from kiosk.questionnaire.catalogue import load_rules
from kiosk.questionnaire.catalogue import official
from kiosk.store.answers.counting import Parts
from scoring import NO_UNSUR
from scoring import IndexResult
from scoring import Instrument
from scoring import Reason
from scoring import Result
from scoring import Tallies
from scoring import pooling_obstacle
from scoring import score
from scoring import score_indices
from scoring import score_together


@dataclass(frozen=True)
class Together:
    """`result` is of all answers that count for the IKM, `parts` of each questionnaire by itself, by id.

    `indices` are those beside the IKM, by id of the questionnaire and key of the index.
    """

    result: Result
    parts: tuple[Result, ...]
    indices: Mapping[str, Mapping[str, IndexResult]]


def score_parts(parts: Parts) -> Together:
    """Score the answers to each questionnaire, and together those that count for the IKM."""
    rules = {id: load_rules(id) for id in sorted(parts)}
    alone = {id: score(rules[id], parts[id]) for id in rules}
    indices = {id: score_indices(rules[id], parts[id]) for id in rules if rules[id].indices}
    of_index = [id for id in rules if rules[id].unsur]
    if len(of_index) == 1:
        result = alone[of_index[0]]
    elif of_index:
        result = score_together([(rules[id], parts[id]) for id in of_index])
    else:
        result = _without_index(count_parts(parts))
    return Together(result, tuple(alone.values()), indices)


def _without_index(respondents: int) -> Result:
    """No IKM: no respondents, or only those of questionnaires that have none."""
    rules = official().rules
    result = score(rules, Tallies.empty(rules))
    return replace(result, respondents=respondents, reason=Reason(NO_UNSUR)) if respondents else result


def pick_part(parts: Parts, only: str) -> Parts:
    """The answers to the questionnaire `only`; all of them where it is empty."""
    return {id: tallies for id, tallies in parts.items() if only in ("", id)}


def list_groups(parts: Iterable[Result]) -> list[tuple[Instrument, ...]]:
    """The questionnaires with an IKM in groups whose answers are added up: one group, or each by itself."""
    rules = [part.instrument for part in parts if part.instrument.unsur]
    if any(pooling_obstacle(rules[0], other) for other in rules[1:]):
        return [(one,) for one in rules]
    return [tuple(rules)] if rules else []


def add_parts(several: Iterable[Parts]) -> Parts:
    """The answers of several groups of respondents together, still by questionnaire."""
    total: dict[str, Tallies] = {}
    for parts in several:
        for id, tallies in parts.items():
            total[id] = total[id] + tallies if id in total else tallies
    return total


def count_parts(parts: Parts) -> int:
    """The respondents of all questionnaires."""
    return sum(tallies.respondents for tallies in parts.values())
