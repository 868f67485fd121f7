"""What `make test` says of known vulnerabilities in what is installed."""

import json

import pytest

from tests.advisories import UNKNOWN
from tests.advisories import judge

SAFE = {"name": "flask", "version": "3.1.2", "vulns": []}
UNSAFE = {"name": "babel", "version": "2.9.0", "vulns": [{"id": "PYSEC-2021-421"}]}
SKIPPED = {"name": "ikm-kiosk", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("packages", "code", "words"),
    [
        ([SAFE, SKIPPED], 0, "advisories: none for 1 packages, 1 unknown there"),
        ([SAFE, UNSAFE], 1, "advisories: known vulnerabilities\nbabel 2.9.0: PYSEC-2021-421"),
        ([SKIPPED], 0, UNKNOWN),
    ],
)
def test_only_a_known_vulnerability_fails(packages: list[object], code: int, words: str) -> None:
    assert judge(json.dumps({"dependencies": packages})) == (code, words)


@pytest.mark.parametrize("complaint", ["", "requests.exceptions.ConnectionError: Max retries exceeded"])
def test_a_service_that_does_not_answer_is_said_and_no_failure(complaint: str) -> None:
    assert judge("", complaint) == (0, UNKNOWN)


def test_a_broken_tool_is_not_taken_for_a_service_that_does_not_answer() -> None:
    code, words = judge("", "/usr/bin/python: No module named pip_audit")
    assert code == 1 and "No module named pip_audit" in words
