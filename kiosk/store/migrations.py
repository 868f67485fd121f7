"""The schema, as steps that are never edited once released.

Portable on purpose (TEXT, INTEGER; no triggers, no `rowid`): the same tables are to run on PostgreSQL.
The nine unsur are nine columns, so an answer can only ever be stored under its own name.
"""

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from kiosk.store.journal_start import begin_journal

migrations = Migrations("ikm")


@migrations()
def m0001_offices(db: Database) -> None:
    """Units with their letterhead and signatory, their services, and where answers come in."""
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


@migrations()
def m0002_responses(db: Database) -> None:
    """Answers, and apart from them what is personal: the profile and the free text."""
    answer = "integer check ({0} between 1 and 4)"
    unsur = (
        "persyaratan",
        "prosedur",
        "waktu",
        "biaya",
        "produk",
        "kompetensi",
        "perilaku",
        "sarana",
        "pengaduan",
    )
    columns = ",\n            ".join(f"{key} {answer.format(key)}" for key in unsur)
    db.execute(f"""
        create table responses (
            response_id text primary key
                check (length(response_id) = 32 and response_id = lower(response_id)),
            unit_id text not null references units (unit_id),
            service_id text references services (service_id),
            collector_id text not null references collectors (collector_id),
            instrument text not null,
            answered_at text not null,
            local_day text not null check (length(local_day) = 10),
            received_at text not null,
            {columns},
            voided_at text
        ) strict""")
    # Covers every figure of a unit's period without touching the rows themselves. `voided_at` is always
    # null in it, but SQLite goes to the row for a column that the index does not name.
    db.execute(f"""
        create index responses_by_unit_day on responses
            (unit_id, local_day, service_id, collector_id, {", ".join(unsur)}, voided_at)
            where voided_at is null""")
    db.execute("""
        create table exclusions (
            exclusion_id text primary key,
            response_id text not null references responses (response_id),
            reason text not null check (length(reason) between 1 and 500),
            excluded_at text not null,
            excluded_by text not null references people (person_id),
            restored_at text,
            restored_by text references people (person_id),
            check ((restored_at is null) = (restored_by is null))
        ) strict""")
    db.execute("""
        create unique index exclusions_in_force on exclusions (response_id) where restored_at is null""")
    db.execute("""
        create table profiles (
            response_id text primary key references responses (response_id) on delete cascade,
            sex text check (sex in ('L', 'P')),
            age_band text check (age_band in ('17-25', '26-35', '36-45', '46-55', '56-65', '>65')),
            education text check (education in ('SD', 'SMP', 'SMA', 'D1-D3', 'S1', 'S2', 'S3')),
            occupation text check (occupation in ('PNS', 'TNI', 'POLRI', 'Swasta', 'Wirausaha',
                'Pelajar/Mahasiswa', 'Petani', 'Ibu rumah tangga', 'Lainnya'))
        ) strict""")
    db.execute("""
        create table comments (
            response_id text primary key references responses (response_id) on delete cascade,
            text text not null check (length(text) between 1 and 2000)
        ) strict""")


@migrations()
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


@migrations()
def m0004_tablets(db: Database) -> None:
    """Paired tablets and their reports, settings of the survey, tickets, visits, doubtful clocks."""
    db.execute("""
        create table unit_settings (
            unit_id text primary key references units (unit_id),
            idle_seconds integer not null check (idle_seconds between 15 and 600),
            languages text not null default '',
            base_url text not null default '',
            tickets_since text
        ) strict""")
    # No row: the unit is always open. Rows for some weekdays (0 is Monday): closed on the others.
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
    # Apart from the device, because it changes every minute.
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
    # Which ticket was used, never for which answer.
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


