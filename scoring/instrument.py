"""The rules of a questionnaire as immutable data: `rules/<id>.toml`.

A rules file says what is counted and how: unsur, items, weights, bands, other indices. It has no wording.
Rules that have been answered never change; other rules are another instrument with another id.
"""

import hashlib
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from functools import cached_property
from importlib.resources import files
from math import gcd
from math import lcm
from types import MappingProxyType

from scoring.errors import InstrumentError
from scoring.mutu import Band
from scoring.strict_toml import TomlTable
from scoring.strict_toml import exact_number
from scoring.strict_toml import read_toml

CUSTOM = "khusus"  # the convention of an instrument whose weights an office has set itself

_RULES = files("scoring") / "rules"
_CENT = Decimal("0.01")
_IKM_SCALE = 4  # NI × 25 = IKM holds for answers from 1 to 4


@dataclass(frozen=True)
class Group:
    """Items that are counted together: a single item has the group's key, several have keys of their own."""

    key: str
    items: tuple[str, ...]

    @property
    def unit(self) -> int:
        """Respondents' means of these items are whole multiples of 1/unit."""
        return lcm(*range(1, len(self.items) + 1))


@dataclass(frozen=True)
class Unsur(Group):
    """One unsur of the index, with its weight."""

    weight: Fraction


@dataclass(frozen=True)
class Index(Group):
    """Another index beside the IKM, such as IPAK: the mean of its items, which count for no unsur."""


