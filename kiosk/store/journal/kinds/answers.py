"""The kinds of links about responses and their personal parts."""

from collections.abc import Collection
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from kiosk.store.accounts.placeholders import add_placeholder_account
from kiosk.store.answers import exclusions
from kiosk.store.answers import retention
from kiosk.store.answers import tallies
from kiosk.store.answers.layout import find_layout
from kiosk.store.answers.suggestions import update_state
from kiosk.store.engine.errors import BundleRefused
from kiosk.store.engine.inserts import insert_row
from kiosk.store.engine.inserts import insert_rows
from kiosk.store.journal import journal
from kiosk.store.journal.kinds.base import BundleLine
from kiosk.store.journal.kinds.base import Event
from kiosk.store.journal.kinds.base import Removals
from kiosk.store.journal.kinds.base import State
from kiosk.store.journal.kinds.base import pick
from scoring import InstrumentError

_PROFILE = (*journal.PROFILE, "salt")
_LATER_PROFILE = journal.LATER_PROFILE
_COMMENT = ("text", "salt")
_REDACTED = ("redacted_at", "redacted_by")


@dataclass(frozen=True, kw_only=True)
class Response(Event):
    """An answered questionnaire. Its link commits to the profile and the suggestion.

    The answers by item follow the facts where there are any, so that the hashes of answers to questionnaires
    with one item per unsur stay as they are.
    """

    @property
    def columns(self) -> tuple[str, ...]:
        """The facts and the answers by item."""
        return (*self.facts, "items")

    def list_facts(self, values: Sequence[journal.Value], items: journal.Value) -> list[journal.Value]:
        """What is hashed of a response with these facts and answers by item."""
        return [*values] if items is None else [*values, items]

    def read_facts(self, row: Any) -> list[journal.Value]:
        """What is hashed of the row."""
        return self.list_facts(super().read_facts(row), row["items_of_responses"])

    def check(self, row: Any, removals: Removals) -> str | None:
        """As `Event`, and the personal parts that were not removed since."""
        if problem := super().check(row, removals):
            return problem
        profile = None
        if row["has_profiles"]:
            names = (*journal.PROFILE, *_LATER_PROFILE)
            values = {name: row[f"{name}_of_profiles"] for name in names}
            profile = journal.commit_profile(row["salt_of_profiles"] or "", values)
        may_be_gone = removals.allow("profile", row["subject_id"], row["local_day_of_responses"])
        return _check_part(profile, row["profile_hash"], may_be_gone) or _check_comment(row, removals)

    def send(self, db: Database, row: Any, parts: Collection[str]) -> BundleLine:
        """The facts, the answers by item and the personal parts."""
        line = super().send(db, row, parts)
        if row["items_of_responses"] is not None:
            line["facts"]["items"] = row["items_of_responses"]
        if "profile" in parts and row["has_profiles"]:
            line["profile"] = {name: row[f"{name}_of_profiles"] for name in _PROFILE} | {
                name: value for name in _LATER_PROFILE if (value := row[f"{name}_of_profiles"]) is not None
            }
        if "comment" in parts and row["has_comments"]:
            line["comment"] = {name: row[f"{name}_of_comments"] for name in _COMMENT}
        return line

    def apply(self, db: Database, unit_id: str, lines: Sequence[BundleLine], now: datetime) -> None:
        """Store and count all of them at once: a statement costs a server more than its rows."""
        responses = [
            {**pick(line["facts"], self.facts), "items": line["facts"].get("items")} for line in lines
        ]
        for response in responses:
            _check_items(db, response)
        new = _insert_all(
            db, "responses", responses, "on conflict (response_id) do nothing returning response_id"
        )
        fresh = {row["response_id"] for row in new.fetchall()}
        for response in responses:
            if response["unit_id"] != unit_id or response["response_id"] not in fresh:
                raise BundleRefused(
                    f"jawaban {response['response_id']} sudah ada di sini sebagai milik lain atau dengan isi "
                    "lain"
                )
            fresh.remove(response["response_id"])
        both = list(zip(lines, responses, strict=True))
        profiles = [
            {
                "response_id": response["response_id"],
                **pick(line["profile"], _PROFILE),
                **{name: line["profile"].get(name) for name in _LATER_PROFILE},
            }
            for line, response in both
            if "profile" in line
        ]
        comments = [
            {**pick(response, ("response_id", "unit_id", "local_day")), **pick(line["comment"], _COMMENT)}
            for line, response in both
            if "comment" in line
        ]
        for table, rows in (("profiles", profiles), ("comments", comments)):
            if rows:
                _insert_all(db, table, rows)
        ids = [response["response_id"] for response in responses]
        tallies.count_responses(db, ids, tables=tallies.WITHOUT_EXTRAS)


