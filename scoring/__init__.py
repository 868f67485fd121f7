"""The arithmetic of the SKM survey and its IKM: pure, exact, and without any dependency.

Nothing here reads a database, a request or a clock. No figure is ever a float: figures are `Fraction`s until
they are rounded, once, into `Decimal`s of two places. Messages are codes (`Reason`, `ScoringError.code`,
`Interval.estimator`); an application says them in its own language. Indonesian are only the regulations' own
words: keys, orders, titles, kinerja and the category of a capaian.
"""

from scoring.capaian import Capaian
from scoring.capaian import capaian
from scoring.compare import Comparison
from scoring.compare import Interval
from scoring.compare import compare
from scoring.compare import compare_unsur
from scoring.compare import interval
from scoring.compare import interval_obstacle
from scoring.compare import rank_bounds
from scoring.errors import SENTENCES
from scoring.errors import ConventionError
from scoring.errors import InstrumentError
from scoring.errors import PoolingError
from scoring.errors import ScoringError
from scoring.errors import TalliesError
from scoring.estimate import ALIKE
from scoring.estimate import CENSUS
from scoring.estimate import COMPLETE
from scoring.estimate import DIFFERENCE
from scoring.estimate import MEAN
from scoring.estimate import MIN_COMPLETE
from scoring.estimate import RATIO
from scoring.estimate import TOO_FEW
from scoring.estimate import UNKNOWN
from scoring.index import CONVENTIONS
from scoring.index import NO_ANSWERS
from scoring.index import NO_RESPONDENTS
from scoring.index import NO_UNSUR
from scoring.index import IndexResult
from scoring.index import ItemResult
from scoring.index import Reason
from scoring.index import Result
from scoring.index import UnsurResult
from scoring.index import score
from scoring.index import score_indices
from scoring.instrument import Group
from scoring.instrument import Index
from scoring.instrument import Instrument
from scoring.instrument import Unsur
from scoring.instrument import list_instruments
from scoring.instrument import load_instrument
from scoring.instrument import parse_instrument
from scoring.mutu import Band
from scoring.mutu import exact
from scoring.mutu import grade
from scoring.mutu import round_half_up
from scoring.pooling import pool
from scoring.pooling import pooled_rules
from scoring.pooling import pooling_obstacle
from scoring.pooling import score_together
from scoring.sample import missing
from scoring.sample import sample_size
from scoring.tallies import VALUES
from scoring.tallies import Means
from scoring.tallies import Partial
from scoring.tallies import Spread
from scoring.tallies import Tallies

__all__ = [
    "ALIKE",
    "CENSUS",
    "COMPLETE",
    "CONVENTIONS",
    "DIFFERENCE",
    "MEAN",
    "MIN_COMPLETE",
    "NO_ANSWERS",
    "NO_RESPONDENTS",
    "NO_UNSUR",
    "RATIO",
    "SENTENCES",
    "TOO_FEW",
    "UNKNOWN",
    "VALUES",
    "Band",
    "Capaian",
    "Comparison",
    "ConventionError",
    "Group",
    "Index",
    "IndexResult",
    "Instrument",
    "InstrumentError",
    "Interval",
    "ItemResult",
    "Means",
    "Partial",
    "PoolingError",
    "Reason",
    "Result",
    "ScoringError",
    "Spread",
    "Tallies",
    "TalliesError",
    "Unsur",
    "UnsurResult",
    "capaian",
    "compare",
    "compare_unsur",
    "exact",
    "grade",
    "interval",
    "interval_obstacle",
    "list_instruments",
    "load_instrument",
    "missing",
    "parse_instrument",
    "pool",
    "pooled_rules",
    "pooling_obstacle",
    "rank_bounds",
    "round_half_up",
    "sample_size",
    "score",
    "score_indices",
    "score_together",
]
