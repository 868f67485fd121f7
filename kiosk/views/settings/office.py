"""The office's settings: letterhead, logo, signatory, and the targets of each year."""

from decimal import Decimal

from flask import Blueprint
from flask import Response
from flask import current_app
from flask import flash
from flask import g
from flask import redirect
from flask import render_template
from flask import request
from flask import url_for
from flask.typing import ResponseReturnValue

from kiosk.base import clock
from kiosk.db import get_db
from kiosk.forms.office import AccentForm
from kiosk.forms.office import GoalForm
from kiosk.forms.office import LogoForm
from kiosk.forms.office import OfficeForm
from kiosk.forms.office import PaperForm
from kiosk.forms.office import WarningMailForm
from kiosk.forms.office import YearForm
from kiosk.papers import logo as logos
from kiosk.store.engine.errors import NotFound
from kiosk.store.offices import goals
from kiosk.store.offices import units
from kiosk.store.offices import warning_mail
from kiosk.store.offices.goals import Goal
from kiosk.store.offices.units import UnitYear
from kiosk.web import confirmation

OWN_COLOUR = "#0b5563"  # `--accent` in `static/survey/survey.css`

bp = Blueprint("office", __name__, url_prefix="/staf/kelola")


def _done(message: str, anchor: str | None = None, page: str = "office.show") -> ResponseReturnValue:
    flash(message)
    return redirect(url_for(page, _anchor=anchor), 303)


def _office_page(
    office_form: OfficeForm | None = None,
    logo_form: LogoForm | None = None,
    paper_form: PaperForm | None = None,
    mail_form: WarningMailForm | None = None,
    accent_form: AccentForm | None = None,
) -> ResponseReturnValue:
    """The office's page; a form that was refused keeps what was typed."""
    mail = warning_mail.find_warning_mail(get_db(), g.unit.unit_id)
    page = render_template(
        "office/show.html",
        mail_form=mail_form or WarningMailForm(formdata=None, address=mail.address if mail else ""),
        mail_failure=mail.failure if mail else None,
        has_mail_server=bool(current_app.config["SMTP_HOST"]),
        accent_form=accent_form or AccentForm(formdata=None, accent=g.unit.accent or OWN_COLOUR),
        has_logo=units.get_logo(get_db(), g.unit.unit_id) is not None,
        office_form=office_form or OfficeForm(formdata=None, obj=g.unit),
        logo_form=logo_form or LogoForm(formdata=None),
        paper_form=paper_form or PaperForm(formdata=None, size=g.unit.paper_size),
    )
    return page, 422 if office_form or logo_form or paper_form or mail_form or accent_form else 200


@bp.get("/")
def show() -> ResponseReturnValue:
    """Letterhead, logo and signatory."""
    return _office_page()


@bp.post("/kantor")
def update_unit() -> ResponseReturnValue:
    """Change letterhead and signatory."""
    form = OfficeForm()
    if not form.validate():
        return _office_page(office_form=form)
    fields = {name: form[name].data or "" for name in units.EDITABLE}
    units.update_unit(get_db(), g.unit.unit_id, fields, clock.now())
    return _done("Data kantor disimpan.")


@bp.post("/kertas")
def set_paper_size() -> ResponseReturnValue:
    """Change the size of the paper that reports are printed on."""
    form = PaperForm()
    if not form.validate():
        return _office_page(paper_form=form)
    units.set_paper_size(get_db(), g.unit.unit_id, form.size.data)
    return _done("Ukuran kertas disimpan.", "kertas")


@bp.post("/warna")
def set_accent() -> ResponseReturnValue:
    """Change the office's colour, or go back to the program's own."""
    form = AccentForm()
    if not form.validate():
        return _office_page(accent_form=form)
    is_own = "bawaan" in request.form or form.accent.data == OWN_COLOUR
    units.set_accent(get_db(), g.unit.unit_id, "" if is_own else form.accent.data)
    return _done("Warna disimpan.", "warna")


@bp.post("/surel")
def set_warning_mail() -> ResponseReturnValue:
    """Change where early warnings are mailed to."""
    form = WarningMailForm()
    if not form.validate():
        return _office_page(mail_form=form)
    warning_mail.set_address(get_db(), g.unit.unit_id, form.address.data or "")
    return _done("Alamat surel peringatan disimpan.", "surel")


