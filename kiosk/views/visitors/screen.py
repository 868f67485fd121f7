"""What the survey's page needs on each kind of screen, and the pages around it on a tablet."""

import json
from typing import Any

from flask import Blueprint
from flask import Response
from flask import render_template
from flask import request
from flask import url_for
from flask.typing import ResponseReturnValue

from kiosk.answering import eligibility
from kiosk.base import qr
from kiosk.base.colours import is_colour
from kiosk.base.colours import style_sheet
from kiosk.db import get_db
from kiosk.operations import question_media as files
from kiosk.papers import logo as logos
from kiosk.questionnaire.languages import choose
from kiosk.store.engine.errors import NotFound
from kiosk.store.offices import question_media
from kiosk.store.offices import units
from kiosk.store.offices.help_lines import place_of
from kiosk.store.offices.survey import Survey
from kiosk.web import addresses
from kiosk.web import assets
from kiosk.web.opened_files import send_opened
from kiosk.web.uploads import folder

bp = Blueprint("screen", __name__)

# More services than this, or names longer than this in all, are searched and paged.
MANY_SERVICES = 12
LONG_NAMES = 360
# The browser's own bars around the survey, as in `survey/base.html`.
THEME = "#0b5563"
# The seconds in which the question of a tablet left alone can be answered; WCAG 2.2.1 requires 20.
COUNTDOWN = 20

# Scripts that the page needs to start, and those that a tablet loads at once so that no visitor waits later.
_FIRST = ("queue.js", "steps.js")
_TABLET = (
    "kiosk.js",
    "corner.js",
    "display.js",
    "dress.js",
    "fresh.js",
    "heart.js",
    "hours.js",
    "idle.js",
    "languages.js",
    "pair.js",
    "pin.js",
)


def equipment(survey: Survey) -> dict[str, Any]:
    """The template's values that depend on the channel."""
    names = [service.name for service in survey.offered]
    has_many = len(names) > MANY_SERVICES or sum(map(len, names)) > LONG_NAMES
    is_kiosk = survey.collector.channel == "kiosk"
    phone_url, national = addresses.phone_url(survey), survey.settings.skm_online_url
    extras = ["speech"] + ["services"] * has_many + ["media"] * bool(survey.media)
    return {
        "countdown": COUNTDOWN,
        "extras": extras,
        "hours": survey.settings.hours or {},
        "is_kiosk": is_kiosk,
        # On a phone, whose first load has to be light, the office's name is enough.
        "logo": url_for("screen.draw_logo", code=survey.collector.code, v=survey.logo)
        if is_kiosk and survey.logo
        else None,
        "many_services": has_many,
        "modules": [*_FIRST, *_TABLET, *(f"{name}.js" for name in extras)] if is_kiosk else _FIRST,
        # A tablet never leaves the survey: the visitor's phone opens the other one.
        "national_code": qr.encode(national) if is_kiosk and national else None,
        "phone_code": qr.encode(phone_url) if phone_url else None,
    }


def media_of(survey: Survey, instrument: str, language: str, item: str) -> dict[str, str]:
    """The addresses of a question's clip and of its sound in this language, by kind."""
    place = place_of(instrument, item)
    return {
        one.kind: url_for("screen.send_media", code=survey.collector.code, media_id=one.media_id)
        for one in survey.media
        if one.place == place and one.language in ("", language)
    }


@bp.get("/s/<code>/media/<media_id>")
def send_media(code: str, media_id: str) -> ResponseReturnValue:
    """A question's clip or sound, with the type that was checked; a new upload has another address."""
    unit_id = eligibility.find_collector(get_db(), code).unit_id
    media = question_media.get_media(get_db(), unit_id, media_id)
    try:
        file = files.path_of(folder(), media).open("rb")
    except FileNotFoundError as error:
        raise NotFound(f"file of media {media_id}") from error
    response = send_opened(file, media.media_type, media.size)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@bp.get("/warna/<accent>.css")
def paint(accent: str) -> ResponseReturnValue:
    """The style sheet of a unit's colour, `0b5563`; its address changes with it."""
    if not is_colour(f"#{accent}"):
        raise NotFound(accent)
    response = Response(style_sheet(f"#{accent}"), mimetype="text/css")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@bp.get("/s/<code>/logo.png")
def draw_logo(code: str) -> ResponseReturnValue:
    """The office's logo for the start screen; its address changes with it, so that browsers may keep it."""
    png = units.get_logo(get_db(), eligibility.find_collector(get_db(), code).unit_id)
    if png is None:
        raise NotFound("logo")
    response = Response(logos.shrink(png), mimetype="image/png")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@bp.get("/s/<code>/aplikasi.webmanifest")
def describe_app(code: str) -> ResponseReturnValue:
    """The web app manifest: a survey added to a tablet's home screen opens without an address bar."""
    survey = eligibility.find_survey(get_db(), code)
    page = url_for("survey.page", code=code)
    manifest = {
        "id": page,
        "start_url": page,
        "scope": page,
        "name": f"Survei · {survey.unit.name}",
        "short_name": "Survei IKM",
        "lang": "id",
        "display": "fullscreen",
        "theme_color": survey.unit.accent or THEME,
        "background_color": survey.unit.accent or THEME,
        "icons": [
            {"src": url_for("static", filename="icon.svg"), "sizes": "any", "type": "image/svg+xml"},
        ],
    }
    return Response(json.dumps(manifest, ensure_ascii=False), mimetype="application/manifest+json")


@bp.get("/tablet")
def pair() -> ResponseReturnValue:
    """Where a new tablet gets its pairing code: typed, or from the QR code that led here."""
    return render_template(
        "survey/tablet.html",
        language=choose(None),
        version=assets.version(),
        code_given=request.args.get("kode", "")[:12],
    )


@bp.get("/sw.js")
def work_offline() -> ResponseReturnValue:
    """The service worker, for HTTPS and localhost only: reloading works without a network."""
    files = [url_for("static", filename=name) for name in assets.offline_files()]
    script = render_template(
        "survey/worker.js",
        version=assets.version(),
        files=files,
        surveys=url_for("survey.page", code=""),
        screens=url_for("waiting_room.show", code=""),
    )
    response = Response(script, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response
