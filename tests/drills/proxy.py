"""Caddy in front of a kiosk, with the configuration that `ikm https install` writes."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.appliance import https

HOST = "ikm.kantor.lan"
# What only a drill needs: no other ports, and nothing written outside its folder.
_APART = "{\n    admin off\n    skip_install_trust\n    auto_https disable_redirects\n    https_port %d\n"


def configuration(behind: int) -> str:
    """What `ikm https install` writes, without its page on port 80."""
    text = https.caddyfile(https.Site(HOST), behind)
    return text[: text.index(f"http://{HOST}")]


@contextmanager
def caddy(folder: Path, port: int, behind: int) -> Iterator[None]:
    """Serve HTTPS for `HOST` on `port`, in front of the kiosk at the port `behind`."""
    folder.mkdir()
    text = configuration(behind).replace("{\n", _APART % port, 1)
    (folder / "Caddyfile").write_text(text)
    command = ["caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    env = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (folder / "log").open("wb") as log, subprocess.Popen(command, env=env, stderr=log) as process:
        try:
            end = time.monotonic() + 20
            while b"certificate obtained successfully" not in (folder / "log").read_bytes():
                assert process.poll() is None and time.monotonic() < end, (folder / "log").read_text()
                time.sleep(0.05)
            yield
        finally:
            process.terminate()
