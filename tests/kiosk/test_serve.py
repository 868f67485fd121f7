"""`ikm serve` says where it can be reached."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

EVERYWHERE = "0.0.0.0"  # noqa: S104


def _serve(folder: Path, *options: str, **environment: str) -> tuple[dict[str, str], str]:
    """What the command prints by label, and what `/healthz` answers at the last address with a port in it."""
    command = [sys.executable, "-c", "from kiosk.cli import main; main()", "serve", "--port", "0", *options]
    env = {**os.environ, "IKM_INSTANCE": str(folder), "PYTHONUNBUFFERED": "1", **environment}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as server:
        try:
            assert server.stdout
            lines = [server.stdout.readline() for _ in range(2 if environment else 1)]
            said = {
                label.strip(): rest.strip() for label, _, rest in (line.partition(": ") for line in lines)
            }
            address = list(said.values())[-1].partition("/pasang")[0]
            with pytest.raises(HTTPError, match="403"):  # from this very machine, but without the key
                urlopen(f"{address}/pasang", timeout=10)
            with urlopen(f"{address}/healthz", timeout=10) as answer:
                return said, answer.read().decode()
        finally:
            server.terminate()


@pytest.mark.parametrize("host", ["127.0.0.1", EVERYWHERE])
def test_the_address_that_is_printed_can_be_opened(tmp_path: Path, host: str) -> None:
    said, health = _serve(tmp_path, "--host", host)
    assert "ok" in health
    assert said["Pasang"].startswith("http://") and EVERYWHERE not in said["Pasang"]


def test_behind_a_public_address_the_local_one_is_printed_too(tmp_path: Path) -> None:
    said, health = _serve(tmp_path, "--host", EVERYWHERE, IKM_BASE_URL="https://survei.example/")
    assert "ok" in health
    assert said["Pasang"].startswith("https://survei.example/pasang?kunci=")
    assert said["Jaringan"].startswith("http://")
