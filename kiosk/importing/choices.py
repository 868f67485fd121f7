"""What the person importing a file decides about it, as the command's options or the page's form say it."""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from typing import Any

from kiosk.importing.extra_columns import FIELD as EXTRA
from kiosk.sheets.decisions import Decisions
from kiosk.sheets.meanings import read_scale
from kiosk.sheets.said_rows import read_row_verdicts
from kiosk.sheets.spans import read_choice
from kiosk.sheets.texts import column_index
from scoring import Instrument

Words = Mapping[str, Mapping[str, str]]
# What an office has taught about titles is kept beside its words, under this name.
TITLES = "title"
# What becomes of rows whose date cannot be read.
BY_MONTH = "bulan"
REFUSED = "tolak"


@dataclass(frozen=True)
class Choices:
    """What the person importing decides; `month` dates rows without a date ("" not yet chosen).

    `sheets` are names of worksheets, empty where the file decides. `skip_repeated` None leaves it to the
    file: rows alike to the minute are one person twice, rows without a time may be two people. `words` are
    meanings given in this preview, by field (an unsur, a profile field or "service"). `columns` says what a
    column is, by the spreadsheet's letters, and `row` where the titles are, where the person knows better.
    `scale` ("5=4"), `rows` ("12=bukan", several after semicolons), `day_order`, `table` and `offices` answer
    the questions of `kiosk.sheets.understanding`; `unread_dates` is `BY_MONTH` or `REFUSED`. `questionnaire`
    is the id of the one that was asked, "" where the titles decide. `extras` says by letters whether a column
    has the answers to one of the office's own questions (`kiosk.importing.extra_columns`).
    """

    order: str = "kuesioner"
    sheets: tuple[str, ...] = ()
    month: str = ""
    service_id: str = ""
    skip_repeated: bool | None = None
    words: Words = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    row: int | None = None
    scale: str = ""
    day_order: str = ""
    rows: str = ""
    table: str = ""
    offices: tuple[str, ...] = ()
    unread_dates: str = ""
    questionnaire: str = ""
    extras: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def restore(cls, kept: Mapping[str, Any]) -> "Choices":
        """From the JSON of another one; what another version kept besides is left out."""
        known: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in kept.items()
            if name in cls.__dataclass_fields__
        }
        return cls(**known)

    def answer(self, field: str, value: str, instrument: Instrument) -> "Choices":
        """The choices with the answer to a question; `field` and `value` are those of the question."""
        match field:
            case "scale":
                return replace(self, scale=_join(self.scale, value, ","))
            case "rows":
                return replace(self, rows=_join(self.rows, value, ";"))
            case "sheet":
                return replace(self, sheets=(value,), columns={}, row=None)
            case "office":
                return replace(self, offices=(value,))
            case "column":
                chosen = read_choice(value, instrument)
                return replace(self, columns={**self.columns, **chosen})
            case "repeated":
                return replace(self, skip_repeated=value == "skip")
            case "day_order":
                return replace(self, day_order=value)
            case "table":
                return replace(self, table=value)
            case "unread_dates":
                return replace(self, unread_dates=value)
            case "questionnaire":
                return replace(self, questionnaire=value)
        if field.startswith(EXTRA):
            return replace(self, extras={**self.extras, **read_extras([value])})
        raise ValueError(f"no question: {field}")

    def decisions(self, learned: Words) -> Decisions:
        """What of this, and of what was learned before, is about reading."""
        return Decisions(
            questionnaire=self.questionnaire,
            order=self.order,
            sheets=self.sheets,
            columns={column_index(name): role for name, role in self.columns.items()},
            row=self.row,
            taught=learned.get(TITLES, {}),
            words=merge_words(learned, self.words),
            scale=read_scale([self.scale]),
            day_order=self.day_order,
            rows=read_row_verdicts(filter(None, self.rows.split(";"))),
            table=self.table,
            offices=self.offices,
        )


def read_extras(said: Iterable[str]) -> dict[str, str]:
    """What was said of columns, as in `Choices.extras`: "K=ya", "L=tidak"."""
    return {column.upper(): answer for column, _, answer in (one.partition("=") for one in said)}


def merge_words(learned: Words, chosen: Words) -> dict[str, dict[str, str]]:
    """What was learned before, with what is chosen now."""
    return {name: {**learned.get(name, {}), **chosen.get(name, {})} for name in {*learned, *chosen}}


def _join(before: str, said: str, sign: str) -> str:
    return sign.join(filter(None, [before, said]))
