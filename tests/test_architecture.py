"""The shape of the house: who may import whom, where SQL lives, what is required, what lies at the top."""

import ast
import configparser
import re
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent

# The rooms of the house, from the ground up. A room may import from the rooms above it in this list.
ROOMS = [
    "scoring",
    "kiosk.base",
    "kiosk.questionnaire",
    "kiosk.store",
    "kiosk.db",
    "kiosk.answering",
    "kiosk.sheets",
    "kiosk.importing",
    "kiosk.figures",
    "kiosk.security",
    "kiosk.operations",
    "kiosk.appliance",
    "kiosk.papers",
    "kiosk.reports",
    "kiosk.web",
    "kiosk.forms",
    "kiosk.views",
    "kiosk.app",
    "kiosk.cli",
]
HEIGHT = {room: height for height, room in enumerate(ROOMS)}

# What a room may take from outside the standard library; rooms that are not named are free.
OUTSIDE = {
    "scoring": set(),
    "kiosk.store": {"psycopg", "psycopg_pool", "sqlite_utils"},
    "kiosk.papers": {"docx", "fontpkg_source_sans_3", "manimgx_fonts", "typst", "xlsxwriter"},
    "kiosk.figures": {"sqlite_utils"},
    "kiosk.forms": {"flask_wtf", "wtforms"},
}
# Packages that come with another one or under another name, or are needed without being imported.
COMES_WITH = {
    "click": "flask",
    "itsdangerous": "flask",
    "docx": "python-docx",
    "jinja2": "flask",
    "markupsafe": "flask",
    "nacl": "pynacl",
    "werkzeug": "flask",
}
NEVER_IMPORTED = {"tzdata"}

SQL = re.compile(
    r"\bselect\b.+\bfrom\b|\binsert\s+into\b|\bupdate\s+\w+\s+set\b|\bdelete\s+from\b"
    r"|\b(create|drop|alter)\s+(table|index|view)\b|\bpragma\b|\bbegin\s+immediate\b|\bvacuum\b",
    re.IGNORECASE | re.DOTALL,
)


def _module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {
    _module(path): ast.parse(path.read_text(encoding="utf-8"))
    for top in ("scoring", "kiosk")
    for path in sorted((ROOT / top).rglob("*.py"))
}


def _room(name: str) -> str | None:
    """The room that a module, or a name inside it, belongs to; None for `kiosk` itself."""
    while name and name not in HEIGHT:
        name = name.rpartition(".")[0]
    return name or None


def _imports(tree: ast.Module, *, deep: bool = True) -> Iterator[str]:
    for node in ast.walk(tree) if deep else tree.body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: write the import in full"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _ours(name: str) -> bool:
    return name.partition(".")[0] in ("scoring", "kiosk")


def _foreign(tree: ast.Module) -> set[str]:
    tops = {name.partition(".")[0] for name in _imports(tree)}
    return {top for top in tops if not _ours(top) and top not in sys.stdlib_module_names}


def test_the_modules_are_found() -> None:
    assert {"scoring", "kiosk", "kiosk.store", "kiosk.cli"} <= MODULES.keys()


@pytest.mark.parametrize("module", [module for module in MODULES if module != "kiosk"])
def test_every_module_has_a_room_and_imports_only_from_rooms_above(module: str) -> None:
    room = _room(module)
    assert room, f"{module} is in none of the ROOMS"
    for name in filter(_ours, _imports(MODULES[module])):
        other = _room(name)
        assert other and HEIGHT[other] <= HEIGHT[room], f"{module} must not import {name}"


def _loaded_with(module: str) -> Iterator[str]:
    """The modules that it needs to be loaded; not those it asks for only when it works."""
    for name in filter(_ours, _imports(MODULES[module], deep=False)):
        while name not in MODULES:
            name = name.rpartition(".")[0]
        yield name


def test_any_module_can_be_imported_first() -> None:
    graph = {module: {*_loaded_with(module)} - {module} for module in MODULES}
    assert list(TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("room", OUTSIDE)
def test_a_room_takes_only_its_own_libraries(room: str) -> None:
    taken = {name for module, tree in MODULES.items() if _room(module) == room for name in _foreign(tree)}
    assert taken <= OUTSIDE[room]


def test_only_the_factory_knows_the_views() -> None:
    knowing = {
        _room(module)
        for module, tree in MODULES.items()
        for name in filter(_ours, _imports(tree))
        if _room(name) == "kiosk.views"
    }
    assert knowing - {"kiosk.views"} == {"kiosk.app"}


def test_no_view_opens_a_transaction() -> None:
    """A rule that a view checks before it writes can be passed by two requests at once."""
    opening = {
        module
        for module, tree in MODULES.items()
        if _room(module) == "kiosk.views"
        and any(name.endswith((".transaction", ".joining")) for name in _imports(tree))
    }
    assert not opening


def _strings(tree: ast.Module) -> Iterator[ast.Constant]:
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node


def test_sql_is_written_in_the_store_only() -> None:
    written = {
        module: [node.value for node in _strings(tree) if SQL.search(str(node.value))]
        for module, tree in MODULES.items()
    }
    assert written["kiosk.store.migrations.offices"], "the search finds no SQL where it certainly is"
    outside = {module: found for module, found in written.items() if found and _room(module) != "kiosk.store"}
    assert not outside


def _requirements() -> list[str]:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    return (
        config["options"]["install_requires"].split() + config["options.extras_require"]["postgres"].split()
    )


def _declared() -> set[str]:
    return {re.split(r"[<>=!~; \[]", line)[0] for line in _requirements()}


def test_what_is_imported_is_required_and_what_is_required_is_imported() -> None:
    tops = set().union(*(_foreign(tree) for tree in MODULES.values()))
    needed = {COMES_WITH.get(top, top.replace("_", "-")) for top in tops}
    assert _declared() - NEVER_IMPORTED == needed


def test_every_requirement_is_locked_within_its_range_with_hashes_and_from_no_named_place() -> None:
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    pins = re.findall(r"^([\w.-]+)==(\S+).*((?:\n +--hash=sha256:[0-9a-f]{64}.*)+)", text, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^[^ #]", text, re.MULTILINE))
    locked = {name: version for name, version, _ in pins}
    assert "://" not in text
    for line in _requirements():
        wanted = Requirement(line)
        assert wanted.specifier.contains(locked[wanted.name]), f"{line}: run make lock"


def test_the_top_of_the_tree_is_as_agreed() -> None:
    made = [".git", *(line.strip("/") for line in (ROOT / ".gitignore").read_text().splitlines())]
    names = {path.name for path in ROOT.iterdir()}
    assert {name for name in names if not any(fnmatch(name, pattern) for pattern in made)} == {
        ".ci", ".gitignore", ".pre-commit-config.yaml", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE",
        "Makefile", "README.md", "benchmarks", "biome.json", "deb", "docs", "instance", "kiosk",
        "pyproject.toml", "requirements.txt", "scoring", "setup.cfg", "templates", "tests",
    }  # fmt: skip
