"""Exporting a unit for the city's server: the links of its journal with their rows, its settings and tallies.

Read inside one `snapshot`. `kiosk.operations.bundles` writes the lines, `kiosk.store.exchange.merging` stores
them.
"""

from collections.abc import Collection
from collections.abc import Iterator

from sqlite_utils import Database

from kiosk.store.answers import tallies
from kiosk.store.engine.errors import NotFound
from kiosk.store.journal import journal
from kiosk.store.journal.journal import Head
from kiosk.store.journal.kinds import EVENTS
from kiosk.store.journal.kinds import STATES
from kiosk.store.journal.kinds.base import BundleLine
from kiosk.store.journal.links import iterate_links
from kiosk.store.offices.units import EDITABLE

LINK_COLUMNS = (
    "sequence",
    "kind",
    "subject_id",
    "content_hash",
    "profile_hash",
    "comment_hash",
    "at",
    "previous",
    "digest",
)
# The form of the bundle is older than the sums about responses with blanks.
TALLY = (*tallies.KEY[1:], *(name for name in tallies.COLUMNS if name not in tallies.PARTIAL))


def get_head_at(db: Database, unit_id: str, sequence: int) -> Head:
    """The end of the chain as it was after that many links. Raises NotFound."""
    if sequence == 0:
        return Head(0, journal.START)
    row = db.execute(
        "select sequence, digest from journal where unit_id = ? and sequence = ?", [unit_id, sequence]
    ).fetchone()
    if row is None:
        raise NotFound(f"link {sequence}")
    return Head(row["sequence"], row["digest"])


def get_sequence_before(db: Database, unit_id: str, moment: str) -> int:
    """How many links the chain had at that moment (UTC text)."""
    row = db.execute(
        "select coalesce(max(sequence), 0) as n from journal where unit_id = ? and at < ?", [unit_id, moment]
    ).fetchone()
    return int(row["n"])


def read_unit(db: Database, unit_id: str) -> BundleLine:
    """The unit's letterhead."""
    row = db.execute(
        f"select unit_id, created_at, {', '.join(EDITABLE)} from units where unit_id = ?", [unit_id]
    )
    return dict(row.fetchone())


def iterate_lines(db: Database, unit_id: str, after: int, parts: Collection[str]) -> Iterator[BundleLine]:
    """Every line but the manifest; of the personal parts only `parts` (`profile`, `comment`)."""
    for state in STATES.values():
        if state.line_columns:
            rows = db.execute(
                f"""select {", ".join(state.line_columns)} from {state.table}
                    where {state.of_unit} order by {state.line_columns[0]}""",
                {"unit_id": unit_id},
            )
            yield from ({state.name: dict(row)} for row in rows.fetchall())
    for row in iterate_links(db, unit_id, after):
        event = EVENTS.get(row["kind"])
        link = {name: row[name] for name in LINK_COLUMNS}
        yield {"link": link, **(event.send(db, row, parts) if event else {})}
    rows = db.execute(
        f"select {', '.join(TALLY)} from month_tallies where unit_id = ? order by {', '.join(TALLY[:4])}",
        [unit_id],
    )
    yield from ({"tally": dict(row)} for row in rows.fetchall())
