"""Forms for how the survey runs in a unit."""

import re
from collections.abc import Mapping
from datetime import date

import wtforms
from wtforms import BooleanField
from wtforms import FormField
from wtforms import SelectField
from wtforms import SelectMultipleField
from wtforms import StringField
from wtforms import TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired
from wtforms.validators import Length
from wtforms.validators import NumberRange
from wtforms.validators import Optional
from wtforms.validators import Regexp
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput
from wtforms.widgets import ListWidget

from kiosk.base.formatting import read_date
from kiosk.base.formatting import short_date
from kiosk.forms.base import Form
from kiosk.forms.fields import CommaDecimal
from kiosk.forms.fields import Whole
from kiosk.forms.fields import paragraph
from kiosk.forms.fields import web_address
from kiosk.questionnaire.languages import languages
from kiosk.questionnaire.languages import offered
from kiosk.store.offices.survey_settings import AFTER
from kiosk.store.offices.survey_settings import BESIDE
from kiosk.store.offices.survey_settings import MAX_IDLE_SECONDS
from kiosk.store.offices.survey_settings import MIN_IDLE_SECONDS
from kiosk.store.offices.survey_settings import SurveySettings

WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_DRAFT = " (draf, menunggu tinjauan penutur)"
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


def _clock(text: str | None) -> str:
    """`8.00` and `08:00` as `08:00`; anything else unchanged, to be refused by the check."""
    text = (text or "").strip()
    found = _CLOCK.fullmatch(text)
    return f"{int(found[1]):02}:{found[2]}" if found else text


class DayForm(wtforms.Form):
    """Opening hours of one weekday; both empty on a day the office is closed."""

    opens = StringField("Buka", filters=[_clock])
    closes = StringField("Tutup", filters=[_clock])

    def validate_closes(self, _field: StringField) -> None:
        """Accept two times, the second one later, or none."""
        times = (self.opens.data, self.closes.data)
        if times == ("", ""):
            return
        if not all(_CLOCK.fullmatch(time) for time in times):
            raise ValidationError("Isi jam buka dan jam tutup, misalnya 08.00 dan 16.00.")
        if times[0] >= times[1]:
            raise ValidationError("Jam tutup harus sesudah jam buka.")


def read_holidays(text: str) -> dict[str, str]:
    """Holidays typed one a line, by day. Raises ValidationError with the first line that is none."""
    found = {}
    for line in filter(None, text.splitlines()):
        day, _, name = line.strip().partition(" ")
        try:
            read = read_date(day).isoformat()
        except ValueError as error:
            raise ValidationError(f"“{line}”: tulis tanggal seperti 17/08/2026, lalu namanya.") from error
        if read in found:
            raise ValidationError(f"Tanggal {day} tertulis dua kali.")
        found[read] = name.strip()[:100] or "Hari libur"
    return dict(sorted(found.items()))


