"""What a person says of rows: whether they are respondents."""

import re
from collections.abc import Iterable
from collections.abc import Iterator

_SAID = re.compile(r"(?:(?P<sheet>.+)!)?(?P<rows>[0-9][0-9,–-]*)=(?P<is_one>bukan|responden)")
_MOST_SAID = 10_000


class RowsError(ValueError):
    """Rows that are not said as they have to be; the message is Indonesian."""


def read_row_verdicts(texts: Iterable[str]) -> dict[tuple[str, int], bool]:
    """Whether rows, by sheet ("" for any), are respondents, from "12,15-17=bukan". Raises `RowsError`."""
    verdicts: dict[tuple[str, int], bool] = {}
    for text in texts:
        found = _SAID.fullmatch(text.strip())
        numbers = list(_expand(found["rows"])) if found else []
        if found is None or not numbers or len(numbers) > _MOST_SAID:
            raise RowsError(f"“{text}” ditulis BARIS=bukan atau BARIS=responden, misalnya 12,15-17=bukan.")
        verdicts |= {(found["sheet"] or "", number): found["is_one"] == "responden" for number in numbers}
    return verdicts


def _expand(text: str) -> Iterator[int]:
    for part in filter(None, text.replace("–", "-").split(",")):
        first, _, last = part.partition("-")
        if first.isdigit() and (last or first).isdigit() and len(last or first) < 8:
            yield from range(int(first), min(int(last or first), int(first) + _MOST_SAID) + 1)
