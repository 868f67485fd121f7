"""What all kinds of journal links share: checking a link, exporting it in a bundle, merging it."""

from collections.abc import Collection
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlite_utils import Database

from kiosk.store.accounts.placeholders import add_placeholder_account
from kiosk.store.engine.errors import BundleRefused
from kiosk.store.engine.inserts import insert_row
from kiosk.store.journal import journal

# One JSON object of a bundle: plain values by name.
BundleLine = dict[str, Any]


@dataclass(frozen=True)
class Removals:
    """Which personal parts (`profile`, `comment`) the links that are checked declare removed or replaced.

    `redacted` has the new commitment by response, `before` the purge day by part, `erased` pairs of part and
    response; `withheld` are the parts that the unit's own server did not send.
    """

    redacted: Mapping[str, str]
    before: Mapping[str, str]
    erased: frozenset[tuple[str, str]]
    withheld: frozenset[str]

    def allow(self, part: str, response_id: str, local_day: str) -> bool:
        """Whether the part may be missing although its response's link commits to it."""
        return (
            local_day < self.before.get(part, "")
            or part in self.withheld
            or (part, response_id) in self.erased
        )


@dataclass(frozen=True)
class Kind:
    """The links of one kind, each about one row of `table`.

    `facts` are the columns that are hashed, in this order; the first is the link's `subject_id`. `of_unit` is
    the SQL condition for the rows of `:unit_id`. `words` is what Indonesian messages call such a row. Name
    and facts belong to the journal's canonical form (docs/formats.md) and never change.
    """

    name: str
    words: str
    table: str = ""
    facts: tuple[str, ...] = ()
    of_unit: str = "unit_id = :unit_id"

    def apply(self, db: Database, unit_id: str, lines: Sequence[BundleLine], now: datetime) -> None:
        """Store what consecutive links of a bundle bring, in the transaction of the merge."""


@dataclass(frozen=True, kw_only=True)
class State(Kind):
    """A row that may change: the last link about it must have its facts, or none once it is removed.

    `is_sent`: bundles bring such rows, so only the unit's own server may change them. `line_columns` are
    those in the row's line of a bundle (the unit's own row is in the manifest instead), `key` is its primary
    key.
    """

    is_sent: bool = False
    line_columns: tuple[str, ...] = ()
    key: tuple[str, ...] = ()

    def apply_line(self, db: Database, unit_id: str, line: BundleLine) -> None:
        """Store a row from a bundle, replacing the one with the same key. Raises BundleRefused."""
        values = {**pick(line, self.line_columns), "unit_id": unit_id}
        if "revoked_at" in values:
            values["revoked_at"] = values["created_at"]  # a collector of a merged unit takes no answers here
        kept = (*self.key, "unit_id", "created_at", "revoked_at")
        sets = ", ".join(f"{name} = excluded.{name}" for name in values if name not in kept)
        update = f"do update set {sets} where {self.table}.unit_id = :unit_id"
        if not insert_row(db, self.table, values, f"on conflict ({', '.join(self.key)}) {update}").rowcount:
            raise BundleRefused(f"{values[self.key[-1]]} di sini milik unit lain")


@dataclass(frozen=True, kw_only=True)
class Event(Kind):
    """Something that is recorded once: every link is checked against its row, and every row has one link.

    `stored` is the SQL condition for the rows that have such a link. Bundles carry the facts and the columns
    `more`, which are not hashed; `person` is the column that names who decided.
    """

    stored: str = "1 = 1"
    more: tuple[str, ...] = ()
    person: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the row that are read beside a link, the key first."""
        return (*self.facts, *self.more)

    @cached_property
    def _aliases(self) -> list[tuple[str, str]]:
        """The facts, each with its name in a row of `links.iterate_links`."""
        return [(name, f"{name}_of_{self.table}") for name in self.facts]

    def read_facts(self, row: Any) -> list[journal.Value]:
        """What is hashed of a row of `links.iterate_links`."""
        return [row[alias] for _, alias in self._aliases]

    def check(self, row: Any, removals: Removals) -> str | None:
        """The problem of a link as in `chain.Break`, None when it fits; `row` is of `links.iterate_links`."""
        if not self.facts:
            return None
        facts = self.read_facts(row)
        if facts[0] is None:
            return "deleted"
        return None if journal.hash_values(self.name, *facts) == row["content_hash"] else "edited"

    def send(self, db: Database, row: Any, parts: Collection[str]) -> BundleLine:
        """What a bundle's line has beside the link itself; of what is personal only the `parts`."""
        line: BundleLine = {}
        if self.facts:
            line["facts"] = {name: row[alias] for name, alias in self._aliases}
        if self.more:
            line["more"] = {name: row[f"{name}_of_{self.table}"] for name in self.more}
        return line

    def read_line(self, line: BundleLine) -> BundleLine:
        """The row that a bundle's line brings, without its unit."""
        values = pick(line["facts"], self.facts)
        return values | pick(line["more"], self.more) if self.more else values

    def apply(self, db: Database, unit_id: str, lines: Sequence[BundleLine], now: datetime) -> None:
        """Insert the rows."""
        for line in lines:
            values = self.read_line(line)
            add_placeholder_account(db, unit_id, values[self.person], now)
            insert_row(db, self.table, {**values, "unit_id": unit_id})


def pick(values: BundleLine, names: Collection[str]) -> BundleLine:
    """Only these values: other names in a bundle are not trusted. Raises KeyError when one is missing."""
    return {name: values[name] for name in names}
