"""Survey answers from the files offices already have, whatever program wrote them.

`files` turns bytes into sheets of cells; `headers` and `tables` find the tables on them; `finding` settles
which questionnaire they answer; `rows` tells respondents from everything else by evidence; `scale` decides
what values mean, once for a file. `understanding` puts it together; its result, `understood`, holds the
respondents and the questions that a person has to answer first.
"""

from kiosk.sheets.cells import Cell
from kiosk.sheets.cells import Note
from kiosk.sheets.cells import Sheet
from kiosk.sheets.cells import SheetError
from kiosk.sheets.decisions import Decisions
from kiosk.sheets.files import read_sheets
from kiosk.sheets.questions import Question
from kiosk.sheets.understanding import understand
from kiosk.sheets.understood import Rejected
from kiosk.sheets.understood import Skipped
from kiosk.sheets.understood import Understanding

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
