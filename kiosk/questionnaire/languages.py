"""The words that citizens read, one file per language beside this module.

Adding a language is adding a file: `bjn.toml` with the keys of `id.toml`; a text that it lacks is shown in
Indonesian. So are the questions, which come from the instrument, where that lacks the language.
"""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable

DEFAULT = "id"
FOLDER: Traversable = resources.files(__package__) / "wording"


@dataclass(frozen=True)
class Language:
    """One language: `code` (as in HTML's `lang`), `name` in itself, and its texts by dotted key."""

    code: str
    name: str
    texts: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The text under `key` with `values` filled in. Raises KeyError for an unknown key."""
        return self.texts[key].format(**values)

    def pick(self, wordings: Mapping[str, str]) -> str:
        """The wording in this language, else the Indonesian one."""
        return wordings.get(self.code, wordings[DEFAULT])


@functools.cache
def languages() -> Mapping[str, Language]:
    """Every language by code, Indonesian first, then by code."""
    files = [entry for entry in FOLDER.iterdir() if entry.name.endswith(".toml")]
    found = {
        file.name.removesuffix(".toml"): tomllib.loads(file.read_text(encoding="utf-8")) for file in files
    }
    order = sorted(found, key=lambda code: (code != DEFAULT, code))
    names = {code: str(found[code].pop("name")) for code in order}
    texts = {code: _flat(found[code]) for code in order}
    return {code: Language(code, names[code], texts[DEFAULT] | texts[code]) for code in order}


def choose(code: str | None) -> Language:
    """The language with this code, Indonesian when there is none."""
    return languages().get(code or DEFAULT, languages()[DEFAULT])


def _flat(table: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    """Nested tables as dotted keys: `{"start": {"button": "Mulai"}}` becomes `{"start.button": "Mulai"}`."""
    texts: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            texts |= _flat(value, f"{prefix}{key}.")
        else:
            texts[prefix + key] = str(value)
    return texts
