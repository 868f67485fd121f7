"""The version of what browsers keep, in every static address: no release is ever mixed with an older one."""

import functools
import hashlib
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "static"


@functools.cache
def version() -> str:
    """Twelve hex digits that change with any file in `static/`."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(FOLDER).as_posix()}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@functools.cache
def survey_files() -> tuple[str, ...]:
    """The survey's own files, as paths inside `static/`: what a tablet needs without a network."""
    return ("icon.svg", *sorted(f"survey/{path.name}" for path in (FOLDER / "survey").iterdir()))
