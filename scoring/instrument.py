"""Questionnaires as immutable, versioned data: `instruments/<id>.toml`.

An instrument that has been answered is never changed; other words are another instrument with another id.
"""

from collections.abc import Iterable
from collections.abc import Mapping
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

from scoring.mutu import Band
from scoring.reading import InstrumentError as InstrumentError
from scoring.reading import Table
from scoring.reading import read_toml

DEFAULT = "permenpan-14-2017"
CUSTOM = "khusus"  # the convention of an instrument whose weights an office has set itself

_FILES = files("scoring") / "instruments"
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Unsur:
    """One thing that is asked about.

    `name` is the regulation's and `definition` its explanation, both Indonesian. `question`, `options` (the
    wording of answers 1..4) and `help` (a plainer line, may be absent) are per language, and empty in an
    instrument that only scores. `aliases` are other names for it in the headers of offices' files.
    """

    key: str
    name: str
    definition: str
    weight: Fraction
    question: Mapping[str, str]
    options: Mapping[str, tuple[str, str, str, str]]
    help: Mapping[str, str]
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Instrument:
    """A questionnaire with its arithmetic.

    `unsur` are in the order they are asked. `orders` are the stated orders in which "U1", "U2" … can name
    them: `kuesioner`, as asked, and `daftar`, as the regulation lists them. `convention` names how the
    weights are written, `weight_sum` is what they sum to: 1, but for a legacy regulation that rounded
    them. `bands` is the table of letters, lowest first.
    """

    id: str
    title: str
    regulation: str
    scoring_only: bool
    languages: tuple[str, ...]
    convention: str
    weight_sum: Fraction
    unsur: tuple[Unsur, ...]
    orders: Mapping[str, tuple[str, ...]]
    bands: tuple[Band, ...]

    def keys(self, order: str = "kuesioner") -> tuple[str, ...]:
        """The unsur keys in a stated order; raises `InstrumentError` for an order that is not one."""
        if order not in self.orders:
            raise InstrumentError(f"{self.id}: no order {order!r}; there are {', '.join(self.orders)}")
        return self.orders[order]

    def get(self, key: str) -> Unsur:
        """The unsur with this key; raises `InstrumentError` when there is none."""
        for unsur in self.unsur:
            if unsur.key == key:
                return unsur
        raise InstrumentError(f"{self.id}: no unsur {key!r}")

    @cached_property
    def integer_weights(self) -> Mapping[str, int]:
        """The weights scaled to the smallest integers: all 1 when they are equal. For `Spread`."""
        denominator = lcm(*(unsur.weight.denominator for unsur in self.unsur))
        whole = {unsur.key: int(unsur.weight * denominator) for unsur in self.unsur}
        divisor = gcd(*whole.values())
        return MappingProxyType({key: weight // divisor for key, weight in whole.items()})

    def with_weights(self, weights: Mapping[str, Fraction | str]) -> "Instrument":
        """The same questionnaire with an office's own weights, of every unsur: "1/9", "0.15", a Fraction.

        Raises `InstrumentError` unless each unsur has one, each is above 0 and they sum to exactly 1.
        """
        if weights.keys() != set(self.keys()):
            raise InstrumentError(
                f"{self.id}: weights are for {', '.join(self.keys())}: all of them, only them"
            )
        exact = {key: _fraction(f"{self.id}: weight of {key}", weight) for key, weight in weights.items()}
        unsur = tuple(replace(unsur, weight=exact[unsur.key]) for unsur in self.unsur)
        changed = replace(self, unsur=unsur, convention=CUSTOM, weight_sum=Fraction(1))
        _check_weights(changed)
        return changed


@cache
def load(id: str) -> Instrument:
    """Read and validate an instrument; raises `InstrumentError` for an unknown or a faulty one."""
    if id not in available():
        raise InstrumentError(f"no instrument {id!r}; there are {', '.join(available())}")
    instrument = parse((_FILES / f"{id}.toml").read_text(encoding="utf-8"), source=id)
    if instrument.id != id:
        raise InstrumentError(f"{id}.toml: says it is {instrument.id!r}")
    return instrument


@cache
def available() -> tuple[str, ...]:
    """The ids of all instruments, sorted."""
    names = (entry.name for entry in _FILES.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def parse(text: str, source: str) -> Instrument:
    """An instrument from TOML text; `source` names it in the message of an `InstrumentError`."""
    top = read_toml(text, source)
    scoring_only = top.flag("scoring_only")
    languages = () if scoring_only else top.strings("languages")
    orders = top.table("orders")
    instrument = Instrument(
        id=top.string("id"),
        title=top.string("title"),
        regulation=top.string("regulation"),
        scoring_only=scoring_only,
        languages=languages,
        convention=top.string("convention"),
        weight_sum=_fraction(f"{source}: weight_sum", top.string("weight_sum")),
        unsur=tuple(_read_unsur(table, languages) for table in top.tables("unsur")),
        orders=MappingProxyType({name: orders.strings(name) for name in ("kuesioner", "daftar")}),
        bands=tuple(_read_band(table) for table in top.tables("bands")),
    )
    orders.end()
    top.end()
    _check_keys(instrument)
    _check_weights(instrument)
    _check_bands(instrument)
    return instrument


def _read_unsur(table: Table, languages: Iterable[str]) -> Unsur:
    key = table.string("key")
    question: dict[str, str] = {}
    options: dict[str, tuple[str, str, str, str]] = {}
    help: dict[str, str] = {}
    if languages:
        asked, offered, helped = table.table("question"), table.table("options"), table.table("help", {})
        for language in languages:
            question[language] = asked.string(language)
            options[language] = _four(offered, language)
            if language in helped:
                help[language] = helped.string(language)
        for part in (asked, offered, helped):
            part.end()
    unsur = Unsur(
        key=key,
        name=table.string("name"),
        definition=table.string("definition"),
        weight=_fraction(f"{table.where}: weight", table.string("weight")),
        question=MappingProxyType(question),
        options=MappingProxyType(options),
        help=MappingProxyType(help),
        aliases=table.strings("aliases", ()),
    )
    table.end()
    return unsur


def _four(table: Table, language: str) -> tuple[str, str, str, str]:
    match table.strings(language):
        case (one, two, three, four) if len({one, two, three, four}) == 4:
            return one, two, three, four
        case options:
            raise InstrumentError(f"{table.where}: {language}: four different options, not {options}")


def _read_band(table: Table) -> Band:
    band = Band(
        persepsi=table.integer("persepsi"),
        low=_cents(table, "low"),
        high=_cents(table, "high"),
        mutu=table.string("mutu"),
        kinerja=table.string("kinerja"),
    )
    table.end()
    return band


def _cents(table: Table, name: str) -> Decimal:
    value = _fraction(f"{table.where}: {name}", table.string(name))
    if (value * 100).denominator != 1:
        raise InstrumentError(f"{table.where}: {name}: a bound has at most two decimals, not {value}")
    return (Decimal(value.numerator) / value.denominator).quantize(_CENT)


def _fraction(where: str, value: Fraction | str) -> Fraction:
    """An exact number from "1/9", "0.071" or a Fraction."""
    try:
        return Fraction(value)
    except (ValueError, ZeroDivisionError):
        raise InstrumentError(f'{where}: not a number such as "1/9" or "0.071": {value!r}') from None


def _check_keys(instrument: Instrument) -> None:
    keys = [unsur.key for unsur in instrument.unsur]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise InstrumentError(f"{instrument.id}: two unsur with the key {', '.join(twice)}")
    for name, order in instrument.orders.items():
        if sorted(order) != sorted(keys):
            raise InstrumentError(f"{instrument.id}: the order {name} does not name every unsur exactly once")
    if instrument.orders["kuesioner"] != tuple(keys):
        raise InstrumentError(f"{instrument.id}: the unsur do not stand in the order kuesioner")


def _check_weights(instrument: Instrument) -> None:
    for unsur in instrument.unsur:
        if unsur.weight <= 0:
            raise InstrumentError(f"{instrument.id}: weight of {unsur.key}: not above 0: {unsur.weight}")
    total = sum((unsur.weight for unsur in instrument.unsur), Fraction())
    if total != instrument.weight_sum:
        raise InstrumentError(f"{instrument.id}: the weights sum to {total}, not to {instrument.weight_sum}")
    if total > 1:
        raise InstrumentError(f"{instrument.id}: the weights sum to {total}, which takes the IKM above 100")


def _check_bands(instrument: Instrument) -> None:
    expected, number = Decimal("25.00"), 1
    for band in instrument.bands:
        if band.persepsi != number or band.low != expected or band.high < band.low:
            raise InstrumentError(
                f"{instrument.id}: band {number} ({band.mutu}) must start at {expected} and end above, "
                f"with persepsi {number}; it is {band.low} to {band.high}, persepsi {band.persepsi}"
            )
        expected, number = band.high + _CENT, number + 1
    if expected != Decimal("100.01"):
        raise InstrumentError(f"{instrument.id}: the bands end at {expected - _CENT}, not at 100.00")
    letters = [band.mutu for band in instrument.bands]
    if len(set(letters)) != len(letters):
        raise InstrumentError(f"{instrument.id}: a mutu stands for two bands: {', '.join(letters)}")
