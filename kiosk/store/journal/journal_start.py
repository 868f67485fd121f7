"""Links for rows that are older than their journal kind: parts of migrations, never edited."""

from datetime import UTC
from datetime import datetime

from sqlite_utils import Database

from kiosk.store.engine.times import from_text
from kiosk.store.journal import act_chain
from kiosk.store.journal import journal
from kiosk.store.journal.attestation import attest
from kiosk.store.journal.attestation import attest_place
from kiosk.store.journal.kinds import EVENTS
from kiosk.store.journal.kinds import STATES

# Each kind's rows as they were before the journal existed.
_ROWS = {
    "response": "select r.*, r.received_at as at from responses r",
    "exclude": """
        select e.*, r.unit_id, e.excluded_at as at
        from exclusions e join responses r on r.response_id = e.response_id""",
    "restore": """
        select e.*, r.unit_id, e.restored_at as at
        from exclusions e join responses r on r.response_id = e.response_id
        where e.restored_at is not null""",
    "publish": "select *, published_at as at from publications",
}


def begin_journal(db: Database) -> None:
    """Salt the personal parts, then add a link for every row, in the order of their times."""
    profiles, comments = _salt_profiles(db), _salt_comments(db)
    rows = []
    for kind, sql in _ROWS.items():
        names = EVENTS[kind].facts
        rows += [
            (row["at"], row[names[0]], kind, row["unit_id"], [row[name] for name in names])
            for row in db.execute(sql)
        ]
    for at, subject_id, kind, unit_id, facts in sorted(rows, key=lambda row: row[:2]):
        personal = (profiles.get(subject_id), comments.get(subject_id)) if kind == "response" else ()
        link = journal.Link(kind, subject_id, facts, from_text(at), *personal)
        journal.extend_by(db, unit_id, [link], begins=True)


def _salt_profiles(db: Database) -> dict[str, str]:
    names = ", ".join(journal.PROFILE)
    hashes = {}
    for row in db.execute(f"select response_id, {names} from profiles").fetchall():
        salt = journal.new_salt()
        db.execute("update profiles set salt = ? where response_id = ?", [salt, row["response_id"]])
        hashes[row["response_id"]] = journal.commit_profile(salt, {n: row[n] for n in journal.PROFILE})
    return hashes


def _salt_comments(db: Database) -> dict[str, str]:
    hashes = {}
    for row in db.execute("select response_id, text from comments").fetchall():
        salt = journal.new_salt()
        db.execute("update comments set salt = ? where response_id = ?", [salt, row["response_id"]])
        hashes[row["response_id"]] = journal.commit_comment(salt, row["text"])
    return hashes


_ATTESTED_FIRST = ("unit", "service", "collector", "year", "goal", "yearly", "import", "plan", "announcement")


def attest_rows(db: Database) -> None:
    """Add a link for every row that explains the figures, with its facts at the moment of the update."""
    now = datetime.now(UTC)  # migrations get no `now`
    for unit in db.execute("select unit_id from units order by created_at, unit_id").fetchall():
        attest_place(db, unit["unit_id"], now)
    kept_here = """
        select u.unit_id from units u left join journal_heads h on h.unit_id = u.unit_id
        where h.merged_parts is null order by u.created_at, u.unit_id"""
    for unit in db.execute(kept_here).fetchall():
        _attest_rows_of(db, unit["unit_id"], _ATTESTED_FIRST, now)


def attest_rows_of_merged(db: Database) -> None:
    """Add a link for every row made here about a unit that another server keeps."""
    now = datetime.now(UTC)
    merged = db.execute("select unit_id from journal_heads where merged_parts is not null order by unit_id")
    for unit in merged.fetchall():
        _attest_rows_of(db, unit["unit_id"], ("goal", "yearly", "plan", "announcement"), now)


def attest_evidence(db: Database) -> None:
    """Add a link for every file of evidence, as `attest_rows`."""
    now = datetime.now(UTC)
    for unit in db.execute("select distinct unit_id from attachments order by unit_id").fetchall():
        _attest_rows_of(db, unit["unit_id"], ("evidence",), now)


def attest_accounts(db: Database) -> None:
    """Add a link for every account that can log in, as `attest_rows`."""
    now = datetime.now(UTC)
    rows = db.execute("select person_id, unit_id from people where password_hash <> '!' order by person_id")
    for row in rows.fetchall():
        attest(db, "account", row["unit_id"], row["person_id"], now)


def _attest_rows_of(db: Database, unit_id: str, kinds: tuple[str, ...], now: datetime) -> None:
    for kind in kinds:
        key, table = STATES[kind].facts[0], STATES[kind].table
        rows = db.execute(f"select {key} from {table} where unit_id = ? order by {key}", [unit_id])
        for row in rows.fetchall():
            attest(db, kind, unit_id, row[0], now)


def chain_acts(db: Database) -> None:
    """Number the acts in the order of their times, and make them a chain."""
    digest = journal.START
    acts = db.execute(f"select {', '.join(act_chain.FACTS)} from acts order by at, act_id").fetchall()
    for sequence, row in enumerate(acts, start=1):
        digest = act_chain.hash_act(sequence, tuple(row), digest)
        db.execute(
            "update acts set sequence = ?, digest = ? where act_id = ?", [sequence, digest, row["act_id"]]
        )
    if acts:
        db.execute("insert into act_heads (chain, sequence, digest) values (1, ?, ?)", [len(acts), digest])
