"""Reading TOML tables strictly: every value is present, has its type, and no unknown name is left over."""

import re
import tomllib
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from scoring.errors import InstrumentError

# An exponent of many digits would take minutes to expand.
_PLAIN_NUMBER = re.compile(r"\s*[-+]?[0-9]{1,30}([./][0-9]{1,30})?\s*")


class TomlTable:
    """One TOML table; `where` names it in messages.

    Each method takes one value out and raises `InstrumentError` when it is missing or of another type.
    `end` refuses what is left.
    """

    def __init__(self, values: Mapping[str, Any], where: str) -> None:
        self.where = where
        self._values = dict(values)

    def _take(self, name: str, default: Any = None) -> Any:
        value = self._values.pop(name, default)
        if value is None:
            raise InstrumentError("missing", where=self.where, name=name)
        return value

    def _wrong(self, code: str, name: str, value: object) -> InstrumentError:
        return InstrumentError(code, where=self.where, name=name, value=value)

    def string(self, name: str, default: str | None = None) -> str:
        """A text that is not blank."""
        value = self._take(name, default)
        if not isinstance(value, str) or not value.strip():
            raise self._wrong("not_text", name, value)
        return value

    def strings(self, name: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of texts, none blank."""
        value = self._take(name, default)
        if not isinstance(value, list | tuple) or not all(
            isinstance(one, str) and one.strip() for one in value
        ):
            raise self._wrong("not_texts", name, value)
        return tuple(value)

    def integer(self, name: str) -> int:
        """A whole number."""
        value = self._take(name)
        if type(value) is not int:
            raise self._wrong("not_whole", name, value)
        return value

    def fraction(self, name: str) -> Fraction:
        """An exact number written as a text: "1/9", "0.071"."""
        return exact_number(self.string(name), self.where, name)

    def mapping(self, name: str) -> Mapping[str, Any]:
        """The table with this name as it is, empty when it is absent; its values are not checked."""
        value = self._take(name, {})
        if not isinstance(value, Mapping):
            raise self._wrong("not_table", name, value)
        return value

    def tables(self, name: str) -> list["TomlTable"]:
        """A list of tables, none when the name is absent; each is called by its `key`, else by its number."""
        value = self._take(name, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self._wrong("not_tables", name, value)
        return [
            TomlTable(one, f"{self.where}: {name} {one.get('key', i)}")
            for i, one in enumerate(value, start=1)
        ]

    def end(self) -> None:
        """Refuse names that no method took: a misspelt one would otherwise be ignored silently."""
        if self._values:
            raise InstrumentError("unknown_names", where=self.where, names=", ".join(sorted(self._values)))


# `tomllib` takes time with the square of the parts of a dotted name, 50 s for 120 KB of them. A questionnaire
# in three languages has some hundred dots, names and sentences together.
_MOST_DOTS = 4000


def read_toml(text: str, source: str) -> TomlTable:
    """The top table of a TOML text."""
    try:
        if text.count(".") > _MOST_DOTS:
            raise ValueError("too many dots")
        return TomlTable(tomllib.loads(text), source)
    except (ValueError, RecursionError) as error:  # numbers and nesting without end are no TOMLDecodeError
        raise InstrumentError("not_toml", where=source, detail=error) from None


def exact_number(value: Fraction | str, where: str, name: str) -> Fraction:
    """An exact number from "1/9", "0.071" or a Fraction."""
    if isinstance(value, str) and not _PLAIN_NUMBER.fullmatch(value):
        raise InstrumentError("not_number", where=where, name=name, value=value)
    try:
        return Fraction(value)
    except (ValueError, ZeroDivisionError):
        raise InstrumentError("not_number", where=where, name=name, value=value) from None
