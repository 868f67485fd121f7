"""Cleaning of text that people typed or a file contained."""

import re

# Control characters, halves of surrogate pairs, and marks that change the writing direction.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """`text` without invisible characters. PostgreSQL cannot store a NUL, and a name of them looks empty."""
    return _UNPRINTABLE.sub("", text)


def one_line(text: str | None) -> str:
    """`text` without needless spaces."""
    return " ".join(visible(text).split()) if text else ""
