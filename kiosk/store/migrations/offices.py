"""Offices, their accounts and settings."""

from sqlite_utils import Database

from kiosk.store.migrations.checks import replace_check


def m0001_offices(db: Database) -> None:
    """Units with their letterhead and signatory, services and collectors."""
    db.execute("""
        create table units (
            unit_id text primary key,
            code text not null unique check (length(code) between 1 and 64),
            parent_unit_id text references units (unit_id),
            name text not null check (length(name) between 1 and 200),
            agency text not null default '',
            address text not null default '',
            contact text not null default '',
            place text not null default '',
            timezone text not null,
            signatory_title text not null default '',
            signatory_name text not null default '',
            signatory_rank text not null default '',
            signatory_nip text not null default '',
            created_at text not null
        ) strict""")
    db.execute("""
        create table unit_years (
            unit_id text not null references units (unit_id),
            year integer not null check (year between 2000 and 2999),
            population integer check (population > 0),
            target_ikm text,
            primary key (unit_id, year)
        ) strict""")
    db.execute("""
        create table services (
            service_id text primary key,
            unit_id text not null references units (unit_id),
            code text not null check (length(code) between 1 and 64),
            name text not null check (length(name) between 1 and 200),
            position integer not null,
            created_at text not null,
            retired_at text,
            unique (unit_id, code)
        ) strict""")
    db.execute("""
        create table collectors (
            collector_id text primary key,
            code text not null unique check (length(code) between 4 and 64),
            unit_id text not null references units (unit_id),
            name text not null check (length(name) between 1 and 200),
            channel text not null check (channel in ('kiosk', 'qr', 'kertas', 'impor')),
            service_id text references services (service_id),
            created_at text not null,
            revoked_at text
        ) strict""")


def m0003_people(db: Database) -> None:
    """Staff accounts and their failed log-ins."""
    db.execute("""
        create table people (
            person_id text primary key,
            username text not null unique
                check (username = lower(username) and length(username) between 3 and 64),
            name text not null check (length(name) between 1 and 200),
            unit_id text not null references units (unit_id),
            role text not null check (role in ('petugas', 'pimpinan', 'admin')),
            password_hash text not null,
            session_key text not null,
            created_at text not null,
            disabled_at text
        ) strict""")
    db.execute("""
        create table login_failures (
            login_failure_id text primary key,
            username text not null,
            failed_at text not null
        ) strict""")
    db.execute("create index login_failures_recent on login_failures (username, failed_at)")


def m0010_people_and_their_offices(db: Database) -> None:
    """One-time password links, failed log-ins per known browser, medium-term targets, logos."""
    db.execute("create index units_by_parent on units (parent_unit_id)")
    db.execute("create index people_by_unit on people (unit_id)")
    db.execute("""
        create table password_links (
            link_hash text primary key check (length(link_hash) = 64),
            person_id text not null references people (person_id),
            made_at text not null,
            made_by text references people (person_id),
            expires_at text not null,
            used_at text
        ) strict""")
    db.execute("create index password_links_by_person on password_links (person_id)")
    # The browser of a failed log-in if this person has logged in with it before; else empty.
    db.execute("alter table login_failures add column browser text not null default ''")
    db.execute("""
        create table unit_goals (
            unit_id text not null references units (unit_id),
            year integer not null check (year between 2000 and 2999),
            target_ikm text not null,
            primary key (unit_id, year)
        ) strict""")
    db.execute("""
        create table unit_logos (
            unit_id text primary key references units (unit_id),
            png_base64 text not null,
            changed_at text not null
        ) strict""")


def m0014_retentions(db: Database) -> None:
    """How many months a unit keeps profiles and suggestions; null keeps them."""
    db.execute("""
        create table retentions (
            unit_id text primary key references units (unit_id),
            profile_months integer check (profile_months between 1 and 120),
            comment_months integer check (comment_months between 1 and 120)
        ) strict""")


def m0018_ended_sessions(db: Database) -> None:
    """Ended sessions: a copy of their cookie must not work any more."""
    db.execute("""
        create table ended_sessions (
            session_id text primary key,
            ended_at text not null
        ) strict""")