@migrations()
def m0005_month_tallies(db: Database) -> None:
    """One wide row of counts per unit, month, service, channel and instrument, filled from what is stored."""
    unsur = "persyaratan prosedur waktu biaya produk kompetensi perilaku sarana pengaduan".split()
    total = " + ".join(f"r.{key}" for key in unsur)
    profile = {
        "sex": {"l": "L", "p": "P"},
        "age_band": {
            "17_25": "17-25",
            "26_35": "26-35",
            "36_45": "36-45",
            "46_55": "46-55",
            "56_65": "56-65",
            "65": ">65",
        },
        "education": {
            "sd": "SD",
            "smp": "SMP",
            "sma": "SMA",
            "d1_d3": "D1-D3",
            "s1": "S1",
            "s2": "S2",
            "s3": "S3",
        },
        "occupation": {
            "pns": "PNS",
            "tni": "TNI",
            "polri": "POLRI",
            "swasta": "Swasta",
            "wirausaha": "Wirausaha",
            "pelajar_mahasiswa": "Pelajar/Mahasiswa",
            "petani": "Petani",
            "ibu_rumah_tangga": "Ibu rumah tangga",
            "lainnya": "Lainnya",
        },
    }
    columns = {
        "respondents": "count(*)",
        **{f"{key}_{n}": f"count(*) filter (where r.{key} = {n})" for key in unsur for n in (1, 2, 3, 4)},
        "complete": f"count({total})",
        "total": f"coalesce(sum({total}), 0)",
        "total_squared": f"coalesce(sum(({total}) * ({total})), 0)",
        **{
            f"{field}_{name}": f"count(*) filter (where p.{field} = '{code}')"
            for field, codes in profile.items()
            for name, code in codes.items()
        },
    }
    # '' is the service of a response that states none: a key cannot be null everywhere.
    db.execute(f"""
        create table month_tallies (
            unit_id text not null references units (unit_id),
            month text not null check (length(month) = 7),
            service_id text not null,
            channel text not null,
            instrument text not null,
            {", ".join(f"{name} integer not null" for name in columns)},
            primary key (unit_id, month, service_id, channel, instrument)
        ) strict""")
    db.execute(f"""
        insert into month_tallies
            (unit_id, month, service_id, channel, instrument, {", ".join(columns)})
        select r.unit_id, substr(r.local_day, 1, 7), coalesce(r.service_id, ''), c.channel, r.instrument,
               {", ".join(columns.values())}
        from responses r
        join collectors c on c.collector_id = r.collector_id
        left join profiles p on p.response_id = r.response_id
        where r.voided_at is null
        group by r.unit_id, substr(r.local_day, 1, 7), coalesce(r.service_id, ''), c.channel, r.instrument""")


@migrations()
def m0006_publications(db: Database) -> None:
    """Frozen results, where they were shown, and figures of years before this program."""
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


@migrations()
def m0007_follow_up(db: Database) -> None:
    """Follow-up plans with their evidence, and what was done about suggestions."""
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
    # Both go when the suggestion itself is deleted.
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


@migrations()
def m0008_imports(db: Database) -> None:
    """Files that were imported, and the words offices use for answers."""
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


@migrations()
def m0009_journal(db: Database) -> None:
    """The hash chain of each unit, with a link for everything that is stored already."""
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


@migrations()
def m0010_people_and_their_offices(db: Database) -> None:
    """One-time links for passwords, guesses per known browser, the medium-term target, the logo."""
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
    # The browser a wrong guess came from, if it is one that has logged this person in before; else empty.
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


@migrations()
def m0011_paper(db: Database) -> None:
    """Paper questionnaires: batches of numbered sheets, and the second keying that checks them."""
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
    # A withdrawn sheet keeps its row, and its number may be keyed again.
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


@migrations()
def m0012_comments_by_unit(db: Database) -> None:
    """The unit and day beside each suggestion, so that a period's few are found among millions of answers."""
    db.execute("alter table comments add column unit_id text references units (unit_id)")
    db.execute("alter table comments add column local_day text")
    db.execute("""
        update comments set
            unit_id = (select r.unit_id from responses r where r.response_id = comments.response_id),
            local_day = (select r.local_day from responses r where r.response_id = comments.response_id)""")
    db.execute("create index comments_by_unit_day on comments (unit_id, local_day)")


@migrations()
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


@migrations()
def m0014_retentions(db: Database) -> None:
    """How many months a unit keeps profiles and suggestions; null keeps them."""
    db.execute("""
        create table retentions (
            unit_id text primary key references units (unit_id),
            profile_months integer check (profile_months between 1 and 120),
            comment_months integer check (comment_months between 1 and 120)
        ) strict""")


@migrations()
def m0015_report_texts(db: Database) -> None:
    """What an office writes into its report itself, per period and part."""
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
