"""The application on a real port, in the test's own process, so that a test sees both sides of it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import suppress

from flask import Flask
from waitress import wasyncore
from waitress.server import create_server


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve `app` on a free port as `ikm serve` would; gives its address, without a last `/`."""
    server = create_server(app, host="127.0.0.1", port=0, threads=4, ident="ikm")
    thread = threading.Thread(target=server.run, name="server")
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        # The loop closes its own sockets and, with none left, ends; maybe before it is nudged.
        with suppress(OSError):
            server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
        thread.join()
        server.task_dispatcher.shutdown()
