"""Forms of the follow-up plan and of its evidence."""

from datetime import date

from flask_wtf.file import FileField
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.validators import NumberRange
from wtforms.validators import ValidationError

from kiosk.forms.base import Form
from kiosk.forms.fields import Day
from kiosk.forms.fields import Whole
from kiosk.forms.fields import line
from kiosk.forms.fields import paragraph
from kiosk.forms.fields import required
from kiosk.questionnaire.catalogue import official
from kiosk.store.results.plans import NewPlan

_QUARTERS = {1: "TW I", 2: "TW II", 3: "TW III", 4: "TW IV"}
_UNSUR = {unsur.key: unsur.name for unsur in official().unsur}


def _quarter(label: str) -> SelectField:
    choices = [SelectChoice(value=number, label=name) for number, name in _QUARTERS.items()]
    return SelectField(label, choices=choices, coerce=int)


class PlanForm(Form):
    """A plan."""

    unsur = SelectField(
        "Unsur yang diperbaiki",
        choices=[SelectChoice(value=key, label=name) for key, name in _UNSUR.items()],
    )
    action = paragraph(
        "Program/kegiatan", required("program atau kegiatannya"), rows=2,
        description="Apa yang akan dikerjakan, sampai bisa dilihat selesai atau belum.",
    )  # fmt: skip
    responsible = line(
        "Penanggung jawab", required("penanggung jawabnya"), description="Contoh: Kasi Pelayanan"
    )
    year = Whole("Tahun", [InputRequired("Isi tahun."), NumberRange(2000, 2999, "Tahun 2000–2999.")])
    first_quarter = _quarter("Mulai")
    last_quarter = _quarter("Sampai")
    planned_day = Day("Diputuskan tanggal", [InputRequired("Pilih tanggalnya.")])
    due_day = Day("Tenggat", [InputRequired("Pilih tenggatnya.")])

    def validate_last_quarter(self, field: SelectField) -> None:
        """Refuse a quarter before the first."""
        if self.first_quarter.data and field.data and field.data < self.first_quarter.data:
            raise ValidationError("Triwulan selesai tidak boleh sebelum triwulan mulai.")

    def validate_due_day(self, field: Day) -> None:
        """Refuse a day before the decision."""
        if self.planned_day.data and field.data and field.data < self.planned_day.data:
            raise ValidationError("Tenggat tidak boleh sebelum tanggal diputuskan.")

    def plan(self) -> NewPlan:
        """The plan as typed, after a successful `validate`."""
        return NewPlan(**{name: self[name].data for name in NewPlan.__dataclass_fields__})


class FinishForm(Form):
    """A plan was carried out."""

    done_day = Day("Selesai tanggal", [InputRequired("Pilih tanggal selesainya.")])
    outcome = paragraph("Hasilnya", required("apa yang sudah dikerjakan"))

    def __init__(self, planned: date, today: date, **options: object) -> None:
        super().__init__(**options)
        self._planned, self._today = planned, today

    def validate_done_day(self, field: Day) -> None:
        """Accept days from the decision to today."""
        if field.data and not self._planned <= field.data <= self._today:
            raise ValidationError("Tanggal selesai terletak antara tanggal diputuskan dan hari ini.")


class DropForm(Form):
    """A plan is given up."""

    reason = line("Alasan", required("alasan membatalkan"), limit=500)


class EvidenceForm(Form):
    """An evidence file; `kiosk.operations.evidence` checks its type and size."""

    file = FileField("Berkas bukti", description="PDF, JPG, atau PNG, paling besar 8 MB.")
