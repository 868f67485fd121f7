"""The form of an office's help lines, with one field per question and language."""

from collections.abc import Iterable
from collections.abc import Mapping

from flask_wtf import FlaskForm
from wtforms import StringField

from kiosk.forms.fields import line
from kiosk.questionnaire.languages import languages
from kiosk.store.answers.responses import UNSUR
from kiosk.store.offices.help_lines import MAX_LENGTH


class HelpForm(FlaskForm):
    """Help lines; where a field is empty, the built-in line is shown."""

    def at(self, unsur: str, language: str) -> StringField:
        """The field of one question in one language."""
        return self[f"{unsur}_{language}"]

    def read(self, codes: Iterable[str]) -> dict[tuple[str, str], str]:
        """What was filled in, by unsur and language."""
        return {(key, code): self.at(key, code).data or "" for key in UNSUR for code in codes}


for _key in UNSUR:
    for _code, _language in languages().items():
        setattr(HelpForm, f"{_key}_{_code}", line(_language.name, limit=MAX_LENGTH))


def filled(lines: Mapping[tuple[str, str], str]) -> HelpForm:
    """The form, filled with the stored lines."""
    return HelpForm(formdata=None, data={f"{key}_{code}": text for (key, code), text in lines.items()})
