"""Whether a known vulnerability is in what is installed here: `python -m tests.advisories`.

It fails when one is found, or when pip-audit itself is broken. Without a network, or where the registry gives
no advisories, it says so.
"""

import json
import re
import subprocess
import sys
from typing import Any

COMMAND = (sys.executable, "-m", "pip_audit", "--local", "--skip-editable", "--progress-spinner=off")
OPTIONS = ("--format=json", "--timeout=5")
PATIENCE = 20
UNKNOWN = "advisories: not reachable from here, so nothing was looked up"


# What the last line of a failure says when the network is why.
NETWORK = re.compile("connect|timed out|timeout|resolution|proxy|ssl|http", re.IGNORECASE)


def ask() -> tuple[str, str]:
    """What pip-audit prints, and its complaint; both empty when it comes to nothing in `PATIENCE` seconds."""
    try:
        done = subprocess.run([*COMMAND, *OPTIONS], capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return "", ""
    return done.stdout, done.stderr.strip().rpartition("\n")[2]


def judge(report: str, complaint: str = "") -> tuple[int, str]:
    """The exit code and what to say of pip-audit's report, or of why there is none."""
    if not report.strip() and complaint and not NETWORK.search(complaint):
        return 1, f"advisories: pip-audit itself failed: {complaint}"
    packages: list[dict[str, Any]] = json.loads(report)["dependencies"] if report.strip() else []
    known = [package for package in packages if "skip_reason" not in package]
    if not known:
        return 0, UNKNOWN
    found = [
        f"{package['name']} {package['version']}: {', '.join(one['id'] for one in package['vulns'])}"
        for package in known
        if package["vulns"]
    ]
    if found:
        return 1, "\n".join(["advisories: known vulnerabilities", *found])
    return 0, f"advisories: none for {len(known)} packages, {len(packages) - len(known)} unknown there"


if __name__ == "__main__":
    code, words = judge(*ask())
    print(words)
    sys.exit(code)
