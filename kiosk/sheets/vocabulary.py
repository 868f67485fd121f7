"""What the items of a questionnaire are called in files: names, questions, options, numbers."""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Set
from dataclasses import dataclass
from dataclasses import replace

from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.sheets.items import items_of
from kiosk.sheets.items import unsur_of
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


def with_items(vocabulary: Vocabulary, counts: Mapping[str, int]) -> Vocabulary:
    """The same questionnaire with so many items for each of these keys, whose mean counts for the unsur."""
    several = {key: items_of(key, count) for key, count in counts.items() if count > 1}
    if not several:
        return vocabulary
    instrument = vocabulary.instrument

    def expand(keys: Iterable[str]) -> tuple[str, ...]:
        return tuple(item for key in keys for item in several.get(key, (key,)))

    items = expand(instrument.items)
    return replace(
        vocabulary,
        instrument=replace(
            instrument,
            items=items,
            unsur=tuple(replace(unsur, items=expand(unsur.items)) for unsur in instrument.unsur),
            indices=tuple(replace(index, items=expand(index.items)) for index in instrument.indices),
        ),
        titles={
            item: f"{title} ({number})" if len(own) > 1 else title
            for key, title in vocabulary.titles.items()
            for own in [several.get(key, (key,))]
            for number, item in enumerate(own, start=1)
        },
        options={item: vocabulary.options[unsur_of(item)] for item in items},
    )


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