@bp.get("/logo.png")
def logo() -> ResponseReturnValue:
    """The office's logo."""
    png = units.get_logo(get_db(), g.unit.unit_id)
    if png is None:
        raise NotFound("logo")
    return Response(png, mimetype="image/png")


@bp.post("/logo")
def upload_logo() -> ResponseReturnValue:
    """Put a logo on the letterhead."""
    form = LogoForm()
    if not form.validate():
        return _office_page(logo_form=form)
    try:
        png = logos.reencode(form.picture.data.read(logos.MOST_BYTES + 1))
    except logos.LogoError as error:
        form.picture.errors = [str(error)]
        return _office_page(logo_form=form)
    units.set_logo(get_db(), g.unit.unit_id, png, clock.now())
    return _done("Logo disimpan.", "logo")


@bp.post("/logo/hapus")
def remove_logo() -> ResponseReturnValue:
    """Print the letterhead without a logo."""
    question = confirmation.ask(
        "Hapus logo?",
        ["Kop surat, poster, dan layar awal tablet tampil tanpa logo sampai logo baru diunggah."],
        action="Hapus logo",
        back=url_for("office.show"),
    )
    if question:
        return question
    units.remove_logo(get_db(), g.unit.unit_id)
    return _done("Logo dihapus.", "logo")


def _targets_page(
    year_form: YearForm | None = None, goal_form: GoalForm | None = None
) -> ResponseReturnValue:
    db = get_db()
    this_year = clock.local_now(g.unit.timezone).year
    chosen = units.get_year(db, g.unit.unit_id, request.args.get("tahun", this_year, type=int))
    goal = goals.get_goal(db, g.unit.unit_id, this_year)
    page = render_template(
        "office/targets.html",
        years=units.list_years(db, g.unit.unit_id),
        goals=goals.list_goals(db, g.unit.unit_id),
        year_form=year_form
        or YearForm(
            formdata=None,
            year=chosen.year,
            population=chosen.population,
            target_ikm=Decimal(chosen.target_ikm) if chosen.target_ikm else None,
        ),
        goal_form=goal_form
        or GoalForm(
            formdata=None,
            year=goal.year if goal else None,
            target_ikm=Decimal(goal.target_ikm) if goal else None,
        ),
    )
    return page, 422 if year_form or goal_form else 200


@bp.get("/sasaran")
def targets() -> ResponseReturnValue:
    """People served and targets, year by year."""
    return _targets_page()


@bp.post("/sasaran")
def update_year() -> ResponseReturnValue:
    """Set population and target of a year."""
    form = YearForm()
    if not form.validate():
        return _targets_page(year_form=form)
    target = str(form.target_ikm.data) if form.target_ikm.data is not None else None
    year = UnitYear(form.year.data, form.population.data, target)
    units.set_year(get_db(), g.unit.unit_id, year, clock.now())
    return _done(f"Target dan populasi tahun {form.year.data} disimpan.", page="office.targets")


@bp.post("/rpjmd")
def update_goal() -> ResponseReturnValue:
    """Set the medium-term target."""
    form = GoalForm()
    if not form.validate():
        return _targets_page(goal_form=form)
    goals.set_goal(get_db(), g.unit.unit_id, Goal(form.year.data, str(form.target_ikm.data)), clock.now())
    return _done(f"Target akhir RPJMD {form.year.data} disimpan.", page="office.targets")


@bp.post("/rpjmd/<int:year>/hapus")
def remove_goal(year: int) -> ResponseReturnValue:
    """Remove a medium-term target."""
    if year not in {goal.year for goal in goals.list_goals(get_db(), g.unit.unit_id)}:
        raise NotFound(f"goal {year}")
    question = confirmation.ask(
        f"Hapus target akhir RPJMD {year}?",
        ["Tabel LKj tidak lagi membandingkan realisasi dengan target itu."],
        action="Hapus",
        back=url_for("office.targets"),
    )
    if question:
        return question
    goals.remove_goal(get_db(), g.unit.unit_id, year, clock.now())
    return _done(f"Target akhir RPJMD {year} dihapus.", page="office.targets")
