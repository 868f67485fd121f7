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
