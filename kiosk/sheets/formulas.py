"""Text that a spreadsheet would take for a formula: an apostrophe keeps it text in a CSV, and goes when read.

A spreadsheet set to semicolons, as Indonesian ones are, begins cells in the midst of ours too: after a
semicolon, a tab or the end of a line. An apostrophe is put at those places as well.
"""

import re

_BEGINNING = r"(?:^|(?<=[;\t\r\n]))"
_FORMULA = r"""(?=["' ]*[=+\-@＝＋－＠])"""
_BLANK = r"(?='*[\t\r\n])"
_RISKY = re.compile(f"{_BEGINNING}{_FORMULA}|^{_BLANK}")
_MARKED = re.compile(f"{_BEGINNING}'{_FORMULA}|^'{_BLANK}")


def as_text(value: str) -> str:
    """`value` so that a spreadsheet computes nothing of it; `from_text` gives it back."""
    return _RISKY.sub("'", value)


def from_text(value: str) -> str:
    """What `as_text` was given."""
    return _MARKED.sub("", value)
