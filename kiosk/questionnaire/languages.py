"""The words that citizens read, one file per language in `wording/`.

Adding a language is adding a file: `bjn.toml` with the keys of `id.toml`. It holds the survey's own texts,
the profile's answers and, under `questionnaires` and `scales`, the questions and options. A text that it
lacks is shown in Indonesian. A file with `draft = true` waits for speakers to review it: it is offered to
visitors only where an office switches it on.
"""

import functools
import tomllib
from collections.abc import Collection
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any
from typing import TypeVar

_Wording = TypeVar("_Wording")

DEFAULT = "id"
FOLDER: Traversable = resources.files(__package__) / "wording"


@dataclass(frozen=True)
class Language:
    """One language: `code` (as in HTML's `lang`), `name` in itself, and its texts by dotted key.

    `questionnaires` and `scales` are those tables of its file; `kiosk.questionnaire.catalogue` reads them.
    """

    code: str
    name: str
    draft: bool
    texts: Mapping[str, str]
    questionnaires: Mapping[str, Any]
    scales: Mapping[str, list[str]]

    def __call__(self, key: str, **values: object) -> str:
        """The text under `key` with `values` filled in. Raises KeyError for an unknown key."""
        return self.texts[key].format(**values)

    def pick(self, wordings: Mapping[str, _Wording]) -> _Wording:
        """The wording in this language, else the Indonesian one."""
        return wordings.get(self.code, wordings[DEFAULT])


@functools.cache
def languages() -> Mapping[str, Language]:
    """Every language by code, drafts too: Indonesian first, then by code."""
    files = [entry for entry in FOLDER.iterdir() if entry.name.endswith(".toml")]
    found = {
        file.name.removesuffix(".toml"): tomllib.loads(file.read_text(encoding="utf-8")) for file in files
    }
    indonesian = texts_in(found[DEFAULT])
    return {
        code: Language(
            code=code,
            name=found[code]["name"],
            draft=found[code].get("draft", False),
            texts=indonesian | texts_in(found[code]),
            questionnaires=found[code].get("questionnaires", {}),
            scales=found[code].get("scales", {}),
        )
        for code in sorted(found, key=lambda code: (code != DEFAULT, code))
    }


def offered(chosen: Collection[str] = ()) -> dict[str, Language]:
    """The languages to offer visitors, by code, of an office that chose these: Indonesian and its choice.

    An office that has chosen none offers every language that is not a draft.
    """
    return {
        code: language
        for code, language in languages().items()
        if code == DEFAULT or (code in chosen if chosen else not language.draft)
    }


def choose(code: str | None) -> Language:
    """The language with this code, Indonesian when there is none."""
    return languages().get(code or DEFAULT, languages()[DEFAULT])


def texts_in(file: Mapping[str, Any]) -> dict[str, str]:
    """The texts of a language's file by dotted key, without the words of its questionnaires."""
    return _flat({part: table for part, table in file.items() if part not in ("questionnaires", "scales")})


def _flat(table: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Nested tables as dotted keys: `{"start": {"button": "Mulai"}}` becomes `{"start.button": "Mulai"}`."""
    texts: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            texts |= _flat(value, f"{prefix}{key}.")
        elif prefix:  # outside the tables are the language's name and whether it is a draft
            texts[prefix + key] = str(value)
    return texts
