"""The office's application, for as long as a command needs it."""

from collections.abc import Iterator
from contextlib import closing
from contextlib import contextmanager

from flask import Flask

from kiosk.app import create_app
from kiosk.store.engine.limits import COMMAND


@contextmanager
def opened_app() -> Iterator[Flask]:
    """This office's application and its context; its database connections are closed afterwards."""
    app = create_app(limits=COMMAND)
    with closing(app.extensions["ikm_connections"]), app.app_context():
        yield app
