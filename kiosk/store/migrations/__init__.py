"""The schema, as steps that are never edited after their release.

It uses only what SQLite and PostgreSQL share (TEXT, INTEGER; no triggers, no `rowid`). The nine unsur are
nine columns, so an answer can only be stored under its own name. The modules hold the steps by theme; a new
step is added there and at the end of `STEPS`.
"""

from sqlite_utils.migrations import Migrations

from kiosk.store.migrations import answers
from kiosk.store.migrations import entry
from kiosk.store.migrations import offices
from kiosk.store.migrations import performance
from kiosk.store.migrations import records
from kiosk.store.migrations import results
from kiosk.store.migrations import tablets
from kiosk.store.migrations import tallies
from kiosk.store.migrations import wording

STEPS = (
    offices.m0001_offices,
    answers.m0002_responses,
    offices.m0003_people,
    tablets.m0004_tablets,
    tallies.m0005_month_tallies,
    results.m0006_publications,
    results.m0007_follow_up,
    entry.m0008_imports,
    records.m0009_journal,
    offices.m0010_people_and_their_offices,
    entry.m0011_paper,
    answers.m0012_comments_by_unit,
    records.m0013_acts,
    offices.m0014_retentions,
    results.m0015_report_texts,
    records.m0016_merged_units,
    wording.m0017_help_lines,
    offices.m0018_ended_sessions,
    records.m0019_vouched_rows,
    records.m0020_chained_acts,
    offices.m0021_second_factors,
    records.m0022_rows_of_merged_units,
    records.m0023_vouched_evidence,
    offices.m0024_paper_sizes,
    answers.m0025_responses_by_arrival,
    answers.m0026_redaction_proposals,
    answers.m0027_answers_by_item,
    answers.m0028_profiles_of_other_lists,
    tallies.m0029_month_items,
    offices.m0030_unit_questionnaires,
    wording.m0031_help_lines_of_items,
    tallies.m0032_partial_sums,
    performance.m0033_performance,
    records.m0034_attested_accounts,
    entry.m0035_questionnaires_of_paper,
    offices.m0036_skm_online,
    wording.m0037_help_lines_by_questionnaire,
    wording.m0038_extra_questions,
    offices.m0039_index_threshold,
    results.m0040_publications_apart,
    wording.m0041_extra_translations,
    answers.m0042_comment_states,
    answers.m0043_known_comment_states,
    answers.m0044_comments_listed,
    answers.m0045_comments_by_unit_day,
    answers.m0046_comments_by_tag,
    answers.m0047_excluded_responses,
    offices.m0048_holidays_and_warning_mail,
    wording.m0049_importance,
    offices.m0050_question_media_and_colours,
    answers.m0051_comments_by_state,
    records.m0052_acts_of_unit_in_order,
    answers.m0053_excluded_for,
    answers.m0054_known_exclusions,
    answers.m0055_excluded_by_reason,
    answers.m0056_month_exclusions,
    answers.m0057_known_month_exclusions,
    entry.m0058_choices_of_imports,
)

migrations = Migrations("ikm")
for _step in STEPS:
    migrations()(_step)
