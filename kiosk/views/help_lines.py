"""The office's own, plainer explanation of each question, shown to visitors under "?"."""

from flask import Blueprint
from flask import flash
from flask import g
from flask import redirect
from flask import render_template
from flask import url_for
from flask.typing import ResponseReturnValue

from kiosk.base import clock
from kiosk.db import get_db
from kiosk.forms.help_lines import HelpForm
from kiosk.forms.help_lines import make_form
from kiosk.questionnaire.catalogue import load_questionnaire
from kiosk.questionnaire.choices import DEFAULT
from kiosk.questionnaire.languages import Language
from kiosk.questionnaire.languages import languages
from kiosk.questionnaire.languages import offered
from kiosk.store.offices import help_lines
from kiosk.store.offices import survey_settings

bp = Blueprint("help_lines", __name__, url_prefix="/staf/kelola/bantuan")


def _shown() -> dict[str, Language]:
    """The languages to write lines in: all but the drafts that the office does not offer."""
    settings = survey_settings.get_survey_settings(get_db(), g.unit.unit_id)
    return offered() | offered(settings.languages)


def _page(form: HelpForm) -> str:
    questionnaire = load_questionnaire(DEFAULT)
    return render_template(
        "help_lines/show.html",
        form=form,
        questionnaire=questionnaire,
        names={unsur.key: unsur.name for unsur in questionnaire.unsur},
        languages=languages(),
        shown=_shown(),
        limit=help_lines.MAX_LENGTH,
        changes=help_lines.list_versions(get_db(), g.unit.unit_id, g.unit.timezone),
    )


@bp.get("/")
def show() -> ResponseReturnValue:
    """Each question with its present help line, and all earlier ones."""
    return _page(make_form(_shown(), help_lines.get_lines(get_db(), g.unit.unit_id)))


@bp.post("/")
def change() -> ResponseReturnValue:
    """Use these help lines from now on."""
    form = make_form(_shown())
    if not form.validate():
        return _page(form), 422
    help_lines.set_lines(get_db(), g.unit.unit_id, form.read(), person_id=g.person.person_id, now=clock.now())
    flash("Kalimat penjelas disimpan dan langsung dipakai.")
    return redirect(url_for("help_lines.show"), 303)
