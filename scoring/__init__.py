"""The arithmetic of the SKM survey and its IKM: pure, exact, and without any dependency.

Nothing here reads a database, a request or a clock, and nothing is a float: figures are `Fraction`s
until they are rounded, once, into `Decimal`s of two places.
"""

from scoring.capaian import Capaian
from scoring.capaian import capaian
from scoring.compare import Comparison
from scoring.compare import Interval
from scoring.compare import compare
from scoring.compare import interval
from scoring.compare import rank_bounds
from scoring.index import CONVENTIONS
from scoring.index import ConventionError
from scoring.index import Result
from scoring.index import UnsurResult
from scoring.index import score
from scoring.instrument import DEFAULT
from scoring.instrument import Instrument
from scoring.instrument import InstrumentError
from scoring.instrument import Unsur
from scoring.instrument import available
from scoring.instrument import load
from scoring.instrument import parse
from scoring.mutu import Band
from scoring.mutu import grade
from scoring.mutu import round_half_up
from scoring.sample import missing
from scoring.sample import sample_size
from scoring.tallies import VALUES
from scoring.tallies import Spread
from scoring.tallies import Tallies
from scoring.tallies import TalliesError

__all__ = [
    "CONVENTIONS",
    "DEFAULT",
    "VALUES",
    "Band",
    "Capaian",
    "Comparison",
    "ConventionError",
    "Instrument",
    "InstrumentError",
    "Interval",
    "Result",
    "Spread",
    "Tallies",
    "TalliesError",
    "Unsur",
    "UnsurResult",
    "available",
    "capaian",
    "compare",
    "grade",
    "interval",
    "load",
    "missing",
    "parse",
    "rank_bounds",
    "round_half_up",
    "sample_size",
    "score",
]
