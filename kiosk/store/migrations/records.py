"""The journal and the log of acts."""

from sqlite_utils import Database

from kiosk.store.journal.journal_start import attest_accounts
from kiosk.store.journal.journal_start import attest_evidence
from kiosk.store.journal.journal_start import attest_rows
from kiosk.store.journal.journal_start import attest_rows_of_merged
from kiosk.store.journal.journal_start import begin_journal
from kiosk.store.journal.journal_start import chain_acts


def m0009_journal(db: Database) -> None:
    """The hash chain of each unit, with links for the existing rows."""
    db.execute("""
        create table journal (
            unit_id text not null references units (unit_id),
            sequence integer not null check (sequence > 0),
            kind text not null,
            subject_id text not null,
            content_hash text not null check (length(content_hash) = 64),
            profile_hash text check (length(profile_hash) = 64),
            comment_hash text check (length(comment_hash) = 64),
            at text not null,
            previous text not null check (length(previous) = 64),
            digest text not null check (length(digest) = 64),
            primary key (unit_id, sequence)
        ) strict""")
    db.execute("""
        create table journal_heads (
            unit_id text primary key references units (unit_id),
            sequence integer not null,
            digest text not null
        ) strict""")
    db.execute("alter table profiles add column salt text")
    db.execute("alter table comments add column salt text")
    begin_journal(db)


def m0013_acts(db: Database) -> None:
    """The log of what staff did."""
    db.execute("""
        create table acts (
            act_id text primary key,
            at text not null,
            person_id text references people (person_id),
            unit_id text references units (unit_id),
            action text not null check (length(action) between 1 and 100),
            subject text not null check (length(subject) <= 200),
            outcome integer not null
        ) strict""")
    db.execute("create index acts_of_unit on acts (unit_id, at)")


def m0016_merged_units(db: Database) -> None:
    """Which journals come from another server, and the generations of the keys that sign them."""
    # Null: the journal is extended here. Else the personal parts in its bundles, such as 'profile comment'.
    db.execute("alter table journal_heads add column merged_parts text")
    db.execute("""
        create table merge_keys (
            code text primary key check (length(code) between 1 and 64),
            generation integer not null check (generation > 0),
            made_at text not null
        ) strict""")


def m0019_vouched_rows(db: Database) -> None:
    """Restored backups, and links for the rows that explain the figures."""
    db.execute("""
        create table restored_backups (
            restored_backup_id text primary key,
            unit_id text not null references units (unit_id),
            file_name text not null,
            sequence integer not null,
            digest text not null check (length(digest) = 64),
            replaced_sequence integer,
            replaced_digest text check (length(replaced_digest) = 64),
            restored_at text not null,
            check ((replaced_sequence is null) = (replaced_digest is null))
        ) strict""")
    # Without the links of answers, which are nearly all, so that recording an answer does not touch it.
    db.execute("create index journal_decisions on journal (unit_id, kind) where kind <> 'response'")
    attest_rows(db)


def m0020_chained_acts(db: Database) -> None:
    """The log of acts as a hash chain, with the operating system's account for `ikm` commands."""
    db.execute("alter table acts add column account text not null default ''")
    db.execute("alter table acts add column sequence integer check (sequence > 0)")
    db.execute("alter table acts add column digest text check (length(digest) = 64)")
    db.execute("create unique index acts_in_order on acts (sequence)")
    # No row until something is logged.
    db.execute("""
        create table act_heads (
            chain integer primary key check (chain = 1),
            sequence integer not null,
            digest text not null check (length(digest) = 64)
        ) strict""")
    chain_acts(db)


def m0022_rows_of_merged_units(db: Database) -> None:
    """Links for targets, typed years, plans and announcements of units that other servers keep."""
    attest_rows_of_merged(db)


def m0023_vouched_evidence(db: Database) -> None:
    """Links for the files of evidence."""
    attest_evidence(db)


def m0034_attested_accounts(db: Database) -> None:
    """Links for the accounts of staff."""
    attest_accounts(db)


def m0052_acts_of_unit_in_order(db: Database) -> None:
    """The index that a unit's latest acts are read from."""
    db.execute("create index acts_of_unit_in_order on acts (unit_id, sequence)")
