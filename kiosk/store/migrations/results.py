"""What became of a period: publications, plans with their evidence, the report's texts."""

from sqlite_utils import Database


def m0006_publications(db: Database) -> None:
    """Publications, the publication log, and figures of earlier years."""
    db.execute("""
        create table publications (
            publication_id text primary key,
            unit_id text not null references units (unit_id),
            number integer not null check (number > 0),
            period text not null,
            period_start text not null check (length(period_start) = 10),
            period_end text not null check (length(period_end) = 10),
            revision integer not null check (revision >= 0),
            instrument text not null,
            convention text not null,
            respondents integer not null check (respondents > 0),
            ikm text not null,
            mutu text not null,
            figures text not null,
            details text not null,
            digest text not null check (length(digest) = 64),
            version text not null,
            published_at text not null,
            published_by text not null references people (person_id),
            unique (unit_id, number),
            unique (unit_id, period, revision)
        ) strict""")
    db.execute("""
        create table announcements (
            announcement_id text primary key,
            unit_id text not null references units (unit_id),
            period text not null,
            period_start text not null check (length(period_start) = 10),
            period_end text not null check (length(period_end) = 10),
            medium text not null
                check (medium in ('cetak', 'monitor', 'media-sosial', 'website', 'aplikasi', 'papan')),
            shown_day text not null check (length(shown_day) = 10),
            place text not null check (length(place) between 1 and 300),
            link text not null default '' check (length(link) <= 500),
            created_at text not null,
            created_by text not null references people (person_id),
            removed_at text
        ) strict""")
    db.execute("create index announcements_of_unit on announcements (unit_id, period_start)")
    db.execute("""
        create table yearly_figures (
            unit_id text not null references units (unit_id),
            year integer not null check (year between 2000 and 2999),
            ikm text not null,
            mutu text not null check (mutu in ('A', 'B', 'C', 'D')),
            respondents integer check (respondents > 0),
            source text not null check (length(source) between 1 and 300),
            entered_at text not null,
            entered_by text not null references people (person_id),
            primary key (unit_id, year)
        ) strict""")


def m0007_follow_up(db: Database) -> None:
    """Follow-up plans, evidence files, and what was done about suggestions."""
    unsur = (
        "'persyaratan', 'prosedur', 'waktu', 'biaya', 'produk', "
        "'kompetensi', 'perilaku', 'sarana', 'pengaduan'"
    )
    db.execute(f"""
        create table plans (
            plan_id text primary key,
            unit_id text not null references units (unit_id),
            period text not null,
            period_start text not null check (length(period_start) = 10),
            period_end text not null check (length(period_end) = 10),
            unsur text not null check (unsur in ({unsur})),
            action text not null check (length(action) between 1 and 1000),
            responsible text not null check (length(responsible) between 1 and 200),
            year integer not null check (year between 2000 and 2999),
            first_quarter integer not null check (first_quarter between 1 and 4),
            last_quarter integer not null check (last_quarter between first_quarter and 4),
            planned_day text not null check (length(planned_day) = 10),
            due_day text not null check (length(due_day) = 10),
            created_at text not null,
            created_by text not null references people (person_id),
            done_day text check (length(done_day) = 10),
            done_by text references people (person_id),
            outcome text not null default '' check (length(outcome) <= 1000),
            dropped_at text,
            dropped_by text references people (person_id),
            dropped_reason text not null default '' check (length(dropped_reason) <= 500),
            check ((done_day is null) = (done_by is null)),
            check ((dropped_at is null) = (dropped_by is null))
        ) strict""")
    db.execute("create index plans_of_unit on plans (unit_id, period_start)")
    db.execute("""
        create table attachments (
            attachment_id text primary key,
            unit_id text not null references units (unit_id),
            plan_id text references plans (plan_id),
            announcement_id text references announcements (announcement_id),
            name text not null check (length(name) between 1 and 200),
            media_type text not null check (media_type in ('application/pdf', 'image/jpeg', 'image/png')),
            size integer not null check (size > 0),
            digest text not null check (length(digest) = 64),
            added_at text not null,
            added_by text not null references people (person_id),
            removed_at text,
            check ((plan_id is null) <> (announcement_id is null))
        ) strict""")
    db.execute("create index attachments_of_plan on attachments (plan_id)")
    db.execute("create index attachments_of_announcement on attachments (announcement_id)")
    # Both are deleted with the suggestion.
    db.execute("""
        create table comment_handling (
            response_id text primary key references comments (response_id) on delete cascade,
            redacted_at text,
            redacted_by text references people (person_id),
            answered_at text,
            answered_by text references people (person_id),
            answer text not null default '' check (length(answer) <= 1000),
            check ((redacted_at is null) = (redacted_by is null)),
            check ((answered_at is null) = (answered_by is null))
        ) strict""")
    db.execute(f"""
        create table comment_tags (
            response_id text not null references comments (response_id) on delete cascade,
            unsur text not null check (unsur in ({unsur})),
            tagged_at text not null,
            tagged_by text not null references people (person_id),
            primary key (response_id, unsur)
        ) strict""")


def m0015_report_texts(db: Database) -> None:
    """Texts that an office writes for its report, by period and part."""
    db.execute("""
        create table report_texts (
            unit_id text not null references units (unit_id),
            period text not null,
            part text not null check (length(part) between 1 and 40),
            text text not null check (length(text) between 1 and 10000),
            changed_at text not null,
            changed_by text not null references people (person_id),
            primary key (unit_id, period, part)
        ) strict""")


def m0040_publications_apart(db: Database) -> None:
    """Questionnaires of a period that are published each by itself, and announced so.

    `apart` is the questionnaire's id, empty for a whole period. The table is copied, because SQLite cannot
    alter what is unique.
    """
    columns = (
        "publication_id, unit_id, number, period, period_start, period_end, revision, instrument, "
        "convention, respondents, ikm, mutu, figures, details, digest, version, published_at, published_by"
    )
    db.execute("""
        create table publications_apart (
            publication_id text primary key,
            unit_id text not null references units (unit_id),
            number integer not null check (number > 0),
            period text not null,
            period_start text not null check (length(period_start) = 10),
            period_end text not null check (length(period_end) = 10),
            revision integer not null check (revision >= 0),
            instrument text not null,
            convention text not null,
            respondents integer not null check (respondents > 0),
            ikm text not null,
            mutu text not null,
            figures text not null,
            details text not null,
            digest text not null check (length(digest) = 64),
            version text not null,
            published_at text not null,
            published_by text not null references people (person_id),
            apart text not null default '' check (apart in ('', instrument)),
            unique (unit_id, number),
            unique (unit_id, period, apart, revision)
        ) strict""")
    db.execute(f"insert into publications_apart ({columns}) select {columns} from publications")
    db.execute("drop table publications")
    db.execute("alter table publications_apart rename to publications")
    db.execute("""
        create table announced_questionnaires (
            announcement_id text primary key references announcements (announcement_id),
            unit_id text not null references units (unit_id),
            instrument text not null check (length(instrument) between 1 and 100)
        ) strict""")
