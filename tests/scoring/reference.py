"""Write `docs/scoring.md`, the reference of the scoring library, from its docstrings: `make reference`."""

import ast
import textwrap
from collections.abc import Iterator
from pathlib import Path

import scoring

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "scoring.md"
_WIDTH = 100
# The modules in the order in which someone needs them; the others are internal.
_MODULES = (
    "instrument",
    "tallies",
    "index",
    "pooling",
    "mutu",
    "compare",
    "estimate",
    "sample",
    "capaian",
    "errors",
)

Function = ast.FunctionDef


def reference() -> str:
    """The whole page."""
    parts = [
        "# The scoring library",
        "`make reference` writes this page from the docstrings; an example is in the\n"
        "[README](../README.md#use-scoring-alone).",
        scoring.__doc__ or "",
    ]
    for name in _MODULES:
        tree = ast.parse((ROOT / "scoring" / f"{name}.py").read_text(encoding="utf-8"))
        parts += [f"## scoring.{name}", _docs(tree)]
        for node in tree.body:
            parts += _entry(node)
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _docs(node: ast.Module | ast.ClassDef | Function) -> str:
    return ast.get_docstring(node) or ""


def _entry(node: ast.stmt) -> Iterator[str]:
    """A class, function or constant that the library exports; nothing for any other statement."""
    match node:
        case ast.ClassDef(name=name) if name in scoring.__all__:
            yield f"### {name}"
            fields = [one for one in node.body if isinstance(one, ast.AnnAssign)]
            if fields:
                bases = ", ".join(ast.unparse(base) for base in node.bases)
                head = f"class {name}({bases}):" if bases else f"class {name}:"
                yield _code("\n".join([head, *(f"    {ast.unparse(one)}" for one in fields)]))
            yield _docs(node)
            for member in node.body:
                if isinstance(member, Function) and not member.name.startswith("_"):
                    yield f"#### {name}.{member.name}"
                    yield _code(_head(member))
                    yield _docs(member)
        case Function(name=name) if name in scoring.__all__:
            yield f"### {name}"
            yield _code(_head(node))
            yield _docs(node)
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in scoring.__all__:
            yield f"### {name}"
            yield _code(f"{name} = {ast.unparse(value)}")
        case ast.AnnAssign(target=ast.Name(id=name)) if name in scoring.__all__:
            yield f"### {name}"
            yield f"A `{ast.unparse(node.annotation)}` with these keys:"
            yield textwrap.fill(", ".join(f"`{key}`" for key in getattr(scoring, name)), _WIDTH)


def _head(function: Function) -> str:
    """The line that defines it, or its parameters on lines of their own where that is too long."""
    decorators = [ast.unparse(one) for one in function.decorator_list]
    if {"property", "cached_property"} & {*decorators}:
        return f"{function.name}: {ast.unparse(function.returns) if function.returns else ''}"
    arguments, returns = (
        ast.unparse(function.args),
        ast.unparse(function.returns or ast.Constant(None)).strip("'"),
    )
    arguments = arguments.removeprefix("self, ").removeprefix("cls, ").removeprefix("self")
    line = f"def {function.name}({arguments}) -> {returns}"
    if len(line) > _WIDTH:
        inner = textwrap.fill(f"{arguments},", _WIDTH, initial_indent="    ", subsequent_indent="    ")
        line = f"def {function.name}(\n{inner}\n) -> {returns}"
    return line


def _code(text: str) -> str:
    return f"```\n{text}\n```"


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
