"""One sheet of a file with its tables, before it is decided which sheets are read."""

from dataclasses import dataclass
from dataclasses import field

from kiosk.sheets.arrangements import TallyTable
from kiosk.sheets.cells import Sheet
from kiosk.sheets.judged import Judged
from kiosk.sheets.tables import Table


@dataclass
class Reading:
    """One sheet with its tables; `judged` are those with respondents or rows in doubt."""

    sheet: Sheet
    tables: list[Table]
    judged: list[Judged] = field(default_factory=list)
    tallies: list[tuple[Table, TallyTable]] = field(default_factory=list)
    recaps: list[Judged] = field(default_factory=list)

    @property
    def respondents(self) -> int:
        """Rows that are respondents, or may be."""
        return sum(one.respondents + one.undecided for one in self.judged)

    @property
    def digest(self) -> tuple[int, int]:
        """The same for sheets with the same answers."""
        return self.respondents, sum(one.digest for one in self.judged)

    @property
    def has_unread_rows(self) -> bool:
        """Whether it has no respondents only because an unsur has no column."""
        return not self.respondents and any(
            table.header.found > 1 and table.profiles.rows for table in self.incomplete
        )

    @property
    def incomplete(self) -> list[Table]:
        """Tables in which an unsur has no column, or several."""
        return [table for table in self.tables if not table.header.is_complete]
