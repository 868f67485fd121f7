"""The IKM kiosk: a survey for citizens, and its results for the office."""

from pathlib import Path

from flask import Flask
from flask_wtf import CSRFProtect

from kiosk import assets
from kiosk import audit as audit_log
from kiosk import auth
from kiosk import compression
from kiosk import config
from kiosk import db
from kiosk import errors
from kiosk import formatting
from kiosk import headers
from kiosk import jobs
from kiosk import logs
from kiosk.views import account
from kiosk.views import audit
from kiosk.views import branches
from kiosk.views import conduct
from kiosk.views import dashboard
from kiosk.views import devices
from kiosk.views import express
from kiosk.views import factor
from kiosk.views import health
from kiosk.views import imports
from kiosk.views import inbox
from kiosk.views import manage
from kiosk.views import paper
from kiosk.views import people
from kiosk.views import places
from kiosk.views import plans
from kiosk.views import posters
from kiosk.views import printing
from kiosk.views import privacy
from kiosk.views import public
from kiosk.views import publish
from kiosk.views import reports
from kiosk.views import results
from kiosk.views import retention
from kiosk.views import screen
from kiosk.views import services
from kiosk.views import session
from kiosk.views import setup
from kiosk.views import signals
from kiosk.views import survey
from kiosk.views import tablets
from kiosk.views import unit
from kiosk.views import wording

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
    inbox,
    reports,
    printing,
    plans,
    publish,
    unit,
    account,
    factor,
    paper,
    imports,
    manage,
    services,
    places,
    conduct,
    wording,
    devices,
    posters,
    people,
    branches,
    signals,
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
    db.init_app(app)
    errors.init_app(app)
    auth.init_app(app)
    headers.init_app(app)
    compression.init_app(app)
    formatting.init_app(app)
    jobs.init_app(app)
    audit_log.init_app(app)
    csrf = CSRFProtect(app)
    # The survey carries no authority that another site could borrow; see docs/design.md.
    csrf.exempt(survey.bp)
    csrf.exempt(tablets.bp)
    for view in VIEWS:
        app.register_blueprint(view.bp)
    db.retry_views(app)
    express.init_app(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    return app
