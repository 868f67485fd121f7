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


def m0038_extra_questions(db: Database) -> None:
    """Questions that a unit adds outside the index, and what was chosen for them: JSON by question."""
    db.execute("""
        create table extra_questions (
            extra_question_id text primary key,
            unit_id text not null references units (unit_id),
            kind text not null check (kind in ('choice', 'scale', 'yes-no', 'text')),
            question text not null check (length(question) between 1 and 200),
            options text not null check (length(options) <= 1000),
            position integer not null,
            created_at text not null,
            retired_at text
        ) strict""")
    db.execute("create index extra_questions_by_unit on extra_questions (unit_id)")
    db.execute("""
        create table extra_answers (
            response_id text primary key references responses (response_id) on delete cascade,
            unit_id text not null references units (unit_id),
            answers text not null check (length(answers) between 2 and 1000)
        ) strict""")
    db.execute("create index extra_answers_by_unit on extra_answers (unit_id)")


def m0041_extra_translations(db: Database) -> None:
    """The words of such a question in other languages: JSON by code of the language."""
    db.execute("""
        create table extra_translations (
            extra_question_id text primary key references extra_questions (extra_question_id),
            unit_id text not null references units (unit_id),
            words text not null check (length(words) <= 20000)
        ) strict""")
    db.execute("create index extra_translations_by_unit on extra_translations (unit_id)")


def m0049_importance(db: Database) -> None:
    """Questions about how important each unsur is, and how often each answer was given per month."""
    kinds = "'choice', 'scale', 'yes-no', 'text'"
    replace_check(db, "extra_questions", "kind", f"kind in ({kinds})", f"kind in ({kinds}, 'importance')")
    # Counted from `extra_answers`, by the unsur that is the question's only option.
    db.execute("""
        create table month_importance (
            unit_id text not null references units (unit_id),
            month text not null check (length(month) = 7),
            service_id text not null,
            channel text not null,
            instrument text not null,
            unsur text not null,
            n1 integer not null,
            n2 integer not null,
            n3 integer not null,
            n4 integer not null,
            primary key (unit_id, month, service_id, channel, instrument, unsur)
        ) strict""")
