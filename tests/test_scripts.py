"""The modules of the survey that need no browser, held to `tests/js` by Node.js."""

import subprocess

from tests import machine
from tests.test_architecture import ROOT


def test_the_scripts_do_what_their_own_tests_say() -> None:
    # The modules are served to browsers, which need no package.json that says what they are.
    quiet = "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON"
    command = [str(machine.node()), quiet, "--test", "tests/js/*.test.mjs"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "pass 0" not in done.stdout