@dataclass(frozen=True)
class Instrument:
    """The rules of one questionnaire.

    `items` are what is asked, in the order asked; each is answered with 1 to `scale`. `unsur` are in the
    order `kuesioner`. `orders` are the stated orders in which "U1", "U2" … can name them: `kuesioner`, as
    asked, and `daftar`, as the regulation lists them. `convention` names how the weights are written,
    `weight_sum` is what they sum to: 1, but for a legacy regulation that rounded them. `bands` is the table
    of letters, lowest first. An instrument without unsur has no IKM and no bands.
    """

    id: str
    title: str
    regulation: str
    scale: int
    items: tuple[str, ...]
    unsur: tuple[Unsur, ...]
    indices: tuple[Index, ...]
    convention: str
    weight_sum: Fraction
    orders: Mapping[str, tuple[str, ...]]
    bands: tuple[Band, ...]

    def keys(self, order: str = "kuesioner") -> tuple[str, ...]:
        """The unsur keys in a stated order; raises `InstrumentError` for an order that is not one."""
        if order not in self.orders:
            raise InstrumentError("unknown_order", where=self.id, order=order, known=", ".join(self.orders))
        return self.orders[order]

    def get(self, key: str) -> Unsur:
        """The unsur with this key; raises `InstrumentError` when there is none."""
        for unsur in self.unsur:
            if unsur.key == key:
                return unsur
        raise InstrumentError("unknown_unsur", where=self.id, key=key)

    @property
    def values(self) -> tuple[int, ...]:
        """The answers that an item can have: 1 to `scale`."""
        return tuple(range(1, self.scale + 1))

    @property
    def groups(self) -> tuple[Group, ...]:
        """The unsur, then the other indices."""
        return (*self.unsur, *self.indices)

    @cached_property
    def unit(self) -> int:
        """Every respondent's value of every unsur is a whole multiple of 1/unit; 1 with an item per unsur."""
        return lcm(*(unsur.unit for unsur in self.unsur))

    @cached_property
    def units(self) -> Mapping[str, int]:
        """The unit in which each group is counted: `unit` for every unsur, an index's own for that index."""
        units = {unsur.key: self.unit for unsur in self.unsur}
        return MappingProxyType(units | {index.key: index.unit for index in self.indices})

    @cached_property
    def integer_weights(self) -> Mapping[str, int]:
        """The weights scaled to the smallest integers: all 1 when they are equal. For `Spread`."""
        denominator = lcm(*(unsur.weight.denominator for unsur in self.unsur))
        whole = {unsur.key: int(unsur.weight * denominator) for unsur in self.unsur}
        divisor = gcd(*whole.values())
        return MappingProxyType({key: weight // divisor for key, weight in whole.items()})

    @cached_property
    def digest(self) -> str:
        """SHA-256 of everything that decides a figure, in hex: equal digests score equal answers equally."""
        facts = (
            self.scale, self.convention, str(self.weight_sum), self.items,
            [(unsur.key, str(unsur.weight), unsur.items) for unsur in self.unsur],
            [(index.key, index.items) for index in self.indices],
            sorted(self.orders.items()),
            [(band.persepsi, str(band.low), str(band.high), band.mutu, band.kinerja) for band in self.bands],
        )  # fmt: skip
        return hashlib.sha256(repr(facts).encode()).hexdigest()

    def group_values(self, answers: Mapping[str, int | None]) -> dict[str, int | None]:
        """What one respondent's answers by item come to, by unsur and by index.

        A value is the mean of the group's items that are answered, in its unit of `units`; None where no
        item is answered. Answers are taken as valid.
        """
        return {
            group.key: _mean_in_units(group.items, answers, self.units[group.key]) for group in self.groups
        }

    def with_weights(self, weights: Mapping[str, Fraction | str]) -> "Instrument":
        """The same questionnaire with an office's own weights, of every unsur: "1/9", "0.15", a Fraction.

        Raises `InstrumentError` unless each unsur has one, each is above 0 and they sum to exactly 1.
        """
        if weights.keys() != set(self.keys()):
            raise InstrumentError("weights_incomplete", where=self.id, keys=", ".join(self.keys()))
        exact = {key: exact_number(value, f"{self.id}: weights", key) for key, value in weights.items()}
        unsur = tuple(replace(unsur, weight=exact[unsur.key]) for unsur in self.unsur)
        changed = replace(self, unsur=unsur, convention=CUSTOM, weight_sum=Fraction(1))
        _check_weights(changed)
        return changed

    def with_bands(self, bands: Sequence[Band]) -> "Instrument":
        """The same questionnaire with the table of letters of another regulation, lowest first.

        Raises `InstrumentError` unless it goes from 25.00 to 100.00 without a gap, each letter once.
        """
        changed = replace(self, bands=tuple(bands))
        _check_bands(changed)
        return changed


@cache
def load_instrument(id: str) -> Instrument:
    """Read and validate the rules with this id; raises `InstrumentError` for unknown or faulty ones."""
    if id not in list_instruments():
        raise InstrumentError("unknown_instrument", id=id, known=", ".join(list_instruments()))
    instrument = parse_instrument((_RULES / f"{id}.toml").read_text(encoding="utf-8"), source=id)
    if instrument.id != id:
        raise InstrumentError("other_id", where=f"{id}.toml", id=instrument.id)
    return instrument


@cache
def list_instruments() -> tuple[str, ...]:
    """The ids that `load_instrument` knows, sorted."""
    names = (entry.name for entry in _RULES.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def parse_instrument(text: str, source: str) -> Instrument:
    """Rules from TOML text; `source` names it in the message of an `InstrumentError`."""
    top = read_toml(text, source)
    id, title, regulation = top.string("id"), top.string("title"), top.string("regulation")
    scale = top.integer("scale")
    unsur = tuple(_read_unsur(table) for table in top.tables("unsur"))
    indices = tuple(_read_index(table) for table in top.tables("indices"))
    if not unsur and not indices:
        raise InstrumentError("nothing_asked", where=source)
    listed: tuple[str, ...] = ()
    bands: tuple[Band, ...] = ()
    convention, weight_sum = "", Fraction()
    if unsur:
        convention, weight_sum = top.string("convention"), top.fraction("weight_sum")
        listed = top.strings("daftar")
        bands = tuple(read_band(table) for table in top.tables("bands"))
    asked = top.strings("items", ())
    top.end()
    instrument = Instrument(
        id=id,
        title=title,
        regulation=regulation,
        scale=scale,
        items=(),
        unsur=unsur,
        indices=indices,
        convention=convention,
        weight_sum=weight_sum,
        orders=MappingProxyType({"kuesioner": tuple(one.key for one in unsur), "daftar": listed}),
        bands=bands,
    )
    counted = tuple(item for group in instrument.groups for item in group.items)
    instrument = replace(instrument, items=asked or counted)
    _check_items(instrument, counted)
    if unsur:
        _check_orders(instrument)
        _check_weights(instrument)
        _check_bands(instrument)
    return instrument


def _mean_in_units(items: Iterable[str], answers: Mapping[str, int | None], unit: int) -> int | None:
    given = [value for item in items if (value := answers.get(item)) is not None]
    return sum(given) * unit // len(given) if given else None


def _read_unsur(table: TomlTable) -> Unsur:
    key = table.string("key")
    unsur = Unsur(key=key, items=table.strings("items", (key,)), weight=table.fraction("weight"))
    table.end()
    return unsur


def _read_index(table: TomlTable) -> Index:
    index = Index(key=table.string("key"), items=table.strings("items"))
    table.end()
    return index


def read_band(table: TomlTable) -> Band:
    """A row of the table of letters as a file has it. Raises `InstrumentError`."""
    band = Band(
        persepsi=table.integer("persepsi"),
        low=_cents(table, "low"),
        high=_cents(table, "high"),
        mutu=table.string("mutu"),
        kinerja=table.string("kinerja"),
    )
    table.end()
    return band


def _cents(table: TomlTable, name: str) -> Decimal:
    value = table.fraction(name)
    if (value * 100).denominator != 1:
        raise InstrumentError("not_cents", where=table.where, name=name, value=value)
    return (Decimal(value.numerator) / value.denominator).quantize(_CENT)


def _check_items(instrument: Instrument, counted: Sequence[str]) -> None:
    where, used = instrument.id, set[str]()
    if not 2 <= instrument.scale <= 10 or (instrument.unsur and instrument.scale != _IKM_SCALE):
        raise InstrumentError("scale", where=where, scale=instrument.scale)
    for group in instrument.groups:
        if len(group.items) == 1 and group.items != (group.key,):
            raise InstrumentError("sole_item", where=where, key=group.key, item=group.items[0])
        if len(group.items) > 1 and group.key in group.items:
            raise InstrumentError("item_key", where=where, key=group.key)
        for key in group.items if len(group.items) == 1 else (group.key, *group.items):
            if key in used:
                raise InstrumentError("same_key", where=where, key=key)
            used.add(key)
    if sorted(instrument.items) != sorted(counted):
        raise InstrumentError("items_differ", where=where)


def _check_orders(instrument: Instrument) -> None:
    for name, order in instrument.orders.items():
        if sorted(order) != sorted(unsur.key for unsur in instrument.unsur):
            raise InstrumentError("order_differs", where=instrument.id, order=name)


def _check_weights(instrument: Instrument) -> None:
    where = instrument.id
    for unsur in instrument.unsur:
        if unsur.weight <= 0:
            raise InstrumentError("weight_not_positive", where=where, key=unsur.key, weight=unsur.weight)
    total = sum((unsur.weight for unsur in instrument.unsur), Fraction())
    if total != instrument.weight_sum:
        raise InstrumentError("weight_sum", where=where, sum=total, expected=instrument.weight_sum)
    if total > 1:
        raise InstrumentError("weights_above_one", where=where, sum=total)


def _check_bands(instrument: Instrument) -> None:
    where, expected, number = instrument.id, Decimal("25.00"), 1
    for band in instrument.bands:
        if band.persepsi != number or band.low != expected or band.high < band.low:
            raise InstrumentError(
                "band", where=where, number=number, expected=expected, mutu=band.mutu,
                low=band.low, high=band.high, persepsi=band.persepsi,
            )  # fmt: skip
        expected, number = band.high + _CENT, number + 1
    if expected != Decimal("100.01"):
        raise InstrumentError("bands_end", where=where, end=expected - _CENT)
    letters = [band.mutu for band in instrument.bands]
    if len(set(letters)) != len(letters):
        raise InstrumentError("same_mutu", where=where, letters=", ".join(letters))
