"""The registry of journal kinds: what is hashed of each, how it is checked, exported and merged, its name.

A new kind is an entry here and, in the store function that writes its row, a call of `journal.extend` (an
`Event`) or `attest` (a `State`) in the same transaction. Rows that exist already get their links in a
migration. Entries are never removed, and a bundle has its lines in their order.
"""

from dataclasses import replace

from kiosk.store.journal.kinds.answers import Exclusion
from kiosk.store.journal.kinds.answers import ExtraAnswers
from kiosk.store.journal.kinds.answers import Questionnaire
from kiosk.store.journal.kinds.answers import Redaction
from kiosk.store.journal.kinds.answers import Removal
from kiosk.store.journal.kinds.answers import Response
from kiosk.store.journal.kinds.answers import Restoration
from kiosk.store.journal.kinds.base import Event
from kiosk.store.journal.kinds.base import Kind
from kiosk.store.journal.kinds.base import State
from kiosk.store.journal.kinds.publications import Publication

_OF_EXCLUDED = (
    "exists (select 1 from responses r where r.response_id = exclusions.response_id and r.unit_id = :unit_id)"
)


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Where each unit is in the tree, and its code: stated by the topmost unit's journal, of merged units too.
PLACE = State("place", "letak unit", "units", _names("unit_id code parent_unit_id"), of_unit="1 = 1")
_IMPORT = State(
    "import",
    "impor",
    "imports",
    _names(
        """import_id collector_id file_name sha256 sheet column_order first_day last_day
           responses rejected skipped repeated imported_by started_at undone_at undone_by"""
    ),
)
_STATES = (
    State(
        "unit",
        "data unit",
        "units",
        _names(
            """unit_id name timezone agency address contact place
               signatory_title signatory_name signatory_rank signatory_nip"""
        ),
        is_sent=True,
    ),
    PLACE,
    State(
        "year",
        "target dan populasi tahun",
        "unit_years",
        _names("year population target_ikm"),
        is_sent=True,
        line_columns=_names("year population target_ikm"),
        key=_names("unit_id year"),
    ),
    State(
        "service",
        "layanan",
        "services",
        _names("service_id code name retired_at"),
        is_sent=True,
        line_columns=_names("service_id code name position created_at retired_at"),
        key=_names("service_id"),
    ),
    State(
        "collector",
        "titik survei",
        "collectors",
        _names("collector_id code name channel service_id created_at"),
        is_sent=True,
        line_columns=_names("collector_id code name channel service_id created_at revoked_at"),
        key=_names("collector_id"),
    ),
    State("goal", "target akhir RPJMD", "unit_goals", _names("year target_ikm")),
    State(
        "yearly",
        "IKM tahun",
        "yearly_figures",
        _names("year ikm mutu respondents source entered_at entered_by"),
    ),
    _IMPORT,
    replace(_IMPORT, name="undo-import", words="pembatalan impor"),
    replace(_IMPORT, name="restore-import", words="pemulihan impor"),
    State(
        "plan",
        "rencana tindak lanjut",
        "plans",
        _names(
            """plan_id period period_start period_end unsur action responsible year first_quarter
               last_quarter planned_day due_day created_at created_by done_day done_by outcome
               dropped_at dropped_by dropped_reason"""
        ),
    ),
    State(
        "announcement",
        "catatan media",
        "announcements",
        _names(
            """announcement_id period period_start period_end medium shown_day place link
               created_at created_by removed_at"""
        ),
    ),
    State(
        "announced-questionnaire",
        "kuesioner catatan media",
        "announced_questionnaires",
        _names("announcement_id instrument"),
    ),
    State(
        "evidence",
        "berkas bukti",
        "attachments",
        _names(
            """attachment_id plan_id announcement_id name media_type size digest
               added_at added_by removed_at"""
        ),
    ),
    # Sent, so that the city's server knows an office's own questionnaire, whose text is `source`.
    Questionnaire(
        "questionnaire",
        "kuesioner",
        "unit_questionnaires",
        _names("from_day instrument digest source set_at"),
        is_sent=True,
        line_columns=_names("from_day instrument digest source set_at"),
        key=_names("unit_id from_day"),
    ),
    State(
        "extra-question",
        "pertanyaan tambahan",
        "extra_questions",
        _names("extra_question_id kind question options retired_at"),
        is_sent=True,
        line_columns=_names("extra_question_id kind question options position created_at retired_at"),
        key=_names("extra_question_id"),
    ),
    State(
        "extra-translation",
        "terjemahan pertanyaan tambahan",
        "extra_translations",
        _names("extra_question_id words"),
        is_sent=True,
        line_columns=_names("extra_question_id words"),
        key=_names("extra_question_id"),
    ),
    # A placeholder (`kiosk.store.accounts.placeholders`) cannot log in, and is not made by a person.
    State(
        "account",
        "akun",
        "people",
        _names("person_id username name unit_id role password_hash disabled_at"),
        of_unit="unit_id = :unit_id and password_hash <> '!'",
    ),
    State(
        "restore-backup",
        "pengembalian cadangan",
        "restored_backups",
        _names(
            """restored_backup_id file_name sequence digest
               replaced_sequence replaced_digest restored_at"""
        ),
    ),
    State(
        "indicator",
        "indikator kinerja",
        "indicators",
        _names(
            """indicator_id year position goal program name measure is_ikm is_lower_better target value
               final_target final_year national_target budget spent stated_percent entered_at entered_by"""
        ),
    ),
    State(
        "peer",
        "angka unit lain",
        "peer_figures",
        _names(
            """peer_figure_id year office indicator target value stated_percent source
               entered_at entered_by"""
        ),
    ),
    State(
        "meeting",
        "notulen evaluasi",
        "evaluation_meetings",
        _names("meeting_id month held_day present decisions entered_at entered_by"),
    ),
)
RESPONSE = Response(
    "response",
    "jawaban",
    "responses",
    _names(
        """response_id unit_id service_id collector_id instrument answered_at local_day received_at
           persyaratan prosedur waktu biaya produk kompetensi perilaku sarana pengaduan"""
    ),
)
PUBLICATION = Publication(
    "publish",
    "publikasi",
    "publications",
    _names(
        """publication_id number period revision respondents ikm mutu figures details digest
           published_at published_by"""
    ),
    more=_names("period_start period_end instrument convention version"),
    person="published_by",
)
_BEFORE, _OF_RESPONSE = "r.local_day < ?", "r.response_id = ?"
_EVENTS: tuple[Event, ...] = (
    RESPONSE,
    Exclusion(
        "exclude",
        "pengecualian",
        "exclusions",
        _names("exclusion_id response_id reason excluded_at excluded_by"),
        of_unit=_OF_EXCLUDED,
        person="excluded_by",
    ),
    Restoration(
        "restore",
        "pemulihan",
        "exclusions",
        _names("exclusion_id restored_at restored_by"),
        of_unit=_OF_EXCLUDED,
        stored="restored_at is not null",
        person="restored_by",
    ),
    PUBLICATION,
    ExtraAnswers("extra", "jawaban pertanyaan tambahan", "extra_answers", _names("response_id answers")),
    Redaction("redact", "penyamaran saran", "responses"),
    Removal("purge-profile", "penghapusan profil sebelum", part="profile", which=_BEFORE),
    Removal("purge-comment", "penghapusan saran sebelum", part="comment", which=_BEFORE),
    Removal("erase-profile", "penghapusan profil", part="profile", which=_OF_RESPONSE),
    Removal("erase-comment", "penghapusan saran", part="comment", which=_OF_RESPONSE),
)

STATES = {kind.name: kind for kind in _STATES}
EVENTS = {kind.name: kind for kind in _EVENTS}
KINDS: dict[str, Kind] = {**STATES, **EVENTS}
