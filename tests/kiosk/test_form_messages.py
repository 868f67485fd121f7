"""What a form says about a wrong entry is Indonesian, also where the form library finds the fault."""

import re

from flask import Flask
from flask_wtf import FlaskForm

from kiosk.forms.base import CHOICE
from kiosk.forms.base import Form
from kiosk.security.pages import PAGES
from kiosk.security.pages import PUBLIC
from tests.conftest import Staff

FORM = re.compile(r'<form (?=[^>]*method="post")[^>]*action="(/staf/[^"]+)"[^>]*>(.*?)</form>', re.DOTALL)
NAME = re.compile(r'<(?:input|select|textarea)[^>]* name="([^"]+)"')
ERROR = re.compile(r'<p class="error"[^>]*>(.*?)</p>', re.DOTALL)
ENGLISH = re.compile(r"\b(not|valid|choice|field|must|required|could|the|is)\b", re.IGNORECASE)


def _forms(app: Flask, staff: Staff) -> dict[str, set[str]]:
    """The forms on the pages that have no arguments: where each is sent, and the names of its fields."""
    found: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        if PAGES[rule.endpoint].role == PUBLIC or rule.arguments or "GET" not in (rule.methods or ()):
            continue
        page = staff.get(rule.rule)
        if page.status_code == 200 and page.mimetype == "text/html":
            for action, fields in FORM.findall(page.text):
                found.setdefault(action, set()).update(NAME.findall(fields))
    return found


def test_no_form_of_the_staff_answers_in_english(app: Flask, staff: Staff) -> None:
    said: set[str] = set()
    for action, names in _forms(app, staff).items():
        for entry in ("zzz", "-1", ""):
            # A form without fields is a button, such as the one that logs out.
            if fields := names - {"csrf_token"}:
                said |= set(ERROR.findall(staff.post(action, dict.fromkeys(fields, entry)).text))
    assert len(said) > 20 and CHOICE in said
    assert [message for message in said if ENGLISH.search(message)] == []


def test_every_form_is_made_from_the_one_with_indonesian_messages() -> None:
    assert FlaskForm.__subclasses__() == [Form]
