"""What a person, or an office for all its files, has said about how to read a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field

from kiosk.sheets.twins import APART

EVERY = "semua"
RESPONDENTS = APART
TALLY = "hitungan"


@dataclass(frozen=True)
class Decisions:
    """What a person, or an office for all its files, has said about how to read a file.

    `questionnaire` is the id of the one that was asked, "" where the titles decide. `order` is that of bare
    labels; `sheets` are names of worksheets, or `EVERY`; empty leaves it to the file.
    `columns` says by index what a column is, `row` where the titles are (0: nowhere), `taught` what titles
    mean, `words` what words of answers mean, by unsur. `scale` has the meaning of values for all unsur,
    `day_order` that of dates in mere numbers, `rows` by sheet and row whether they are respondents, `table`
    whether a table of numbers holds respondents or counts, `offices` which offices' rows are read.
    """

    questionnaire: str = ""
    order: str = "kuesioner"
    sheets: tuple[str, ...] = ()
    columns: Mapping[int, str] = field(default_factory=dict)
    row: int | None = None
    taught: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    scale: Mapping[str, int] = field(default_factory=dict)
    day_order: str = ""
    rows: Mapping[tuple[str, int], bool] = field(default_factory=dict)
    table: str = ""
    offices: tuple[str, ...] = ()
