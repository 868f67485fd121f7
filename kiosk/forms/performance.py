"""Forms for the yearly performance report: indicators, other offices' figures, minutes."""

from decimal import Decimal

from flask_wtf.file import FileField
from flask_wtf.file import FileRequired
from wtforms import BooleanField
from wtforms import HiddenField
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.validators import NumberRange
from wtforms.validators import Optional

from kiosk.base.period import MONTHS
from kiosk.forms.base import Form
from kiosk.forms.fields import CommaDecimal
from kiosk.forms.fields import Day
from kiosk.forms.fields import Rupiah
from kiosk.forms.fields import Whole
from kiosk.forms.fields import line
from kiosk.forms.fields import paragraph
from kiosk.forms.fields import required
from kiosk.store.results.indicators import NewIndicator
from kiosk.store.results.indicators import PeerFigure
from kiosk.store.results.indicators import is_named_ikm
from kiosk.store.results.meetings import Meeting


def _figure(label: str, description: str = "") -> CommaDecimal:
    return CommaDecimal(label, [Optional()], places=None, description=description)


class IndicatorForm(Form):
    """An indicator of a year."""

    indicator_id = HiddenField()
    name = line("Indikator kinerja", required("indikatornya"), limit=300)
    goal = line("Sasaran strategis", limit=300)
    program = line("Program", limit=300)
    measure = line("Satuan", limit=40, description="Contoh: Nilai, %, RT")
    target = _figure("Target")
    value = _figure("Realisasi")
    stated_percent = _figure(
        "Capaian menurut dokumen (%)", "Boleh kosong; bila berbeda, laporan menyebut yang benar dan sebabnya."
    )
    final_target = _figure("Target akhir RPJMD")
    final_year = Whole("Tahun akhir RPJMD", [Optional(), NumberRange(2000, 2999, "Tahun 2000–2999.")])
    national_target = _figure("Target nasional")
    budget = Rupiah("Pagu (Rp)", [Optional()], places=None)
    spent = Rupiah("Realisasi anggaran (Rp)", [Optional()], places=None)
    is_lower_better = BooleanField("Semakin rendah semakin baik")
    is_ikm = BooleanField(
        "Ini IKM unit: realisasi diambil dari survei, target dari Target dan populasi",
    )

    def read(self) -> NewIndicator:
        """The indicator as typed; one with exactly the name of the IKM is the unit's own."""
        values = {name: self[name].data for name in NewIndicator.__dataclass_fields__}
        return NewIndicator(**{**values, "is_ikm": values["is_ikm"] or is_named_ikm(values["name"])})


class IndicatorFileForm(Form):
    """A worksheet with indicators."""

    file = FileField("Berkas XLSX, XLS, ODS, atau CSV", [FileRequired("Pilih berkasnya dulu.")])


class PeerForm(Form):
    """A figure of another office; the view sets the choices of `indicator`."""

    office = line("Unit lain", required("nama unitnya"), description="Contoh: Kecamatan Utara")
    indicator = SelectField("Indikator")
    target = _figure("Target")
    value = CommaDecimal("Realisasi", [InputRequired("Isi realisasinya.")], places=None)
    stated_percent = _figure("Capaian menurut dokumen (%)")
    source = line(
        "Sumber", required("dokumen sumbernya"), limit=300, description="Contoh: LKj 2024, Tabel 3.2"
    )

    def read(self, year: int) -> PeerFigure:
        """The figure as typed."""
        return PeerFigure(
            year=year,
            office=self.office.data or "",
            indicator=self.indicator.data,
            target=self.target.data,
            value=self.value.data or Decimal(),
            stated_percent=self.stated_percent.data,
            source=self.source.data or "",
        )


class MeetingForm(Form):
    """The minutes of an evaluation."""

    month = SelectField(
        "Hasil bulan",
        choices=[SelectChoice(value=f"{n:02}", label=name) for n, name in enumerate(MONTHS, start=1)],
    )
    held_day = Day("Tanggal rapat", [InputRequired("Pilih tanggalnya.")])
    present = paragraph("Hadir", required("siapa yang hadir"), description="Satu orang per baris.")
    decisions = paragraph("Keputusan", required("keputusannya"), description="Satu keputusan per baris.")

    def read(self, year: int) -> Meeting:
        """The minutes as typed."""
        return Meeting(
            f"{year}-{self.month.data}",
            self.held_day.data,
            self.present.data or "",
            self.decisions.data or "",
        )
