"""Translating the store's SQL to PostgreSQL's: placeholders, `like`, empty lists, types of columns."""

import functools
import itertools
import re
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

Parameters = Sequence[Any] | Mapping[str, Any]

_TOKEN = re.compile(
    r"""(?P<kept>'(?:[^']|'')*' | "[^"]*" | --[^\n]* | ::)
      | (?P<mark>\?) | :(?P<name>[a-z_]\w*) | (?P<percent>%) | (?P<like>\blike\b)
      | (?P<none>\bin\s*\(\s*\))""",
    re.VERBOSE | re.IGNORECASE,
)
_INSERT_VALUES = re.compile(r"\s*insert\s+into\s+\w+\s*\([^)]*\)\s*values\b", re.IGNORECASE)
_TYPES = {
    # Compares and sorts by code point, as SQLite does, whatever the server's locale.
    "text": 'text collate "C"',
    "integer": "bigint",
    "real": "double precision",
    "blob": "bytea",
}
_TYPED = re.compile(rf"\b(\w+)\s+({'|'.join(_TYPES)})\b", re.IGNORECASE)
REFERENCE = re.compile(
    r"(?P<column>\w+)\s+text\b(?P<rules>[^,]*?)\s+(?P<clause>references\s+(?P<table>\w+)\s*\([^)]*\)"
    r"(?:\s+on\s+delete\s+\w+)?)",
    re.IGNORECASE,
)
_ADD_COLUMN = re.compile(
    r"(?P<plain>\s*alter\s+table\s+(?P<table>\w+)\s+add\s+column\s+(?P<column>\w+).*?)"
    r"(?P<rule>\s(?:check\s*\(|references\s).*)?$",
    re.IGNORECASE | re.DOTALL,
)
CREATE_TABLE = re.compile(r"\s*create\s+table\s+(\w+)", re.IGNORECASE)


@functools.lru_cache(maxsize=1024)
def translate(sql: str, nulls: frozenset[int | str] = frozenset()) -> str:
    """The store's SQL with psycopg's placeholders; `like` and `in ()` behave as on SQLite.

    `nulls` are the parameters, by position or name, that are written into the SQL as `null`: the server can
    tell the type of every parameter but of one that is null.
    """
    positions = itertools.count()

    def one(found: re.Match[str]) -> str:
        if found["mark"]:
            return "null" if next(positions) in nulls else "%s"
        if found["name"]:
            return "null" if found["name"] in nulls else f"%({found['name']})s"
        if found["like"]:
            return "ilike"
        if found["none"]:
            return "in (select null where false)"
        return found[0].replace("%", "%%")

    return _TOKEN.sub(one, sql)


def bind(sql: str, parameters: Parameters) -> tuple[str, Parameters]:
    """A statement of the store and its parameters, as psycopg takes them."""
    if _INSERT_VALUES.match(sql):
        return translate(sql), parameters  # null has the type of its column there
    if isinstance(parameters, Mapping):
        nulls = frozenset(name for name, value in parameters.items() if value is None)
        return translate(sql, nulls), parameters
    where = frozenset(position for position, value in enumerate(parameters) if value is None)
    return translate(sql, where), [value for value in parameters if value is not None]


def translate_schema(sql: str) -> list[str]:
    """A `create`, `alter` or `drop` statement of the migrations as PostgreSQL's.

    Citus adds a column and its constraint one after the other, so they are two statements. The constraint
    gets the name that PostgreSQL would give it.
    """
    without = re.sub(r"\)\s*strict\s*$", ")", sql, flags=re.IGNORECASE)
    typed = _TYPED.sub(lambda found: f"{found[1]} {_TYPES[found[2].lower()]}", without)
    added = _ADD_COLUMN.match(typed)
    if added is None or added["rule"] is None:
        return [typed]
    table, column, rule = added["table"], added["column"], added["rule"].strip()
    if rule.lower().startswith("references"):
        return [added["plain"], add_reference(table, column, rule)]
    return [added["plain"], f"alter table {table} add constraint {table}_{column}_check {rule}"]


def add_reference(table: str, column: str, clause: str) -> str:
    """The statement that adds a foreign key of one column; `clause` begins with `references`."""
    return f"alter table {table} add constraint {table}_{column}_fkey foreign key ({column}) {clause}"
