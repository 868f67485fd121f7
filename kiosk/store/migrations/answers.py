"""Answers and, in separate tables, their personal parts."""

from sqlite_utils import Database

from kiosk.store.migrations.checks import replace_check


def m0002_responses(db: Database) -> None:
    """Answers and, in separate tables, their personal parts: the profile and the free text."""
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
    # Covers every figure of a unit's period, so that rows need not be read. `voided_at` is always null in it,
    # but SQLite reads the row for a column that is not in the index.
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


def m0012_comments_by_unit(db: Database) -> None:
    """The unit and day in each suggestion, so that a period's few are found without reading its answers."""
    db.execute("alter table comments add column unit_id text references units (unit_id)")
    db.execute("alter table comments add column local_day text")
    db.execute("""
        update comments set
            unit_id = (select r.unit_id from responses r where r.response_id = comments.response_id),
            local_day = (select r.local_day from responses r where r.response_id = comments.response_id)""")
    db.execute("create index comments_by_unit_day on comments (unit_id, local_day)")


def m0025_responses_by_arrival(db: Database) -> None:
    """Indexes of the answers of each collector by the time they arrived, and of those set apart."""
    db.execute("create index responses_by_arrival on responses (collector_id, received_at)")
    db.execute("""
        create index exclusions_by_program on exclusions (response_id)
            where restored_at is null and excluded_by = 'program'""")


def m0026_redaction_proposals(db: Database) -> None:
    """Words of suggestions that a petugas proposes to redact; deleted with the suggestion."""
    db.execute("""
        create table redaction_proposals (
            response_id text primary key references comments (response_id) on delete cascade,
            words text not null,
            proposed_at text not null,
            proposed_by text not null references people (person_id)
        ) strict""")


def m0027_answers_by_item(db: Database) -> None:
    """Questionnaires with several items per unsur: the answers by item, and unsur in sixtieths.

    `items` has a digit per item in the order of the rules, "-" for a blank; null for one item per unsur.
    """
    db.execute("""
        alter table responses add column items text
            check (length(items) between 1 and 40 and ltrim(items, '123456-') = '')""")
    unsur = "persyaratan prosedur waktu biaya produk kompetensi perilaku sarana pengaduan".split()
    for key in unsur:
        old = f"{key} between 1 and 4"
        replace_check(db, "responses", key, old, f"{old} or {key} between 60 and 240")


def m0028_profiles_of_other_lists(db: Database) -> None:
    """The answers of SKM Online's profile list, and its field for disability."""
    db.execute("""
        alter table profiles add column disability text
            check (disability in ('Tidak', 'Fisik', 'Intelektual', 'Mental', 'Sensorik'))""")
    replace_check(
        db,
        "profiles",
        "age_band",
        "age_band in ('17-25', '26-35', '36-45', '46-55', '56-65', '>65')",
        "age_band in ('17-25', '26-35', '36-45', '46-55', '56-65', '>65', "
        "'26-34', '35-44', '45-54', '55-65')",
    )
    replace_check(
        db,
        "profiles",
        "education",
        "education in ('SD', 'SMP', 'SMA', 'D1-D3', 'S1', 'S2', 'S3')",
        "education in ('SD', 'SMP', 'SMA', 'D1-D3', 'S1', 'S2', 'S3', 'Tidak sekolah')",
    )
    occupations = """occupation in ('PNS', 'TNI', 'POLRI', 'Swasta', 'Wirausaha',
                'Pelajar/Mahasiswa', 'Petani', 'Ibu rumah tangga', 'Lainnya'"""
    more = ", 'ASN', 'Petani/Nelayan', 'Pekerja lepas', 'Pensiunan')"
    replace_check(db, "profiles", "occupation", f"{occupations})", f"{occupations}{more}")


def m0042_comment_states(db: Database) -> None:
    """Whether a suggestion is listed, and answered, beside its day: lists and counts read no other table."""
    db.execute("alter table comments add column state text not null default 'open'")


def m0043_known_comment_states(db: Database) -> None:
    """The state of the suggestions that are answered or excluded."""
    db.execute("""
        update comments set state = (
            select case when r.voided_at is not null then 'excluded'
                        when h.answered_at is not null then 'answered' else 'open' end
            from responses r left join comment_handling h on h.response_id = r.response_id
            where r.response_id = comments.response_id)""")


def m0044_comments_listed(db: Database) -> None:
    """The index that suggestions are listed and counted by."""
    db.execute("create index comments_listed on comments (unit_id, local_day, state)")


def m0045_comments_by_unit_day(db: Database) -> None:
    """Drop the index that begins like the new one."""
    db.execute("drop index comments_by_unit_day")


def m0046_comments_by_tag(db: Database) -> None:
    """The index that suggestions with a tag are found by."""
    db.execute("create index comment_tags_by_unsur on comment_tags (unsur, response_id)")


def m0047_excluded_responses(db: Database) -> None:
    """The index of a unit's excluded responses by day; `responses_by_unit_day` has the counted ones."""
    db.execute("""
        create index responses_excluded on responses (unit_id, local_day) where voided_at is not null""")


def m0051_comments_by_state(db: Database) -> None:
    """The index that the open suggestions are found by, among any number of answered ones, and these."""
    db.execute("create index comments_by_state on comments (unit_id, state, local_day)")


def m0053_excluded_for(db: Database) -> None:
    """Why a response is excluded, without details: periods count by it."""
    db.execute("alter table responses add column excluded_for text")


def m0054_known_exclusions(db: Database) -> None:
    """The reasons of the responses that are excluded."""
    rows = db.execute("select distinct reason from exclusions where restored_at is null").fetchall()
    for (reason,) in [tuple(row) for row in rows]:
        db.execute(
            """update responses set excluded_for = ? where response_id in (
                   select response_id from exclusions where reason = ? and restored_at is null)""",
            [reason.partition(": ")[0], reason],
        )


def m0055_excluded_by_reason(db: Database) -> None:
    """The index that a period's exclusions are counted by."""
    db.execute("""
        create index excluded_by_reason on responses (unit_id, excluded_for, local_day)
        where voided_at is not null""")


def m0056_month_exclusions(db: Database) -> None:
    """How many responses are excluded for each reason, without its details, per month."""
    db.execute("""
        create table month_exclusions (
            unit_id text not null references units (unit_id),
            month text not null check (length(month) = 7),
            service_id text not null,
            channel text not null,
            instrument text not null,
            reason text not null,
            n integer not null,
            primary key (unit_id, month, service_id, channel, instrument, reason)
        ) strict""")


def m0057_known_month_exclusions(db: Database) -> None:
    """Those of the responses that are excluded."""
    db.execute("""
        insert into month_exclusions (unit_id, month, service_id, channel, instrument, reason, n)
        select r.unit_id, substr(r.local_day, 1, 7), coalesce(r.service_id, ''), c.channel, r.instrument,
               r.excluded_for, count(*)
        from responses r join collectors c on c.collector_id = r.collector_id
        where r.excluded_for is not null
        group by r.unit_id, substr(r.local_day, 1, 7), coalesce(r.service_id, ''), c.channel, r.instrument,
               r.excluded_for""")
