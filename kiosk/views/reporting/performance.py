"""What the LKj holds beside the survey: indicators, other offices' figures, minutes of evaluations."""

from flask import Blueprint
from flask import Response
from flask import flash
from flask import g
from flask import redirect
from flask import render_template
from flask import request
from flask import url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from kiosk.base import clock
from kiosk.base.period import YEARS
from kiosk.base.period import Period
from kiosk.db import get_db
from kiosk.figures.performance import IKM
from kiosk.figures.performance import reached
from kiosk.forms.performance import IndicatorFileForm
from kiosk.forms.performance import IndicatorForm
from kiosk.forms.performance import MeetingForm
from kiosk.forms.performance import PeerForm
from kiosk.importing.indicator_sheet import MOST_BYTES
from kiosk.importing.indicator_sheet import read_indicators
from kiosk.papers.indicator_sheet import make_sheet
from kiosk.sheets.cells import SheetError
from kiosk.store.engine.errors import Conflict
from kiosk.store.results import indicators
from kiosk.store.results import meetings as minutes
from kiosk.store.results.indicators import Indicator
from kiosk.store.results.indicators import without_figures
from kiosk.web import confirmation

bp = Blueprint("performance", __name__, url_prefix="/staf/kinerja")

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.url_value_preprocessor
def _allow_sheet(*_: object) -> None:
    """Allow a body with a worksheet; this has to run before the request is read."""
    request.max_content_length = MOST_BYTES + 64 * 1024


def _year() -> int:
    """The chosen year; last year's report is written in the first months of a year."""
    now = clock.local_now(g.unit.timezone)
    year = request.args.get("tahun", now.year if now.month > 3 else now.year - 1, type=int)
    return year if year in YEARS else now.year


def _listed(year: int) -> list[Indicator]:
    return indicators.list_indicators(get_db(), g.unit.unit_id, year, year)


def _page(
    form: IndicatorForm | None = None,
    peer_form: PeerForm | None = None,
    file_form: IndicatorFileForm | None = None,
    problems: list[str] | None = None,
) -> ResponseReturnValue:
    year = _year()
    listed = _listed(year)
    chosen = request.args.get("indikator", "")
    stored = next((one for one in listed if one.indicator_id == chosen), None)
    indicator_form = form or IndicatorForm(formdata=None, obj=stored)
    page = render_template(
        "performance/index.html",
        year=year,
        indicators=listed,
        reached=reached,
        peers=indicators.list_peer_figures(get_db(), g.unit.unit_id, year),
        form=indicator_form,
        is_changed=bool(indicator_form.indicator_id.data),
        peer_form=peer_form or _peer_form(listed, is_sent=False),
        file_form=file_form or IndicatorFileForm(formdata=None),
        problems=problems or [],
    )
    return page, 422 if form or peer_form or file_form or problems else 200


def _peer_form(listed: list[Indicator], *, is_sent: bool) -> PeerForm:
    form = PeerForm() if is_sent else PeerForm(formdata=None)
    names = [one.name for one in listed]
    if not any(one.is_ikm for one in listed):
        names.insert(0, IKM)
    form.indicator.choices = [SelectChoice(value=name, label=name) for name in names]
    return form


def _done(message: str, page: str = "performance.index") -> ResponseReturnValue:
    flash(message)
    return redirect(url_for(page, tahun=_year()), 303)


@bp.get("/")
def index() -> ResponseReturnValue:
    """The indicators of a year and other offices' figures."""
    return _page()


@bp.post("/indikator")
def set_indicator() -> ResponseReturnValue:
    """Add an indicator or change one."""
    form = IndicatorForm()
    if not form.validate():
        return _page(form=form)
    key = form.indicator_id.data or None
    try:
        indicators.set_indicator(
            get_db(), g.unit.unit_id, _year(), form.read(), key, person_id=g.person.person_id, now=clock.now()
        )
    except Conflict:
        form.name.errors = ["Indikator dengan nama itu, atau IKM unit, sudah ada pada tahun ini."]
        return _page(form=form)
    return _done("Indikator disimpan.")


@bp.post("/indikator/<indicator_id>/hapus")
def remove_indicator(indicator_id: str) -> ResponseReturnValue:
    """Delete an indicator."""
    one = indicators.get_indicator(get_db(), g.unit.unit_id, indicator_id)
    question = confirmation.ask(
        f"Hapus indikator “{one.name}”?",
        [f"Target, realisasi, dan anggarannya tahun {one.year} hilang dari tabel LKj."],
        action="Hapus",
        back=url_for("performance.index", tahun=one.year),
    )
    if question:
        return question
    indicators.remove_indicator(get_db(), g.unit.unit_id, indicator_id, clock.now())
    return _done("Indikator dihapus.")


