"""Tallies by questionnaire, from the month tallies or from the responses themselves.

Answers to different questionnaires are never added up here: `kiosk.figures` decides whether they may be.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from kiosk.store.answers.layout import Layout
from kiosk.store.answers.layout import find_layout
from kiosk.store.answers.tallies import ANSWERS
from kiosk.store.answers.tallies import ITEMS
from kiosk.store.answers.tallies import MEANS
from kiosk.store.answers.tallies import Counted
from kiosk.store.answers.tallies import count_answers
from kiosk.store.answers.tallies import count_items
from kiosk.store.answers.tallies import count_means
from scoring import Means
from scoring import Partial
from scoring import Spread
from scoring import Tallies

# The tallies of some answers by the id of the questionnaire that they answer; none is empty.
Parts = Mapping[str, Tallies]


@dataclass(frozen=True)
class Where:
    """Which rows are counted: their condition with its parameters, after `prelude` (such as a CTE)."""

    condition: str
    params: dict[str, Any]
    prelude: str = ""


def read_kept(db: Database, by: str, where: Where) -> dict[str, dict[str, Tallies]]:
    """The tallies in the month tables by a column of their key, then by questionnaire."""

    def sums(table: str, group: str, columns: tuple[str, ...]) -> list[Any]:
        summed = ", ".join(f"sum({name}) as {name}" for name in columns)
        return db.execute(
            f"""{where.prelude} select {group}, {summed} from {table}
                where {where.condition} group by {group} order by {group}""",
            where.params,
        ).fetchall()

    groups: dict[tuple[str, str], Any] = {
        (row[0], row[1]): row
        for row in sums("month_tallies", f"{by}, instrument", ANSWERS)
        if row["respondents"]
    }
    several = _Several()
    if any(find_layout(db, instrument).has_items for _, instrument in groups):
        for row in sums("month_items", f"{by}, instrument, item", ITEMS):
            several.add_item(row[0], row[1], row[2:])
        for row in sums("month_means", f"{by}, instrument, part", MEANS):
            several.add_mean(row[0], row[1], row[2:])
    return _by_group(db, groups, several)


def read_counted(
    db: Database, by: str, tables: str, where: Where, instruments: list[str]
) -> dict[str, dict[str, Tallies]]:
    """As `read_kept`, counted from the responses `r` to these questionnaires.

    They must be all that the responses answer: then one questionnaire is read from the covering index.
    """
    groups: dict[tuple[str, str], Any] = {}
    several = _Several()
    for instrument in instruments:
        layout = find_layout(db, instrument)
        one = f"{where.condition} and r.instrument = :instrument" if len(instruments) > 1 else where.condition
        counted = Counted(tables, one, (by,), prelude=where.prelude)
        params = {**where.params, "instrument": instrument}
        columns = ", ".join(f"{value} as {name}" for name, value in count_answers(layout).items())
        for row in db.execute(f"{where.prelude} {counted.select(columns)}", params).fetchall():
            groups[row[0], instrument] = row
        if layout.has_items:
            for row in db.execute(count_items(layout, counted), params).fetchall():
                several.add_item(row[0], instrument, row[1:])
            for row in db.execute(count_means(layout, counted), params).fetchall():
                several.add_mean(row[0], instrument, row[1:])
    return _by_group(db, dict(sorted(groups.items())), several)


class _Several:
    """Counts of items and means by group and questionnaire."""

    def __init__(self) -> None:
        self.items: dict[tuple[str, str], dict[str, tuple[int, ...]]] = {}
        self.means: dict[tuple[str, str], dict[str, tuple[int, int]]] = {}

    def add_item(self, group: str, instrument: str, row: Any) -> None:
        item, *counts = row
        self.items.setdefault((group, instrument), {})[item] = tuple(counts)

    def add_mean(self, group: str, instrument: str, row: Any) -> None:
        part, filled, total = row
        self.means.setdefault((group, instrument), {})[part] = (filled, total)


def _by_group(
    db: Database, groups: Mapping[tuple[str, str], Any], several: _Several
) -> dict[str, dict[str, Tallies]]:
    found: dict[str, dict[str, Tallies]] = {}
    for (group, instrument), row in groups.items():
        layout = find_layout(db, instrument)
        if layout.has_items:
            place = (group, instrument)
            tallies = _of_items(layout, row, several.items[place], several.means[place])
        else:
            tallies = _of_unsur(layout, row)
        found.setdefault(group, {})[instrument] = tallies
    return found


def _of_unsur(layout: Layout, row: Any) -> Tallies:
    return Tallies(
        respondents=row["respondents"],
        counts={
            key: {value: row[f"{key}_{value}"] for value in layout.rules.values} for key in layout.rules.items
        },
        spread=_spread(row, 1, 1),
    )


def _spread(row: Any, factor: int, unit: int) -> Spread:
    """The sums divided by what the stored unit is a multiple of."""
    partial = Partial(
        row["partial_squared"] // factor**2, row["partial_product"] // factor, row["partial_filled"]
    )
    return Spread(row["complete"], row["total"] // factor, row["total_squared"] // factor**2, unit, partial)


def _of_items(
    layout: Layout,
    row: Any,
    items: Mapping[str, tuple[int, ...]],
    means: Mapping[str, tuple[int, int]],
) -> Tallies:
    """In the units of the rules, which the stored ones are multiples of."""
    rules = layout.rules
    return Tallies(
        respondents=row["respondents"],
        counts={item: dict(zip(rules.values, items[item], strict=False)) for item in rules.items},
        spread=_spread(row, layout.unit // rules.unit, rules.unit) if rules.unsur else None,
        means={
            part: Means(total // (layout.units(part) // rules.units[part]), filled, rules.units[part])
            for part, (filled, total) in means.items()
        },
        scale=rules.scale,
    )
