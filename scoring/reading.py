"""Reading TOML tables strictly: every value is there, has its type, and nothing is left over."""

import tomllib
from collections.abc import Mapping
from typing import Any


class InstrumentError(ValueError):
    """An instrument that does not exist or whose data contradicts itself; the message says where and why."""


class Table:
    """One TOML table; `where` names it in messages. Values are taken out; `end` refuses what is left."""

    def __init__(self, values: Mapping[str, Any], where: str) -> None:
        self.where = where
        self._values = dict(values)

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def _take(self, name: str, default: Any = None) -> Any:
        value = self._values.pop(name, default)
        if value is None:
            raise InstrumentError(f"{self.where}: {name} is missing")
        return value

    def string(self, name: str) -> str:
        """A text that is not blank."""
        value = self._take(name)
        if not isinstance(value, str) or not value.strip():
            raise InstrumentError(f"{self.where}: {name}: not a text: {value!r}")
        return value

    def strings(self, name: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of texts, none blank."""
        value = self._take(name, default)
        if not isinstance(value, list | tuple) or not all(
            isinstance(one, str) and one.strip() for one in value
        ):
            raise InstrumentError(f"{self.where}: {name}: not a list of texts: {value!r}")
        return tuple(value)

    def integer(self, name: str) -> int:
        """A whole number."""
        value = self._take(name)
        if type(value) is not int:
            raise InstrumentError(f"{self.where}: {name}: not a whole number: {value!r}")
        return value

    def flag(self, name: str) -> bool:
        """true or false; false when it is not there."""
        value = self._take(name, False)
        if not isinstance(value, bool):
            raise InstrumentError(f"{self.where}: {name}: not true or false: {value!r}")
        return value

    def table(self, name: str, default: Mapping[str, Any] | None = None) -> "Table":
        """A table inside this one."""
        value = self._take(name, default)
        if not isinstance(value, Mapping):
            raise InstrumentError(f"{self.where}: {name}: not a table: {value!r}")
        return Table(value, f"{self.where}: {name}")

    def tables(self, name: str) -> list["Table"]:
        """A list of at least one table; each is called by its `key`, else by its number from 1."""
        value = self._take(name)
        if not isinstance(value, list) or not value or not all(isinstance(one, dict) for one in value):
            raise InstrumentError(f"{self.where}: {name}: not a list of tables: {value!r}")
        return [
            Table(one, f"{self.where}: {name} {one.get('key', i)}") for i, one in enumerate(value, start=1)
        ]

    def end(self) -> None:
        """Refuse names that nobody asked for: a misspelt one would otherwise be lost in silence."""
        if self._values:
            raise InstrumentError(f"{self.where}: unknown: {', '.join(sorted(self._values))}")


def read_toml(text: str, source: str) -> Table:
    """The top table of a TOML text."""
    try:
        return Table(tomllib.loads(text), source)
    except tomllib.TOMLDecodeError as error:
        raise InstrumentError(f"{source}: not TOML: {error}") from None
