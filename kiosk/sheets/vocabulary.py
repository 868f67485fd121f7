"""What the items of a questionnaire are called in files: names, questions, options, numbers."""

from collections.abc import Mapping
from collections.abc import Set
from dataclasses import dataclass

from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.sheets.texts import normalise
from scoring import Instrument


@dataclass(frozen=True)
class Vocabulary:
    """The words of one questionnaire. A table has a column for each of its items.

    `names` has every normalised name and question with the item it is; `titles` the official name of each
    item; `options[item]` its normalised options with their values; `orders` the items in each stated order of
    bare numbers.
    """

    instrument: Instrument
    names: Mapping[str, str]
    titles: Mapping[str, str]
    options: Mapping[str, Mapping[str, int]]
    orders: Mapping[str, tuple[str, ...]]

    @property
    def size(self) -> int:
        """How many items there are."""
        return len(self.titles)

    def keys(self, order: str) -> tuple[str, ...]:
        """The items in a stated order; where it has none of that name, as they are asked."""
        return self.orders.get(order) or next(iter(self.orders.values()))

    def official(self, keys: Set[str]) -> str:
        """The official names of some items, in order, for a message."""
        return "; ".join(name for key, name in self.titles.items() if key in keys)


def make_vocabulary(instrument: Instrument) -> Vocabulary:
    """The words of the questionnaire with these rules."""
    questionnaire = load_questionnaire(instrument.id)
    names: dict[str, str] = {}
    titles = dict.fromkeys(instrument.items, "")
    options: dict[str, dict[str, int]] = {key: {} for key in instrument.items}
    for item in questionnaire.items:
        titles[item.key] = item.question.get("id", item.key)
        for text in (item.key, *questionnaire.aliases.get(item.key, ()), *item.question.values()):
            names[normalise(text)] = item.key
        for texts in item.options.values():
            options[item.key].update({normalise(text): value for value, text in enumerate(texts, start=1)})
    for unsur in questionnaire.unsur:
        if len(unsur.items) == 1:
            key = unsur.items[0].key
            titles[key] = unsur.name
            for text in (unsur.key, unsur.name, *questionnaire.aliases[unsur.key]):
                names.setdefault(normalise(text), key)
    return Vocabulary(instrument, names, titles, options, _orders(instrument))


def _orders(instrument: Instrument) -> Mapping[str, tuple[str, ...]]:
    """Bare numbers are those of the unsur where each has one item, else those of the items."""
    if all(len(group.items) == 1 for group in instrument.unsur) and not instrument.indices:
        first = {unsur.key: unsur.items[0] for unsur in instrument.unsur}
        return {name: tuple(first[key] for key in keys) for name, keys in instrument.orders.items()}
    return {"kuesioner": instrument.items}
