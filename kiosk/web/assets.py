"""The version in every static URL, so that browsers never mix the files of two releases."""

import functools
import hashlib
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "static"


@functools.cache
def version() -> str:
    """Twelve hex digits that change when any file in `static/` changes."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(FOLDER).as_posix()}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@functools.cache
def offline_files() -> tuple[str, ...]:
    """The files of surveys and waiting rooms' screens, needed offline, as paths inside `static/`."""
    survey = sorted(f"survey/{path.name}" for path in (FOLDER / "survey").iterdir())
    return ("icon.svg", "screen.css", "screen.js", *survey)
