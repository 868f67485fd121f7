"""Survey answers from the files offices already have: CSV and workbooks, titles, summary rows and all.

`files` turns bytes into rows of cells, `headers` finds the row that names the unsur, `answers` tells
responses from everything else below it.
"""

from kiosk.sheets.answers import Reading
from kiosk.sheets.answers import Rejected
from kiosk.sheets.answers import Response
from kiosk.sheets.answers import read_answers
from kiosk.sheets.files import Cell
from kiosk.sheets.files import Sheet
from kiosk.sheets.files import SheetError
from kiosk.sheets.files import read_sheets
from kiosk.sheets.headers import Header
from kiosk.sheets.headers import find_header

__all__ = [
    "Cell",
    "Header",
    "Reading",
    "Rejected",
    "Response",
    "Sheet",
    "SheetError",
    "find_header",
    "read_answers",
    "read_sheets",
]