def _check_items(db: Database, response: BundleLine) -> None:
    """Refuse answers to a questionnaire that is not known here, and those with other items than it has."""
    instrument, items = response["instrument"], response["items"] or ""
    try:
        layout = find_layout(db, instrument)
    except InstrumentError:
        raise BundleRefused(
            f"kuesioner {instrument} belum dikenal di sini; salin berkasnya ke folder questionnaires di sini"
        ) from None
    if len(items) != (len(layout.rules.items) if layout.has_items else 0):
        raise BundleRefused(f"jawaban {response['response_id']} tidak cocok dengan kuesioner {instrument}")


@dataclass(frozen=True, kw_only=True)
class Questionnaire(State):
    """A unit's choice of a questionnaire."""

    def apply_line(self, db: Database, unit_id: str, line: BundleLine) -> None:
        """Refuse one that has other rules here: its answers would count by those."""
        super().apply_line(db, unit_id, line)
        try:
            known = find_layout(db, line["instrument"]).rules.digest
        except InstrumentError:
            return  # refused with the first answer to it
        if known != line["digest"]:
            raise BundleRefused(
                f"kuesioner {line['instrument']} di sini berbeda aturannya dengan kuesioner kantor itu"
            )


@dataclass(frozen=True, kw_only=True)
class ExtraAnswers(Event):
    """What a response says to the unit's questions outside the index."""

    def apply(self, db: Database, unit_id: str, lines: Sequence[BundleLine], now: datetime) -> None:
        """Insert the rows, and count what they say of importance; their responses are counted already."""
        rows = [{**pick(line["facts"], self.facts), "unit_id": unit_id} for line in lines]
        _insert_all(db, self.table, rows)
        ids = [row["response_id"] for row in rows]
        tallies.count_responses(db, ids, tables=(tallies.MONTH_IMPORTANCE,))


@dataclass(frozen=True, kw_only=True)
class Exclusion(Event):
    """A response that counts no more."""

    def apply(self, db: Database, unit_id: str, lines: Sequence[BundleLine], now: datetime) -> None:
        """Exclude the responses."""
        for line in lines:
            facts = pick(line["facts"], self.facts)
            add_placeholder_account(db, unit_id, facts[self.person], now)
            insert_row(db, self.table, facts)
            is_here = exclusions.mark_excluded(
                db, unit_id, facts["response_id"], facts["excluded_at"], facts["reason"]
            )
            _update_state(db, facts["response_id"], is_here)
            tallies.uncount_response(db, facts["response_id"])
            tallies.count_exclusion(db, facts["response_id"], facts["reason"])


@dataclass(frozen=True, kw_only=True)
class Restoration(Event):
    """The end of an exclusion, in the same row."""

    def apply(self, db: Database, unit_id: str, lines: Sequence[BundleLine], now: datetime) -> None:
        """Count the responses again."""
        for line in lines:
            facts = pick(line["facts"], self.facts)
            add_placeholder_account(db, unit_id, facts[self.person], now)
            row = db.execute(
                """update exclusions set restored_at = :restored_at, restored_by = :restored_by
                   where exclusion_id = :exclusion_id and restored_at is null
                   returning response_id, reason""",
                facts,
            ).fetchone()
            if row is None:
                raise BundleRefused(f"pengecualian {facts['exclusion_id']} tidak ada di sini")
            is_here = exclusions.mark_counted(db, unit_id, row["response_id"])
            _update_state(db, row["response_id"], is_here)
            tallies.count_response(db, row["response_id"])
            tallies.count_exclusion(db, row["response_id"], row["reason"], -1)


