"""The first run: an empty instance becomes an office. Not found once there is an account."""

import hmac

from flask import Blueprint
from flask import abort
from flask import current_app
from flask import redirect
from flask import render_template
from flask import request
from flask import url_for
from flask.typing import ResponseReturnValue

from kiosk.base import clock
from kiosk.db import get_db
from kiosk.forms.setup import SetupForm
from kiosk.operations.founding import found_office
from kiosk.security import reauthentication
from kiosk.security import sessions
from kiosk.store.accounts import people
from kiosk.store.offices.survey_settings import SurveySettings
from kiosk.store.offices.survey_settings import set_survey_settings

bp = Blueprint("setup", __name__)


def _is_allowed() -> bool:
    """Whether the key is right. Who asks does not matter: behind a proxy all seem to be this computer."""
    right = sessions.setup_key(current_app.config["SECRET_KEY"])
    return hmac.compare_digest(request.args.get("kunci", "").encode(), right.encode())


@bp.route("/pasang", methods=["GET", "POST"])
def found() -> ResponseReturnValue:
    """Ask for the office, its services and its first admin; then log that admin in."""
    if people.has_people(get_db()):
        abort(404)
    if not _is_allowed():
        return render_template("setup/locked.html"), 403
    form = SetupForm()
    if not form.validate_on_submit():
        return render_template("setup/found.html", form=form), 422 if form.errors else 200
    office = found_office(
        get_db(),
        name=form.name.data,
        agency=form.agency.data or "",
        timezone=form.timezone.data,
        services=form.service_names(),
        admin={
            "username": form.username.data,
            "name": form.person_name.data,
            "password_hash": reauthentication.hash_password(form.password.data),
        },
        now=clock.now(),
    )
    if form.tickets.data:
        settings = SurveySettings(tickets=True)
        set_survey_settings(get_db(), office.unit.unit_id, settings, clock.now())
    sessions.start_session(office.admin)
    return redirect(url_for("dashboard.show"), 303)
