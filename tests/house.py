"""The shape of the source tree in figures, and the words that plain English does without.

`python -m tests.house [FOLDER]` prints them for this checkout or for another one, such as an older version.
"""

import ast
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PRODUCT = ("scoring", "kiosk")
# Text that people read as prose. The JavaScript and CSS of vendors are not in the repository.
PROSE = ("*.md", "*.py", "*.toml", "*.js", "*.css", "*.html", "*.typ", "*.cfg", "Makefile")

# Words that hide who acts or how. Say the mechanism: "a visitor", "no user", "again", "proves", "is stored".
# The brackets keep the pattern from finding itself; `_` counts as a space, so that names are read too. Names
# of migrations are recorded in offices' databases and cannot change.
RIDDLE = re.compile(
    r"(?<![a-z])(?<!m\d{4}_)([w]ho(?:so)?ever|[w]hom(?:so)?ever|[n]obody|[s]omebody|[a]new|[v]ouch[a-z]*"
    r"|(?:[t]ells?|[t]old|[t]elling)[ _]of|[s]tands?(?![ _](?:in[ _])?for|-by)|[s]tood)(?![a-z])",
    re.IGNORECASE,
)


def prose_files(root: Path = ROOT) -> list[str]:
    """The tracked and the new files at `root` that hold prose, as paths from there; without git all files."""
    if not shutil.which("git") or not (root / ".git").exists():
        found = {path.relative_to(root) for pattern in PROSE for path in root.rglob(pattern)}
        return sorted(path.as_posix() for path in found if not any(part[0] == "." for part in path.parts))
    command = ["git", "-C", str(root), "ls-files", "--cached", "--others", "--exclude-standard", "--", *PROSE]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n")
    return sorted({name for name in listed if name and (root / name).is_file()})


def riddles(text: str) -> list[tuple[int, str]]:
    """Line number and word of each riddle word in a text."""
    return [
        (number, match[0])
        for number, line in enumerate(text.splitlines(), start=1)
        for match in RIDDLE.finditer(line)
    ]


def _modules(root: Path) -> dict[str, ast.Module]:
    return {
        path.relative_to(root).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for top in PRODUCT
        for path in sorted((root / top).rglob("*.py"))
    }


def _name(path: str) -> str:
    """The module of a file, as it is imported."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _room(module: str) -> str:
    """`scoring`, or the first package or module below `kiosk`."""
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "kiosk" else parts[0]


def _arrows(modules: dict[str, ast.Module]) -> set[tuple[str, str]]:
    """The pairs of rooms of which the first imports from the second."""
    pairs = set()
    for path, tree in modules.items():
        importer = _room(_name(path))
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(PRODUCT):
                # `from kiosk import clock` names the room in what it imports.
                names = (
                    [f"kiosk.{alias.name}" for alias in node.names]
                    if node.module == "kiosk"
                    else [node.module]
                )
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names if alias.name.startswith(PRODUCT)]
            else:
                continue
            pairs |= {(importer, _room(name)) for name in names}
    return {(importer, imported) for importer, imported in pairs if importer != imported}


def _functions(modules: dict[str, ast.Module]) -> Iterator[tuple[int, str]]:
    for path, tree in modules.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
                yield node.end_lineno - node.lineno + 1, f"{path}: {node.name}"


def _direct(root: Path, folder: str) -> int:
    return sum(path.name != "__init__.py" for path in (root / folder).glob("*.py"))


def figures(root: Path = ROOT) -> Iterator[str]:
    """One line per figure about the checkout at `root`."""
    for folder in ("kiosk", "kiosk/store", "kiosk/views"):
        yield f"modules directly in {folder}/: {_direct(root, folder)}"
    modules = _modules(root)
    rooms = {_room(_name(path)) for path in modules} - {"kiosk"}
    yield f"rooms: {len(rooms)}; imports between rooms: {len(_arrows(modules))}"
    lines = {path: len((root / path).read_text(encoding="utf-8").splitlines()) for path in modules}
    yield f"lines of product Python: {sum(lines.values()):,}"
    longest = max(lines, key=lambda path: lines[path])
    yield f"longest file: {lines[longest]} lines ({longest})"
    length, name = max(_functions(modules))
    yield f"longest function: {length} lines ({name})"
    found = Counter(
        word.lower() for path in prose_files(root) for _, word in riddles((root / path).read_text("utf-8"))
    )
    detail = ", ".join(f"{word} {number}" for word, number in found.most_common())
    yield f"riddle words: {found.total()}" + (f" ({detail})" if detail else "")
    places = change_rows(root)
    if places:
        yield "files to edit for a change, from CONTRIBUTING.md:"
        yield from (f"  {change}: {len(files)}" for change, files in places.items())


def change_rows(root: Path = ROOT) -> dict[str, list[str]]:
    """The table "Where do I change …" of CONTRIBUTING.md: each change and the files that it names."""
    page = root / "CONTRIBUTING.md"
    if not page.exists():
        return {}
    rows = re.findall(
        r"^\| (?!change |-)([^|]+) \| ([^|]+) \|", page.read_text(encoding="utf-8"), re.MULTILINE
    )
    return {change: re.findall(r"`([\w.-]+/[\w./-]*)`", files) for change, files in rows}


if __name__ == "__main__":
    print(*figures(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT), sep="\n")