def m0021_second_factors(db: Database) -> None:
    """Second factors, the units that require them, and changes of accounts."""
    # The secret of the codes is derived from the seed and the instance's secret.
    db.execute("""
        create table second_factors (
            person_id text primary key references people (person_id),
            seed text not null check (length(seed) = 26),
            last_step integer not null,
            since text not null
        ) strict""")
    db.execute("""
        create table recovery_codes (
            code_hash text primary key check (length(code_hash) = 64),
            person_id text not null references people (person_id)
        ) strict""")
    db.execute("create index recovery_codes_by_person on recovery_codes (person_id)")
    db.execute("""
        create table factor_rules (
            unit_id text primary key references units (unit_id),
            since text not null
        ) strict""")
    db.execute("""
        create table account_changes (
            account_change_id text primary key,
            person_id text not null references people (person_id),
            at text not null,
            kind text not null,
            detail text not null,
            made_by text references people (person_id),
            told_at text
        ) strict""")
    db.execute("create index account_changes_by_person on account_changes (person_id, at)")


def m0024_paper_sizes(db: Database) -> None:
    """The paper that each office prints on."""
    db.execute("""
        alter table units add column paper_size text not null default 'a4'
            check (paper_size in ('a4', 'f4'))""")


def m0030_unit_questionnaires(db: Database) -> None:
    """Which questionnaire a unit asks from a day on; answers that SKM Online collected as a channel."""
    # `digest` is of the rules; `source` is the text of an office's own questionnaire, else ''.
    db.execute("""
        create table unit_questionnaires (
            unit_id text not null references units (unit_id),
            from_day text not null check (length(from_day) = 10),
            instrument text not null check (length(instrument) between 1 and 100),
            digest text not null check (length(digest) = 64),
            source text not null,
            set_at text not null,
            set_by text references people (person_id),
            primary key (unit_id, from_day)
        ) strict""")
    replace_check(
        db,
        "collectors",
        "channel",
        "channel in ('kiosk', 'qr', 'kertas', 'impor')",
        "channel in ('kiosk', 'qr', 'kertas', 'impor', 'skm-online')",
    )


def m0036_skm_online(db: Database) -> None:
    """The address of the unit's survey in SKM Online, and where it is offered."""
    db.execute(
        """alter table unit_settings add column skm_online_url text not null default ''
               check (length(skm_online_url) <= 300)"""
    )
    db.execute(
        """alter table unit_settings add column skm_online_place text not null default 'after'
               check (skm_online_place in ('after', 'beside'))"""
    )


def m0039_index_threshold(db: Database) -> None:
    """What an office wants its indices beside the IKM to reach, in hundredths of the scale of 4."""
    db.execute(
        """alter table unit_settings add column index_threshold integer
               check (index_threshold between 100 and 400)"""
    )


def m0048_holidays_and_warning_mail(db: Database) -> None:
    """Days on which a unit is closed, and the address that its early warnings are mailed to."""
    db.execute("""
        create table holidays (
            unit_id text not null references units (unit_id),
            day text not null check (length(day) = 10),
            name text not null check (length(name) between 1 and 100),
            primary key (unit_id, day)
        ) strict""")
    db.execute("""
        create table warning_mail (
            unit_id text primary key references units (unit_id),
            address text not null check (length(address) between 3 and 254),
            sent_day text check (length(sent_day) = 10),
            failure text
        ) strict""")


def m0050_question_media_and_colours(db: Database) -> None:
    """Clips and recorded sound of questions, whose files are in the instance; a unit's colour."""
    db.execute("""
        create table question_media (
            media_id text primary key,
            unit_id text not null references units (unit_id),
            place text not null check (length(place) between 1 and 128),
            kind text not null check (kind in ('sign', 'sound')),
            language text not null default '',
            media_type text not null,
            size integer not null check (size > 0),
            sha256 text not null check (length(sha256) = 64),
            added_at text not null,
            unique (unit_id, place, kind, language)
        ) strict""")
    db.execute(
        "alter table units add column accent text not null default '' check (length(accent) in (0, 7))"
    )
