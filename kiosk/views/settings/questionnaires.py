"""Which questionnaire the unit asks from which day on, and its own questions outside the index."""

from pathlib import Path

from flask import Blueprint
from flask import current_app
from flask import flash
from flask import g
from flask import redirect
from flask import render_template
from flask import request
from flask import url_for
from flask.typing import ResponseReturnValue

from kiosk.base import clock
from kiosk.base.formatting import long_date
from kiosk.db import get_db
from kiosk.figures.disclosure import MIN_RESPONDENTS
from kiosk.forms.questionnaires import ChoiceForm
from kiosk.forms.questionnaires import ExtraForm
from kiosk.forms.questionnaires import TranslationForm
from kiosk.forms.questionnaires import make_translation_form
from kiosk.operations.own_questionnaires import find_source
from kiosk.operations.own_questionnaires import list_problems
from kiosk.questionnaire.catalogue import Questionnaire
from kiosk.questionnaire.catalogue import find_questionnaire
from kiosk.questionnaire.catalogue import list_questionnaires
from kiosk.questionnaire.catalogue import official
from kiosk.questionnaire.extras import IMPORTANCE
from kiosk.questionnaire.extras import KINDS
from kiosk.questionnaire.extras import MAX_QUESTIONS
from kiosk.questionnaire.extras import ExtraQuestion
from kiosk.questionnaire.languages import DEFAULT as INDONESIAN
from kiosk.questionnaire.languages import Language
from kiosk.questionnaire.languages import offered
from kiosk.store.answers.layout import NotStorable
from kiosk.store.answers.layout import check_storable
from kiosk.store.engine.errors import NotFound
from kiosk.store.offices import extra_questions
from kiosk.store.offices import questionnaires
from kiosk.store.offices import survey_settings
from kiosk.store.offices.extra_questions import list_extra_questions

CHANGED = "Berkasnya berubah sejak kiosk dijalankan. Jalankan ulang kiosk, lalu pilih lagi."

bp = Blueprint("questionnaires", __name__, url_prefix="/staf/kelola/kuesioner")


def _offered() -> list[Questionnaire]:
    """All that can be asked and whose answers can be stored."""
    return [one for one in list_questionnaires() if one.can_be_asked and _is_storable(one)]


def _is_storable(questionnaire: Questionnaire) -> bool:
    try:
        check_storable(questionnaire.rules)
    except NotStorable:
        return False
    return True


def _form(**options: object) -> ChoiceForm:
    today = clock.local_now(g.unit.timezone).date()
    return ChoiceForm(_offered(), questionnaires.list_choices(get_db(), g.unit.unit_id), today, **options)


def _shown_languages() -> dict[str, Language]:
    """The languages that a question may be translated into."""
    settings = survey_settings.get_survey_settings(get_db(), g.unit.unit_id)
    shown = offered() | offered(settings.languages)
    return {code: language for code, language in shown.items() if code != INDONESIAN}


def _page(
    form: ChoiceForm, extra_form: ExtraForm | None = None, translation: TranslationForm | None = None
) -> str:
    extras, languages = _list_own(), _shown_languages()
    choices = questionnaires.list_choices(get_db(), g.unit.unit_id)
    asked = choices.in_force(clock.local_now(g.unit.timezone).date())
    return render_template(
        "questionnaires/show.html",
        form=form,
        offered=_offered(),
        asked=find_questionnaire(asked),
        asked_id=asked,
        made=questionnaires.list_set_choices(get_db(), g.unit.unit_id),
        title_of=lambda id: found.rules.title if (found := find_questionnaire(id)) else id,
        problems=list_problems(current_app),
        extra_form=extra_form or ExtraForm(formdata=None),
        extras=extras,
        translations={
            one.extra_question_id: translation
            if translation and translation.extra == one
            else make_translation_form(one, languages)
            for one in extras
        },
        asks_importance=bool(extra_questions.list_importance(get_db(), g.unit.unit_id)),
        kinds=KINDS,
        most=MAX_QUESTIONS,
        fewest=MIN_RESPONDENTS,
    )


