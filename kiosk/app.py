"""The IKM kiosk: a survey for citizens, and its results for the office."""

from pathlib import Path

from flask import Flask
from flask_wtf import CSRFProtect

from kiosk import db
from kiosk.base import config
from kiosk.base import formatting
from kiosk.base import jobs
from kiosk.base import logs
from kiosk.operations.backups import back_up_before_update
from kiosk.questionnaire import messages
from kiosk.security import audit as audit_log
from kiosk.security import headers
from kiosk.security import sessions
from kiosk.views import account
from kiosk.views import audit
from kiosk.views import batches
from kiosk.views import collectors
from kiosk.views import dashboard
from kiosk.views import devices
from kiosk.views import health
from kiosk.views import help_lines
from kiosk.views import imports
from kiosk.views import office
from kiosk.views import paper_entry
from kiosk.views import people
from kiosk.views import plans
from kiosk.views import posters
from kiosk.views import privacy
from kiosk.views import public
from kiosk.views import publishing
from kiosk.views import reports
from kiosk.views import results
from kiosk.views import retention
from kiosk.views import review
from kiosk.views import screen
from kiosk.views import services
from kiosk.views import session
from kiosk.views import setup
from kiosk.views import suggestions
from kiosk.views import survey
from kiosk.views import survey_settings
from kiosk.views import tablets
from kiosk.views import two_factor
from kiosk.views import unit_choice
from kiosk.views import units
from kiosk.web import assets
from kiosk.web import compression
from kiosk.web import errors
from kiosk.web import fast_path

VIEWS = (
    survey,
    screen,
    tablets,
    session,
    setup,
    health,
    public,
    dashboard,
    results,
    suggestions,
    reports,
    batches,
    plans,
    publishing,
    unit_choice,
    account,
    two_factor,
    paper_entry,
    imports,
    office,
    services,
    collectors,
    survey_settings,
    help_lines,
    devices,
    posters,
    people,
    units,
    review,
    audit,
    retention,
    privacy,
)


def create_app(instance: Path | None = None) -> Flask:
    """The web application of the office whose folder is `instance` (made and migrated when new)."""
    folder = (instance or config.default_instance()).resolve()
    config.make_instance(folder)
    app = Flask(
        "kiosk",
        template_folder="../templates",
        instance_path=str(folder),
        static_url_path=f"/static/{assets.version()}",
    )
    config.configure(app)
    logs.init_app(app)
    back_up_before_update(app)
    db.init_app(app)
    errors.init_app(app)
    sessions.init_app(app)
    headers.init_app(app)
    compression.init_app(app)
    formatting.init_app(app)
    messages.init_app(app)
    jobs.init_app(app)
    audit_log.init_app(app)
    csrf = CSRFProtect(app)
    # The survey carries no authority that another site could borrow; see docs/decisions.md.
    csrf.exempt(survey.bp)
    csrf.exempt(tablets.bp)
    for view in VIEWS:
        app.register_blueprint(view.bp)
    db.retry_views(app)
    fast_path.init_app(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    return app
