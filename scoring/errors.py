"""Faults as codes with values: an application can say them in its own language.

`str(error)` is the English sentence in `SENTENCES`, for developers. `code` and `values` are stable: an
application that speaks to people looks its own sentence up by the code and fills in the same values.
"""

from collections.abc import Mapping
from types import MappingProxyType

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        # Reading a TOML text
        "not_toml": "{where}: not TOML: {detail}",
        "missing": "{where}: {name} is missing",
        "not_text": "{where}: {name}: not a text: {value!r}",
        "not_texts": "{where}: {name}: not a list of texts: {value!r}",
        "not_whole": "{where}: {name}: not a whole number: {value!r}",
        "not_table": "{where}: {name}: not a table: {value!r}",
        "not_tables": "{where}: {name}: not a list of tables: {value!r}",
        "not_number": '{where}: {name}: not a number such as "1/9" or "0.071": {value!r}',
        "not_cents": "{where}: {name}: a bound has at most two decimals, not {value}",
        "unknown_names": "{where}: unknown: {names}",
        # Instruments
        "unknown_instrument": "no instrument {id!r}; there are {known}",
        "changed_rules": "{where}: these rules are already known with other contents, and rules never change",
        "other_id": "{where}: says it is {id!r}",
        "unknown_order": "{where}: no order {order!r}; there are {known}",
        "unknown_unsur": "{where}: no unsur {key!r}",
        "nothing_asked": "{where}: neither an unsur nor an index",
        "scale": "{where}: scale: from 2 to 10, and 4 where there are unsur, not {scale}",
        "same_key": "{where}: the key {key} is used twice",
        "sole_item": "{where}: {key}: a single item has the key of what it counts for, not {item}",
        "item_key": "{where}: {key}: one of several items needs a key of its own",
        "items_differ": "{where}: items: does not name every item exactly once",
        "order_differs": "{where}: the order {order} does not name every unsur exactly once",
        "weight_not_positive": "{where}: weight of {key}: not above 0: {weight}",
        "weight_sum": "{where}: the weights sum to {sum}, not to {expected}",
        "weights_above_one": "{where}: the weights sum to {sum}, which takes the IKM above 100",
        "weights_incomplete": "{where}: weights are for {keys}: all of them, only them",
        "band": "{where}: band {number} ({mutu}) must start at {expected} and end above, "
        "with persepsi {number}; it is {low} to {high}, persepsi {persepsi}",
        "bands_end": "{where}: the bands end at {end}, not at 100.00",
        "same_mutu": "{where}: a mutu is used for two bands: {letters}",
        # Conventions
        "unknown_convention": "no such convention: {convention}; there are {known}",
        "convention_unsur": "{convention} weighs nine unsur; {where} has {number}",
        # Tallies
        "not_answer": "response {response}, {key}: not an answer from 1 to {scale}: {value!r}",
        "not_counts": "{key}: not counts of the answers 1 to {scale}: {counts}",
        "too_many": "{key}: {filled} answers of {respondents} respondents",
        "impossible_means": "{key}: {filled} means on a scale of {scale} cannot sum to {total}/{unit}",
        "impossible_spread": "no responses have this spread: {spread}",
        "too_complete": "{complete} complete responses, but an unsur with {fewest} answers",
        "other_tallies": "these tallies are not of {where}: {keys}",
        "unlike_tallies": "tallies of different questionnaires are not added; see pool()",
        # Pooling
        "different_unsur": "{one} and {other} cannot be pooled: other unsur",
        "different_weights": "{one} and {other} cannot be pooled: other weights",
        "different_bands": "{one} and {other} cannot be pooled: other bands",
        "no_unsur": "{one} and {other} cannot be pooled: no unsur",
    }
)


class ScoringError(ValueError):
    """The base of every fault this library reports; `code` is a key of `SENTENCES`."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(SENTENCES[code].format(**values))
        self.code = code
        self.values: Mapping[str, object] = MappingProxyType(values)


class InstrumentError(ScoringError):
    """An instrument that does not exist or whose data contradicts itself."""


class ConventionError(ScoringError):
    """A weight convention that does not exist, or not for this instrument."""


class TalliesError(ScoringError):
    """Counts that contradict each other, answers outside the scale, or tallies of another instrument."""


class PoolingError(ScoringError):
    """Two instruments whose answers must not be added up."""
