"""Caddy in front of a kiosk, with the configuration that docs/operating.md tells offices to use."""

import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.drills.server import ROOT

HOST = "ikm.kantor.lan"
# What only a drill needs: no other ports, and nothing written outside its folder.
_APART = "{\n    admin off\n    skip_install_trust\n    auto_https disable_redirects\n    https_port %d\n"


def documented() -> str:
    """The Caddyfile of docs/operating.md."""
    page = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    found = re.search(r"^```\n(\{\n.+?reverse_proxy.+?)^```", page, re.MULTILINE | re.DOTALL)
    assert found, "no Caddyfile in docs/operating.md"
    return found[1]


@contextmanager
def caddy(folder: Path, port: int, behind: int) -> Iterator[None]:
    """Serve HTTPS for `HOST` on `port`, in front of the kiosk at the port `behind`."""
    folder.mkdir()
    text = documented().replace("{\n", _APART % port, 1).replace("127.0.0.1:8080", f"127.0.0.1:{behind}")
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
