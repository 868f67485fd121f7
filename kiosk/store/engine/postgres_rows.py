"""Rows and values of PostgreSQL in the form that SQLite gives and takes them."""

from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.rows import RowMaker
from psycopg.types.numeric import IntDumper
from psycopg.types.string import StrDumper


class PostgresRow(Sequence[Any]):
    """A row that is read by position, by name, or as a mapping (`dict(row)`), like `sqlite3.Row`."""

    __slots__ = ("_names", "_values")

    def __init__(self, names: Mapping[str, int], values: Sequence[Any]) -> None:
        self._names = names
        self._values = values

    def __getitem__(self, key: Any) -> Any:
        return self._values[self._names[key] if isinstance(key, str) else key]

    def __len__(self) -> int:
        return len(self._values)

    def keys(self) -> list[str]:
        """The names of the columns, in order."""
        return list(self._names)


def make_rows(cursor: psycopg.Cursor[Any]) -> RowMaker[PostgresRow]:
    """psycopg's row factory."""
    names = {column.name: position for position, column in enumerate(cursor.description or ())}
    return lambda values: PostgresRow(names, values)


class _Text(StrDumper):
    """Text with U+FFFD for U+0000, which PostgreSQL refuses; stored text never has it."""

    def dump(self, obj: str) -> Buffer | None:
        return super().dump(obj.replace("\0", "\ufffd"))


class _Number(Loader):
    """Loads `numeric`, the type of sums of integers, as int where it is whole, as SQLite does."""

    def load(self, data: Any) -> int | float:
        text = bytes(data)
        return float(text) if b"." in text or b"N" in text else int(text)


def register_types(connection: psycopg.Connection[Any]) -> None:
    """Let the connection send and read values as SQLite does."""
    connection.adapters.register_dumper(bool, IntDumper)
    connection.adapters.register_dumper(str, _Text)
    connection.adapters.register_loader("numeric", _Number)
