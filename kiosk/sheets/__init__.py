"""Survey answers from the files offices already have, whatever program wrote them.

`files` turns bytes into sheets of cells; `headers` and `tables` find the tables on them; `rows` tells
respondents from everything else by evidence; `scale` decides what values mean, once for a file;
`understanding` puts it together and says what a person has to decide first.
"""

from kiosk.sheets.cells import Cell
from kiosk.sheets.cells import Note
from kiosk.sheets.cells import Sheet
from kiosk.sheets.cells import SheetError
from kiosk.sheets.files import read_sheets
from kiosk.sheets.questions import Question
from kiosk.sheets.understanding import Decisions
from kiosk.sheets.understanding import Rejected
from kiosk.sheets.understanding import Skipped
from kiosk.sheets.understanding import Understanding
from kiosk.sheets.understanding import understand

__all__ = [
    "Cell",
    "Decisions",
    "Note",
    "Question",
    "Rejected",
    "Sheet",
    "SheetError",
    "Skipped",
    "Understanding",
    "read_sheets",
    "understand",
]
