"""Questionnaires: the rules of `scoring` with their wording, profile list and names in offices' files."""

import functools
import tomllib
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from kiosk.questionnaire import choices
from kiosk.questionnaire import profile
from kiosk.questionnaire.languages import DEFAULT as INDONESIAN
from kiosk.questionnaire.languages import Language
from kiosk.questionnaire.languages import languages
from scoring import Instrument
from scoring import InstrumentError
from scoring import list_instruments
from scoring import load_instrument
from scoring import pooled_rules
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
class Index:
    """An index beside the IKM, with its Indonesian name and its items."""

    key: str
    name: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Questionnaire:
    """Rules with their words.

    `items` are in the order asked, `unsur` in the order `kuesioner`. `about` says in Indonesian where the
    questionnaire is from and how certain that is. `profile` has the fields of its profile list, as
    `kiosk.questionnaire.profile.fields` gives them. `aliases` are other names of each unsur and item in the
    headers of offices' files.
    """

    rules: Instrument
    about: str
    unsur: tuple[Unsur, ...]
    indices: tuple[Index, ...]
    items: tuple[Item, ...]
    profile: profile.Fields
    aliases: Mapping[str, tuple[str, ...]]

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

    def name_of(self, part: str) -> str:
        """The Indonesian name of an unsur or an index."""
        groups: tuple[Unsur | Index, ...] = (*self.unsur, *self.indices)
        return next(one.name for one in groups if one.key == part)

    def item_name(self, key: str) -> str:
        """An item in short: the name of the unsur that it counts for alone, else its Indonesian question."""
        for unsur in self.unsur:
            if [item.key for item in unsur.items] == [key]:
                return unsur.name
        return next(item.question.get(INDONESIAN, key) for item in self.items if item.key == key)

    def keys(self, order: str = "kuesioner") -> tuple[str, ...]:
        """The unsur keys in a stated order, as `scoring.Instrument.keys`."""
        return self.rules.keys(order)


_OWN: dict[str, Questionnaire] = {}


def load_questionnaire(id: str) -> Questionnaire:
    """The questionnaire with this id; raises `scoring.InstrumentError` when there is none."""
    return _OWN.get(id) or _load_built_in(id)


def official() -> Questionnaire:
    """The questionnaire of the regulation: asked until a unit chooses one, and assumed of a plain file."""
    return load_questionnaire(choices.DEFAULT)


def name_unless_official(ids: Iterable[str]) -> str:
    """The titles of questionnaires, for papers about their answers; empty for the official one alone.

    Of pooled ones ("a+b") each is named.
    """
    each = list(dict.fromkeys(one for id in ids for one in id.split(SEPARATOR)))
    return "" if each == [official().id] else "; ".join(load_questionnaire(id).rules.title for id in each)


def find_questionnaire(id: str) -> Questionnaire | None:
    """The questionnaire with this id; None when it is not known here."""
    return load_questionnaire(id) if id in _OWN or id in list_instruments() else None


def first_askable(ids: Iterable[str]) -> Questionnaire:
    """The first of these that is known here and has words; at least one must be."""
    found = (find_questionnaire(id) for id in ids)
    return next(one for one in found if one and one.can_be_asked)


def add_questionnaire(questionnaire: Questionnaire) -> None:
    """Make an office's own questionnaire known to `load_questionnaire` in this process.

    Its words may be newer than what is known under the id, its rules may not: raises
    `scoring.InstrumentError` for rules that decide other figures, and for the id of a built-in one.
    """
    id = questionnaire.id
    known = load_instrument(id) if id in list_instruments() else _OWN[id].rules if id in _OWN else None
    if known and (id in list_instruments() or known.digest != questionnaire.rules.digest):
        raise InstrumentError("changed_rules", where=id)
    _OWN[id] = questionnaire


@functools.cache
def _load_built_in(id: str) -> Questionnaire:
    rules = load_instrument(id)
    items = {item: _item(rules, item, group.key) for group in rules.groups for item in group.items}
    return Questionnaire(
        rules=rules,
        about=_written(languages()[INDONESIAN], id).get("about", ""),
        unsur=tuple(
            Unsur(
                key=unsur.key,
                name=_named(id, "unsur", unsur.key, "name"),
                definition=_named(id, "unsur", unsur.key, "definition"),
                items=tuple(items[item] for item in unsur.items),
            )
            for unsur in rules.unsur
        ),
        indices=tuple(
            Index(
                key=index.key,
                name=_named(id, "indices", index.key, "name"),
                items=tuple(items[item] for item in index.items),
            )
            for index in rules.indices
        ),
        items=tuple(items[item] for item in rules.items),
        profile=profile.fields(_catalogue()[id]["profile"]),
        aliases={key: _aliases(id, key) for key in (*(unsur.key for unsur in rules.unsur), *rules.items)},
    )


