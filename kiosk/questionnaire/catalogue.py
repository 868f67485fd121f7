"""Questionnaires: the rules of `scoring` with their wording, profile list and names in offices' files."""

import functools
import tomllib
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from kiosk.questionnaire import languages
from kiosk.questionnaire import profile
from scoring import Instrument
from scoring import load_instrument
from scoring.pooling import SEPARATOR

_FOLDER = resources.files(__package__)


@dataclass(frozen=True)
class Item:
    """One question. `counts_for` is the key of its unsur or index.

    `question`, `options` (the words of answers 1, 2, …) and `help` (a plainer line, may be absent) are by
    language; all three are empty in a questionnaire that only scores.
    """

    key: str
    counts_for: str
    question: Mapping[str, str]
    options: Mapping[str, tuple[str, ...]]
    help: Mapping[str, str]


@dataclass(frozen=True)
class Unsur:
    """One unsur: the regulation's name and definition, both Indonesian, and the items that count for it."""

    key: str
    name: str
    definition: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Questionnaire:
    """Rules with their words. `items` are in the order asked, `unsur` in the order `kuesioner`.

    `profile` has the fields of its profile list, as `kiosk.questionnaire.profile.fields` gives them.
    """

    rules: Instrument
    unsur: tuple[Unsur, ...]
    items: tuple[Item, ...]
    profile: profile.Fields

    @property
    def id(self) -> str:
        """The id of its rules, under which answers are stored."""
        return self.rules.id

    @property
    def can_be_asked(self) -> bool:
        """Whether it has words, and is not there only to score old figures."""
        return all(item.question for item in self.items)

    def get(self, key: str) -> Unsur:
        """The unsur with this key; raises `scoring.InstrumentError` when there is none."""
        self.rules.get(key)
        return next(unsur for unsur in self.unsur if unsur.key == key)

    def keys(self, order: str = "kuesioner") -> tuple[str, ...]:
        """The unsur keys in a stated order, as `scoring.Instrument.keys`."""
        return self.rules.keys(order)


@functools.cache
def load_questionnaire(id: str) -> Questionnaire:
    """The questionnaire with this id; raises `scoring.InstrumentError` when there is none."""
    rules = load_instrument(id)
    items = {item: _item(id, item, group.key) for group in rules.groups for item in group.items}
    return Questionnaire(
        rules=rules,
        unsur=tuple(
            Unsur(
                key=unsur.key,
                name=_official(id, unsur.key, "name"),
                definition=_official(id, unsur.key, "definition"),
                items=tuple(items[item] for item in unsur.items),
            )
            for unsur in rules.unsur
        ),
        items=tuple(items[item] for item in rules.items),
        profile=profile.fields(_catalogue()[id]["profile"]),
    )


def load_rules(id: str) -> Instrument:
    """The rules of the questionnaire with this id; raises `scoring.InstrumentError` when there is none."""
    return load_questionnaire(id).rules


def unsur_name(rules: Instrument, key: str) -> str:
    """The regulation's name of an unsur of these rules, pooled ones too.

    Raises `scoring.InstrumentError` for a key that is not one of theirs.
    """
    rules.get(key)
    return load_questionnaire(rules.id.partition(SEPARATOR)[0]).get(key).name


@functools.cache
def aliases(id: str) -> Mapping[str, tuple[str, ...]]:
    """Other names of the unsur of a questionnaire in the headers of offices' files, by key."""
    names = tomllib.loads((_FOLDER / "aliases.toml").read_text(encoding="utf-8"))
    return {
        key: next(
            (tuple(names[one][key]) for one in _chain(id, "unsur_from") if key in names.get(one, {})), ()
        )
        for key in load_instrument(id).keys()
    }


@functools.cache
def _catalogue() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((_FOLDER / "catalogue.toml").read_text(encoding="utf-8"))


def _chain(id: str, link: str) -> Iterator[str]:
    """The questionnaire and those whose words stand in for its own, nearest first."""
    current: str | None = id
    while current:
        yield current
        current = _catalogue()[current].get(link)


def _official(id: str, key: str, part: str) -> str:
    for one in _chain(id, "unsur_from"):
        unsur: Mapping[str, Any] = _written(languages.DEFAULT, one, "unsur").get(key, {})
        if part in unsur:
            return str(unsur[part])
    return ""


def _item(id: str, key: str, counts_for: str) -> Item:
    """The item's words in every language, all of the nearest questionnaire that words it in Indonesian.

    A translation of other words is no translation: what a language lacks is shown in Indonesian instead.
    """
    for one in _chain(id, "items_from"):
        if key in _written(languages.DEFAULT, one, "items"):
            texts = {code: _written(code, one, "items").get(key, {}) for code in languages.languages()}
            return Item(
                key=key,
                counts_for=counts_for,
                question={code: text["question"] for code, text in texts.items() if "question" in text},
                options={code: tuple(text["options"]) for code, text in texts.items() if "options" in text},
                help={code: text["help"] for code, text in texts.items() if "help" in text},
            )
    return Item(key, counts_for, {}, {}, {})


def _written(code: str, id: str, section: str) -> Mapping[str, Any]:
    """A section of a questionnaire's words as the language's file has them."""
    found: Mapping[str, Any] = languages.languages()[code].questionnaires.get(id, {}).get(section, {})
    return found
