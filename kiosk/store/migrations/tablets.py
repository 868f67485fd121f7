"""Tablets, posters with tickets, visits."""

from sqlite_utils import Database


def m0004_tablets(db: Database) -> None:
    """Tablets and their reports, settings of the survey, tickets, visits, doubtful clocks."""
    db.execute("""
        create table unit_settings (
            unit_id text primary key references units (unit_id),
            idle_seconds integer not null check (idle_seconds between 15 and 600),
            languages text not null default '',
            base_url text not null default '',
            tickets_since text
        ) strict""")
    # Without rows the unit is always open; else it is closed on weekdays without one (0 is Monday).
    db.execute("""
        create table opening_hours (
            unit_id text not null references units (unit_id),
            weekday integer not null check (weekday between 0 and 6),
            opens text not null check (length(opens) = 5),
            closes text not null check (length(closes) = 5 and closes > opens),
            primary key (unit_id, weekday)
        ) strict""")
    db.execute("""
        create table corner_pins (
            unit_id text primary key references units (unit_id),
            pin_hash text not null,
            changed_at text not null
        ) strict""")
    db.execute("""
        create table pairings (
            pairing_id text primary key,
            collector_id text not null references collectors (collector_id),
            code_hash text not null unique check (length(code_hash) = 64),
            created_at text not null,
            expires_at text not null,
            used_at text
        ) strict""")
    db.execute("""
        create table pairing_failures (
            pairing_failure_id text primary key,
            failed_at text not null
        ) strict""")
    db.execute("create index pairing_failures_recent on pairing_failures (failed_at)")
    db.execute("""
        create table devices (
            device_id text primary key,
            collector_id text not null references collectors (collector_id),
            token_hash text not null unique check (length(token_hash) = 64),
            name text not null check (length(name) between 1 and 200),
            paired_at text not null,
            revoked_at text
        ) strict""")
    db.execute("create index devices_by_collector on devices (collector_id)")
    # In a table of its own, because it changes every minute.
    db.execute("""
        create table device_contacts (
            device_id text primary key references devices (device_id),
            seen_at text not null,
            queue integer not null check (queue >= 0),
            oldest_at text,
            rejected integer not null check (rejected >= 0),
            version text not null,
            clock_ahead_s integer not null
        ) strict""")
    db.execute("""
        create table visits (
            collector_id text not null references collectors (collector_id),
            local_day text not null check (length(local_day) = 10),
            outcome text not null check (outcome in ('started', 'completed', 'abandoned')),
            step text not null default '',
            visits integer not null check (visits > 0),
            primary key (collector_id, local_day, outcome, step)
        ) strict""")
    # Which ticket was used, but not for which answer.
    db.execute("""
        create table used_tickets (
            ticket_id text primary key,
            last_day text not null check (length(last_day) = 10)
        ) strict""")
    db.execute("""
        create table clock_doubts (
            response_id text primary key references responses (response_id) on delete cascade,
            reason text not null check (reason in ('before_collector', 'device_clock')),
            doubted_at text not null
        ) strict""")
