"""What an office says in its own words in the survey."""

from sqlite_utils import Database


def m0017_help_lines(db: Database) -> None:
    """Its plainer line to a question, every version that ever was; an empty one brings back the built-in."""
    db.execute("""
        create table help_lines (
            unit_id text not null references units (unit_id),
            unsur text not null check (unsur in ('persyaratan', 'prosedur', 'waktu', 'biaya', 'produk',
                'kompetensi', 'perilaku', 'sarana', 'pengaduan')),
            language text not null check (length(language) between 2 and 20),
            version integer not null check (version > 0),
            text text not null check (length(text) <= 200),
            written_at text not null,
            written_by text not null references people (person_id),
            primary key (unit_id, unsur, language, version)
        ) strict""")
