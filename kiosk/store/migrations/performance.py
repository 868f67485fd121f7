"""What the yearly performance report (LKj) holds beside the survey."""

from sqlite_utils import Database


def m0033_performance(db: Database) -> None:
    """Performance indicators, other offices' figures, and minutes of evaluation meetings."""
    # Figures are decimals as text. `goal` is the sasaran strategis, `measure` the satuan, `budget` and
    # `spent` are pagu and realisasi anggaran in rupiah. The IKM's own realisasi comes from the survey.
    db.execute("""
        create table indicators (
            indicator_id text primary key,
            unit_id text not null references units (unit_id),
            year integer not null check (year between 2000 and 2999),
            position integer not null,
            goal text not null,
            program text not null,
            name text not null check (length(name) between 1 and 300),
            measure text not null,
            is_ikm integer not null check (is_ikm in (0, 1)),
            is_lower_better integer not null check (is_lower_better in (0, 1)),
            target text,
            value text,
            final_target text,
            final_year integer check (final_year between 2000 and 2999),
            national_target text,
            budget text,
            spent text,
            stated_percent text,
            entered_at text not null,
            entered_by text not null references people (person_id),
            unique (unit_id, year, name)
        ) strict""")
    db.execute("""
        create table peer_figures (
            peer_figure_id text primary key,
            unit_id text not null references units (unit_id),
            year integer not null check (year between 2000 and 2999),
            office text not null check (length(office) between 1 and 200),
            indicator text not null check (length(indicator) between 1 and 300),
            target text,
            value text not null,
            stated_percent text,
            source text not null check (length(source) between 1 and 300),
            entered_at text not null,
            entered_by text not null references people (person_id),
            unique (unit_id, year, office, indicator)
        ) strict""")
    db.execute("""
        create table evaluation_meetings (
            meeting_id text primary key,
            unit_id text not null references units (unit_id),
            month text not null check (length(month) = 7),
            held_day text not null check (length(held_day) = 10),
            present text not null,
            decisions text not null,
            entered_at text not null,
            entered_by text not null references people (person_id)
        ) strict""")
    db.execute("create index evaluation_meetings_by_unit on evaluation_meetings (unit_id, month)")