@bp.get("/lembar")
def download_sheet() -> ResponseReturnValue:
    """The year's indicators as XLSX, or last year's without figures: to fill in, and to import again."""
    year = _year()
    listed = _listed(year) or [without_figures(one) for one in _listed(year - 1)]
    name = f"indikator-{g.unit.code}-{year}.xlsx"
    return Response(
        make_sheet(g.unit, year, listed),
        content_type=_XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@bp.post("/impor")
def upload_sheet() -> ResponseReturnValue:
    """Import indicators from a worksheet: all of them, or none where a cell is not certain."""
    form = IndicatorFileForm()
    if not form.validate():
        return _page(file_form=form)
    try:
        found = read_indicators(form.file.data.read(MOST_BYTES + 1))
    except SheetError as error:
        form.file.errors = [str(error)]
        return _page(file_form=form)
    if found.problems:
        return _page(problems=list(found.problems))
    try:
        added, replaced = indicators.set_indicators(
            get_db(), g.unit.unit_id, _year(), found.indicators, person_id=g.person.person_id, now=clock.now()
        )
    except Conflict:
        return _page(problems=["Indikator lain pada tahun ini sudah ditandai sebagai IKM unit."])
    ignored = f" Kolom yang tidak dipakai: {', '.join(found.ignored)}." if found.ignored else ""
    return _done(f"{added} indikator ditambahkan, {replaced} diganti.{ignored}")


@bp.post("/banding")
def set_peer() -> ResponseReturnValue:
    """Enter a figure of another office, or correct it."""
    year = _year()
    form = _peer_form(_listed(year), is_sent=True)
    if not form.validate():
        return _page(peer_form=form)
    indicators.set_peer_figure(
        get_db(), g.unit.unit_id, form.read(year), person_id=g.person.person_id, now=clock.now()
    )
    return _done("Angka unit lain disimpan.")


@bp.post("/banding/<peer_figure_id>/hapus")
def remove_peer(peer_figure_id: str) -> ResponseReturnValue:
    """Delete a figure of another office."""
    one = indicators.get_peer_figure(get_db(), g.unit.unit_id, peer_figure_id)
    question = confirmation.ask(
        f"Hapus angka {one.office}?",
        [f"{one.indicator} tahun {one.year} dari {one.source} hilang dari Tabel 3.4."],
        action="Hapus",
        back=url_for("performance.index", tahun=one.year),
    )
    if question:
        return question
    indicators.remove_peer_figure(get_db(), g.unit.unit_id, peer_figure_id, clock.now())
    return _done("Angka unit lain dihapus.")


def _meetings_page(form: MeetingForm | None = None) -> ResponseReturnValue:
    year = _year()
    now = clock.local_now(g.unit.timezone)
    page = render_template(
        "performance/meetings.html",
        year=year,
        meetings=minutes.list_meetings(get_db(), g.unit.unit_id, year),
        title_of=lambda meeting: Period.parse(meeting.month).title,
        form=form or MeetingForm(formdata=None, held_day=now.date(), month=f"{now.month:02}"),
    )
    return page, 422 if form else 200


@bp.get("/rapat")
def meetings() -> ResponseReturnValue:
    """The minutes of a year's evaluations."""
    return _meetings_page()


@bp.post("/rapat")
def record_meeting() -> ResponseReturnValue:
    """Record the minutes of an evaluation."""
    form = MeetingForm()
    if not form.validate():
        return _meetings_page(form)
    minutes.record_meeting(
        get_db(), g.unit.unit_id, form.read(_year()), person_id=g.person.person_id, now=clock.now()
    )
    return _done("Catatan rapat disimpan.", "performance.meetings")


@bp.post("/rapat/<meeting_id>/hapus")
def remove_meeting(meeting_id: str) -> ResponseReturnValue:
    """Delete the minutes of an evaluation."""
    one = minutes.get_meeting(get_db(), g.unit.unit_id, meeting_id)
    question = confirmation.ask(
        f"Hapus catatan rapat tentang {Period.parse(one.month).title}?",
        ["Tanggal, yang hadir, dan keputusannya hilang dari tabel LKj."],
        action="Hapus",
        back=url_for("performance.meetings", tahun=_year()),
    )
    if question:
        return question
    minutes.remove_meeting(get_db(), g.unit.unit_id, meeting_id, clock.now())
    return _done("Catatan rapat dihapus.", "performance.meetings")
