"""Answers that staff enter: imported files and paper."""

from sqlite_utils import Database


def m0008_imports(db: Database) -> None:
    """Imported files, and the meanings of words that offices have taught."""
    db.execute("""
        create table imports (
            import_id text primary key,
            unit_id text not null references units (unit_id),
            collector_id text not null unique references collectors (collector_id),
            file_name text not null check (length(file_name) between 1 and 200),
            sha256 text not null check (length(sha256) = 64),
            sheet text not null,
            column_order text not null check (column_order in ('kuesioner', 'daftar')),
            first_day text not null,
            last_day text not null,
            responses integer not null check (responses > 0),
            rejected integer not null,
            skipped integer not null,
            repeated integer not null,
            imported_by text not null references people (person_id),
            started_at text not null,
            finished_at text,
            undone_at text,
            undone_by text references people (person_id),
            check ((undone_at is null) = (undone_by is null))
        ) strict""")
    db.execute("create index imports_by_unit on imports (unit_id, sha256)")
    db.execute("""
        create table learned_words (
            unit_id text not null references units (unit_id),
            field text not null,
            word text not null,
            code text not null,
            learned_at text not null,
            learned_by text not null references people (person_id),
            primary key (unit_id, field, word)
        ) strict""")


def m0011_paper(db: Database) -> None:
    """Paper questionnaires: batches of numbered sheets, and their second keying."""
    db.execute("""
        create table paper_batches (
            paper_batch_id text primary key,
            unit_id text not null references units (unit_id),
            collector_id text not null references collectors (collector_id),
            number integer not null check (number > 0),
            answered_day text not null check (length(answered_day) = 10),
            service_id text references services (service_id),
            opened_by text not null references people (person_id),
            opened_at text not null,
            unique (unit_id, number)
        ) strict""")
    # A withdrawn sheet keeps its row; its number may be used again.
    db.execute("""
        create table paper_sheets (
            response_id text primary key references responses (response_id) on delete cascade,
            paper_batch_id text not null references paper_batches (paper_batch_id),
            number integer not null check (number > 0),
            entered_by text not null references people (person_id),
            withdrawn_at text
        ) strict""")
    db.execute("""
        create unique index paper_sheets_in_force on paper_sheets (paper_batch_id, number)
            where withdrawn_at is null""")
    db.execute("""
        create table paper_checks (
            paper_batch_id text not null references paper_batches (paper_batch_id),
            number integer not null check (number > 0),
            content text not null,
            entered_by text not null references people (person_id),
            entered_at text not null,
            primary key (paper_batch_id, number)
        ) strict""")


def m0035_questionnaires_of_paper(db: Database) -> None:
    """The questionnaire that is printed on the sheets of a batch."""
    db.execute("alter table paper_batches add column instrument text not null default 'permenpan-14-2017'")


def m0058_choices_of_imports(db: Database) -> None:
    """What was chosen to read an imported file, proposed for the next file with the same titles."""
    db.execute("alter table imports add column titles text not null default ''")
    db.execute("alter table imports add column choices text not null default '{}'")
