"""The office's own, plainer explanation of each question, shown to visitors under "?"."""

from flask import Blueprint
from flask import flash
from flask import g
from flask import redirect
from flask import render_template
from flask import request
from flask import url_for
from flask.typing import ResponseReturnValue

from kiosk.base import clock
from kiosk.db import get_db
from kiosk.forms.help_lines import HelpForm
from kiosk.forms.help_lines import make_form
from kiosk.questionnaire.catalogue import Questionnaire
from kiosk.questionnaire.catalogue import find_questionnaire
from kiosk.questionnaire.languages import Language
from kiosk.questionnaire.languages import languages
from kiosk.questionnaire.languages import offered
from kiosk.store.offices import help_lines
from kiosk.store.offices import survey_settings
from kiosk.store.offices.questionnaires import list_choices

bp = Blueprint("help_lines", __name__, url_prefix="/staf/kelola/bantuan")


def _shown() -> dict[str, Language]:
    """The languages to write lines in: all but the drafts that the office does not offer."""
    settings = survey_settings.get_survey_settings(get_db(), g.unit.unit_id)
    return offered() | offered(settings.languages)


def _questionnaires() -> dict[str, Questionnaire]:
    """All that the unit ever chose, by id; the one in force first."""
    choices = list_choices(get_db(), g.unit.unit_id)
    ids = dict.fromkeys([*choices.until(clock.local_now(g.unit.timezone).date()), *sorted(choices.ever)])
    return {id: found for id in ids if (found := find_questionnaire(id))}


def _questionnaire() -> Questionnaire:
    """The one that the address names, else the one in force."""
    known = _questionnaires()
    return known.get(request.args.get("kuesioner", ""), next(iter(known.values())))


def _page(form: HelpForm) -> str:
    questionnaires = _questionnaires()
    return render_template(
        "help_lines/show.html",
        form=form,
        questionnaire=_questionnaire(),
        questionnaires=questionnaires,
        names={
            help_lines.place_of(one.id, item.key): one.item_name(item.key)
            for one in questionnaires.values()
            for item in one.items
        },
        languages=languages(),
        shown=_shown(),
        limit=help_lines.MAX_LENGTH,
        changes=help_lines.list_versions(get_db(), g.unit.unit_id, g.unit.timezone),
    )


@bp.get("/")
def show() -> ResponseReturnValue:
    """Each question with its present help line, and all earlier ones."""
    asked = _questionnaire()
    return _page(make_form(asked, _shown(), help_lines.get_lines(get_db(), g.unit.unit_id, asked.id)))


@bp.post("/")
def change() -> ResponseReturnValue:
    """Use these help lines from now on."""
    asked = _questionnaire()
    form = make_form(asked, _shown())
    if not form.validate():
        return _page(form), 422
    help_lines.set_lines(
        get_db(), g.unit.unit_id, asked.id, form.read(), person_id=g.person.person_id, now=clock.now()
    )
    flash("Kalimat penjelas disimpan dan langsung dipakai.")
    return redirect(url_for("help_lines.show", kuesioner=request.args.get("kuesioner")), 303)
