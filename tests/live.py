"""The application on a real port, in the test's own process, so that a test sees both sides of it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from kiosk.web.server import Server


@contextmanager
def serving(app: Flask, connection_limit: int = 1000) -> Iterator[str]:
    """Serve `app` on a free port as `ikm serve` would; gives its address, without a last `/`."""
    server = Server(app, "127.0.0.1", 0, connection_limit)
    thread = threading.Thread(target=server.run, name="server")
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.stop()
        thread.join()