@dataclass(frozen=True, kw_only=True)
class Redaction(Event):
    """Words of a suggestion that were destroyed. Its link commits to the text that is left."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Of the response."""
        return ("response_id", "local_day")

    def check(self, row: Any, removals: Removals) -> str | None:
        """The text as it is now; the response's own link may be an older one that is not checked."""
        return "deleted" if row["response_id_of_responses"] is None else _check_comment(row, removals)

    def send(self, db: Database, row: Any, parts: Collection[str]) -> BundleLine:
        """The text as it is now, and who redacted it when."""
        if "comment" not in parts:
            return {}
        rows = db.execute(
            """select c.text, c.salt, h.redacted_at, h.redacted_by
               from comments c join comment_handling h on h.response_id = c.response_id
               where c.response_id = ?""",
            [row["subject_id"]],
        )
        found = rows.fetchone()
        return {"comment": pick(found, _COMMENT), "more": pick(found, _REDACTED)} if found else {}

    def apply(self, db: Database, unit_id: str, lines: Sequence[BundleLine], now: datetime) -> None:
        """Replace the texts; where a bundle has none, delete the earlier one."""
        for line in lines:
            response_id = line["link"]["subject_id"]
            if "comment" in line:
                self._replace(db, unit_id, response_id, line, now)
            else:
                _delete_part(db, unit_id, "comment", "r.response_id = ?", response_id)

    @staticmethod
    def _replace(db: Database, unit_id: str, response_id: str, line: BundleLine, now: datetime) -> None:
        comment, more = line["comment"], line["more"]
        done = db.execute(
            "update comments set text = ?, salt = ? where response_id = ? and unit_id = ?",
            [comment["text"], comment["salt"], response_id, unit_id],
        )
        if done.rowcount:
            add_placeholder_account(db, unit_id, more["redacted_by"], now)
            values = {"response_id": response_id, **pick(more, _REDACTED)}
            sets = "redacted_at = excluded.redacted_at, redacted_by = excluded.redacted_by"
            insert_row(db, "comment_handling", values, f"on conflict (response_id) do update set {sets}")


@dataclass(frozen=True, kw_only=True)
class Removal(Event):
    """A `part` of responses that was deleted: of those for which `which` holds, with the link's subject."""

    part: str
    which: str

    def apply(self, db: Database, unit_id: str, lines: Sequence[BundleLine], now: datetime) -> None:
        """Delete it here too."""
        for line in lines:
            _delete_part(db, unit_id, self.part, self.which, line["link"]["subject_id"])


def _check_comment(row: Any, removals: Removals) -> str | None:
    text = row["text_of_comments"]
    comment = journal.commit_comment(row["salt_of_comments"] or "", text) if row["has_comments"] else None
    promised = removals.redacted.get(row["subject_id"], row["comment_hash"])
    return _check_part(
        comment, promised, removals.allow("comment", row["subject_id"], row["local_day_of_responses"])
    )


def _check_part(found: str | None, promised: str | None, may_be_gone: bool) -> str | None:
    if found == promised or (found is None and may_be_gone):
        return None
    if promised is None:
        return "inserted"
    return "deleted" if found is None else "edited"


def _insert_all(db: Database, table: str, rows: Sequence[BundleLine], then: str = "") -> Any:
    return insert_rows(db, f"{table} ({', '.join(rows[0])})", [list(row.values()) for row in rows], then)


def _update_state(db: Database, response_id: str, is_here: bool) -> None:
    if not is_here:
        raise BundleRefused(f"jawaban {response_id} tidak ada di sini")
    update_state(db, response_id)


def _delete_part(db: Database, unit_id: str, part: str, which: str, subject_id: str) -> None:
    rows = db.execute(
        f"""select r.response_id, r.voided_at from responses r
            join {retention.PARTS[part]} x on x.response_id = r.response_id
            where r.unit_id = ? and {which}""",
        [unit_id, subject_id],
    ).fetchall()
    for row in rows:
        retention.delete_part(db, part, row["response_id"], counts=row["voided_at"] is None)
