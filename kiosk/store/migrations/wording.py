"""Texts of the survey that an office writes itself."""

from sqlite_utils import Database

from kiosk.store.migrations.checks import replace_check


def m0017_help_lines(db: Database) -> None:
    """Help lines to the questions in all versions; an empty one restores the built-in line."""
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


def m0031_help_lines_of_items(db: Database) -> None:
    """Help lines to items of any questionnaire; the column keeps its name."""
    replace_check(
        db,
        "help_lines",
        "unsur",
        """unsur in ('persyaratan', 'prosedur', 'waktu', 'biaya', 'produk',
                'kompetensi', 'perilaku', 'sarana', 'pengaduan')""",
        "length(unsur) between 1 and 60",
    )


def m0037_help_lines_by_questionnaire(db: Database) -> None:
    """Room for the questionnaire's id before the item's key."""
    replace_check(
        db, "help_lines", "unsur", "length(unsur) between 1 and 60", "length(unsur) between 1 and 130"
    )
