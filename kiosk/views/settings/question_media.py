"""Sign-language clips and recorded sound of the unit's questions: uploading and removing them."""

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
from kiosk.forms.question_media import QuestionMediaForm
from kiosk.operations import question_media as files
from kiosk.operations.question_media import NotMedia
from kiosk.questionnaire.catalogue import Questionnaire
from kiosk.questionnaire.catalogue import first_askable
from kiosk.questionnaire.languages import offered
from kiosk.store.engine.errors import Conflict
from kiosk.store.offices import question_media
from kiosk.store.offices import questionnaires
from kiosk.store.offices import survey_settings
from kiosk.store.offices.help_lines import place_of
from kiosk.store.offices.question_media import SIGN
from kiosk.store.offices.question_media import SOUND
from kiosk.web import confirmation
from kiosk.web.uploads import folder

bp = Blueprint("question_media", __name__, url_prefix="/staf/kelola/video-suara")


@bp.url_value_preprocessor
def _allow_large_request(*_: object) -> None:
    """Allow a body with a clip, before the request is read."""
    request.max_content_length = max(files.MOST_BYTES.values()) + 64 * 1024


def _asked() -> Questionnaire:
    """The questionnaire in force today."""
    choices = questionnaires.list_choices(get_db(), g.unit.unit_id)
    return first_askable(choices.until(clock.local_now(g.unit.timezone).date()))


def _kinds() -> dict[str, str]:
    settings = survey_settings.get_survey_settings(get_db(), g.unit.unit_id)
    sounds = {f"{SOUND} {code}": f"Suara: {one.name}" for code, one in offered(settings.languages).items()}
    return {SIGN: "Video bahasa isyarat"} | sounds


def _page(form: QuestionMediaForm | None = None) -> ResponseReturnValue:
    asked, kinds = _asked(), _kinds()
    names = {place_of(asked.id, one.key): asked.item_name(one.key) for one in asked.items}
    page = render_template(
        "question_media/index.html",
        form=form or QuestionMediaForm(names, kinds, formdata=None),
        names=names,
        kinds=kinds,
        media=question_media.list_media(get_db(), g.unit.unit_id),
        most={kind: size // 1024**2 for kind, size in files.MOST_BYTES.items()},
    )
    return page, 422 if form else 200


@bp.get("/")
def index() -> ResponseReturnValue:
    """What there is, and a form to upload more."""
    return _page()


@bp.post("/")
def upload() -> ResponseReturnValue:
    """Store a clip or sound, in place of an earlier one of the same question."""
    db, unit_id, asked = get_db(), g.unit.unit_id, _asked()
    names = {place_of(asked.id, one.key): asked.item_name(one.key) for one in asked.items}
    form = QuestionMediaForm(names, _kinds())
    if not form.validate():
        return _page(form)
    kind, _, language = form.kind.data.partition(" ")
    with form.file.data.stream as stream:
        content = stream.read(files.MOST_BYTES[kind] + 1)
    used = sum(one.size for one in question_media.list_media(db, unit_id))
    try:
        if used + len(content) > files.QUOTA:
            raise NotMedia(f"Semua video dan suara bersama paling banyak {files.QUOTA // 1024**2} MB.")
        media = files.save(folder(), content, place=form.item.data, kind=kind, language=language)
    except NotMedia as error:
        form.file.errors = [str(error)]
        return _page(form)
    try:
        replaced = question_media.set_media(db, unit_id, media, clock.now(), quota=files.QUOTA)
    except Conflict:  # another upload took the room meanwhile
        files.path_of(folder(), media).unlink(missing_ok=True)
        raise
    for earlier in replaced:
        files.path_of(folder(), earlier).unlink(missing_ok=True)
    flash(f"Disimpan untuk “{names[media.place]}”. Tablet memuatnya dalam sepuluh menit.")
    return redirect(url_for("question_media.index"), 303)


@bp.post("/<media_id>/hapus")
def remove(media_id: str) -> ResponseReturnValue:
    """Delete a clip or sound."""
    media = question_media.get_media(get_db(), g.unit.unit_id, media_id)
    question = confirmation.ask(
        "Hapus video ini?" if media.kind == SIGN else "Hapus suara ini?",
        ["Pengunjung tidak lagi melihat tombolnya di samping pertanyaan itu."],
        action="Hapus",
        back=url_for("question_media.index"),
    )
    if question:
        return question
    question_media.remove_media(get_db(), g.unit.unit_id, media_id)
    files.path_of(folder(), media).unlink(missing_ok=True)
    flash("Dihapus.")
    return redirect(url_for("question_media.index"), 303)
