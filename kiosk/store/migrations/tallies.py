"""Stored counts per month, for the figures of whole months."""

from sqlite_utils import Database


def m0005_month_tallies(db: Database) -> None:
    """One wide row of counts per unit, month, service, channel and instrument, counted from the responses."""
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
    # A response of no stated service has '': PostgreSQL allows no null in a primary key.
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


def m0029_month_items(db: Database) -> None:
    """Counts per month of what has no column in `month_tallies`: items, means of several, other profiles."""
    key = ("unit_id", "month", "service_id", "channel", "instrument")
    columns = """unit_id text not null references units (unit_id),
            month text not null check (length(month) = 7),
            service_id text not null,
            channel text not null,
            instrument text not null"""
    db.execute(f"""
        create table month_items (
            {columns},
            item text not null,
            {", ".join(f"n{value} integer not null" for value in range(1, 7))},
            primary key ({", ".join(key)}, item)
        ) strict""")
    # `total` is in the unit of the questionnaire's rules: sixtieths for an unsur.
    db.execute(f"""
        create table month_means (
            {columns},
            part text not null,
            filled integer not null,
            total integer not null,
            primary key ({", ".join(key)}, part)
        ) strict""")
    db.execute(f"""
        create table month_profiles (
            {columns},
            field text not null,
            code text not null,
            n integer not null,
            primary key ({", ".join(key)}, field, code)
        ) strict""")


def m0032_partial_sums(db: Database) -> None:
    """The sums about responses with blanks that the uncertainty needs."""
    for name in ("partial_squared", "partial_product", "partial_filled"):
        db.execute(f"alter table month_tallies add column {name} integer not null default 0")
    unsur = "persyaratan prosedur waktu biaya produk kompetensi perilaku sarana pengaduan".split()
    given = " + ".join(f"coalesce(r.{key}, 0)" for key in unsur)
    filled = " + ".join(f"case when r.{key} is null then 0 else 1 end" for key in unsur)
    rows = db.execute(f"""
        select sum(({given}) * ({given})), sum(({given}) * ({filled})), sum(({filled}) * ({filled})),
               r.unit_id, substr(r.local_day, 1, 7), coalesce(r.service_id, ''), c.channel, r.instrument
        from responses r join collectors c on c.collector_id = r.collector_id
        where r.voided_at is null and {" + ".join(f"r.{key}" for key in unsur)} is null
        group by r.unit_id, substr(r.local_day, 1, 7), coalesce(r.service_id, ''), c.channel, r.instrument""")
    for row in rows.fetchall():
        db.execute(
            """update month_tallies set partial_squared = ?, partial_product = ?, partial_filled = ?
               where unit_id = ? and month = ? and service_id = ? and channel = ? and instrument = ?""",
            list(row),
        )
