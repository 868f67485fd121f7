"""The page "Laporan": every report of a unit about a period, to view and to download."""

from collections.abc import Collection
from typing import Any

from flask import Blueprint
from flask import Response
from flask import abort
from flask import flash
from flask import g
from flask import redirect
from flask import render_template
from flask import request
from flask import url_for
from flask.typing import ResponseReturnValue

from kiosk.base import clock
from kiosk.base.period import Period
from kiosk.db import get_db
from kiosk.figures.publishing import list_apart
from kiosk.figures.rollup import SelectionError
from kiosk.forms.reports import TextsForm
from kiosk.papers.laporan import TEXTS
from kiosk.reports.catalogue import MEDIA_TYPES
from kiosk.reports.catalogue import REPORTS
from kiosk.reports.catalogue import file_name
from kiosk.reports.context import ReportContext
from kiosk.store.answers import answer_counts
from kiosk.store.offices import tree
from kiosk.store.results import publications
from kiosk.store.results import report_texts
from kiosk.web.periods import readable_period
from kiosk.web.periods import sees_everything
from kiosk.web.periods import siblings
from kiosk.web.report_requests import asked_questionnaire
from kiosk.web.report_requests import report_context

bp = Blueprint("reports", __name__, url_prefix="/staf/laporan")

# The groups of reports on the page; the raw data below them needs a role of its own.
_GROUPS = (
    (
        "Untuk rapat dan pimpinan",
        ("rekap", "rekap-ringkas", "gabungan", "pengolahan", "laporan", "lkj", "bukti"),
    ),
    ("Gambar", ("grafik-unsur", "grafik-tren")),
    ("Untuk masyarakat", tuple(code for code in REPORTS if code.startswith("poster-"))),
    ("Untuk responden", ("kuesioner",)),
)
_DATA = ("data", "kamus", "skm-online")
_PAPERS = tuple(kind for kind in REPORTS if kind not in _DATA)


def _page(period: Period, problem: str | None) -> ResponseReturnValue:
    has_below = tree.has_units_below(get_db(), g.unit.unit_id)
    only = asked_questionnaire()
    parts = answer_counts.get_tallies(get_db(), g.unit.unit_id, period.start, period.end)
    page = render_template(
        "reports/index.html",
        only=only,
        apart=list_apart(parts) if sees_everything() else (),
        period=period,
        has_below=has_below,
        problem=problem,
        around=siblings(period),
        publication=publications.find_publication(get_db(), g.unit.unit_id, period, only),
        groups=[
            (title, [(code, REPORTS[code]) for code in codes if code != "gabungan" or has_below])
            for title, codes in _GROUPS
        ],
        data=[(code, REPORTS[code]) for code in _DATA],
    )
    return page, 422 if problem else 200


@bp.get("/")
def index() -> ResponseReturnValue:
    """The reports of the chosen period."""
    return _page(*readable_period(g.unit))


def _asked(kinds: Collection[str]) -> str:
    """The requested kind of report; the first of `kinds` by default."""
    kind = request.args.get("jenis", next(iter(kinds)))
    if kind not in kinds:
        abort(404)
    return kind


def _find_obstacle(kind: str, context: ReportContext) -> str | None:
    """Why a petugas may not read this report although the period itself may be seen."""
    year = context.whole_year.period
    if kind != "lkj" or context.may_see(context.unit, year):
        return None
    return f"Tabel LKj memuat {year.title} seutuhnya; petugas melihatnya setelah tahun itu berakhir."


def _show(kinds: Collection[str]) -> ResponseReturnValue:
    """The requested report as a page, with the content of its files."""
    kind = _asked(kinds)
    period, problem = readable_period(g.unit)
    report = REPORTS[kind]
    context = report_context(period, with_comments="saran" in request.args)
    if obstacle := _find_obstacle(kind, context):
        return _page(period, obstacle)
    page = render_template(
        "reports/show.html",
        kind=kind,
        report=report,
        period=period,
        problem=problem,
        around=siblings(period),
        only=context.only,
        paper=report.preview(context),
    )
    return page, 422 if problem else 200


@bp.get("/lihat")
def show() -> ResponseReturnValue:
    """One report of the chosen period on the screen; `jenis` names the kind."""
    return _show([kind for kind in _PAPERS if kind != "gabungan"])


@bp.get("/lihat-data")
def show_data() -> ResponseReturnValue:
    """The first rows of the raw data on the screen, or the meaning of their columns."""
    return _show(_DATA)


def _send(kinds: Collection[str]) -> ResponseReturnValue:
    """The requested report in the requested format, or its first format."""
    kind = _asked(kinds)
    formats = REPORTS[kind].formats
    suffix = request.args.get("format", next(iter(formats)))
    if suffix not in formats:
        abort(404)
    period, problem = readable_period(g.unit)
    if problem:
        return _page(period, problem)
    context = report_context(period, with_comments="saran" in request.args)
    if obstacle := _find_obstacle(kind, context):
        return _page(period, obstacle)
    show = "inline" if suffix in ("pdf", "png") else "attachment"
    try:
        content = formats[suffix](context)
    except SelectionError as error:
        return _page(period, str(error))
    return Response(
        content,
        content_type=MEDIA_TYPES[suffix],
        headers={"Content-Disposition": f'{show}; filename="{file_name(kind, context, suffix)}"'},
    )


@bp.get("/berkas")
def download() -> ResponseReturnValue:
    """One report of the chosen period; `jenis` and `format` name it."""
    return _send(_PAPERS)


@bp.get("/data")
def download_data() -> ResponseReturnValue:
    """The raw data, or the meaning of its columns."""
    return _send(_DATA)


@bp.get("/teks")
def texts() -> ResponseReturnValue:
    """The texts that the office itself writes for the Laporan SKM of the period."""
    period, problem = readable_period(g.unit)
    if problem:
        return _page(period, problem)
    stored = report_texts.list_texts(get_db(), g.unit.unit_id, period)
    return render_template("reports/texts.html", period=period, form=TextsForm(formdata=None, data=stored))


@bp.post("/teks")
def write_texts() -> ResponseReturnValue:
    """Store these texts."""
    period, problem = readable_period(g.unit)
    if problem:
        return _page(period, problem)
    form = TextsForm()
    if not form.validate():
        return render_template("reports/texts.html", period=period, form=form), 422
    report_texts.set_texts(
        get_db(),
        g.unit.unit_id,
        period,
        {part: form[part].data or "" for part in TEXTS},
        person_id=g.person.person_id,
        now=clock.now(),
    )
    flash("Teks laporan disimpan.")
    return redirect(url_for("reports.index", periode=period.code), 303)


@bp.app_template_global()
def report_url(kind: str, suffix: str, period: Period, saran: str | None = None, **more: Any) -> str:
    """The URL of a report, of the questionnaire that the page is about."""
    endpoint = "reports.download_data" if kind in _DATA else "reports.download"
    more.setdefault("kuesioner", request.args.get("kuesioner") or None)
    return url_for(endpoint, jenis=kind, format=suffix, periode=period.code, saran=saran, **more)


@bp.app_template_global()
def report_view(kind: str) -> str:
    """The endpoint that shows a kind of report."""
    if kind == "gabungan":
        return "dashboard.units"
    return "reports.show_data" if kind in _DATA else "reports.show"
