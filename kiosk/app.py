"""The IKM kiosk: a survey for citizens, and its results for the office."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from flask import Blueprint
from flask import Flask
from flask_wtf import CSRFProtect

from kiosk import db
from kiosk import views
from kiosk.base import config
from kiosk.base import formatting
from kiosk.base import jobs
from kiosk.base import logs
from kiosk.operations import own_questionnaires
from kiosk.operations.backups import back_up_before_update
from kiosk.questionnaire import messages
from kiosk.security import audit as audit_log
from kiosk.security import headers
from kiosk.security import sessions
from kiosk.store.engine.limits import SERVED
from kiosk.store.engine.limits import Limits
from kiosk.views.visitors import survey
from kiosk.views.visitors import tablets
from kiosk.web import assets
from kiosk.web import compression
from kiosk.web import errors
from kiosk.web import fast_path
from kiosk.web import hosts
from kiosk.web import sub_path


def create_app(instance: Path | None = None, limits: Limits = SERVED) -> Flask:
    """The web application of the office whose folder is `instance` (made and migrated when new).

    `limits` are those of its database on PostgreSQL.
    """
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
    db.init_app(app, limits)
    own_questionnaires.init_app(app)
    errors.init_app(app)
    hosts.init_app(app)
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
    for blueprint in _blueprints():
        app.register_blueprint(blueprint)
    db.retry_views(app)
    fast_path.init_app(app)
    sub_path.init_app(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    return app


def _blueprints() -> Iterator[Blueprint]:
    """The blueprint `bp` of every module in the folders of `kiosk.views`."""
    for module in walk_packages(views.__path__, f"{views.__name__}."):
        if not module.ispkg:
            yield import_module(module.name).bp
