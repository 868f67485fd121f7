"""Every statement of the store is SQL that both engines understand, as a parser of either reads it."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
import sqlglot
from sqlglot import exp

import kiosk.store
from kiosk.store.engine.postgres_sql import translate
from kiosk.store.engine.postgres_sql import translate_schema
from kiosk.store.migrations import STEPS

# Functions that mean the same on SQLite and on PostgreSQL.
SHARED = frozenset(
    "abs and case cast coalesce count exists length lower ltrim max min not or replace substr sum".split()
)
# SQLite's own words, and the modules that are about one engine.
OWN_WORDS = re.compile(
    r"\b(or\s+(replace|ignore)|glob|regexp|rowid|ifnull|iif|strftime|julianday|datetime|printf|group_concat|"
    r"indexed\s+by|autoincrement|json_\w+|ilike|to_char|now|string_agg|array_agg|distinct\s+on|nulls)\b(?!\s*=)",
    re.IGNORECASE,
)
OF_ONE_ENGINE = re.compile(
    r"\s*(pragma|set\s|begin|commit|rollback|savepoint|release|drop|alter)", re.IGNORECASE
)
ENGINES = ("engine.postgres", "engine.sqlite", "engine.copies", "exchange.moving")


_HOLE = "hole"


@dataclass(frozen=True)
class Statement:
    """A statement as written in `module`; `holes` says that parts are filled in when it runs."""

    where: str
    sql: str
    holes: bool


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(kiosk.store.__path__, "kiosk.store."):
        if ".migrations" not in found.name and not found.ispkg and not found.name.endswith(ENGINES):
            if not found.name.startswith("kiosk.store.engine.postgres"):
                yield importlib.import_module(found.name)


def _statements() -> Iterator[Statement]:
    for module in _modules():
        assert module.__file__
        for node in ast.walk(ast.parse(Path(module.__file__).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in ("execute", "stream"):
                for argument in node.args[:2]:
                    sql, holes = _text(argument, module)
                    if " " in sql and not OF_ONE_ENGINE.match(sql):
                        yield Statement(f"{module.__name__}:{node.lineno}", sql, holes)


def _name(function: ast.expr) -> str:
    return getattr(function, "attr", getattr(function, "id", ""))


def _text(node: ast.expr, module: ModuleType) -> tuple[str, bool]:
    """The text of an argument, with `_HOLE` where it is not known before it runs."""
    if isinstance(node, ast.JoinedStr):
        parts = [_text(part, module) for part in node.values]
        return "".join(text for text, _ in parts), any(holes for _, holes in parts)
    if isinstance(node, ast.Constant):
        return (node.value, False) if isinstance(node.value, str) else ("", False)
    if isinstance(node, ast.FormattedValue):
        try:
            code = compile(ast.Expression(node.value), "sql", "eval")
            return str(eval(code, dict(vars(module)))), False  # noqa: S307 - our own source
        except NameError:
            return _HOLE, True
    named = getattr(module, node.id, "") if isinstance(node, ast.Name) else ""
    return (named, False) if isinstance(named, str) else ("", False)


_PARAMETER = re.compile(r"(?<!:):\w+|\?")
STATEMENTS = list(_statements())


def _as_postgres(sql: str) -> str:
    return re.sub(r"%\(\w+\)s|%s", "null", translate(sql)).replace("%%", "%")


def _problem(one: Statement, dialect: str) -> str | None:
    sql = _PARAMETER.sub("null", one.sql) if dialect == "sqlite" else _as_postgres(one.sql)
    try:
        return "unknown" if isinstance(sqlglot.parse_one(sql, read=dialect), exp.Command) else None
    except sqlglot.ParseError as error:
        return str(error)


@pytest.mark.parametrize("dialect", ["sqlite", "postgres"])
def test_every_statement_is_sql_of_both_engines(dialect: str) -> None:
    assert len(STATEMENTS) > 250, "the search finds the store's statements"
    problems = {one: problem for one in STATEMENTS if (problem := _problem(one, dialect))}
    assert not {one.where: problem for one, problem in problems.items() if not one.holes}
    # Statements that make sense only with the parts that they get when they run.
    assert len(problems) <= 6, [one.where for one in problems]


def test_every_function_means_the_same_on_both_engines() -> None:
    found: dict[str, str] = {}
    for one in STATEMENTS:
        sql = _PARAMETER.sub("null", re.sub(r"'[^']*'", "''", one.sql))
        for name in re.findall(r"\b([a-z_]\w*)\(", sql, re.IGNORECASE):
            if name != _HOLE:
                found.setdefault(name.lower(), one.where)
        if own := OWN_WORDS.search(sql):
            found[own[0]] = one.where
    assert {"coalesce", "count", "sum"} <= found.keys()
    assert not found.keys() - SHARED, {name: found[name] for name in found.keys() - SHARED}


# What Citus 12 refuses on the tables of a distributed schema, from its error messages.
REFUSED_BY_CITUS = {
    "a column and its constraint at once": r"add\s+column\b.*\b(check|references|unique|primary)\b",
    "a constraint without a name": r"\badd\s+(check|foreign\s+key|unique|primary\s+key)\b",
    "another type of a column": r"alter\s+column\s+\w+\s+(set\s+data\s+)?type",
    "what is no table and no index": r"create\s+(or\s+replace\s+)?(?!(unique\s+)?index|table)\w",
    "rows that number themselves": r"\b(big)?serial\b|\bgenerated\s|\bidentity\b|nextval",
    "a table from a query": r"create\s+table\s+\w+\s+as\b",
    "an exclusion": r"\bexclude\s",
}


class _Recorder:
    """Stands for the database of a migration and keeps its statements; it finds no rows."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def execute(self, sql: str, parameters: object = None) -> list[object]:
        self.statements += translate_schema(sql) if re.match(r"\s*(create|alter|drop)\b", sql) else [sql]
        return _Nothing()


class _Nothing(list[object]):
    def fetchall(self) -> list[object]:
        return []

    def fetchone(self) -> None:
        return None


def test_no_migration_has_a_statement_that_citus_refuses() -> None:
    recorder = _Recorder()
    for step in STEPS:
        step(recorder)  # type: ignore[arg-type]
    assert len(recorder.statements) > 150
    refused = [
        f"{why}: {sql}"
        for why, rule in REFUSED_BY_CITUS.items()
        for sql in recorder.statements
        if re.search(rule, sql, re.IGNORECASE | re.DOTALL)
    ]
    assert not refused, "\n".join(refused)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("alter table a add column b text", ['alter table a add column b text collate "C"']),
        (
            "alter table a add column b integer not null default 0 check (b > 0)",
            [
                "alter table a add column b bigint not null default 0",
                "alter table a add constraint a_b_check check (b > 0)",
            ],
        ),
        (
            "alter table a add column b text references c (d)",
            [
                'alter table a add column b text collate "C"',
                "alter table a add constraint a_b_fkey foreign key (b) references c (d)",
            ],
        ),
    ],
)
def test_a_column_and_its_constraint_are_added_one_after_the_other(written: str, expected: list[str]) -> None:
    assert translate_schema(written) == expected
