"""`python -m tests`: prepare this machine for the tests, or say in one sentence what is missing."""

import sys

from tests import machine
from tests.browser import chromium

try:
    if absent := machine.missing():
        machine.install(*(package for program in absent for package in machine.USED[program]))
    print("Chromium:", chromium.executable())
except machine.Missing as problem:
    sys.exit(str(problem))
if absent := machine.missing():
    print("Skipped below, with their reasons: the tests that use", ", ".join(absent))
