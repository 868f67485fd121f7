"""How the answers to a questionnaire are stored in a row of `responses`.

One item per unsur: the answers 1..4 in the nine columns. Several items, or indices beside the IKM: `items`
has one digit per item in the order of the rules ("-" for a blank), and a column has the mean of the unsur's
items that were answered, in sixtieths (60..240). Sixtieths hold every mean of up to six items exactly.
"""

import functools
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from sqlite_utils import Database

from kiosk.questionnaire.catalogue import add_questionnaire
from kiosk.questionnaire.catalogue import load_rules
from kiosk.questionnaire.own import OwnQuestionnaireError
from kiosk.questionnaire.own import parse_own
from scoring import Instrument
from scoring import InstrumentError

# The columns of unsur, in the order of the table.
UNSUR = (
    "persyaratan",
    "prosedur",
    "waktu",
    "biaya",
    "produk",
    "kompetensi",
    "perilaku",
    "sarana",
    "pengaduan",
)
UNIT = 60
MAX_ITEMS = 40
MAX_SCALE = 6
# A month of 10^7 answers must not exceed the 64 bits of a sum of squared totals.
_MAX_SQUARED_TOTAL = 10**11


class NotStorable(ValueError):
    """Answers to this questionnaire cannot be stored, only scored; the message says why, in Indonesian."""


@dataclass(frozen=True)
class Layout:
    """Where the answers to one questionnaire are; `rules` are its rules."""

    rules: Instrument

    @cached_property
    def has_items(self) -> bool:
        """Whether the answers are in `items`."""
        return any(len(group.items) > 1 for group in self.rules.groups)

    @cached_property
    def unsur(self) -> tuple[str, ...]:
        """The unsur of the questionnaire, in the order of the columns."""
        own = set(self.rules.keys()) if self.rules.unsur else set()
        return tuple(key for key in UNSUR if key in own)

    @cached_property
    def unit(self) -> int:
        """The columns are whole multiples of 1/unit."""
        return UNIT if self.has_items else 1

    def units(self, part: str) -> int:
        """The unit in which the mean of an unsur or index is stored."""
        return UNIT if part in self.unsur else self.rules.units[part]

    def columns(self, answers: Mapping[str, int | None]) -> tuple[int | None, ...]:
        """The values of the nine columns for answers by item."""
        if not self.has_items:
            return tuple(map(answers.get, UNSUR))
        values = self.rules.group_values(answers)
        factor = UNIT // self.rules.unit if self.rules.unsur else 1
        return tuple(None if (value := values.get(key)) is None else value * factor for key in UNSUR)

    def items(self, answers: Mapping[str, int | None]) -> str | None:
        """The text of `items` for answers by item; None for one item per unsur."""
        if not self.has_items:
            return None
        return "".join(str(answers.get(item) or "-") for item in self.rules.items)

    def answers(self, row: Any) -> dict[str, int | None]:
        """The answers by item in a row with the nine columns and `items`."""
        if not self.has_items:
            return {key: row[key] for key in self.unsur}
        digits = zip(self.rules.items, row["items"], strict=True)
        return {item: None if digit == "-" else int(digit) for item, digit in digits}

    def unsur_values(self, row: Any) -> dict[str, int | Fraction | None]:
        """The value of each unsur in a row with the nine columns: an answer, or the mean of several."""
        if not self.has_items:
            return {key: row[key] for key in self.unsur}
        return {key: None if row[key] is None else Fraction(row[key], UNIT) for key in self.unsur}


def layout_of(instrument: str) -> Layout:
    """The layout of the questionnaire with this id; raises `scoring.InstrumentError` when there is none."""
    return _layout(instrument, load_rules(instrument).digest)


def find_layout(db: Database, instrument: str) -> Layout:
    """As `layout_of`, of a questionnaire too whose text only the database has.

    That is an office's own one that another process stored, such as a merge, or whose file is lost.
    """
    try:
        return layout_of(instrument)
    except InstrumentError:
        row = db.execute(
            "select source, digest from unit_questionnaires where instrument = ? and source <> '' limit 1",
            [instrument],
        ).fetchone()
        if row is None:
            raise
        _add_own(instrument, row["source"], row["digest"])
    return layout_of(instrument)


def _add_own(instrument: str, source: str, digest: str) -> None:
    """Make a questionnaire known from its text, unless that has other rules than the one that was chosen."""
    with suppress(OwnQuestionnaireError):
        found = parse_own(source, instrument)
        if (found.id, found.rules.digest) == (instrument, digest):
            add_questionnaire(found)


@functools.lru_cache(maxsize=64)
def _layout(instrument: str, digest: str) -> Layout:
    return Layout(load_rules(instrument))


def check_storable(rules: Instrument) -> None:
    """Raise NotStorable unless answers to a questionnaire with these rules can be stored."""
    if lacking := [key for key in rules.orders["kuesioner"] if key not in UNSUR]:
        raise NotStorable(
            f"Jawaban {rules.title} tidak dapat disimpan: unsur {', '.join(lacking)} tidak punya kolom. "
            "Kuesioner ini hanya dapat dihitung dari berkas."
        )
    if len(rules.items) > MAX_ITEMS or rules.scale > MAX_SCALE:
        raise NotStorable(
            f"Jawaban {rules.title} tidak dapat disimpan: paling banyak {MAX_ITEMS} butir, skala {MAX_SCALE}."
        )
    if not rules.unsur:
        return
    if UNIT % rules.unit:
        raise NotStorable(f"Jawaban {rules.title} tidak dapat disimpan: paling banyak enam butir per unsur.")
    unit = Layout(rules).unit
    if (rules.scale * unit * sum(rules.integer_weights.values())) ** 2 > _MAX_SQUARED_TOTAL:
        raise NotStorable(f"Jawaban {rules.title} tidak dapat disimpan: bobot paling banyak tiga desimal.")