def _list_own() -> list[ExtraQuestion]:
    """The questions that the office added in its own words."""
    found = list_extra_questions(get_db(), g.unit.unit_id)
    return [one for one in found if one.kind != IMPORTANCE]


@bp.get("/")
def show() -> ResponseReturnValue:
    """The questionnaire in force, all choices, and a form for another one."""
    return _page(_form(formdata=None))


@bp.post("/")
def choose() -> ResponseReturnValue:
    """Ask another questionnaire from a day on."""
    form = _form()
    if not form.validate():
        return _page(form), 422
    chosen = next(one for one in _offered() if one.id == form.questionnaire.data)
    source = find_source(get_db(), Path(current_app.instance_path), chosen.id)
    if source is None:
        form.questionnaire.errors = [CHANGED]
        return _page(form), 422
    questionnaires.set_questionnaire(
        get_db(),
        g.unit.unit_id,
        chosen.rules,
        form.from_day.data,
        source=source,
        today=clock.local_now(g.unit.timezone).date(),
        person_id=g.person.person_id,
        now=clock.now(),
    )
    flash(f"Mulai {long_date(form.from_day.data)}: {chosen.rules.title}.")
    return redirect(url_for("questionnaires.show"), 303)


@bp.post("/tambahan")
def add_extra() -> ResponseReturnValue:
    """Ask one more question outside the index."""
    form = ExtraForm()
    if not form.validate():
        return _page(_form(formdata=None), form), 422
    try:
        extra_questions.add_extra_question(
            get_db(),
            g.unit.unit_id,
            kind=form.kind.data,
            question=form.question.data,
            options=form.listed,
            now=clock.now(),
        )
    except extra_questions.TooMany:
        flash(f"Paling banyak {MAX_QUESTIONS} pertanyaan tambahan. Hentikan satu dulu.")
    else:
        flash("Pertanyaan tambahan ditanyakan mulai sekarang.")
    return redirect(url_for("questionnaires.show"), 303)


@bp.post("/tambahan/<extra_question_id>/terjemahan")
def translate_extra(extra_question_id: str) -> ResponseReturnValue:
    """Ask a question in other languages too."""
    extra = next((one for one in _list_own() if one.extra_question_id == extra_question_id), None)
    if extra is None:
        raise NotFound(f"extra question {extra_question_id}")
    form = make_translation_form(extra, _shown_languages(), is_sent=True)
    if not form.validate():
        return _page(_form(formdata=None), translation=form), 422
    extra_questions.translate_extra_question(
        get_db(), g.unit.unit_id, extra_question_id, form.read(), clock.now()
    )
    flash("Terjemahan disimpan dan langsung dipakai.")
    return redirect(url_for("questionnaires.show"), 303)


@bp.post("/tambahan/<extra_question_id>/hentikan")
def retire_extra(extra_question_id: str) -> ResponseReturnValue:
    """Stop asking a question; its answers stay."""
    extra_questions.retire_extra_question(get_db(), g.unit.unit_id, extra_question_id, clock.now())
    flash("Pertanyaan itu tidak ditanyakan lagi. Jawabannya tetap tersimpan.")
    return redirect(url_for("questionnaires.show"), 303)


@bp.post("/harapan")
def ask_importance() -> ResponseReturnValue:
    """Ask how important each unsur is, or stop asking it, as the button says; the answers stay."""
    db, unit_id = get_db(), g.unit.unit_id
    if request.form.get("harapan") == "tidak":
        extra_questions.stop_importance(db, unit_id, clock.now())
        flash("Harapan tidak ditanyakan lagi. Jawabannya tetap tersimpan.")
    else:
        names = {unsur.key: unsur.name for unsur in official().unsur}
        extra_questions.ask_importance(db, unit_id, names, clock.now())
        flash("Harapan tiap unsur ditanyakan mulai sekarang.")
    return redirect(url_for("questionnaires.show"), 303)