def item_names() -> dict[str, str]:
    """What each item of any questionnaire that can be asked is called in Indonesian, by its key."""
    names: dict[str, str] = {}
    for one in list_questionnaires():
        for item in one.items if one.can_be_asked else ():
            names.setdefault(item.key, one.item_name(item.key))
    return names


def load_rules(id: str) -> Instrument:
    """The rules of the questionnaire with this id, or of several that were pooled ("a+b").

    Raises `scoring.InstrumentError` when there is none.
    """
    rules = [load_questionnaire(one).rules for one in id.split(SEPARATOR)]
    return pooled_rules(rules) if len(rules) > 1 else rules[0]


def list_questionnaires() -> tuple[Questionnaire, ...]:
    """Every questionnaire that is known, the office's own after the built-in ones."""
    return tuple(load_questionnaire(id) for id in (*list_instruments(), *sorted(_OWN)))


def unsur_name(rules: Instrument, key: str) -> str:
    """The regulation's name of an unsur of these rules, pooled ones too.

    Raises `scoring.InstrumentError` for a key that is not one of theirs.
    """
    rules.get(key)
    return load_words(rules).get(key).name


def load_words(rules: Instrument) -> Questionnaire:
    """The questionnaire whose names of unsur hold for these rules: of pooled ones the first."""
    return load_questionnaire(rules.id.partition(SEPARATOR)[0])


@functools.cache
def _catalogue() -> Mapping[str, Any]:
    return tomllib.loads((_FOLDER / "catalogue.toml").read_text(encoding="utf-8"))


@functools.cache
def _all_aliases() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads((_FOLDER / "aliases.toml").read_text(encoding="utf-8"))


def _chain(id: str, link: str) -> Iterator[str]:
    """The questionnaire and those whose words hold where it has none, nearest first."""
    current: str | None = id
    while current:
        yield current
        current = _catalogue()[current].get(link)


def _aliases(id: str, key: str) -> tuple[str, ...]:
    """Its own names and those of the questionnaires whose words it takes."""
    chain = dict.fromkeys([*_chain(id, "unsur_from"), *_chain(id, "items_from")])
    return tuple(dict.fromkeys(name for one in chain for name in _all_aliases().get(one, {}).get(key, ())))


def _named(id: str, section: str, key: str, part: str) -> str:
    """A name or definition in Indonesian, of the nearest questionnaire that has one."""
    written = (
        _written(languages()[INDONESIAN], one).get(section, {}).get(key, {})
        for one in _chain(id, "unsur_from")
    )
    return next((str(words[part]) for words in written if part in words), "")


def _item(rules: Instrument, key: str, counts_for: str) -> Item:
    """The item's words in every language, all of the nearest questionnaire that words it in Indonesian.

    A translation of other words is no translation: what a language lacks is shown in Indonesian instead.
    """
    id, word_key = _words_of(rules.id, key)
    found = {
        code: words
        for code, language in languages().items()
        if (words := _written(language, id).get("items", {}).get(word_key))
    }
    return Item(
        key=key,
        counts_for=counts_for,
        question={code: words["question"] for code, words in found.items()},
        options={
            code: _options(languages()[code], words["options"], rules.scale) for code, words in found.items()
        },
        help={code: words["help"] for code, words in found.items() if "help" in words},
    )


def _words_of(id: str, key: str) -> tuple[str, str]:
    """The questionnaire and the key under which the languages' files have this item's words."""
    for one in _chain(id, "items_from"):
        if same := _catalogue()[one].get("same_words", {}).get(key):
            return same[0], same[1]
        if key in _written(languages()[INDONESIAN], one).get("items", {}):
            return one, key
    return id, key


def _options(language: Language, options: list[str] | str, scale: int) -> tuple[str, ...]:
    """The options as listed, or those of the scale with this name."""
    if isinstance(options, str):
        options = language.scales[options if scale == 4 else f"{options}-{scale}"]
    return tuple(options)


def _written(language: Language, id: str) -> Mapping[str, Any]:
    """A questionnaire's words as the language's file has them."""
    words: Mapping[str, Any] = language.questionnaires.get(id, {})
    return words