class SurveySettingsForm(Form):
    """How the survey runs in a unit."""

    idle_seconds = Whole(
        "Kembali ke awal bila tidak disentuh (detik)",
        [
            InputRequired("Isi jumlah detik."),
            NumberRange(
                MIN_IDLE_SECONDS, MAX_IDLE_SECONDS, f"Isi {MIN_IDLE_SECONDS} sampai {MAX_IDLE_SECONDS} detik."
            ),
        ],
        description="Sesudah itu tablet bertanya apakah survei masih diisi; tanpa jawaban dalam 20 detik "
        "isian dihapus.",
    )
    like_monday = BooleanField("Selasa sampai Jumat sama dengan Senin")
    holidays = paragraph(
        "Hari libur",
        limit=4000,
        rows=4,
        description="Satu per baris: tanggal, lalu namanya, misalnya 17/08/2026 Hari Kemerdekaan. Berlaku "
        "bila jam buka diisi, juga di unit di bawahnya yang tidak mengisi hari libur sendiri.",
    )
    languages = SelectMultipleField(
        "Bahasa yang ditawarkan",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    day_0 = FormField(DayForm)
    day_1 = FormField(DayForm)
    day_2 = FormField(DayForm)
    day_3 = FormField(DayForm)
    day_4 = FormField(DayForm)
    day_5 = FormField(DayForm)
    day_6 = FormField(DayForm)
    base_url = StringField(
        "Alamat publik",
        [Optional(), Length(max=200, message="Paling banyak 200 karakter.")],
        description="Alamat yang dapat dibuka ponsel warga, misalnya https://survei.contoh.go.id. "
        "Dipakai pada kode QR. Kosongkan untuk memakai alamat server.",
        filters=[lambda text: (text or "").strip().rstrip("/")],
    )
    tickets = BooleanField("Kode QR hanya dengan tiket sekali pakai")
    skm_online_url = StringField(
        "Alamat survei SKM Online kantor ini",
        [Optional(), Length(max=300, message="Paling banyak 300 karakter.")],
        description="Disalin dari skm.go.id, lengkap dengan https://. Kosongkan bila tidak dipakai.",
        filters=[lambda text: (text or "").strip()],
    )
    skm_online_place = SelectField(
        "Ditawarkan",
        choices=[
            SelectChoice(value=AFTER, label="sesudah survei ini, di halaman terima kasih"),
            SelectChoice(value=BESIDE, label="berdampingan: juga di layar awal dan semua kertas QR"),
        ],
        default=AFTER,
    )

    index_threshold = CommaDecimal(
        "Ambang indeks di samping IKM (skala 4)",
        [Optional(), NumberRange(1, 4, "Isi 1,00 sampai 4,00.")],
        places=2,
        description="Yang hendak dicapai IPAK dan IPKP, misalnya 3,60. Kosongkan bila tidak ditetapkan.",
    )

    def __init__(self, formdata: object = None, *, settings: SurveySettings | None = None) -> None:
        values = _values(settings) if settings else {}
        super().__init__(**({"formdata": None} if settings else {}), **values)
        self.languages.choices = [
            SelectChoice(value=code, label=language.name + (_DRAFT if language.draft else ""))
            for code, language in languages().items()
        ]

    @property
    def days(self) -> list[FormField]:
        """The fields of the seven weekdays, from Monday."""
        return [self[f"day_{weekday}"] for weekday in range(len(WEEKDAYS))]

    def validate_languages(self, field: SelectMultipleField) -> None:
        """Require at least one language."""
        if not field.data:
            raise ValidationError("Pilih paling sedikit satu bahasa.")

    def validate_holidays(self, field: TextAreaField) -> None:
        """Accept a day and a name on each line."""
        read_holidays(field.data or "")

    def validate_base_url(self, field: StringField) -> None:
        """Accept `http` or `https` with a host and at most a path."""
        parts = web_address(field.data)
        if parts is None or parts.query or parts.fragment or parts.username or " " in field.data:
            raise ValidationError("Isi alamat yang diawali http:// atau https://.")

    def validate_skm_online_url(self, field: StringField) -> None:
        """Accept an `http` or `https` address of another site."""
        parts = web_address(field.data)
        if parts is None or parts.username or " " in field.data:
            raise ValidationError("Isi alamat yang diawali http:// atau https://.")

    def read(self) -> SurveySettings:
        """The settings as typed, after a successful `validate`."""
        times = [(day.opens.data, day.closes.data) for day in self.days]
        if self.like_monday.data:
            times[1:5] = [times[0]] * 4
        hours = {weekday: span for weekday, span in enumerate(times) if span[0]}
        chosen = tuple(self.languages.data)
        return SurveySettings(
            idle_seconds=self.idle_seconds.data,
            hours=hours,
            tickets=self.tickets.data,
            base_url=self.base_url.data,
            languages=() if set(chosen) == set(offered()) else chosen,
            skm_online_url=self.skm_online_url.data,
            skm_online_place=self.skm_online_place.data,
            index_threshold=self.index_threshold.data,
            holidays=read_holidays(self.holidays.data or ""),
        )


def _values(settings: SurveySettings) -> Mapping[str, object]:
    hours = settings.hours or {}
    days = {
        f"day_{weekday}": dict(zip(("opens", "closes"), times, strict=True))
        for weekday, times in hours.items()
    }
    return {
        "idle_seconds": settings.idle_seconds,
        "languages": list(offered(settings.languages)),
        **days,
        "base_url": settings.base_url,
        "tickets": settings.tickets,
        "skm_online_url": settings.skm_online_url,
        "skm_online_place": settings.skm_online_place,
        "index_threshold": settings.index_threshold,
        "holidays": "\n".join(
            f"{short_date(date.fromisoformat(day))} {name}" for day, name in settings.holidays.items()
        ),
    }


class PinForm(Form):
    """A new PIN for the staff corner."""

    pin = StringField(
        "PIN baru",
        [InputRequired("Isi PIN."), Regexp(r"^[0-9]{4,8}\Z", message="PIN terdiri dari 4 sampai 8 angka.")],
        description="4 sampai 8 angka, sama untuk semua tablet kantor ini.",
    )
